// DaemonTests: being built.
