import Calibration
import Certificates
import Help
import Interface
import LinuxIO
import Messages
import Samples

extension Command {
    static let weights = Command(
        "weights", summary: "list, add and remove the weights of the station",
        details: """
            Lists the weights of the station with their classes, certificates and due dates. `holdfast calibrate --weights` uses
            them: the uncertainty of the loads is then that of the weights, and the certificate names them.
            """,
        verbs: [
            Command(
                "weights list", summary: "list the weights of the station",
                details: "Lists the weights of the station with their classes, certificates and due dates.", isPaged: true,
                run: list),
            Command(
                "weights add", words: ["SERIAL"], needs: "--mass 20kg", summary: "add or replace a weight",
                details: """
                    Adds a weight, or replaces the one of the same serial number. Without --load-uncertainty, the uncertainty follows
                    from the class: the limit of OIML R 111-1 for masses of 100 g and more. A weight without a certificate is not
                    traceable. Calibrations that were made before stay as they are.
                    """,
                options: [
                    Option("mass", "MASS", "mass in kg or lb: 20kg"),
                    Option("class", "CLASS", "class of OIML R 111-1: E1, E2, F1, F2, M1, M2 or M3"),
                    Option("load-uncertainty", "PERCENT", "expanded uncertainty of the mass, k = 2, in per cent of it"),
                    Option("density", "KG/M3", "density (7850, steel)"),
                    Option("certificate", "TEXT", "laboratory and number of the calibration certificate"),
                    Option("due", "DATE", "when its next calibration is due: 2027-06-30"),
                ], run: add),
            Command(
                "weights remove", words: ["SERIAL"], summary: "remove a weight",
                details: "Removes a weight. Calibrations that were made with it still name it.", run: remove),
        ], isPaged: true, run: list)

    private static func list(_ arguments: Arguments) throws(CommandError) {
        let client = try StationClient(arguments, control: true)
        let answer = try client.answer(to: Calibration1.ListWeights())
        guard !arguments.has("json") else { return Output.json(answer) }
        let weights = try client.understood(answer, as: Calibration1.ListWeights.Reply.self).weights
        guard !weights.isEmpty else { return Output.line("The station has no weights: see `holdfast help weights add`.") }
        let now = Clock.wallMicroseconds()
        var rows = [["SERIAL", "MASS KG", "± U %", "CLASS", "DUE", "CERTIFICATE"]]
        for weight in weights {
            let due = weight.dueWallUs.map { RecordDate.day($0) + ($0 < now ? " OVERDUE" : "") } ?? "not stated"
            rows.append([
                weight.serial, massText(weight), weight.relativeUncertainty.map { Digits.uncertainty(100 * $0) } ?? "",
                weight.class ?? "–", due,
                weight.altered == true ? "changed by the disk: add it again" : weight.certificate ?? "none: not traceable",
            ])
        }
        Output.line(Output.table(rows, rightAligned: [1, 2]))
    }

    private static func add(_ arguments: Arguments) throws(CommandError) {
        guard let text = arguments["mass"] else { throw .usage("give the mass: --mass 20kg") }
        let (mass, unit) = try load(text, option: "mass")
        guard let kilograms = unit.kilograms else { throw .usage("--mass must be in kg or lb, not \(unit.rawValue)") }
        let share = arguments["load-uncertainty"] == nil ? nil : try loadUncertainty(arguments)
        let weight = Calibration1.Weight(
            serial: arguments.positional[0], mass: mass * kilograms, relativeUncertainty: share,
            density: try arguments.number("density"), class: arguments["class"]?.uppercased(),
            certificate: arguments["certificate"], dueWallUs: try due(arguments), altered: nil)
        let answer = try StationClient(arguments, control: true).call(Calibration1.AddWeight(weight: weight))
        let added = answer.weight
        Output.done(
            "\(added.serial): \(massText(added)) kg"
                + (added.relativeUncertainty.map { " ± \(Digits.uncertainty(100 * $0)) %" } ?? ""), answer)
    }

    /// In kilograms, with the digits of its U.
    private static func massText(_ weight: Calibration1.Weight) -> String {
        guard let share = weight.relativeUncertainty, share > 0 else { return Digits.text(weight.mass, digits: 7) }
        return Digits.text(weight.mass, expanded: share * weight.mass)
    }

    /// A due date is a day, the same one everywhere.
    private static func due(_ arguments: Arguments) throws(CommandError) -> Int64? {
        guard let text = arguments["due"] else { return nil }
        guard let day = Moment.wallMicroseconds(text, isUTC: true) else {
            throw .usage("--due must be a date, such as 2027-06-30, not \"\(text)\"")
        }
        return day
    }

    private static func remove(_ arguments: Arguments) throws(CommandError) {
        let serial = arguments.positional[0]
        let answer = try StationClient(arguments, control: true).call(Calibration1.RemoveWeight(serial: serial))
        Output.done("\(serial) is removed", answer)
    }

    /// The weights that a command names with --weights.
    static func namedWeights(_ arguments: Arguments) throws(CommandError) -> [CertifiedWeight] {
        let answer = try StationClient(arguments, control: true).answer(to: Calibration1.ListWeights())
        let all = (answer["weights"]?.array ?? []).compactMap(\.object)
        return try (arguments["weights"] ?? "").split(separator: ",").map { serial throws(CommandError) in
            guard let weight = all.first(where: { $0["serial"]?.string == String(serial) }) else {
                throw .refused("the station has no weight \(serial): see `holdfast weights list`")
            }
            guard weight["altered"]?.bool != true else {
                throw .refused("the disk has changed the weight \(serial): add it again with `holdfast weights add \(serial)`")
            }
            do throws(RecordError) { return try CertifiedWeight(fields: weight) } catch { throw .data(error.text) }
        }
    }
}

extension Option {
    static let weights = Option("weights", "SERIALS", "the weights that are used, of `holdfast weights list`: A1,A2")
}
