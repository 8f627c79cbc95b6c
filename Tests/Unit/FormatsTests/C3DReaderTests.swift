import Formats
import Foundation
import Testing

/// The force platforms of C3D files in the libraries that others use. `HOLDFAST_PYTHON` names a Python that has them.
struct C3DReaderTests {
    private static let python = ProcessInfo.processInfo.environment["HOLDFAST_PYTHON"] ?? "/usr/bin/python3"

    private static func run(_ arguments: [String]) throws -> (code: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = arguments
        let output = Pipe()
        (process.standardOutput, process.standardError) = (output, output)
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    private static let isThere = (try? run(["-c", "import ezc3d, kineticstoolkit"]).code) == 0

    /// A plate of 400 mm by 600 mm that is pressed with 500 N at x = 50 mm, y = −30 mm of the laboratory, with z upwards. The axes of the
    /// plate are those of the laboratory turned about x.
    private static func file(_ kind: C3DWriter.Plate.Kind) -> [UInt8] {
        let (force, x, y) = (500.0, 50.0, 30.0)
        let row: [Double]
        let names: [String]
        let origin: (x: Double, y: Double, z: Double)
        switch kind {
        case .sixComponents:
            // Mx = y Fz and My = −x Fz for a vertical force in the surface.
            row = [0, 0, force, y * force, -x * force, 0]
            names = ["Fx", "Fy", "Fz", "Mx", "My", "Mz"]
            origin = (0, 0, -40)
        case .eightChannels:
            // Sensors at (a, b), (−a, b), (−a, −b) and (a, −b).
            let (a, b) = (150.0, 250.0)
            let (right, front) = (x / a, y / b)
            let shares: [Double] = [1 + right + front, 1 - right + front, 1 - right - front, 1 + right - front]
            let vertical: [Double] = shares.map { $0 * force / 4 }
            row = [0, 0, 0, 0] + vertical
            names = ["Fx12", "Fx34", "Fy14", "Fy23", "Fz1", "Fz2", "Fz3", "Fz4"]
            origin = (a, b, -40)
        }
        let plate = C3DWriter.Plate(
            kind: kind, corners: [(200, -300, 0), (-200, -300, 0), (-200, 300, 0), (200, 300, 0)], origin: origin,
            channels: Array(row.indices))
        var writer = C3DWriter(
            channels: names.map { .init(name: $0, unit: $0.hasPrefix("M") ? "Nmm" : "N", note: "") }, plates: [plate],
            rate: 1000, frames: 100)
        for _ in 0..<100 { writer.frame(row) }
        return writer.bytes()
    }

    @Test(.enabled(if: isThere, "ezc3d and kineticstoolkit are not installed"))
    func othersFindThePlatesTheirCornersAndTheCentreOfPressure() throws {
        let folder = NSTemporaryDirectory() + "/holdfast-c3d-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let paths = [C3DWriter.Plate.Kind.sixComponents, .eightChannels].map { ($0, "\(folder)/\($0).c3d") }
        for (kind, path) in paths { try Data(Self.file(kind)).write(to: URL(fileURLWithPath: path)) }
        let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../System/Clients/c3d.py").path
        let (code, text) = try Self.run([program] + paths.map(\.1))
        #expect(code == 0, "\(text.suffix(2000))")
    }
}
