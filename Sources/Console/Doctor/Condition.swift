/// How bad something is; also the exit code of `holdfast doctor`, which is that of the worst.
enum Severity: Int32, Comparable, CaseIterable {
    case good = 0
    /// It measures, and somebody should see to it.
    case warning = 1
    /// Something does not work, or its numbers cannot be believed.
    case fault = 2

    var name: String { "\(self)" }

    static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}

/// What was seen of one condition.
struct Finding: Equatable {
    /// The name of the condition: it stays, for scripts.
    var condition: String
    var severity: Severity
    /// What it is about: a sensor, the path of a device, or a part of the station.
    var subject: String
    var text: String
    /// What to do; nil when it is good.
    var cure: String?
}

/// Something that can be wrong: how it is seen, and its cure. ``all`` is the table of them: one more is one entry.
struct Condition: Sendable {
    /// Where a condition is seen, and what its own words are.
    struct Sighting {
        var subject: String
        var text: String
        /// In place of the condition's own.
        var cure: String?

        init(_ subject: String, _ text: String, cure: String? = nil) {
            self.subject = subject
            self.text = text
            self.cure = cure
        }

        /// From a sentence of the station, in which the cure comes last, after a colon.
        init(_ subject: String, sentence: String) {
            self.init(subject, sentence)
            guard let colon = sentence.ranges(of: ": ").last else { return }
            text = String(sentence[..<colon.lowerBound])
            cure = String(sentence[colon.upperBound...])
        }
    }

    let name: String
    let severity: Severity
    /// What it means, for the list.
    let summary: String
    let cure: String
    let look: @Sendable (DoctorFacts) -> [Sighting]

    init(
        _ name: String, _ severity: Severity, _ summary: String, cure: String,
        look: @escaping @Sendable (DoctorFacts) -> [Sighting]
    ) {
        self.name = name
        self.severity = severity
        self.summary = summary
        self.cure = cure
        self.look = look
    }

    static let all: [Condition] = ofHost + ofStation + ofDevices + ofSensors

    func findings(_ facts: DoctorFacts) -> [Finding] {
        look(facts).map {
            Finding(condition: name, severity: severity, subject: $0.subject, text: $0.text, cure: $0.cure ?? cure)
        }
    }
}
