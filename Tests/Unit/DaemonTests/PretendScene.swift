import Foundation
import Rehearsal
import Samples
import Synchronization

/// A weight on a plate of four cells, a band stretched by hand, and a plate of six signals: what a test says happens to all of them.
final class PretendScene: Sendable {
    struct State {
        /// Where the weight stands on the plate, m, and its force, N.
        var x = 0.0
        var y = 0.0
        var newtons = 0.0
        /// Of the band, m.
        var length = 0.5
        /// On the plate of six signals: Fx Fy Fz, Mx My Mz.
        var loads = [0.0, 0, 0, 0, 0, 0]
    }
    let state = Mutex(State())

    static let rate = 100.0
    /// The plate is 400 by 600 mm; its cells are wrong by these shares, their zeros are not 0, and left and right are exchanged.
    static let gains = [1.02, 0.99, 1.0, 0.97]
    static let zeros = [2.0, 3, 4, 5]
    static let order = [1, 0, 3, 2]
    /// Signals of the other plate: loads through this matrix, and a zero.
    static let mixing: [Double] = (0..<36).map { place -> Double in
        let small = Double((place * 7) % 5 - 2) * 0.3
        return place / 6 == place % 6 ? 20.0 : small
    }
    static let signalZero = 1000.0

    static func tension(_ length: Double) -> Double {
        let stretch = max(0, length - 0.6)
        return 500 * stretch - 200 * stretch * stretch
    }

    static func signals(_ loads: [Double]) -> [Double] {
        (0..<6).map { row -> Double in
            var sum = signalZero
            for axis in 0..<6 { sum += mixing[row * 6 + axis] * loads[axis] }
            return sum
        }
    }

    func stretch(to length: Double) { state.withLock { $0.length = length } }
    func load(_ loads: [Double]) { state.withLock { $0.loads = loads } }
    func put(_ newtons: Double, _ x: Double, _ y: Double) {
        state.withLock { ($0.newtons, $0.x, $0.y) = (newtons, x, y) }
    }

    fileprivate func values(_ sensor: String) -> [Double] {
        let now = state.withLock { $0 }
        switch sensor {
        case "plate":
            let right = 0.5 + now.x / 0.4
            let front = 0.5 + now.y / 0.6
            let shares = [(1 - right) * front, right * front, (1 - right) * (1 - front), right * (1 - front)]
            // Each channel hangs on one cell, and its gain goes with the channel.
            return (0..<4).map { Self.zeros[$0] + now.newtons * shares[Self.order[$0]] * Self.gains[$0] }
        case "left": return [7 + Self.tension(now.length)]
        default: return Self.signals(now.loads)
        }
    }

    /// Three sensors and the settings to read them.
    func bench(_ folder: String) throws -> PretendBench {
        let names = ["plate", "left", "six"]
        let kinds = [
            "columns = [1, 2, 3, 4]\nkind = \"plate\"\nplate_width_millimetres = 400.0\nplate_length_millimetres = 600.0",
            "columns = [1]\nkind = \"cell\"\nonset_threshold_newtons = 5000.0\nconfirm_threshold_newtons = 6000.0",
            "columns = [1, 2, 3, 4, 5, 6]\nkind = \"plate\"",
        ]
        let settings = zip(names, kinds).map { name, lines in
            "[sensor.\(name)]\npath = \"\(folder)/\(name)\"\ndriver = \"text\"\nseparator = \",\"\n"
                + "unit = \"\(name == "six" ? "counts" : "N")\"\n\(lines)\n"
        }
        try settings.joined(separator: "\n").write(toFile: folder + "/holdfast.toml", atomically: true, encoding: .utf8)
        let devices = names.map { name in
            PretendBench.Device(name) { epoch in
                PretendText(
                    .init(format: .init(separator: ",", decimals: 4, clock: nil)), source: Source(name: name, scene: self),
                    epoch: epoch)
            }
        }
        return try PretendBench(folder: folder, devices: devices, tickSeconds: 0.002, seed: 3)
    }

    private struct Source: SampleSource {
        let name: String
        let scene: PretendScene
        var random = RehearsalRandom.stream(3, 3)
        var start = 0.0
        var index = 0.0

        init(name: String, scene: PretendScene) {
            self.name = name
            self.scene = scene
        }

        var channelCount: Int { scene.values(name).count }
        mutating func begin(at seconds: Double) {
            start = seconds
            index = 0
        }
        mutating func nextTime() -> Double? {
            defer { index += 1 }
            return start + index / PretendScene.rate
        }
        mutating func values(at trueSeconds: Double, into values: inout [Double]) {
            values = scene.values(name).map { $0 + 0.02 * random.gaussian() }
        }
    }
}
