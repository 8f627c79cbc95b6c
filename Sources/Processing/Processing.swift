// Processing: being built.
