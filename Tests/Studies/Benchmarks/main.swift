import LinuxIO

// What the live metrics and the final analysis cost on this machine; see run.
let arguments = CommandLine.arguments.dropFirst()
guard arguments.count == 1, let folder = arguments.first else {
    try Files.writeAll(2, Array("usage: holdfast-benchmark FOLDER\n".utf8))
    Environment.exit(64)
}
try Benchmark.run(folder: folder)
