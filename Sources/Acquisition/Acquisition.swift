// Acquisition: being built.
