// Drivers: being built.
