// Timing: being built.
