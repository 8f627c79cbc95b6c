// Formats: being built.
