import Console
import Glibc

exit(ConsoleProgram.run(Array(CommandLine.arguments.dropFirst())))
