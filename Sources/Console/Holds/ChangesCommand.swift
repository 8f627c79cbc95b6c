import Help
import Messages

extension Command {
    static let changes = Command(
        "changes", summary: "list what was stored, corrected and deleted, and by whom",
        details: """
            Lists the changes after change N, the oldest first: holds, exclusions, notes, marks, corrections and deletions.
            People are user numbers, and athletes have their present pseudonym. The last line gives the N of the next call. A
            program that always continues there misses nothing.
            """,
        options: [
            Option("since", "N", "number of the last change that is known (0)"),
            Option("limit", "N", "number of changes to list (100)"),
        ], isPaged: true
    ) { arguments throws(CommandError) in
        let times = WallTime(arguments)
        let call = Station1.Changes(
            since: Int64(try arguments.integer("since", in: 0...Int.max) ?? 0),
            limit: Int64(try arguments.integer("limit", in: 1...1000) ?? 100))
        let client = try StationClient(arguments)
        let answer = try client.answer(to: call)
        guard !arguments.has("json") else { return Output.json(answer) }
        let found = try client.understood(answer, as: Station1.Changes.Reply.self)
        var rows = [["CHANGE", "WHEN", "KIND", "HOLD", "ATHLETE", "NOTE OR MARK", "USER"]]
        for change in found.changes {
            rows.append([
                "\(change.sequence)", times.text(change.wallUs), change.kind, change.hold.map(String.init) ?? "",
                change.athlete ?? "", change.item.map(String.init) ?? "", change.user.map(String.init) ?? "",
            ])
        }
        if !found.changes.isEmpty { Output.line(Output.table(rows, rightAligned: [0, 3, 5, 6])) }
        Output.line(
            found.more ? "There are more: --since \(found.next)" : "No further changes: --since \(found.next) continues here.")
    }
}
