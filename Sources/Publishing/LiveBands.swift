import Certificates
import Interface
import Metrics
import RingBuffer
import Samples

/// A client's read position in the steps of the live spectra.
struct LiveBands {
    /// The name by which a client requests the bands, among its signals.
    static let name = "bands"

    private let view: StationView
    private let sensor: SensorNumber?
    private var position: UInt64

    /// - Parameter sensor: only this one; nil for all.
    init(view: StationView, sensor: SensorNumber?) {
        self.view = view
        self.sensor = sensor
        position = view.spectra.next
    }

    /// The steps since the last call. A client that reads too slowly continues with the steps that are still there, because each
    /// step is independent of the others.
    mutating func collect() -> [SpectrumHop] {
        var hops: [SpectrumHop] = []
        while hops.count < 1024 {
            switch view.spectra.read(at: position) {
            case .notYet: return hops
            case .lost: position = max(view.spectra.oldest, position + 1)
            case .element(let hop):
                position += 1
                if sensor.map({ $0 == hop.sensor }) ?? true { hops.append(hop) }
            }
        }
        return hops
    }

    func write(_ hop: SpectrumHop, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.field("sensor", view.name(of: hop.sensor))
            writer.field("sample", hop.index)
            writer.field("timeUs", hop.time.nanoseconds / 1000)
            writer.field("hold", ifPresent: hop.hold == 0 ? nil : hop.hold)
            writer.field("unit", view.editions[hop.sensor.value, hop.calibration]?.unit ?? "")
            writer.field("calibrationId", ifPresent: view.editions[hop.sensor.value, hop.calibration]?.recordID)
            writer.object("bands") { writer in
                for (place, band) in LiveSpectrum.bands.enumerated() where hop.amplitudes[place].isFinite {
                    writer.field(band.name, hop.amplitudes[place])
                }
            }
            writer.field("ridgeHz", ifPresent: hop.ridge.isFinite ? hop.ridge : nil)
        }
    }
}
