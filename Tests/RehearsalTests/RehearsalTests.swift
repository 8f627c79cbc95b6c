// RehearsalTests: being built.
