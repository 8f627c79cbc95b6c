import Interface

/// A test of a plate or a band under way: what was captured so far, kept in a file after every step.
struct BenchTestSession {
    let file: CaptureFile
    /// What is tested, and with what: nothing else is gone on with.
    private let key: String
    /// What the numbers are made with: records of the sensor that are in force.
    private let madeWith: String
    /// Whether the captures were made with other records than are in force now.
    private(set) var isStale = false
    private(set) var captures: [[Double]] = []

    init(file: CaptureFile, key: String, madeWith: String) {
        self.file = file
        self.key = key
        self.madeWith = madeWith
    }

    /// Goes on with what the file holds; whether there was anything.
    mutating func resume() throws(CommandError) -> Bool {
        guard let kept = try file.read() else { return false }
        guard kept["key"]?.string == key, let captures = kept["captures"]?.array else {
            throw .data(
                "\(file.path) has another unfinished test; continue with its options, or start again with --fresh")
        }
        // What is no number was none when it was captured.
        self.captures = captures.map { ($0.array ?? []).map { $0.number ?? .nan } }
        isStale = kept["madeWith"]?.string != madeWith
        return true
    }

    /// Asks for one thing after the other, from the first that is not captured yet, and takes down what is there then.
    ///
    /// - Parameters:
    ///   - texts: what is to be done, step by step.
    ///   - take: what is taken down, from what was before; nil when somebody has typed something meanwhile.
    ///   - told: what is said of it, from everything so far.
    mutating func capture(
        _ texts: [String], _ load: StandingLoad, take: ([[Double]]) throws(CommandError) -> [Double]?,
        told: ([[Double]]) -> String? = { _ in nil }
    ) throws(CommandError) {
        guard !isStale || captures.count == texts.count else {
            throw .data("another calibration or test is in force since the first steps were captured; start again with --fresh")
        }
        let file = file
        try file.keeping { () throws(CommandError) in
            while captures.count < texts.count {
                switch try load.ask("\(texts[captures.count]), then press Enter  (u: undo, q: leave)") {
                case "u":
                    load.say(captures.isEmpty ? "  there is nothing to undo" : "  undone")
                    if !captures.isEmpty { try keep(captures.dropLast()) }
                case "q": throw .refused("left")
                default:
                    guard let found = try take(captures) else {
                        load.say("  starts again")
                        continue
                    }
                    try keep(captures + [found])
                    if let text = told(captures) { load.say("  \(text)") }
                }
            }
        }
    }

    private mutating func keep(_ captures: [[Double]]) throws(CommandError) {
        self.captures = captures
        try file.write { writer in
            writer.field("key", key)
            writer.field("madeWith", madeWith)
            writer.array("captures") { writer in
                for numbers in captures { writer.value(.array(numbers.map { $0.isFinite ? .number($0) : .null })) }
            }
        }
    }
}
