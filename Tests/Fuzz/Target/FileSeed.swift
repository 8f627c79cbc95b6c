import Formats

/// Whole files of formats that no bytes come to by chance.
enum FileSeed {
    static func make(_ target: String) -> [UInt8]? {
        switch target {
        case "xdf": xdf()
        case "c3d": c3d()
        default: nil
        }
    }

    private static func xdf() -> [UInt8] {
        var writer = XDFWriter(created: "2026-01-01T00:00:00+00:00")
        let cell = writer.begin(
            .init(
                name: "cell", type: "Force", content: .samples(channels: [("force", "N"), ("raw", "raw")], rate: 80),
                description: [("calibration", "none")]))
        let markers = writer.begin(.init(name: "events", type: "Markers", content: .markers, description: []))
        writer.samples(of: cell, times: [1, 1.0125], values: [10, 11, .nan, 0])
        writer.markers(of: markers, [(1.5, "onset")])
        writer.end()
        return writer.bytes
    }

    private static func c3d() -> [UInt8] {
        let channels = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"].map {
            C3DWriter.Channel(name: $0, unit: $0.hasPrefix("F") ? "N" : "Nmm", note: "")
        }
        let plate = C3DWriter.Plate(
            kind: .sixComponents, corners: [(200, -300, 0), (-200, -300, 0), (-200, 300, 0), (200, 300, 0)], origin: (0, 0, -40),
            channels: Array(0..<6))
        var writer = C3DWriter(
            channels: channels, plates: [plate], rate: 1000, frames: 20, events: [.init(seconds: 0.01, label: "onset", note: "")])
        for frame in 0..<20 { writer.frame((0..<6).map { Double(frame + $0) }) }
        return writer.bytes()
    }
}
