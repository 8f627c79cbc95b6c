/// A packet of the 1046_0, every 8 ms regardless of the rate. What a raw number is in V/V says `PhidgetReportDialogue` (`channels`).
struct PhidgetReport {
    static let length = 18
    /// The middle of the offset binary scale.
    static let center = 0x80_0000

    /// Masks of inputs: switched on, with a new value in this packet, out of range.
    let enabled: UInt8
    let new: UInt8
    let error: UInt8
    private let gainCodes: [4 of UInt8]
    private let raw: [4 of Int]

    /// `nil` when the packet is too short.
    init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= Self.length else { return nil }
        enabled = bytes[0] & 0x0F
        new = bytes[0] >> 4
        error = bytes[1] & 0x0F
        gainCodes = [bytes[2] >> 4, bytes[2] & 0x0F, bytes[3] >> 4, bytes[3] & 0x0F]
        var raw = [4 of Int](repeating: 0)
        for input in 0..<4 {
            raw[input] = Int(bytes[6 + 3 * input]) << 16 | Int(bytes[7 + 3 * input]) << 8 | Int(bytes[8 + 3 * input])
        }
        self.raw = raw
    }

    func value(_ input: Int) -> Int { raw[input] }

    /// Whether the inputs of the mask have the gains of the settings.
    func hasGains(of settings: PhidgetBridgeSettings) -> Bool {
        for input in 0..<4 where settings.isEnabled(input) {
            if gainCodes[input] != Self.code(gain: settings.gains[input]) { return false }
        }
        return true
    }

    /// Beyond the converter's usable range: 0.995 of the range, or the whole range without amplification.
    static func isOutOfRange(_ raw: Int, gain: Int) -> Bool {
        let ratio = abs(Double(raw - center) / Double(center))
        return gain > 1 ? ratio > 0.995 : ratio > 1
    }

    /// 0 is ×1; 3 to 7 are ×8 to ×128.
    static func code(gain: Int) -> UInt8 { gain <= 1 ? 0 : UInt8(truncatingIfNeeded: gain.trailingZeroBitCount) }

    /// The complete state that the device must have, sent each time.
    static func request(_ settings: PhidgetBridgeSettings, enabled: UInt8, into request: inout RequestBuffer) {
        let codes = [4 of UInt8] { code(gain: settings.gains[$0]) }
        let steps = UInt16(min(max(settings.interval / 8, 1), 125))
        request.append(enabled & 0x0F)
        request.append(codes[0] << 4 | codes[1])
        request.append(codes[2] << 4 | codes[3])
        request.append(UInt8(truncatingIfNeeded: steps))
        request.append(UInt8(truncatingIfNeeded: steps >> 8))
    }
}
