// Store: being built.
