/// Something that happened on a sensor, in the order of its samples. Made by Processing; Recording, Analysis and Publishing each
/// read the events through their own ring.
public struct HoldEvent: BitwiseCopyable, Sendable {
    /// The longest gap that does not end a hold, seconds. A longer gap, or one of unknown length, ends the hold and restarts
    /// detection.
    public static let bridgedSeconds = 0.1

    public var sensor: SensorNumber
    /// The hold that the event belongs to, 0 when there is none. A hold is one effort of one athlete on all sensors of the
    /// set-up.
    public var hold: UInt64
    /// The sample at which the event was noticed: in every ring, all readings up to this sample come before the event.
    public var index: UInt64
    /// The moment of that sample.
    public var time: HostInstant
    public var what: What

    @inlinable public init(sensor: SensorNumber, hold: UInt64, index: UInt64, time: HostInstant, what: What) {
        self.sensor = sensor
        self.hold = hold
        self.index = index
        self.time = time
        self.what = what
    }

    public enum What: BitwiseCopyable, Sendable {
        /// Streaming began, or continued after a gap of `lost` samples (0 when the number is not known).
        case discontinuity(lost: UInt64)
        /// The sensor's rate is known and frozen from here on, in hertz.
        case rateFrozen(Double)
        /// Force rose from rest too slowly for an explosive hold; `trigger` is the first sample above the trigger level.
        case ramp(trigger: UInt64)
        /// Force rose from rest and fell back below the trigger level within 150 ms.
        case falseStart(trigger: UInt64)
        /// A hold began on this sensor with a fast rise, or its onset moved to one. Provisional: a later rise may move the onset
        /// again, and the kind of hold is known only at its end.
        case onset(Onset)
        /// The sensor has been under load for a second. Force left the level `baseline`, N, at the sample `onset`. Provisional.
        case holding(onset: UInt64, baseline: Double)
        /// A fast rise inside a hold, at its trigger. It does not move the onset unless `onset` follows.
        case surge(trigger: UInt64)
        /// Force up to 250 ms after the onset has been measured: provisional explosive values.
        case early(EarlyForce)
        /// Force fell below half of the hold's peak. Provisional: force may rise again and the hold continue.
        case release(peak: Double)
        /// The definitive kind and onset of a hold; `ended` follows.
        case onsetFinal(Onset)
        /// The hold is over on this sensor: its samples are complete.
        case ended(Ended)
        /// A hold that was announced on this sensor was only a shift of weight on a plate.
        case weightShift(peak: Double)
        /// The last sensor of the hold has released.
        case holdClosed
        /// A hold that is not announced yet is part of another hold, with this number.
        case holdMerged(into: UInt64)
        /// Somebody stepped on the plate, or off it; the level of rest from here on, N.
        case steppedOn(rest: Double)
        case steppedOff(rest: Double)
        /// Force was as still as a dead weight for a minute: the level of rest from here on, N. The hold that was announced was
        /// not one.
        case levelChanged(rest: Double)
        /// For a second force has been below rest by more than the least height of a hold; `force` is the difference, N,
        /// negative. The sensor was tared under load, or is reversed.
        case negativeLoad(force: Double)
        /// For a second a plate that somebody stands on has carried less than at rest; `force` is the difference, N, negative.
        case unloaded(force: Double)
        /// The negative load is over: force returned to rest, as after a pull on a reversed sensor, or the level has become the
        /// new rest.
        case negativeLoadEnded(returned: Bool)
        /// For half a minute there was no quiet baseline from which a hold could begin.
        case notArmed(Unrest)
        /// A tare was taken: `offset` newtons are subtracted from channel sums from the next sample on; `deviation` is the SD of
        /// the samples it is the mean of; `quiet` is whether they passed the quiet test.
        case tared(offset: Double, deviation: Double, quiet: Bool, ticket: UInt64)
        /// A tare was refused, and why.
        case tareRefused(TareRefusal, ticket: UInt64)
        /// An edge on the device's trigger input.
        case trigger(rose: Bool)
        /// Shaking has begun, at this sample, in the hold under way. Provisional.
        case shakingBegan(sample: UInt64)
        /// The force has entered another zone of the athlete's maximum: 1 is the lowest, 5 the highest.
        case zoneEntered(UInt8)
        /// The hold that has ended was weaker than the session's best by more than the threshold, so the set is over. The values
        /// are the drops of RFD 0–100 ms and of the net peak in %; NaN where there was nothing to compare with.
        case effortDropped(rate: Double, peak: Double)
        /// A force above the sensor's overload limit has begun, or is over; `newtons` is the highest so far, without sign and
        /// untared.
        case overload(newtons: Double, begins: Bool)
        /// The pressure of a cuff has passed its limit, or is above it for too long.
        case cuff(CuffNews)
        /// Somebody has marked this moment. It is of the whole station, not of the sensor.
        case mark(MarkText)
        /// Another calibration applies from the next sample on: the sensor's edition with this number. A hold under way has
        /// ended, and the tare has been removed.
        case calibrated(edition: UInt16)
        /// Holds that begin from here on belong to another session, or are compared with other numbers. Not published to all
        /// clients.
        case conditions(HoldConditions)
    }

    /// What happens to the pressure of a cuff.
    public struct CuffNews: BitwiseCopyable, Sendable, Equatable {
        public enum What: UInt8, BitwiseCopyable, Sendable {
            /// It has risen above its limit, has been above it for the longest time that the settings allow, or has fallen below.
            case above = 0
            case tooLong
            case below
        }

        public var what: What
        /// The pressure in % of the occlusion pressure, and the time above the limit, s.
        public var percent: Double
        public var seconds: Double

        @inlinable public init(_ what: What, percent: Double, seconds: Double) {
            self.what = what
            self.percent = percent
            self.seconds = seconds
        }
    }

    /// The rule by which an onset was found.
    public enum OnsetRule: UInt8, BitwiseCopyable, Sendable {
        /// ON-TROUGH: the last sample before the rise that is not steeper than the baseline's noise.
        case trough = 0
        /// ON-HINGE, on a slow or noisy sensor.
        case hinge
        /// ON-5SD, on a slow or noisy sensor where ON-HINGE finds nothing.
        case fiveDeviations
        /// Walking back from the steepest 20 ms to a tenth of that slope: the rise came out of a slower one.
        case steepest
        /// The moment at which a slow load left the level of rest.
        case load

        /// Its name in messages and in the store.
        public var name: String {
            switch self {
            case .trough: "trough"
            case .hinge: "hinge"
            case .fiveDeviations: "5sd"
            case .steepest: "steepest"
            case .load: "load"
            }
        }

        /// The rule with this name.
        public init?(name: String) {
            guard let rule = (0...4).lazy.compactMap(OnsetRule.init(rawValue:)).first(where: { $0.name == name }) else {
                return nil
            }
            self = rule
        }
    }

    /// Where a hold began. Indices are samples of this sensor.
    public struct Onset: BitwiseCopyable, Sendable {
        public var kind: HoldKind
        public var rule: OnsetRule
        /// The sample of the onset; `position` also has a fraction where the rule finds one.
        public var onset: UInt64
        public var position: Double
        /// ON-5SD, sub-sample.
        public var onset5SD: Double
        /// First sample above the trigger level; the sample at which the rise was confirmed.
        public var trigger: UInt64
        public var confirmed: UInt64
        /// Mean and SD of the baseline, N, and the window of samples they were computed from.
        public var baselineMean: Double
        public var baselineDeviation: Double
        public var baselineFirst: UInt64
        public var baselineCount: UInt32
        /// The level without effort, N.
        public var rest: Double
        /// SD of the force before the rise, as it was 500 ms before its trigger, N. A dip counts only when it is deeper than
        /// several of these.
        public var scatter: Double
        /// How far force dipped below the baseline for 10 ms in the 500 ms before the onset, N.
        public var countermovement: Double
        /// The number of earlier rises or loads in the same hold.
        public var earlierRises: UInt16
        public var flags: HoldFlags

        @inlinable public init(
            kind: HoldKind, onset: UInt64, onset5SD: Double, trigger: UInt64, confirmed: UInt64, baselineMean: Double,
            baselineDeviation: Double, baselineFirst: UInt64, baselineCount: UInt32, rest: Double, scatter: Double,
            countermovement: Double, flags: HoldFlags
        ) {
            self.kind = kind
            rule = .trough
            earlierRises = 0
            self.onset = onset
            self.position = Double(onset)
            self.onset5SD = onset5SD
            self.trigger = trigger
            self.confirmed = confirmed
            self.baselineMean = baselineMean
            self.baselineDeviation = baselineDeviation
            self.baselineFirst = baselineFirst
            self.baselineCount = baselineCount
            self.rest = rest
            self.scatter = scatter
            self.countermovement = countermovement
            self.flags = flags
        }
    }

    /// Provisional explosive values, net of the baseline: N/s, N. NaN where the sampling rate is too low for them.
    public struct EarlyForce: BitwiseCopyable, Sendable {
        public var rfd50: Double
        public var rfd100: Double
        public var rfd200: Double
        public var peakRFD20: Double
        public var force100: Double
        public var force250: Double

        @inlinable public init(
            rfd50: Double, rfd100: Double, rfd200: Double, peakRFD20: Double, force100: Double, force250: Double
        ) {
            self.rfd50 = rfd50
            self.rfd100 = rfd100
            self.rfd200 = rfd200
            self.peakRFD20 = peakRFD20
            self.force100 = force100
            self.force250 = force250
        }
    }

    /// The end of a hold on one sensor.
    public struct Ended: BitwiseCopyable, Sendable {
        public var kind: HoldKind
        /// The sample at which force fell below half of the peak, and the last sample of the hold.
        public var release: UInt64
        public var end: UInt64
        public var flags: HoldFlags

        @inlinable public init(kind: HoldKind, release: UInt64, end: UInt64, flags: HoldFlags) {
            self.kind = kind
            self.release = release
            self.end = end
            self.flags = flags
        }
    }

    /// Why a tare was not taken.
    public enum TareRefusal: UInt8, BitwiseCopyable, Sendable {
        /// The sensor is in a phase from `rising` to `release`.
        case holdUnderWay = 0
        /// No samples in the last half second.
        case noSamples
        /// A channel is missing or saturated.
        case invalidSamples
    }
}
