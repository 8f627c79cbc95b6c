import Drivers
import Samples

/// A log of a conversation with a pretend device, on a wire that spoils a little of what it carries.
enum PlayedLog {
    /// A log in the project is small.
    static let byteLimit = 20_000

    static let families =
        Family.all.filter { $0.driver.name != TecGihan.driver.name } + [
            Family(driver: TecGihan.driver) { PretendTecGihan(plates: 1) }, Family(driver: HIDScale.driver) { PretendScale() },
            Family(driver: TextLine.driver) { PretendLines() }, Family(driver: Chronojump.driver) { PretendChronojumpBoard() },
        ]

    /// How a family is set in its log.
    private static func options(_ family: Family) -> DriverOptions {
        var options = DriverOptions()
        if family.driver.name == TextLine.driver.name {
            options.timeColumn = 1
            options.columns = [2, 3]
        }
        return options
    }

    static func make(_ family: Family) throws -> ReplayLog {
        let options = options(family)
        var entries: [ReplayEntry] = []
        var length = 0
        let recorder = DialogueRecorder(try family.driver.makeDialogue(options, nil)) {
            entries.append($0)
            length += $0.text.utf8.count + 1
        }
        var dice = Dice(5)
        let rig = Rig(recorder, family.makeDevice())
        rig.wire = { rig.samples.count < 20 ? [$1] : dice.mutate($1, oneIn: 25) }
        // Half of what is allowed, because the last thing that comes may be a long one.
        for _ in 0..<1000 where rig.failure == nil && length < byteLimit / 2 { rig.run(rig.samples.isEmpty ? 0.1 : 0.02) }
        rig.close()
        recorder.finish()
        return ReplayLog(
            head: ReplayHead(driver: family.driver.name, device: nil, options: options), entries: entries)
    }
}
