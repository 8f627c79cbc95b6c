// DriversTests: being built.
