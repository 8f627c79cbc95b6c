import Calibration
import Certificates
import Formats
import LinuxIO
import Recording
import Rehearsal
import RingBuffer
import Samples

/// Hours of an athlete who pulls on three cells at 1 kHz, sample by sample, as a station would record them.
struct LongDay {
    private static let names = ["left", "right", "band"]
    private static let rate = 1000.0
    /// Of the station's monotonic clock, and of the wall clock.
    private static let start = HostInstant(nanoseconds: 5_000_000_000_000)
    private static let startWall: Int64 = 1_750_000_000_000_000
    /// A USB adapter passes on what it has every 8 ms, and the kernel is late by up to 60 µs.
    private static let bundle: Int64 = 8_000_000
    private static let lateness = 60_000.0
    /// The cells' clocks are fast by so much.
    private static let drift = 3e-6

    private let samples: Int
    private let athlete: SyntheticAthlete
    private let cells: [AthleteSensor]

    /// - Parameter holdsPerDay: 0: nobody pulls.
    init(hours: Double, holdsPerDay: Double) {
        samples = Int(hours * 3600 * Self.rate)
        cells = Self.names.enumerated().map { place, name in
            AthleteSensor(
                name: name, gain: holdsPerDay > 0 ? [0.5, 0.45, 0.3][place] : 0, lag: 0.005 * Double(place), noise: 0.05,
                quantum: 0.001)
        }
        var plan = HoldPlan(rest: 0, level: 400, duration: 8)
        plan.rest = max(10, 86_400 / max(holdsPerDay, 1) - plan.length)
        athlete = SyntheticAthlete(seed: 16, plan: [plan], sensors: cells)
    }

    /// Writes the recordings with the recorder of the station, and prints their size and the memory of each hour.
    func record(into folder: String) throws {
        let sensors = cells.map { cell in
            var sensor = SensorDescription(
                name: cell.name, kind: .cell, calibration: SensorCalibration(state: .settings, channels: 1))
            (sensor.driver, sensor.setUp) = ("text", 1)
            return sensor
        }
        try Files.makeDirectory(folder)
        var now = Self.start
        var (sequence, bytes) = (Int64(0), 0)
        var writer = RecordingWriter(
            sensors: Editions(sensors),
            head: { wall, now, sensors in
                var head = RecordingHead(
                    station: "long", software: "long-data", wallMicroseconds: wall, monotonic: now, sensors: sensors)
                sequence += 1
                (head.sequence, head.run) = (sequence, 1)
                return head
            },
            makeFile: { (wall) throws(SystemError) in
                let name = Clock.utcText(wall).replacing(":", with: "-") + RecordingFolder.suffix
                return (name, try DiskFiles().create(folder + "/" + name))
            })
        func tell(_ report: RecordingWriter.Report) {
            switch report {
            case .closed(let name): bytes += Files.size(of: folder + "/" + name) ?? 0
            case .failed(let error): fatalError("\(error)")
            default: break
            }
        }
        func append(_ frame: Frame) {
            let wall = Self.startWall + (frame.arrival.nanoseconds - Self.start.nanoseconds) / 1000
            writer.append(.frame(frame), at: frame.arrival, wallMicroseconds: wall, tell)
        }
        func frame(
            _ cell: Int, _ index: UInt64, _ time: HostInstant, _ value: Double, _ flags: FrameFlags
        ) -> Frame {
            var values = [8 of Double](repeating: .nan)
            values[0] = value
            return Frame(
                sensor: SensorNumber(UInt16(cell)), present: flags.isEmpty ? 1 : 0, flags: flags, index: index, time: time,
                arrival: now, values: values)
        }
        for cell in cells.indices {
            append(frame(cell, 0, Self.start, Self.rate * (1 + Self.drift), .clockLocked))
        }
        var values: [Double] = []
        var random = RehearsalRandom.stream(16, 3)
        for index in 0..<samples {
            let time = Self.start.advanced(bySeconds: Double(index) / Self.rate / (1 + Self.drift))
            let due = (time.nanoseconds / Self.bundle + 1) * Self.bundle
            if due > now.nanoseconds { now = HostInstant(nanoseconds: due + Int64(Self.lateness * random.uniform())) }
            for cell in cells.indices {
                athlete.sample(of: cells[cell], at: Double(index) / Self.rate, into: &values)
                append(frame(cell, UInt64(index), time, values[0], []))
            }
            if index % 1000 == 0 { _ = writer.flush(at: now, tell) }
            if index % 3_600_000 == 3_599_999 {
                print("hour \(index / 3_600_000 + 1): \(bytes) bytes, \(kilobytes("VmRSS")) kB in memory")
            }
        }
        writer.close(at: now, tell)
        let perDay = Double(bytes) / Double(samples) * 86_400 * Self.rate
        print("\(bytes) bytes, \((perDay / 1e6).rounded() / 1000) GB a day; at most \(kilobytes("VmHWM")) kB in memory")
    }

    /// Writes the samples as a table of seconds and newtons.
    func write(table path: String) throws {
        let file = try NewFile(path)
        var writer = CSVWriter(header: ["time_s"] + Self.names.map { $0 + "_N" })
        var values: [Double] = []
        for index in 0..<samples {
            let seconds = Double(index) / Self.rate
            var row = [seconds]
            for cell in cells {
                athlete.sample(of: cell, at: seconds, into: &values)
                row.append(values[0])
            }
            writer.row(row)
            if writer.bytes.count > 1 << 20 {
                try file.append(writer.bytes)
                writer.bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.append(writer.bytes)
        try file.keep()
    }
}
