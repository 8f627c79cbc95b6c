import Help
import Messages
import Samples

extension Command {
    static let zero = Command(
        "zero", words: ["SENSOR"], summary: "set the zero of a calibrated sensor",
        details: """
            Remove every load first, the harness too. The mean of the last second becomes the zero of the calibration in force. The
            rest of the calibration stays, and a tare is cancelled. The difference from the zero of the calibration is stored. A
            difference of more than 0.5 % of the calibrated range is a warning in `holdfast status`. For a load that hangs on the
            sensor only today, use `holdfast tare`.
            """,
        options: [Option("list", nil, "list the zeros so far, the newest first")]
    ) { arguments throws(CommandError) in
        guard arguments.positional.count == 1, let sensor = arguments.positional.first else { throw .usage("name one sensor") }
        let client = try StationClient(arguments, control: true)
        if arguments.has("list") {
            let call = Calibration1.ListZeros(sensor: sensor)
            guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
            let zeros = try client.call(call).zeros
            guard !zeros.isEmpty else { return Output.line("\(sensor) uses the zero of its calibration") }
            for zero in zeros { Output.line("\(WallTime(arguments).text(zero.wallUs))  \(zeroText(zero))") }
            return
        }
        let call = Calibration1.Zero(sensor: sensor)
        guard !arguments.has("json") else { return Output.json(try client.answer(to: call)) }
        Output.line("\(sensor): \(zeroText(try client.call(call).zero))")
    }

    private static func zeroText(_ zero: Calibration1.ZeroReading) -> String {
        if zero.altered == true { return "changed by the disk: the zero of the calibration is used" }
        return "zero \(Digits.text(zero.zero, digits: 8)), \(Digits.text(zero.drift, digits: 3)) N from that of the calibration"
            + (zero.alarm ? "; more than \(Digits.text(zero.limit, digits: 3)) N: check it with a weight" : "")
    }
}
