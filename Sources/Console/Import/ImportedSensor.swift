import Calibration
import Certificates
import Recording
import Samples

/// One sensor's samples as a file of another program has them.
struct ImportedSensor {
    var description: SensorDescription
    /// Hz.
    var rate: Double
    /// Nanoseconds since the origin of its file, rising.
    var times: [Int64]
    /// The number of each sample, with those that are lost counted.
    var index: [UInt64]
    /// In newtons, after the tare; in the raw unit of a sensor that nobody has calibrated. NaN where there is none.
    var force: [Double]
    /// Where it was tared: after these samples. Detection begins anew there.
    var tares: [(index: UInt64, time: Int64)] = []

    /// - Parameters:
    ///   - unit: of the forces.
    ///   - calibration: the name of the record, or of the state, from which the newtons come.
    init(
        name: String, kind: SensorKind, unit: String, calibration: String, rate: Double, times: [Int64], index: [UInt64],
        force: [Double]
    ) {
        let state: CalibrationState = unit == "N" ? CalibrationState.named(calibration) ?? .certificate : .none
        description = SensorDescription(name: name, kind: kind, calibration: SensorCalibration(state: state, channels: 1))
        description.driver = "import"
        if state == .certificate, calibration != state.name { description.recordedID = calibration }
        self.rate = rate
        self.times = times
        self.index = index
        self.force = force
    }

    /// The samples of a series, whose first one has this time, seconds.
    init(name: String, _ series: OfflineAnalysis.Series, start: Double) {
        let origin = series.seconds.first ?? 0
        self.init(
            name: name, kind: series.kind, unit: "N", calibration: CalibrationState.settings.name, rate: series.rate,
            times: series.seconds.map { Self.nanoseconds(start + ($0 - origin)) }, index: series.numbers, force: series.force)
    }

    /// Rounded, and limited to a century; 0 for what is no number.
    static func nanoseconds(_ seconds: Double) -> Int64 {
        seconds.isNaN ? 0 : Int64((min(max(seconds, -3e9), 3e9) * 1e9).rounded())
    }

    /// The mean rate of samples that are counted, Hz; nil for less than two of them.
    static func rate(times: [Int64], index: [UInt64]) -> Double? {
        guard let first = times.first, let last = times.last, let low = index.first, let high = index.last, last > first,
            high > low
        else { return nil }
        return Double(high - low) / (Double(last - first) / 1e9)
    }
}

extension CalibrationState {
    fileprivate static func named(_ name: String) -> CalibrationState? { allCases.first { $0.name == name && $0 != .none } }
}

/// What was read from a file of another program.
struct ImportedFile {
    var sensors: [ImportedSensor]
    var station = "import"
    /// The wall clock at the origin of the times; nil where the file does not state it.
    var wallMicroseconds: Int64?
    /// The monotonic clock of the station there.
    var monotonic = HostInstant(nanoseconds: 0)
    var notes: [String] = []
}

extension ImportedFile {
    /// Writes a recording. It appears when it is complete.
    func write(to path: String, software: String) throws(CommandError) {
        let file = try ExportFile(path)
        var head = RecordingHead(
            station: station, software: software, wallMicroseconds: wallMicroseconds ?? 0, monotonic: monotonic,
            sensors: sensors.map(\.description))
        head.sequence = 1
        var encoder = SegmentEncoder()
        encoder.begin(head: head.bytes)
        var next = sensors.map { _ in 0 }
        var tares = sensors.map { $0.tares[...] }
        while let place = earliest(next) {
            let (sensor, position) = (sensors[place], next[place])
            if position == 0 { encoder.append(frame(of: place, 0, mark: .clockLocked)) }
            encoder.append(frame(of: place, position, mark: []))
            while let tare = tares[place].first, tare.index <= sensor.index[position] {
                tares[place].removeFirst()
                encoder.appendTare(0, sensor: SensorNumber(UInt16(clamping: place)), index: tare.index, time: moment(tare.time))
            }
            next[place] += 1
            if next[place] == sensor.times.count { encoder.append(frame(of: place, position, mark: .ended)) }
            if encoder.byteCount >= 1 << 20 { try Self.take(&encoder, into: file) }
        }
        encoder.end()
        try Self.take(&encoder, into: file)
        var none: [UInt8] = []
        try file.end(&none)
    }

    private static func take(_ encoder: inout SegmentEncoder, into file: ExportFile) throws(CommandError) {
        var bytes: [UInt8] = []
        encoder.take { bytes += $0 }
        try file.write(bytes)
    }

    /// The sensor whose next sample is the earliest; nil after the last one.
    private func earliest(_ next: [Int]) -> Int? {
        var found: Int?
        for place in sensors.indices where next[place] < sensors[place].times.count {
            guard let other = found, sensors[other].times[next[other]] <= sensors[place].times[next[place]] else {
                found = place
                continue
            }
        }
        return found
    }

    private func moment(_ time: Int64) -> HostInstant { HostInstant(nanoseconds: monotonic.nanoseconds &+ time) }

    private func frame(of place: Int, _ position: Int, mark: FrameFlags) -> Frame {
        let sensor = sensors[place]
        let time = moment(sensor.times[position])
        var values = [8 of Double](repeating: .nan)
        let force = sensor.force[position]
        if mark == .clockLocked { values[0] = sensor.rate } else if mark.isEmpty { values[0] = force }
        return Frame(
            sensor: SensorNumber(UInt16(clamping: place)), present: mark.isEmpty && force.isFinite ? 1 : 0, flags: mark,
            index: sensor.index[position], time: time, arrival: time, values: values)
    }
}
