// ConsoleTests: being built.
