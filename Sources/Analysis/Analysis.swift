// Analysis: being built.
