import Interface
import LinuxIO

extension Command {
    static let zero = Command(
        name: "zero", arguments: "SENSOR", summary: "set the zero of a calibrated sensor",
        details: """
            Remove every load first, the harness too. The mean of the last second becomes the zero of the calibration in force. The
            rest of the calibration stays, and a tare is cancelled. The difference from the zero of the calibration is stored. A
            difference of more than 0.5 % of the calibrated range is a warning in `holdfast status`. For a load that hangs on the
            sensor only today, use `holdfast tare`.
            """,
        options: [Option("list", nil, "list the zeros so far, the newest first"), .controlSocket, .json]
    ) { arguments throws(CommandError) in
        guard arguments.positional.count == 1, let sensor = arguments.positional.first else { throw .usage("name one sensor") }
        let client = try StationClient(arguments, control: true)
        if arguments.has("list") {
            let answer = try client.call(Method.calibration("ListZeros"), [("sensor", .string(sensor))])
            guard !arguments.has("json") else { return Output.json(.object(answer)) }
            let zeros = (answer["zeros"]?.array ?? []).compactMap(\.object)
            guard !zeros.isEmpty else { return Output.line("\(sensor) uses the zero of its calibration") }
            for zero in zeros { Output.line("\(Clock.utcText(zero["wallUs"]?.integer ?? 0))  \(zeroText(zero))") }
            return
        }
        let answer = try client.call(Method.calibration("Zero"), [("sensor", .string(sensor))])
        guard !arguments.has("json") else { return Output.json(.object(answer)) }
        if let zero = answer["zero"]?.object { Output.line("\(sensor): \(zeroText(zero))") }
    }

    private static func zeroText(_ zero: JSONObject) -> String {
        func number(_ name: String, _ digits: Int) -> String { Digits.text(zero[name]?.number ?? .nan, digits: digits) }
        if zero["altered"]?.bool == true { return "changed by the disk: the zero of the calibration is used" }
        return "zero \(number("zero", 8)), \(number("drift", 3)) N from that of the calibration"
            + (zero["alarm"]?.bool == true ? "; more than \(number("limit", 3)) N: check it with a weight" : "")
    }
}
