// Daemon: being built.
