import Samples

/// The wire between a pretend sensor and its reader: passes bytes on, and harms them when asked to.
struct Wire {
    private var random: RehearsalRandom
    private var held: [UInt8] = []
    private var silentUntil: HostInstant?
    private var stalledUntil: HostInstant?
    private var batchSeconds = 0.0
    private var batchDue: HostInstant?
    private var halveNextLine = false
    /// Bytes of the line that is being cut in half, which has not ended yet.
    private var lineToHalve: [UInt8]?
    private var duplicates = 0
    private var insertions: [Insertion] = []

    private struct Insertion {
        var bytes: Int
        var isNoise: Bool
    }

    /// What is held back is never more than this: the rest is lost, as in a real buffer.
    static let holdLimit = 1 << 20

    /// A flood waits while this much of it has not been taken.
    static let backlog = 16 << 10

    init(seed: UInt64) { random = RehearsalRandom.stream(seed, 3) }

    mutating func inject(_ fault: WireFault, at now: HostInstant) {
        switch fault {
        case .halfLine: halveNextLine = true
        case .silence(let seconds): silentUntil = now.advanced(bySeconds: max(seconds, 0))
        case .stall(let seconds): stalledUntil = now.advanced(bySeconds: max(seconds, 0))
        case .batches(let seconds):
            batchSeconds = seconds > 0 ? seconds : 0
            if batchSeconds == 0, batchDue != nil { batchDue = now }
        case .noise(let bytes): insertions.append(Insertion(bytes: max(bytes, 0), isNoise: true))
        case .flood(let bytes): insertions.append(Insertion(bytes: max(bytes, 0), isNoise: false))
        case .duplicate(let bytes): duplicates = max(bytes, 0)
        }
    }

    /// When held bytes are due, or an insertion can be made.
    var nextMoment: HostInstant? {
        if !insertions.isEmpty { return HostInstant.never }
        return held.isEmpty ? nil : stalledUntil ?? batchDue ?? HostInstant.never
    }

    /// Everything that was under way is lost; what was asked for and has not happened yet stays.
    mutating func cut() {
        held = []
        lineToHalve = nil
        batchDue = nil
    }

    /// Takes what the sensor sent and appends what arrives.
    mutating func pass(_ bytes: [UInt8], at now: HostInstant, into output: inout [UInt8]) {
        var piece = bytes
        if let until = silentUntil {
            if now < until { piece = [] } else { silentUntil = nil }
        }
        if !piece.isEmpty { piece = harmed(piece) }
        if !insertions.isEmpty {
            insert(into: &output)
            // What the sensor says meanwhile comes after it, so that a flood is one piece.
            guard insertions.isEmpty else { return hold(piece) }
        }
        if let until = stalledUntil {
            if now < until { return hold(piece) }
            stalledUntil = nil
        }
        if batchSeconds > 0 || batchDue != nil {
            hold(piece)
            if let due = batchDue {
                guard now >= due else { return }
                batchDue = nil
            } else if !held.isEmpty {
                batchDue = now.advanced(bySeconds: batchSeconds)
                return
            }
            output.append(contentsOf: held)
            held.removeAll(keepingCapacity: true)
            return
        }
        output.append(contentsOf: held)
        held.removeAll(keepingCapacity: true)
        output.append(contentsOf: piece)
    }

    private mutating func hold(_ piece: [UInt8]) { held.append(contentsOf: piece.prefix(max(0, Self.holdLimit - held.count))) }

    private mutating func harmed(_ bytes: [UInt8]) -> [UInt8] {
        var piece = halveNextLine || lineToHalve != nil ? halved(bytes) : bytes
        if duplicates > 0 {
            let twice = piece.prefix(duplicates)
            duplicates -= twice.count
            piece.insert(contentsOf: twice, at: twice.endIndex)
        }
        return piece
    }

    /// Waits for a line to begin, collects it, and lets its first half through.
    private mutating func halved(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        for byte in bytes {
            if var line = lineToHalve {
                line.append(byte)
                if byte == 0x0A || line.count >= 4096 {
                    out.append(contentsOf: line.prefix(line.count / 2))
                    lineToHalve = nil
                } else {
                    lineToHalve = line
                }
                continue
            }
            out.append(byte)
            if byte == 0x0A, halveNextLine {
                halveNextLine = false
                lineToHalve = []
            }
        }
        return out
    }

    private mutating func insert(into output: inout [UInt8]) {
        var room = min(Self.backlog - output.count, PretendLimits.chunk)
        while room > 0, var insertion = insertions.first {
            let count = min(room, insertion.bytes)
            for _ in 0..<count { output.append(insertion.isNoise ? UInt8(truncatingIfNeeded: random.next()) : UInt8(ascii: "7")) }
            room -= count
            insertion.bytes -= count
            if insertion.bytes <= 0 { insertions.removeFirst() } else { insertions[0] = insertion }
        }
    }
}
