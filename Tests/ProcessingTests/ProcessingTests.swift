// ProcessingTests: being built.
