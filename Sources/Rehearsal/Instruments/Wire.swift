import Samples

/// The wire between a simulated sensor and its reader: passes bytes on, and damages them on request.
struct Wire {
    private var random: RehearsalRandom
    private var held: [UInt8] = []
    private var silentUntil: HostInstant?
    private var stalledUntil: HostInstant?
    private var batchSeconds = 0.0
    private var batchDue: HostInstant?
    private var halveNextLine = false
    /// Bytes of the line to be cut in half, while its end has not arrived.
    private var lineToHalve: [UInt8]?
    private var duplicates = 0
    private var insertions: [Insertion] = []

    private struct Insertion {
        var bytes: Int
        var isNoise: Bool
    }

    /// Limit of the bytes that are held back: further bytes are lost, as in a real buffer.
    static let holdLimit = 1 << 20

    /// A flood pauses while this number of its bytes has not been read.
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

    /// Bytes in transit are lost; requested faults that have not happened yet remain.
    mutating func cut() {
        held = []
        lineToHalve = nil
        batchDue = nil
    }

    /// Receives the bytes that the sensor sent and appends those that arrive.
    mutating func pass(_ bytes: [UInt8], at now: HostInstant, into output: inout [UInt8]) {
        var piece = bytes
        if let until = silentUntil {
            if now < until { piece = [] } else { silentUntil = nil }
        }
        if !piece.isEmpty { piece = harmed(piece) }
        if !insertions.isEmpty {
            insert(into: &output)
            // Bytes that the sensor sends meanwhile follow the flood, so the flood is in one piece.
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

    /// Waits for a line to begin, collects it, and passes on its first half.
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
