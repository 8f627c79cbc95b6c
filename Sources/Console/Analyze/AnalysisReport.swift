import Analysis
import Calibration
import Interface
import Messages
import Metrics
import Samples

/// What `holdfast analyze` has found in a file: the holds as a station would send them, and what is to be said of the file.
struct AnalysisReport {
    enum Source {
        case recording(station: String, isClosed: Bool, damagedBytes: Int, refused: UInt64)
        case table([Column], kind: String)
    }

    struct Column {
        var name: String
        var rate: Double
        var samples: Int

        fileprivate func write(to writer: inout JSONWriter) {
            writer.field("rate", rate)
            writer.field("samples", samples)
        }
    }

    struct Hold {
        var number: Int64
        /// When it began, in a recording with a date.
        var startWallUs: Int64?
        var kind: Station1.HoldKind
        var sensors: [Part]
        /// What the sensors have together.
        var setUp: [Station1.SetUpMetric] = []
        /// The samples around the hold by sensor, where they are to be drawn.
        var samples: HoldReport.Samples = [:]
    }

    struct Part {
        var numbers: Station1.SensorHold
        /// Counted from the first sample of the file.
        var onsetSample: Double?
    }

    /// One, or the recordings in the order of time.
    var files: [String]
    var source: Source
    var notes: [String]
    var holds: [Hold]

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            if files.count == 1 { writer.field("file", files[0]) } else { writer.field("files", files) }
            switch source {
            case .recording(let station, let isClosed, let damagedBytes, let refused):
                writer.field("station", station)
                writer.field("closed", isClosed)
                writer.field("damaged_bytes", damagedBytes)
                writer.field("refused", refused)
            case .table(let columns, let kind):
                writer.field("kind", kind)
                if columns.count == 1 {
                    writer.field("column", columns[0].name)
                    columns[0].write(to: &writer)
                } else {
                    writer.array("columns") { writer in
                        for column in columns {
                            writer.object { writer in
                                writer.field("column", column.name)
                                column.write(to: &writer)
                            }
                        }
                    }
                }
            }
            writer.field("notes", notes)
            writer.array("holds") { writer in for hold in holds { hold.write(to: &writer) } }
        }
    }
}

extension AnalysisReport.Hold {
    /// - Parameter part: the parts of its sensors.
    init(_ hold: CompletedHold, number: Int64, startWallUs: Int64? = nil, part: (SensorHold) -> AnalysisReport.Part) {
        self.init(
            number: number, startWallUs: startWallUs, kind: Station1.HoldKind(hold.kind), sensors: hold.sensors.map(part),
            setUp: hold.setUp.map { number in
                let measurement = number.measurement
                return Station1.SetUpMetric(
                    sensors: number.sensors,
                    metric: Station1.Metric(
                        name: measurement.name, unit: measurement.unit.rawValue, value: measurement.value,
                        lower: measurement.lower, upper: measurement.upper, reason: measurement.reason?.rawValue,
                        expanded: measurement.expanded, expandedReason: measurement.expandedReason))
            })
    }

    init(number: Int64, _ part: AnalysisReport.Part) {
        self.init(number: number, startWallUs: nil, kind: part.numbers.kind, sensors: [part])
    }

    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("number", number)
            if let startWallUs { writer.field("startWallUs", startWallUs) }
            writer.field("kind", kind.rawValue)
            writer.array("sensors") { writer in
                for part in sensors {
                    writer.object { writer in
                        part.numbers.write(to: &writer)
                        writer.field("onsetSample", ifPresent: part.onsetSample)
                    }
                }
            }
            guard !setUp.isEmpty else { return }
            writer.array("setUpMetrics") { writer in
                for metric in setUp { writer.object { writer in metric.write(to: &writer) } }
            }
        }
    }
}

extension AnalysisReport.Part {
    /// - Parameter calibration: what the newtons come from; without one the numbers are in the raw unit.
    init(
        _ result: HoldResult, of sensor: String, calibration: CalibrationState, calibrationID: String?, firstSample: UInt64
    ) {
        // What nobody calibrated is not in newtons, whatever its numbers look like.
        let unit = calibration == .none ? "raw" : "N"
        self.init(
            numbers: Station1.SensorHold(
                sensor: sensor, kind: Station1.HoldKind(result.kind), flags: result.flags.list,
                calibration: Station1.CalibrationSource(rawValue: calibration.name) ?? .none, calibrationId: calibrationID,
                calibrationClass: nil, calibrationCertificate: nil, calibrationDoubts: nil,
                acceptedWorse: nil, unit: unit == "N" ? nil : unit,
                rate: result.rate,
                firstSample: Int64(clamping: firstSample), onset: result.onsetTime,
                onsetUncertaintyMs: result.onsetUncertainty, onsetParameters: nil,
                metrics: result.measurements.map { measurement in
                    Station1.Metric(
                        name: measurement.name, unit: measurement.unit.text(force: unit), value: measurement.value,
                        lower: measurement.lower, upper: measurement.upper, reason: measurement.reason?.rawValue,
                        expanded: measurement.expanded, expandedReason: measurement.expandedReason)
                }), onsetSample: result.onsetSample.map { $0 + Double(firstSample) })
    }
}

extension Station1.HoldKind {
    fileprivate init(_ kind: HoldKind) {
        switch kind {
        case .explosive: self = .explosive
        case .sustained: self = .sustained
        }
    }
}
