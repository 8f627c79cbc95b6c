import CFuzzer
import Drivers
import Glibc

// usage: fuzz TARGET [LIBFUZZER ARGUMENTS]        looks for inputs on which a reader traps, hangs or breaks its word
//        fuzz --targets                           what can be fuzzed, a line each
//        fuzz --seed LOG FILE                     makes an input of a replay log
//        fuzz --file TARGET FILE                  writes a whole file for a target that reads one

guard CommandLine.arguments.count > 1 else { exit(64) }
switch CommandLine.arguments[1] {
case "--targets":
    for target in FuzzTarget.all { print(target.name) }
    exit(0)
case "--seed":
    guard CommandLine.arguments.count == 4, let bytes = readFile(CommandLine.arguments[2]),
        let log = try? ReplayLog(parsing: bytes)
    else { exit(65) }
    write(ConversationInput.make(of: log), to: CommandLine.arguments[3])
    exit(0)
case "--file":
    guard CommandLine.arguments.count == 4, let seed = FileSeed.make(CommandLine.arguments[2]) else { exit(64) }
    write(seed, to: CommandLine.arguments[3])
    exit(0)
case let name:
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else { exit(64) }
    chosen = target
}

func readFile(_ path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = fread(&bytes, 1, bytes.count, file)
    return Array(bytes.prefix(count))
}

func write(_ bytes: [UInt8], to path: String) {
    guard let file = fopen(path, "wb") else { exit(73) }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
}

// libFuzzer sees its own arguments: without the name of the target.
let kept = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
var pointers = kept.map { strdup($0) } + [nil]
var count = Int32(kept.count)
exit(
    pointers.withUnsafeMutableBufferPointer { buffer in
        var base = buffer.baseAddress
        return LLVMFuzzerRunDriver(&count, &base) { data, size in
            // Safety: libFuzzer lends so many bytes.
            chosen?.run(Array(UnsafeBufferPointer(start: data, count: size)))
            return 0
        }
    })
