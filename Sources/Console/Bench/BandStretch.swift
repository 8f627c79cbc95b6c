import Samples

/// A band that is stretched and released.
struct BandStretch {
    typealias Found = (rest: Double, points: [(length: Double, tension: Double)])

    private static let slack = "Harness on, band slack"

    let load: StandingLoad
    /// Seconds that a tension is the mean of.
    let window: Double

    /// Asks for the lengths, out and back: what the sensor said with the band slack, and at each.
    func run(_ lengths: [Double], _ session: inout BenchTestSession) throws(CommandError) -> Found {
        let way = lengths + lengths.dropLast().reversed()
        let texts = way.map { "stretch to \(Digits.text($0, digits: 4)) m, hold" }
        try session.capture([Self.slack] + texts, load) { _ throws(CommandError) in
            try load.means(over: window)
        } told: { captures in
            guard captures.count > 1, let rest = captures.first?.first, let tension = captures.last?.first else { return nil }
            return "\(Digits.text(tension - rest, digits: 5)) N"
        }
        let tensions = session.captures.map { $0.first ?? .nan }
        return (tensions.first ?? .nan, zip(way, tensions.dropFirst()).map { ($0, $1) })
    }

    /// The same with lengths that a sensor says, in one go.
    func run(_ displacement: DisplacementStretch) throws(CommandError) -> Found {
        _ = try load.ask("\(Self.slack), then press Enter.")
        return (try load.means(over: window).first ?? .nan, try displacement.run())
    }
}
