import Help
import Messages
import Metrics
import Samples

extension Command {
    static let metrics = Command(
        "metrics", words: ["[NAME]"], summary: "explain the numbers of a hold",
        details: """
            Lists every number of a hold and of a session with its unit, and what it is. With NAME, explains one number: its
            definition, the parameters of its computation and its source. No station is needed.
            """, isPaged: true
    ) { arguments throws(CommandError) in
        let all = MetricDefinition.everything
        guard let name = arguments.positional.first else {
            guard !arguments.has("json") else { return Output.json(Station1.ListMetrics.Reply(metrics: all.map(message))) }
            return Output.line(
                Output.table([["NUMBER", "UNIT", "WHAT IT IS"]] + all.map { [$0.name, $0.unit.rawValue, $0.summary] }))
        }
        guard let metric = MetricDefinition.named(name) else {
            let near = NearestName.find(name, among: all.map(\.name)).map { ": did you mean \"\($0)\"?" } ?? ""
            throw .usage("there is no number \"\(name)\"\(near); see `holdfast metrics`")
        }
        guard !arguments.has("json") else { return Output.json(message(metric)) }
        let rows = [
            ["unit", metric.unit.rawValue], ["definition", metric.summary], ["parameters", metric.parameters],
            ["source", metric.source],
        ]
        Output.line(metric.name)
        Output.line(Output.table(rows.filter { !$0[1].isEmpty }.map { ["  " + $0[0], $0[1]] }))
    }

    private static func message(_ metric: MetricDefinition) -> Station1.MetricDefinition {
        Station1.MetricDefinition(
            name: metric.name, unit: metric.unit.rawValue, summary: metric.summary, source: metric.source,
            parameters: metric.parameters)
    }
}
