// LinuxIOTests: being built.
