import Calibration
import Certificates
import Interface
import Metrics
import Samples
import Store

/// The types of `org.holdfast.station1` as JSON.
extension JSONWriter {
    /// - Parameter inForce: the calibration and tests applied to its readings; nil while the sensor is not measured.
    mutating func value(_ sensor: SensorReport, newest: Reading?, inForce: SensorDescription?) {
        object { writer in
            writer.field("name", sensor.name)
            writer.field("kind", sensor.kind)
            writer.field("role", sensor.role)
            writer.field("setUp", sensor.setUp)
            writer.field("driver", sensor.driver)
            writer.field("state", sensor.state)
            writer.field("reason", ifPresent: sensor.reason)
            writer.field("device", ifPresent: sensor.device)
            writer.array("channels") { writer in
                for channel in sensor.channels {
                    writer.object { writer in
                        writer.field("name", channel.name)
                        writer.field("unit", channel.unit)
                    }
                }
            }
            if let summed = inForce?.cells?.channels {
                writer.array("forceChannels") { writer in for channel in summed { writer.value(channel) } }
            }
            writer.field("calibration", sensor.calibration)
            writer.field("calibrationId", ifPresent: sensor.calibrationID)
            writer.field("calibrationClass", ifPresent: inForce?.certificate?.rangeClass)
            writer.field("calibrationDueWallUs", ifPresent: inForce?.certificate?.dueWallMicroseconds)
            let (expanded, reason) = inForce?.expanded(of: newest.map { $0.force + $0.tare }) ?? (nil, "no_force")
            writer.field("expanded", ifPresent: expanded)
            writer.field("expandedReason", ifPresent: reason)
            writer.field("benchTests", ifAny: inForce?.benchTests.map(\.id) ?? [])
            writer.field("placeExpanded", ifPresent: inForce?.placeExpanded?.value)
            writer.field("placeExpandedReason", ifPresent: inForce?.placeExpanded?.reason)
            writer.band(inForce, newest)
            writer.field("unit", sensor.unit)
            writer.field("tare", newest?.tare ?? 0)
            writer.field("rate", ifPresent: sensor.rate)
            writer.field("jitterUs", ifPresent: sensor.jitterMicroseconds)
            writer.field("phase", newest.map { $0.phase.name } ?? Phase.settling.name)
            writer.field("hold", ifPresent: newest.flatMap { $0.hold == 0 ? nil : $0.hold })
            writer.field("force", ifPresent: newest?.force)
            writer.field("nextSample", newest.map { $0.index &+ 1 } ?? 0)
            writer.field("frames", sensor.frames)
            writer.field("lost", sensor.lost)
            writer.field("corrupt", sensor.corrupt)
            writer.field("notANumber", sensor.notANumber)
            writer.field("resent", sensor.resent)
            writer.field("spikes", sensor.spikes)
            writer.field("repeats", ifPresent: sensor.repeats)
            writer.array("warnings") { writer in for finding in sensor.findings { writer.value(finding.text) } }
            writer.field("interpolated", sensor.interpolated)
            writer.field("incomplete", sensor.incomplete)
            writer.field("clockRestarts", sensor.clockRestarts)
            writer.field("condition", ifPresent: sensor.condition)
        }
    }

    mutating func value(_ device: DeviceReport) {
        object { writer in
            writer.field("path", device.path)
            writer.field("vendor", device.vendor)
            writer.field("product", device.product)
            writer.field("serial", device.serial)
            writer.field("port", device.port)
            writer.field("usbId", device.usbId)
            writer.field("sensor", ifPresent: device.sensor)
            writer.field("driver", ifPresent: device.driver)
            writer.field("maturity", ifPresent: device.maturity)
            writer.field("accessible", device.isAccessible)
            writer.field("advice", ifPresent: device.advice)
        }
    }

    /// - Parameter force: the unit of forces: newtons, or the raw unit of a sensor that nobody has calibrated.
    mutating func value(_ measurement: Measurement, force: String) {
        object { writer in
            writer.field("name", measurement.name)
            writer.field("unit", measurement.unit.text(force: force))
            writer.field("value", ifPresent: measurement.value)
            writer.field("lower", ifPresent: measurement.lower)
            writer.field("upper", ifPresent: measurement.upper)
            writer.field("reason", ifPresent: measurement.reason?.rawValue)
            writer.field("expanded", ifPresent: measurement.expanded)
            writer.field("expandedReason", ifPresent: measurement.expandedReason)
        }
    }

    /// - Parameters:
    ///   - access: the rights of the socket to which it is sent.
    ///   - whole: include the parameters with which its onsets were found.
    mutating func value(_ hold: StoredHold, for access: VarlinkPeer.Access, whole: Bool = false) {
        object { writer in
            writer.field("number", hold.number)
            writer.field("kind", hold.kind.name)
            writer.field("setUp", hold.setUp)
            writer.field("startWallUs", hold.startWallMicroseconds)
            writer.field("onsetWallUs", ifPresent: hold.onsetWallMicroseconds)
            writer.field("endWallUs", hold.endWallMicroseconds)
            writer.field("recording", ifPresent: hold.recording)
            writer.field("excluded", hold.isExcluded)
            if access >= .control { writer.field("excludedReason", ifPresent: hold.excludedReason) }
            writer.field("session", ifPresent: hold.session)
            writer.array("sensors") { writer in for part in hold.sensors { writer.value(part, for: access, whole: whole) } }
        }
    }

    private mutating func value(_ part: StoredSensorHold, for access: VarlinkPeer.Access, whole: Bool) {
        object { writer in
            writer.field("sensor", part.sensor)
            writer.field("kind", part.result.kind.name)
            writer.field("flags", part.result.flags.list)
            writer.field("calibration", part.calibration)
            writer.field("calibrationId", ifPresent: part.calibrationID)
            writer.field("calibrationClass", ifPresent: part.calibrationClass)
            if part.unit != "N" { writer.field("unit", part.unit) }
            writer.field("rate", part.result.rate)
            writer.field("firstSample", part.firstSample)
            writer.field("onset", ifPresent: part.result.onsetTime)
            writer.field("onsetUncertaintyMs", ifPresent: part.result.onsetUncertainty)
            if whole, let parameters = part.result.parameters {
                writer.object("onsetParameters") { writer in
                    for (name, value) in parameters.named { writer.field(name, value) }
                }
            }
            writer.array("metrics") { writer in
                for measurement in part.result.measurements
                where access >= .control || !MetricDefinition.personal.contains(measurement.name) {
                    writer.value(measurement, force: part.unit)
                }
            }
        }
    }

    mutating func value(_ named: NamedEvent) {
        let event = named.event
        let (name, values, flags) = event.what.message
        object { writer in
            writer.field("name", name)
            writer.field("sensor", named.sensor)
            writer.field("hold", ifPresent: event.hold == 0 ? nil : event.hold)
            writer.field("sample", event.index)
            writer.field("timeUs", event.time.nanoseconds / 1000)
            writer.object("values") { writer in for (name, value) in values { writer.field(name, ifPresent: value) } }
            writer.field("flags", flags.list)
            writer.field("calibrationId", ifPresent: named.calibrationID)
            writer.field("previousCalibrationId", ifPresent: named.previousCalibrationID)
        }
    }
}

extension HoldEvent.What {
    /// The event's name, its numbers by name, and its flags.
    fileprivate var message: (name: String, values: [(String, Double?)], flags: HoldFlags) {
        switch self {
        case .discontinuity(let lost): ("discontinuity", [("lost", Double(lost))], [])
        case .rateFrozen(let rate): ("rate_frozen", [("rate", rate)], [])
        case .ramp(let trigger): ("ramp", [("trigger", Double(trigger))], [])
        case .falseStart(let trigger): ("false_start", [("trigger", Double(trigger))], [])
        case .holding(let onset, let baseline): ("holding", [("onset", Double(onset)), ("baseline", baseline)], [])
        case .surge(let trigger): ("surge", [("trigger", Double(trigger))], [])
        case .onset(let onset): ("onset", onset.values, onset.flags)
        case .onsetFinal(let onset): ("onset_final", onset.values, onset.flags)
        case .weightShift(let peak): ("weight_shift", [("peak", peak)], [])
        case .holdMerged(let kept): ("hold_merged", [("into", Double(kept))], [])
        case .steppedOn(let rest): ("stepped_on", [("rest", rest)], [])
        case .steppedOff(let rest): ("stepped_off", [("rest", rest)], [])
        case .levelChanged(let rest): ("level_changed", [("rest", rest)], [])
        case .negativeLoad(let force): ("negative_load", [("force", force)], [])
        case .unloaded(let force): ("unloaded", [("force", force)], [])
        case .negativeLoadEnded(let returned): ("negative_load_ended", [("returned", returned ? 1 : 0)], [])
        case .notArmed(let unrest):
            (
                "not_armed",
                [("test", Double(unrest.test.rawValue)), ("value", unrest.value), ("limit", unrest.limit)], []
            )
        case .early(let early):
            (
                "early",
                [
                    ("rfd_0_50", early.rfd50), ("rfd_0_100", early.rfd100), ("rfd_0_200", early.rfd200),
                    ("peak_rfd_20", early.peakRFD20), ("force_100", early.force100), ("force_250", early.force250),
                ], []
            )
        case .release(let peak): ("release", [("peak", peak)], [])
        case .ended(let ended): ("ended", [("release", Double(ended.release)), ("end", Double(ended.end))], ended.flags)
        case .holdClosed: ("hold_closed", [], [])
        case .tared(let offset, let deviation, let quiet, _):
            ("tared", [("offset", offset), ("deviation", deviation), ("quiet", quiet ? 1 : 0)], [])
        case .tareRefused(let refusal, _): ("tare_refused", [("reason", Double(refusal.rawValue))], [])
        case .shakingBegan(let sample): ("shaking_began", [("sample", Double(sample))], [])
        case .zoneEntered(let place): ("zone_entered", [("zone", Double(place))], [])
        case .effortDropped(let rate, let peak): ("effort_dropped", [("rfd_drop", rate), ("peak_drop", peak)], [])
        case .overload(let newtons, let begins): (begins ? "overload" : "overload_ended", [("newtons", newtons)], [])
        case .calibrated: ("calibrated", [], [])
        // Never in the published ring.
        case .conditions: ("conditions", [], [])
        case .trigger(let rose): (rose ? "trigger_rose" : "trigger_fell", [], [])
        }
    }
}

extension HoldEvent.Onset {
    fileprivate var values: [(String, Double?)] {
        [
            ("explosive", kind == .explosive ? 1 : 0), ("onset", position), ("onset_5sd", onset5SD),
            ("trigger", Double(trigger)), ("confirmed", Double(confirmed)), ("baseline", baselineMean),
            ("baseline_sd", baselineDeviation), ("rest", rest), ("countermovement", countermovement),
            ("earlier_rises", Double(earlierRises)),
        ]
    }
}
