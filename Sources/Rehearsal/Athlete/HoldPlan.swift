import CMath

/// One effort of a simulated athlete. Times in seconds, forces in newtons.
public struct HoldPlan: Sendable, Equatable {
    /// How force rises.
    public enum Rise: Sendable, Equatable {
        /// The step response of a critically damped second-order system, `1 − (1 + u/τ)·exp(−u/τ)`: a quadratic beginning, the
        /// steepest point after τ with a slope of `1/(e·τ)`, 99 % after 6.6 τ.
        case explosive(timeConstant: Double)
        /// `3x² − 2x³` over this time: a quadratic beginning, the steepest point in the middle with a slope of `1.5/seconds`.
        case ramp(seconds: Double)
    }

    /// How tremor grows after its onset.
    public enum Growth: Sendable, Equatable {
        case none
        /// RMS rises by this much each second.
        case linear(newtonsPerSecond: Double)
        /// RMS doubles in this time.
        case exponential(doublingSeconds: Double)
    }

    /// Physiological tremor, 8–12 Hz.
    public struct Tremor: Sendable, Equatable {
        /// The RMS of tremor from the start of the hold.
        public var floor: Double
        /// When tremor begins to grow, after the onset of the hold.
        public var onset: Double
        public var growth: Growth
        public init(floor: Double = 0.8, onset: Double = 4, growth: Growth = .linear(newtonsPerSecond: 1)) {
            self.floor = floor
            self.onset = onset
            self.growth = growth
        }

        /// The RMS of tremor at this time after the onset of the hold, during the hold.
        public func rms(at u: Double) -> Double {
            guard u > onset else { return floor }
            switch growth {
            case .none: return floor
            case .linear(let slope): return floor + slope * (u - onset)
            case .exponential(let doubling): return doubling > 0 ? floor * c_pow(2, (u - onset) / doubling) : floor
            }
        }
    }

    /// Rest before the onset, counted from the end of the previous hold.
    public var rest: Double
    public var rise: Rise
    /// The plateau, before fatigue.
    public var level: Double
    /// From the onset to the beginning of the release.
    public var duration: Double
    /// Duration of the release.
    public var release: Double
    /// Force before the onset, built up slowly during the rest.
    public var pretension: Double
    /// Depth of the dip of force in the 150 ms before the onset.
    public var countermovement: Double
    /// RMS of the slow fluctuation of a band's force, as a share of force.
    public var fluctuation: Double
    /// The share of the plateau that is lost each second, from one second after the onset.
    public var fatigue: Double
    public var tremor: Tremor

    public init(
        rest: Double = 5, rise: Rise = .explosive(timeConstant: 0.04), level: Double = 400, duration: Double = 8,
        release: Double = 0.3, pretension: Double = 0, countermovement: Double = 0, fluctuation: Double = 0.01,
        fatigue: Double = 0.01,
        tremor: Tremor = Tremor()
    ) {
        self.rest = rest
        self.rise = rise
        self.level = level
        self.duration = duration
        self.release = release
        self.pretension = pretension
        self.countermovement = countermovement
        self.fluctuation = fluctuation
        self.fatigue = fatigue
        self.tremor = tremor
    }

    /// Rest, hold and release together.
    public var length: Double { max(rest, 0) + max(duration, 0) + max(release, 0) }

    /// Duration of a countermovement.
    static let countermovementSeconds = 0.15

    /// The share of the rise that is complete `u` seconds after the onset.
    func risen(_ u: Double) -> Double {
        guard u > 0 else { return 0 }
        switch rise {
        case .explosive(let tau): return tau > 0 ? 1 - (1 + u / tau) * c_exp(-u / tau) : 1
        case .ramp(let seconds): return Self.smoothStep(seconds > 0 ? u / seconds : 1)
        }
    }

    /// The steepest slope, N/s, and its time after the onset.
    var peakSlope: (slope: Double, after: Double) {
        switch rise {
        case .explosive(let tau): tau > 0 ? ((level - pretension) / (2.718281828459045 * tau), tau) : (.infinity, 0)
        case .ramp(let seconds): seconds > 0 ? (1.5 * (level - pretension) / seconds, seconds / 2) : (.infinity, 0)
        }
    }

    /// The share of the force that remains `u` seconds after the onset: 1 until the release.
    func kept(_ u: Double) -> Double { u <= duration ? 1 : 1 - Self.smoothStep(release > 0 ? (u - duration) / release : 1) }

    /// Force without fluctuation and tremor, `u` seconds after the onset (negative: before it).
    func base(_ u: Double) -> Double {
        if u <= 0 {
            // Built up from half a second to two seconds into the rest.
            let taken = pretension > 0 ? Self.smoothStep((u + rest - 0.5) / 1.5) * pretension : 0
            guard countermovement > 0, u > -Self.countermovementSeconds else { return taken }
            let sine = c_sin(.pi * u / Self.countermovementSeconds)
            return taken - countermovement * sine * sine
        }
        let tired = max(0.2, 1 - fatigue * max(0, u - 1))
        return (pretension + (level * tired - pretension) * risen(u)) * kept(u)
    }

    /// RMS of tremor, `u` seconds after the onset.
    func tremorRMS(_ u: Double) -> Double { u > 0 ? tremor.rms(at: u) * risen(u) * kept(u) : 0 }

    static func smoothStep(_ x: Double) -> Double {
        guard x > 0 else { return 0 }
        return x < 1 ? x * x * (3 - 2 * x) : 1
    }
}
