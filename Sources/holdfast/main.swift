import Console

ConsoleProgram.main(Array(CommandLine.arguments.dropFirst()))
