import Samples

/// A band that is stretched while a displacement sensor says how long it is.
struct DisplacementStretch {
    /// Tension and length are paired as means over so many seconds: rubber is stretched slowly, and the two sensors have rates of their own.
    static let stepSeconds = 0.2
    static let longestSeconds = 600.0

    let place: any WeighingPlace
    /// Of the reference readings.
    let metresPerUnit: Double
    /// Length of the band where the displacement sensor says 0, m.
    let lengthAtZero: Double

    /// From now on until somebody presses Enter.
    func run() throws(CommandError) -> [(length: Double, tension: Double)] {
        place.say("stretch slowly and evenly to the longest and back again, then press Enter.")
        var tensions = Means()
        var lengths = Means()
        let deadline = place.now.advanced(bySeconds: Self.longestSeconds)
        while place.now < deadline {
            for sample in try place.referenceReadings() {
                lengths.add(sample.value * metresPerUnit + lengthAtZero, at: sample.time)
            }
            for sample in try place.readings() { tensions.add(sample.value, at: sample.time) }
            if try place.typed() != nil { return Self.pairs(lengths, tensions) }
            if let length = lengths.newest, let tension = tensions.newest {
                place.show("\(Digits.text(length, digits: 4)) m  \(Digits.text(tension, digits: 5)) N")
            }
        }
        throw .refused("the stretch was not ended with Enter within \(Digits.text(Self.longestSeconds)) s")
    }

    private static func pairs(_ lengths: Means, _ tensions: Means) -> [(length: Double, tension: Double)] {
        // The last step may be half full on one side and not yet begun on the other.
        lengths.steps.keys.sorted().dropLast().compactMap { step in
            guard let length = lengths.mean(of: step), let tension = tensions.mean(of: step) else { return nil }
            return (length, tension)
        }
    }

    /// Means of what came within each step of time.
    private struct Means {
        var steps: [Int: (sum: Double, count: Int)] = [:]
        var newest: Double?

        mutating func add(_ value: Double, at seconds: Double) {
            guard value.isFinite, let step = Int(exactly: (seconds / DisplacementStretch.stepSeconds).rounded(.down)) else {
                return
            }
            newest = value
            let before = steps[step] ?? (0, 0)
            steps[step] = (before.sum + value, before.count + 1)
        }

        func mean(of step: Int) -> Double? { steps[step].map { $0.sum / Double($0.count) } }
    }

    /// Metres in a unit of length; nil for anything else.
    static func metres(per unit: String) -> Double? {
        switch unit {
        case "m": 1
        case "cm": 0.01
        case "mm": 0.001
        case "µm", "um": 1e-6
        case "in": 0.0254
        default: nil
        }
    }
}
