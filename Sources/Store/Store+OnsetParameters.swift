import Metrics
import Samples

/// Parameters with which onsets were found.
extension Store {
    /// Stores parameters once, however many holds use them, and returns their row.
    func keep(_ parameters: OnsetParameters) throws(StoreError) -> Int64 {
        let text = parameters.json
        try connection.run("INSERT INTO onset_parameters (numbers) VALUES (?) ON CONFLICT (numbers) DO NOTHING", [.text(text)])
        return try connection.rows("SELECT id FROM onset_parameters WHERE numbers = ?", [.text(text)]) { $0.integer(0) }.first
            ?? 0
    }
}

extension StoreReader {
    /// The parameters of a row.
    func onsetParameters(_ row: Int64) throws(StoreError) -> OnsetParameters {
        // The text was written by this program.
        let numbers = try connection.rows(
            "SELECT key, value FROM json_each((SELECT numbers FROM onset_parameters WHERE id = ?)) WHERE type IN ('real', 'integer')",
            [.integer(row)]
        ) { ($0.text(0), $0.real(1)) }
        let words = try connection.rows(
            "SELECT numbers ->> 'kind', numbers ->> 'standing' FROM onset_parameters WHERE id = ?", [.integer(row)]
        ) { ($0.text(0), $0.integer(1) != 0) }
        let kind: SensorKind = words.first?.0 == SensorKind.plate.name ? .plate : .cell
        return OnsetParameters(
            kind, standing: words.first?.1 ?? false, named: Dictionary(numbers, uniquingKeysWith: { first, _ in first }))
    }
}

extension OnsetParameters {
    /// A JSON object. The shortest text of a number reads back as the same number.
    fileprivate var json: String {
        let words = ["\"kind\":\"\(kind.name)\"", "\"standing\":\(standing)"]
        return "{" + (words + named.map { "\"\($0.name)\":\($0.value)" }).joined(separator: ",") + "}"
    }
}
