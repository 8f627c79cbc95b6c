/// Something that happened on a sensor, in the order of its samples. Made by Processing, read by Recording, Analysis and
/// Publishing through rings of their own.
public struct HoldEvent: BitwiseCopyable, Sendable {
    /// The longest hole that a hold goes on over, seconds. A longer one, and one of unknown length, ends everything that came before it.
    public static let bridgedSeconds = 0.1

    public var sensor: SensorNumber
    /// The hold it belongs to, 0 when there is none. A hold is one effort of one athlete on all sensors of the set-up.
    public var hold: UInt64
    /// The sample at which it was noticed: every reading up to this one comes before the event in every ring.
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
        /// Streaming began or went on after a hole of `lost` samples (0 when the number is not known).
        case discontinuity(lost: UInt64)
        /// The sensor's rate is known and frozen from here on, in hertz.
        case rateFrozen(Double)
        /// Rose from rest too slowly for an explosive hold; `trigger` is the first sample above the trigger level.
        case ramp(trigger: UInt64)
        /// Rose from rest and fell back below the trigger within 150 ms.
        case falseStart(trigger: UInt64)
        /// A hold began on this sensor with a fast rise, or its onset moved to one. Provisional: a later rise may move it again, and what
        /// kind of hold it is shows at its end.
        case onset(Onset)
        /// Under a load for a second that came up from `baseline`, N; `onset` is where it left it. Provisional.
        case holding(onset: UInt64, baseline: Double)
        /// A fast rise inside a hold, at its trigger. It does not move the onset unless `onset` follows.
        case surge(trigger: UInt64)
        /// Force between onset and 250 ms after it is there: provisional explosive values.
        case early(EarlyForce)
        /// Force fell below half of the hold's peak. Provisional: it may be taken back.
        case release(peak: Double)
        /// Kind and onset of a hold as they stay; `ended` follows.
        case onsetFinal(Onset)
        /// The hold is over on this sensor: its record is complete.
        case ended(Ended)
        /// What was announced as a hold was none on this sensor: a plate felt a weight that shifted.
        case weightShift(peak: Double)
        /// The last sensor of the hold has released.
        case holdClosed
        /// A hold that is not announced yet is a part of this other one.
        case holdMerged(into: UInt64)
        /// Somebody stepped on the plate, or off it; the level of rest from here on, N.
        case steppedOn(rest: Double)
        case steppedOff(rest: Double)
        /// As still as a dead weight for a minute: the level of rest from here on, N. What was announced as a hold was none.
        case levelChanged(rest: Double)
        /// Below rest for a second by more than a hold would be above it, N: tared under load, or reversed.
        case negativeLoad(force: Double)
        /// A plate that somebody stands on has lost so much of what it carried at rest for a second, N, below zero.
        case unloaded(force: Double)
        /// It is over: force came back to rest, as after a pull on a sensor that is reversed, or the level has become that of rest.
        case negativeLoadEnded(returned: Bool)
        /// For half a minute there was no quiet baseline that a hold could begin from.
        case notArmed(Unrest)
        /// Tare taken: this many newtons are subtracted from channel sums from the next sample on; SD of the samples it was the
        /// mean of; whether the quiet test held.
        case tared(offset: Double, deviation: Double, quiet: Bool, ticket: UInt64)
        /// Tare not taken, and why.
        case tareRefused(TareRefusal, ticket: UInt64)
        /// An edge on the device's trigger input.
        case trigger(rose: Bool)
        /// Shaking has begun in the hold under way, and this is the sample since which (T-6). Provisional.
        case shakingBegan(sample: UInt64)
        /// The force is in another zone of the athlete's maximum: 1 the lowest, 5 the highest.
        case zoneEntered(UInt8)
        /// The hold that has ended was so much weaker than the session's best, in % of RFD 0–100 ms and of the net peak, that the
        /// set is over. NaN where there was nothing to compare.
        case effortDropped(rate: Double, peak: Double)
        /// A force beyond what the sensor should ever feel has begun, or is over; the highest so far, without sign and untared.
        case overload(newtons: Double, begins: Bool)
        /// Another calibration is in force from the next sample on: the sensor's edition of this number. What came before is over: a
        /// hold under way has ended, the tare is gone.
        case calibrated(edition: UInt16)
        /// Holds that begin from here on belong to another session, or are compared with other numbers. Not for everybody.
        case conditions(HoldConditions)
    }

    /// By which rule an onset was found.
    public enum OnsetRule: UInt8, BitwiseCopyable, Sendable {
        /// ON-TROUGH: the last sample before the rise that is not steeper than the baseline's noise.
        case trough = 0
        /// ON-HINGE, on a slow or noisy sensor.
        case hinge
        /// ON-5SD, on such a sensor where ON-HINGE finds nothing.
        case fiveDeviations
        /// Back from the steepest 20 ms to a tenth of that slope: the rise came out of a slower one.
        case steepest
        /// Where a slow load left the level of rest.
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
    }

    /// Where a hold began. Indices are samples of this sensor.
    public struct Onset: BitwiseCopyable, Sendable {
        public var kind: HoldKind
        public var rule: OnsetRule
        /// The sample of the onset, and the same with a fraction where the rule finds one.
        public var onset: UInt64
        public var position: Double
        /// ON-5SD, sub-sample.
        public var onset5SD: Double
        /// First sample above the trigger level; the sample at which the rise was confirmed.
        public var trigger: UInt64
        public var confirmed: UInt64
        /// Baseline mean and SD, N, and the window of samples that they are of.
        public var baselineMean: Double
        public var baselineDeviation: Double
        public var baselineFirst: UInt64
        public var baselineCount: UInt32
        /// The level without effort, N.
        public var rest: Double
        /// SD of what stood before the rise, from 500 ms before its trigger, N: a dip must be deeper than that to be one.
        public var scatter: Double
        /// How far force dipped below the baseline for 10 ms in the 500 ms before the onset, N.
        public var countermovement: Double
        /// How many rises or loads of the same hold came before this one.
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

    /// Provisional explosive values, net of the baseline: N/s, N. NaN where the rate does not allow them.
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
        /// The sensor is between RISING and RELEASE.
        case holdUnderWay = 0
        /// No samples in the last half second.
        case noSamples
        /// A channel is missing or saturated.
        case invalidSamples
    }
}
