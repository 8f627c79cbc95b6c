// Filtering: being built.
