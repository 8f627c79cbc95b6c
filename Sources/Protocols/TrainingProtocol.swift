/// The task of an athlete, as data: the number of sets and holds, their duration and intensity, and the rests between them.
public struct TrainingProtocol: Sendable, Equatable {
    public let name: String
    public let summary: String
    /// Seconds before the first hold.
    public let preparation: Double
    public let sets: Int
    /// Holds in each set.
    public let holds: Int
    /// Seconds of a hold, between two holds of a set, and between two sets.
    public let holdSeconds: Double
    public let restSeconds: Double
    public let setRestSeconds: Double
    /// The target force, in % of the athlete's maximum; nil for as hard as possible.
    public let target: ClosedRange<Double>?

    /// Nil when the name is empty or a value is outside its limits.
    public init?(
        name: String, summary: String, preparation: Double, sets: Int, holds: Int, holdSeconds: Double, restSeconds: Double,
        setRestSeconds: Double = 0, target: ClosedRange<Double>? = nil
    ) {
        let seconds = [preparation, restSeconds, setRestSeconds]
        guard !name.isEmpty, (1...100).contains(sets), (1...1000).contains(holds), holdSeconds > 0, holdSeconds <= 3600,
            seconds.allSatisfy({ $0 >= 0 && $0 <= 3600 }),
            target.map({ $0.lowerBound > 0 && $0.upperBound <= 200 }) ?? true
        else { return nil }
        self.name = name
        self.summary = summary
        self.preparation = preparation
        self.sets = sets
        self.holds = holds
        self.holdSeconds = holdSeconds
        self.restSeconds = restSeconds
        self.setRestSeconds = setRestSeconds
        self.target = target
    }

    /// The presets, in the order in which they are listed.
    public static let all: [TrainingProtocol] = [
        TrainingProtocol(
            name: "explosive", summary: "5 pulls of 3 s, as fast and as hard as possible, 30 s apart", preparation: 5, sets: 1,
            holds: 5, holdSeconds: 3, restSeconds: 30),
        TrainingProtocol(
            name: "peak-hold", summary: "one hold of 15 s at the highest force that can be held", preparation: 5, sets: 1,
            holds: 1, holdSeconds: 15, restSeconds: 0),
        TrainingProtocol(
            name: "repeaters", summary: "3 sets of 6 holds of 7 s at 60 to 70 %, 3 s apart, 180 s between sets", preparation: 5,
            sets: 3, holds: 6, holdSeconds: 7, restSeconds: 3, setRestSeconds: 180, target: 60...70),
        TrainingProtocol(
            name: "all-out", summary: "24 holds of 7 s, all of them as hard as possible, 3 s apart: critical force",
            preparation: 5, sets: 1, holds: 24, holdSeconds: 7, restSeconds: 3),
    ].compactMap { $0 }

    /// The preset with this name.
    public static func named(_ name: String) -> TrainingProtocol? { all.first { $0.name == name } }
}
