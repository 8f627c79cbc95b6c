import Interface
import LinuxIO
import Recording
import Store

/// A year of holds in the state directory of a station that does not run: copies of one that it has measured.
struct ManyHolds {
    /// One hold every 17 minutes.
    private static let spacing: Int64 = 1_020_000_000

    let state: String

    func copy(to count: Int64) throws {
        let file = StoreFile(path: state + "/holdfast.db")
        let traces = TraceFolder(path: state + "/traces")
        var reading = StoreReading(file)
        let last = try reading.read { (reader) throws(StoreError) in try reader.lastHoldNumber() }
        guard let hold = try reading.read({ (reader) throws(StoreError) in try reader.hold(last) }) else {
            fatalError("\(state) has no hold \(last)")
        }
        let trace = try Files.read(traces.path(ofHold: last), limit: 1 << 30)
        guard var head = RecordingHead(ofRecording: trace), let detection = head.trace?.detection else {
            fatalError("hold \(last) has no trace")
        }
        let rest = trace[(16 + 16 + trace[20..<24].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) })...]
        var writer = JSONWriter()
        writer.value(.object(detection))
        try file.own { (store) throws(StoreError) in
            for number in last + 1...max(last + 1, count) {
                var copy = hold
                let later = (number - last) * Self.spacing
                copy.number = number
                copy.startWallMicroseconds += later
                copy.onsetWallMicroseconds = hold.onsetWallMicroseconds.map { $0 + later }
                copy.endWallMicroseconds += later
                copy.detection = writer.text
                try store.insert(copy)
                head.trace?.hold = number
                var encoder = SegmentEncoder()
                encoder.begin(head: head.bytes)
                var bytes: [UInt8] = []
                encoder.take { bytes += $0 }
                do {
                    try (bytes + rest).withUnsafeBytes { try DiskFile(creating: traces.path(ofHold: number)).append($0) }
                } catch { fatalError("\(error)") }
                _ = try store.set(.kept(reason: nil), ofHold: number)
            }
            try store.reserve(hold: max(last + 1, count))
        }
        print("\(count) holds; \(kilobytes("VmHWM")) kB in memory")
    }
}
