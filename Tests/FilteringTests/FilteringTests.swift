// FilteringTests: being built.
