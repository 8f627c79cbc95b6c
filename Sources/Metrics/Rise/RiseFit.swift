import CMath

/// A curve fitted to the rise of net force by least squares, which describes its shape. Its slopes are never a measured RFD,
/// because the exponential has no toe and is steepest at its start.
public struct RiseFit: Sendable, Equatable {
    /// F_m: the final force of the curve, N.
    public let force: Double
    /// K of the exponential, k of the sigmoid, 1/s.
    public let rate: Double
    /// T₀ of the exponential, t_m of the sigmoid, in seconds since the onset.
    public let moment: Double
    /// RMS distance of the samples from the curve, N.
    public let error: Double
    /// Share of the variance of the samples that the curve explains.
    public let determination: Double

    /// The steepest slope of the curve, N/s: F_m·K at T₀, or F_m·k/4 at t_m.
    public let steepest: Double

    /// F_m·(1 − e^(−K·t)), or with a delay F_m·(1 − e^(−K·(t − T₀))), as in Chronojump. Times in seconds since the onset, net force
    /// in newtons.
    public static func exponential(time: [Double], force: [Double], delayed: Bool = true) throws(NullReason) -> RiseFit {
        let guess = try firstGuess(time, force)
        let start = [guess.force, 1 / guess.half] + (delayed ? [0] : [])
        let fit = LevenbergMarquardt(x: time, y: force, from: start) { p in
            let (force, rate, delay) = (p[0], p[1], delayed ? p[2] : 0)
            return { t in
                let left = c_exp(-rate * (t - delay))
                return (force * (1 - left), (1 - left, force * (t - delay) * left, -force * rate * left))
            }
        }
        guard let fit, fit.parameters[0] > 0, fit.parameters[1] > 0 else { throw .noFit }
        let p = fit.parameters
        return RiseFit(p[0], p[1], moment: delayed ? p[2] : 0, steepest: p[0] * p[1], fit, force)
    }

    /// F_m/(1 + e^(−k·(t − t_m))) less its own value at the onset, so that the curve begins at 0.
    public static func sigmoid(time: [Double], force: [Double]) throws(NullReason) -> RiseFit {
        let guess = try firstGuess(time, force)
        let fit = LevenbergMarquardt(x: time, y: force, from: [guess.force, 2 / guess.half, guess.half]) { p in
            let (force, rate, middle) = (p[0], p[1], p[2])
            let first = 1 / (1 + c_exp(rate * middle))
            let firstSlope = first * (1 - first)
            return { t in
                let now = 1 / (1 + c_exp(-rate * (t - middle)))
                let slope = now * (1 - now)
                return (
                    force * (now - first),
                    (
                        now - first, force * (slope * (t - middle) + firstSlope * middle),
                        -force * rate * (slope - firstSlope)
                    )
                )
            }
        }
        guard let fit, fit.parameters[0] > 0, fit.parameters[1] > 0 else { throw .noFit }
        let p = fit.parameters
        return RiseFit(p[0], p[1], moment: p[2], steepest: p[0] * p[1] / 4, fit, force)
    }

    private init(
        _ force: Double, _ rate: Double, moment: Double, steepest: Double, _ fit: LevenbergMarquardt, _ samples: [Double]
    ) {
        self.force = force
        self.rate = rate
        self.moment = moment
        self.steepest = steepest
        let count = Double(samples.count)
        let mean = samples.reduce(0, +) / count
        let total = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        error = (fit.residualSquares / count).squareRoot()
        determination = total > 0 ? 1 - fit.residualSquares / total : .nan
    }

    /// The highest force, and the time at which half of it is first reached.
    private static func firstGuess(_ time: [Double], _ force: [Double]) throws(NullReason) -> (force: Double, half: Double) {
        guard time.count == force.count, time.count >= 8, let highest = force.max(), highest > 0,
            let index = force.firstIndex(where: { $0 >= highest / 2 })
        else { throw .noFit }
        return (highest, max(time[index] - time[0], 1e-3))
    }
}

extension ExplosiveMetrics {
    /// The latest end of a fit after the onset, s, and the fall of net force after its peak that ends it earlier.
    static let fitSeconds = 1.0
    static let fitFall = 0.05

    /// The samples to which a curve is fitted, with times since the onset and forces net of the baseline. They end after one
    /// second, at the end of the hold, or when net force has fallen by 5 % after its peak.
    public func rise(onset: Double) throws(NullReason) -> (time: [Double], force: [Double]) {
        guard onset.isFinite, let earliest = curve.time.first, onset >= earliest else { throw .noCrossing }
        var time: [Double] = []
        var force: [Double] = []
        var index = curve.index(atOrAfter: onset)
        while index < curve.time.count, curve.time[index] < onset + Self.fitSeconds - 0.5 / max(curve.rate, 1),
            curve.time[index] <= end
        {
            let net = curve.force[index] - baseline
            if curve.time[index] > peakTime, net < (1 - Self.fitFall) * netPeak { break }
            time.append(curve.time[index] - onset)
            force.append(net)
            index += 1
        }
        guard let last = time.last, last >= 0.2 else { throw .holdTooShort }
        guard !curve.hasHole(from: onset, to: onset + last) else { throw .gapInside }
        return (time, force)
    }
}
