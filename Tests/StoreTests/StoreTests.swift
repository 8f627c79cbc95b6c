// StoreTests: being built.
