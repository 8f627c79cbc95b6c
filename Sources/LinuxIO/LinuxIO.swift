// LinuxIO: being built.
