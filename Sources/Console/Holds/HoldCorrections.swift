import Help
import Messages

/// Holds and notes that are wrong, or that somebody wants to be gone.
extension Command {
    static let withdrawNote = Command(
        "holds withdraw", words: ["N", "NOTE"], summary: "remove a note",
        details: "Removes note NOTE of hold N. `holdfast holds notes N` lists the numbers of the notes."
    ) { arguments throws(CommandError) in
        let hold = try holdNumber(arguments)
        guard let note = Int64(arguments.positional[1]) else {
            throw .usage("\"\(arguments.positional[1])\" is not the number of a note: see `holdfast holds notes \(hold)`")
        }
        change(try StationClient(arguments, control: true).answer(to: Control1.Withdraw(hold: hold, number: note)))
    }

    static let reassignHold = Command(
        "holds reassign", words: ["N"], needs: "--session M | --athlete A", summary: "give a hold to another athlete or session",
        details: """
            Gives hold N to session M, or to the last session of athlete A at the time of the hold. Numbers that depend on the
            athlete are computed again.
            """,
        options: [
            Option("athlete", "A", "reassign to this athlete"), Option("session", "M", "reassign to this session"),
        ]
    ) { arguments throws(CommandError) in
        let hold = try holdNumber(arguments)
        let session = try arguments.integer("session", in: 1...Int.max).map { Int64($0) }
        guard (session == nil) != (arguments["athlete"] == nil) else {
            throw .usage("name either the session with --session or the athlete with --athlete")
        }
        change(
            try StationClient(arguments, control: true).answer(
                to: Session1.ReassignHold(hold: hold, session: session, athlete: arguments["athlete"])))
    }

    static let deleteHold = Command(
        "holds delete", words: ["N"], summary: "delete a hold with its notes, marks and trace",
        details: "Deletes hold N with its notes, marks and trace. Its number is not used again. This cannot be undone."
    ) { arguments throws(CommandError) in
        change(try StationClient(arguments, control: true).answer(to: Control1.DeleteHold(hold: try holdNumber(arguments))))
    }
}
