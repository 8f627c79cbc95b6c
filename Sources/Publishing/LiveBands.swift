import Certificates
import Messages
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

    func message(_ hop: SpectrumHop) -> Station1.Spectrum {
        let made = view.editions[hop.sensor.value, hop.calibration]
        let isMuscle = made?.kind == .emg
        var bands: [String: Double] = [:]
        if isMuscle {
            bands[MuscleBand.name] = hop.amplitudes[0]
        } else {
            for (place, band) in LiveSpectrum.bands.enumerated() { bands[band.name] = hop.amplitudes[place] }
        }
        return Station1.Spectrum(
            sensor: view.name(of: hop.sensor), sample: Int64(clamping: hop.index), timeUs: hop.time.nanoseconds / 1000,
            hold: Int64(hold: hop.hold), unit: made?.unit ?? "", calibrationId: made?.recordID, bands: bands,
            ridgeHz: isMuscle ? nil : hop.ridge, medianHz: isMuscle ? hop.ridge : nil,
            mainsShare: isMuscle ? hop.amplitudes[1] : nil)
    }
}
