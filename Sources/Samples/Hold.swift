/// What kind of effort a hold was.
public enum HoldKind: UInt8, BitwiseCopyable, Sendable, Hashable {
    /// A fast rise was confirmed: early force, RFD and impulse are meaningful.
    case explosive = 0
    /// Loaded slowly and then held: early RFD and impulse are null, reason `slow_rise`.
    case sustained
}

/// What is special about a hold on one sensor. Flags are part of the output; clients see them by the names in `names`.
public struct HoldFlags: OptionSet, BitwiseCopyable, Sendable, Hashable {
    public var rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// Force was not at rest before the onset.
    @inlinable public static var pretension: HoldFlags { HoldFlags(rawValue: 1 << 0) }
    /// Force dipped in the 500 ms before the onset.
    @inlinable public static var countermovement: HoldFlags { HoldFlags(rawValue: 1 << 1) }
    /// A loose band or strap was jerked tight.
    @inlinable public static var slackImpact: HoldFlags { HoldFlags(rawValue: 1 << 2) }
    /// The SD of the raw baseline is above the limit for a quiet sensor.
    @inlinable public static var baselineNoisy: HoldFlags { HoldFlags(rawValue: 1 << 3) }
    /// The baseline window failed the quiet test.
    @inlinable public static var baselineUnstable: HoldFlags { HoldFlags(rawValue: 1 << 4) }
    /// The walk back of ON-TROUGH reached its limit of 150 ms.
    @inlinable public static var troughLimit: HoldFlags { HoldFlags(rawValue: 1 << 5) }
    /// The plateau drifts by more than six times its SD: spectra mix ramp and tremor.
    @inlinable public static var transientPlateau: HoldFlags { HoldFlags(rawValue: 1 << 6) }
    /// The sensor is slower than early RFD requires.
    @inlinable public static var lowRate: HoldFlags { HoldFlags(rawValue: 1 << 7) }
    /// The converter was at the end of its range during the hold.
    @inlinable public static var saturated: HoldFlags { HoldFlags(rawValue: 1 << 8) }
    /// Samples are missing inside the hold.
    @inlinable public static var gapInside: HoldFlags { HoldFlags(rawValue: 1 << 9) }
    /// Fewer than eight Welch segments.
    @inlinable public static var lowConfidence: HoldFlags { HoldFlags(rawValue: 1 << 10) }
    /// The hold was cut off: the sensor was removed, or the recording ended.
    @inlinable public static var truncated: HoldFlags { HoldFlags(rawValue: 1 << 11) }

    /// The onset was moved to the steep part of a rise that began more slowly.
    @inlinable public static var preRise: HoldFlags { HoldFlags(rawValue: 1 << 12) }
    /// The athlete left the plate during the hold.
    @inlinable public static var steppedOff: HoldFlags { HoldFlags(rawValue: 1 << 13) }
    /// Single impossible samples were left out of the numbers.
    @inlinable public static var spike: HoldFlags { HoldFlags(rawValue: 1 << 14) }
    /// The highest force stayed at one value, as when a converter is at the end of its range: nothing is computed from it.
    @inlinable public static var clipped: HoldFlags { HoldFlags(rawValue: 1 << 15) }
    /// Each sample is reported several times: the rate of the force is the rate at which its value changes.
    @inlinable public static var repeated: HoldFlags { HoldFlags(rawValue: 1 << 16) }
    /// The spectrum of the plateau has a peak that is also present at rest, so it is not tremor.
    @inlinable public static var restLine: HoldFlags { HoldFlags(rawValue: 1 << 17) }

    /// Interference from the mains is a large part of the signal.
    @inlinable public static var mains: HoldFlags { HoldFlags(rawValue: 1 << 19) }

    /// The highest force is that of a blow shorter than any muscle's.
    @inlinable public static var knock: HoldFlags { HoldFlags(rawValue: 1 << 20) }

    /// The numbers on the disk differ from those that were stored: all numbers are null.
    @inlinable public static var alteredOnDisk: HoldFlags { HoldFlags(rawValue: 1 << 18) }

    /// Flags in the order of their bits, with their names in messages and in the store.
    public static let names: [(flag: HoldFlags, name: String)] = [
        (.pretension, "pretension"), (.countermovement, "countermovement"), (.slackImpact, "slack_impact"),
        (.baselineNoisy, "baseline_noisy"), (.baselineUnstable, "baseline_unstable"), (.troughLimit, "trough_limit"),
        (.transientPlateau, "transient_plateau"), (.lowRate, "low_rate"), (.saturated, "saturated"), (.gapInside, "gap_inside"),
        (.lowConfidence, "low_confidence"), (.truncated, "truncated"), (.preRise, "pre_rise"), (.steppedOff, "stepped_off"),
        (.spike, "spike"), (.clipped, "clipped"), (.repeated, "repeated"), (.restLine, "rest_line"),
        (.alteredOnDisk, "altered_on_disk"), (.mains, "mains"), (.knock, "knock"),
    ]

    /// Sets `flags`. Replaces `insert` and `formUnion`, which are generic, in code that must neither allocate nor lock.
    @_noAllocation @_noLocks @inlinable public mutating func raise(_ flags: HoldFlags) { rawValue |= flags.rawValue }
    @_noAllocation @_noLocks @inlinable public mutating func lower(_ flags: HoldFlags) { rawValue &= ~flags.rawValue }

    /// The names of the flags that are set.
    public var list: [String] { Self.names.filter { contains($0.flag) }.map(\.name) }
}

extension HoldKind {
    /// Its name in messages and in the store.
    public var name: String { self == .explosive ? "explosive" : "sustained" }
}
