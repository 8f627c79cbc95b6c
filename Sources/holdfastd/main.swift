import Daemon

DaemonProgram.main(Array(CommandLine.arguments.dropFirst()))
