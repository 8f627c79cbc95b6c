import Acquisition
import Calibration
import Certificates
import Drivers
import Metrics
import LinuxIO
import Processing
import Samples
import Settings
import Store

/// One sensor of the settings: how its device is read, and its description for all parts of the station.
struct SensorPlan: Sendable {
    let settings: SensorSettings
    let driver: Driver
    let options: DriverOptions
    let address: SensorAddress
    /// The channels from the device's description; until then those that the settings lead to expect.
    let channels: [ChannelDescription]
    /// With the calibrations and tests that are in force; a calibration record takes precedence over the settings.
    var sensor: SensorDescription
    /// The calibration from the settings or from the device: in force if there is no certificate.
    private let own: SensorCalibration

    var name: String { settings.name }
    var pipeline: PipelineSettings { PipelineSettings(sensor) }

    /// The plans of all sensors; or the problems that only drivers can detect.
    ///
    /// - Parameters:
    ///   - said: the devices' descriptions of themselves, by sensor name.
    ///   - running: the plans in use: their set-ups keep their numbers.
    static func all(
        of settings: StationSettings, said: [String: SaidDetails] = [:], running: [SensorPlan] = []
    ) throws(PlanError) -> [SensorPlan] {
        var setUps = Dictionary(
            running.map { ($0.sensor.setUpName, $0.sensor.setUp) }, uniquingKeysWith: { first, _ in first })
        var next = (setUps.values.max() ?? 0) &+ (setUps.isEmpty ? 0 : 1)
        var plans: [SensorPlan] = []
        var problems: [String] = []
        for sensor in settings.sensors {
            let setUp = setUps[sensor.setUp] ?? next
            if setUps.updateValue(setUp, forKey: sensor.setUp) == nil { next &+= 1 }
            do throws(PlanError) {
                plans.append(try SensorPlan(sensor, setUp: setUp, said: said[sensor.name]))
            } catch { problems += error.problems }
        }
        guard problems.isEmpty else { throw PlanError(problems: problems) }
        return plans
    }

    private init(_ settings: SensorSettings, setUp: UInt16, said: SaidDetails?) throws(PlanError) {
        guard let driver = DriverTable.named(settings.driver) else {
            let names = DriverTable.all.map(\.name)
            let advice =
                NearestName.find(settings.driver, among: names).map { "; did you mean \"\($0)\"?" }
                ?? "; drivers are \(names.joined(separator: ", "))"
            throw PlanError(problems: ["[sensor.\(settings.name)]: there is no driver \"\(settings.driver)\"\(advice)"])
        }
        let options = DriverOptions(settings)
        let expected: [ChannelDescription]
        let scale: [Double]?
        self.settings = settings
        self.driver = driver
        self.options = options
        do throws(OptionError) {
            let dialogue = try driver.makeDialogue(options, nil)
            expected = Self.expected(dialogue, part: settings.part - 1)
            // The unit that a device reports is used; only a scale in the settings takes precedence.
            scale = dialogue.asksDevice && settings.scale.isEmpty ? nil : settings.valuePerUnit
        } catch {
            switch error {
            case .invalid(let key, let message): throw PlanError(problems: ["[sensor.\(settings.name)] \(key): \(message)"])
            }
        }
        address = SensorAddress(settings)
        let details = said.flatMap { $0.isOf(settings, driver, options) ? $0.details : nil }
        channels = details.map { Self.own($0.channels, part: settings.part - 1) } ?? expected
        let fromSettings = Self.calibration(settings, channels, scale)
        // A scale in the settings takes precedence over the device.
        let fromDevice = scale == nil ? details.flatMap { Self.calibration(settings, saidBy: $0) } : nil
        let calibration = fromDevice ?? fromSettings
        own = calibration
        sensor = SensorDescription(name: settings.name, kind: settings.kind, calibration: calibration)
        sensor.driver = driver.name
        sensor.device = address.text
        (sensor.setUp, sensor.setUpName) = (setUp, settings.setUp)
        sensor.place = SetUpPlace(settings)
        sensor.rawUnits = channels.map(\.unit)
        sensor.onsetThreshold = settings.onsetThresholdNewtons
        sensor.confirmThreshold = settings.confirmThresholdNewtons
        sensor.standing = settings.standing
        sensor.capacity = settings.capacityNewtons
        sensor.overload = settings.overloadNewtons
        sensor.companion = CompanionSettings(settings)
    }

    /// - Parameter scale: newtons per unit. Without a scale forces are raw: an offset alone does not give newtons.
    private static func calibration(_ settings: SensorSettings, _ described: [ChannelDescription], _ scale: [Double]?)
        -> SensorCalibration
    {
        let channels = forceChannels(settings, described)
        var calibration = SensorCalibration(
            state: scale == nil ? .none : .settings, channels: channels, plate: plate(settings))
        for channel in 0..<Frame.channelLimit {
            func value(_ list: [Double], _ standard: Double) -> Double {
                list.isEmpty ? standard : list.count == 1 ? list[0] : channel < list.count ? list[channel] : standard
            }
            let curve = CalibrationCurve(offset: value(settings.offset, 0), scale: value(scale ?? [], 1))
            calibration.curves[channel] = settings.invert ? curve.scaled(by: -1) : curve
        }
        return calibration
    }

    static func plate(_ settings: SensorSettings) -> PlateGeometry? {
        guard let width = settings.plateWidthMillimetres, let length = settings.plateLengthMillimetres else { return nil }
        return .fourCells(FourCellPlate(width: width / 1000, length: length / 1000))
    }

    /// The plan with the calibration from the settings or the device only.
    var uncalibrated: SensorPlan {
        var plan = self
        plan.sensor.calibration = own
        plan.sensor.certificate = nil
        plan.sensor.benchTests = []
        return plan
    }

    /// Applies a calibration. A calibration of the sum of several channels is a straight line applied to their uncalibrated sum.
    ///
    /// - Parameter zero: a zero that was taken since, in raw units.
    mutating func take(_ record: CalibrationRecord, _ evaluation: CalibrationEvaluation, zero: Double?) {
        guard sensor.kind.isForce else {
            return Log.error("calibration", "\(name): \(record.id) is one of force, and the settings say \(sensor.kind.name)")
        }
        var curve = record.curve
        if let zero { curve.zero = zero }
        if let problem = apply(curve, record.draft.conditions.cells) {
            // The device may not have reported the units of its signals yet.
            let isEarly = own.state == .none
            return isEarly
                ? Log.notice("calibration", "\(name): \(record.id) \(problem)")
                : Log.error("calibration", "\(name): \(record.id) \(problem)")
        }
        sensor.certificate = SensorDescription.Certificate(
            id: record.id, rangeClass: record.className, acceptedWorse: record.draft.acceptedWorse,
            dueWallMicroseconds: record.dueWallMicroseconds, laboratory: record.draft.laboratory?.name, evaluation: evaluation,
            curve: record.curve, zero: curve.zero, rawUnit: record.draft.rawUnit)
        if record.origin.device != address.text || record.origin.driver != driver.name {
            Log.warning("calibration", "\(name): \(record.id) was made on \(record.origin.driver), \(record.origin.device)")
        }
    }

    /// - Returns: the reason why it does not fit the present sensor.
    private mutating func apply(_ curve: CalibrationCurve, _ cells: CellConditions?) -> String? {
        let count = sensor.calibration.channels.nonzeroBitCount
        guard let cells else {
            guard count == 1 else { return "was made with one channel, but the settings name several" }
            sensor.calibration = SensorCalibration(state: .certificate, channels: sensor.calibration.channels, curve: curve)
            return nil
        }
        guard let now = sensor.cells, now.readsAs(cells), curve.isStraight else {
            return "was made with other settings or another eccentric-load test (\(cells.cornerTest ?? "none"))"
        }
        for channel in 0..<Frame.channelLimit where sensor.calibration.channels >> UInt8(channel) & 1 != 0 {
            let cell = sensor.calibration.curves[channel]
            sensor.calibration.curves[channel] = cell.followed(by: curve, sharedBy: count)
        }
        sensor.calibration.state = .certificate
        return nil
    }

    /// Whether this plan gives the same forces as another plan, with the same names and units.
    func measures(as other: SensorPlan) -> Bool {
        sensor.calibration == other.sensor.calibration && sensor.certificate?.id == other.sensor.certificate?.id
            && sensor.benchTests.map(\.id) == other.sensor.benchTests.map(\.id) && sensor.rawUnits == other.sensor.rawUnits
            && channels.map(\.name) == other.channels.map(\.name)
    }

    /// Whether another plan has the same device with the same options, so that the conversation may continue.
    func converses(as other: SensorPlan) -> Bool {
        driver.name == other.driver.name && address == other.address && options == other.options
            && settings.part == other.settings.part && settings.baud == other.settings.baud
    }
}

/// Settings that no driver can use; the daemon does not start with them, or keeps the old ones.
struct PlanError: Error {
    var problems: [String]
}

extension CompanionSettings {
    fileprivate init(_ settings: SensorSettings) {
        self.init()
        maximum = settings.maximumMillivolts
        (mains, notchesMains) = (settings.mainsHertz, settings.mainsNotch)
        occlusion = settings.occlusionMmhg.map { $0 * Self.kilopascalsPerMillimetreOfMercury }
        (limitPercent, limitSeconds) = (settings.pressureLimitPercent, 60 * settings.pressureLimitMinutes)
        (uncertainty, uncertaintyPercent) = (settings.uncertainty, settings.uncertaintyPercent)
    }
}

extension SetUpPlace {
    fileprivate init(_ settings: SensorSettings) {
        self.init()
        role = settings.role ?? ""
        latency = settings.latencyMilliseconds / 1000
        latencyUncertainty = settings.latencyUncertaintyMilliseconds.map { $0 / 1000 }
        let (direction, position) = (settings.bandDirectionDegrees, settings.platePositionMillimetres)
        if direction.count == 2, settings.kind == .cell { band = BandDirection(elevation: direction[0], azimuth: direction[1]) }
        if position.count == 2 {
            plate = PlatePosition(right: position[0], forward: position[1], turn: settings.plateTurnDegrees)
        }
    }
}
