import Formats
import LinuxIO
import Samples

/// A station without hardware: simulated sensors on a bench, the settings for a daemon that reads them, and the true values.
///
/// Its folder contains the links to the terminals, `holdfast.toml`, and for a simulated athlete `truth.json`. The same seed
/// gives the same rehearsal.
public final class RehearsalStation: Sendable {
    /// What to rehearse, and where.
    public struct Options: Sendable {
        public var folder: String
        public var seed: UInt64
        public var scene: RehearsalScene
        /// Samples are sent as fast as they are read: for recordings, and for readers that use the time of the sensor.
        public var isHurried: Bool
        /// The number of holds in `truth.json`.
        public var holdsInTruth: Int
        /// Boot time of a Chronojump; 3 s on a real one.
        public var bootSeconds: Double
        /// Bytes are sent at whole multiples of it.
        public var tickSeconds: Double

        public init(
            folder: String, seed: UInt64 = 1, scene: RehearsalScene = .demonstration, isHurried: Bool = false,
            holdsInTruth: Int = 60, bootSeconds: Double = 3, tickSeconds: Double = 0.002
        ) {
            self.folder = folder
            self.seed = seed
            self.scene = scene
            self.isHurried = isHurried
            self.holdsInTruth = holdsInTruth
            self.bootSeconds = bootSeconds
            self.tickSeconds = tickSeconds
        }
    }

    public let bench: PretendBench
    /// nil when a recording is played.
    public let athlete: SyntheticAthlete?
    /// The path of the settings that were written.
    public let settingsPath: String
    /// The path of the true values; nil when a recording is played.
    public let truthPath: String?
    /// Names of the sensors.
    public let sensors: [String]

    /// Starts. The folder is complete when it returns.
    public init(_ options: Options) throws(RehearsalError) {
        var athlete: SyntheticAthlete?
        let devices: [PretendBench.Device]
        switch options.scene {
        case .demonstration:
            let made = DemonstrationScene.athlete(seed: options.seed)
            devices = DemonstrationScene.devices(made, bootSeconds: options.bootSeconds)
            athlete = made
        case .setUp(let isStanding):
            let made = SetUpScene.athlete(seed: options.seed, isStanding: isStanding)
            devices = SetUpScene.devices(made, bootSeconds: options.bootSeconds)
            athlete = made
        case .cell(let load, let faults): devices = [PretendCell.device(load, faults, seed: options.seed)]
        case .workshop(let workshop): devices = workshop.devices(seed: options.seed)
        case .recording(let sensor): devices = [try Self.device(sensor, options)]
        }
        self.athlete = athlete
        sensors = devices.map(\.name)
        settingsPath = options.folder + "/holdfast.toml"
        truthPath = athlete == nil ? nil : options.folder + "/truth.json"
        do throws(SystemError) {
            try Files.makeDirectory(options.folder)
            let settings = RehearsalSettings.text(folder: options.folder, scene: options.scene)
            try Files.replace(settingsPath, with: Array(settings.utf8))
            let started = try PretendBench(
                folder: options.folder, devices: devices, tickSeconds: options.tickSeconds, seed: options.seed)
            if let athlete, let truthPath {
                let truth = athlete.truth(holds: options.holdsInTruth)
                try Files.replace(truthPath, with: Array(truth.json(epoch: started.epoch).utf8))
            }
            bench = started
        } catch {
            throw .system(error)
        }
    }

    /// Stops: terminals and links are removed, settings and true values remain.
    public func stop() { bench.stop() }

    private static func device(_ sensor: RecordedSensor, _ options: Options) throws(RehearsalError) -> PretendBench.Device {
        let source = try sensor.source(seed: options.seed)
        let isHurried = options.isHurried
        switch sensor.voice {
        case .text:
            return PretendBench.Device(sensor.name, isHurried: isHurried) { epoch in
                PretendText(
                    .init(format: .init(separator: ",", decimals: nil), hurried: isHurried), source: source, epoch: epoch)
            }
        case .chronojump(let firmware):
            let rate = source.rate
            return PretendBench.Device(sensor.name, isHurried: isHurried) { epoch in
                PretendChronojump(
                    .init(
                        firmware: firmware, rate: rate, bootSeconds: options.bootSeconds, seed: options.seed, hurried: isHurried),
                    source: source, epoch: epoch)
            }
        }
    }
}
