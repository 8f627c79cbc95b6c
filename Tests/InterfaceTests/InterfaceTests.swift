// InterfaceTests: being built.
