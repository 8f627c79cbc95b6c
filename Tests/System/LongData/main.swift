import LinuxIO

// usage: long-data recordings FOLDER HOURS HOLDS     recordings of three cells at 1 kHz, with so many holds a day, in simulated time
//        long-data csv FILE HOURS HOLDS              the same samples as a table
//        long-data holds STATE COUNT                 copies the last hold of a station, with its trace, until there are so many

let words = CommandLine.arguments.dropFirst()
guard let command = words.first, words.count >= 3 else { fatalError("see main.swift") }
let path = words[2]
let numbers = words.dropFirst(2).compactMap { Double($0) }
switch (command, numbers.count) {
case ("recordings", 2): try LongDay(hours: numbers[0], holdsPerDay: numbers[1]).record(into: path)
case ("csv", 2): try LongDay(hours: numbers[0], holdsPerDay: numbers[1]).write(table: path)
case ("holds", 1): try ManyHolds(state: path).copy(to: Int64(numbers[0]))
default: fatalError("see main.swift")
}

/// A line of `/proc/self/status`, such as `VmHWM`: kilobytes.
func kilobytes(_ name: String) -> Int {
    Files.lines("/proc/self/status").first { $0.hasPrefix(name + ":") }
        .flatMap { line in Int(line.filter { "0123456789".contains($0) }) } ?? 0
}
