import Samples

/// What is wrong with a sensor's signal, and what helps (amendment A-18).
extension SensorReport {
    /// Fewer spikes than this, or fewer than one in a hundred thousand samples, are nobody's business.
    private static let spikesOfInterest: UInt64 = 3

    /// Each is a sentence that says what was seen and what to do.
    public var warnings: [String] {
        var found: [String] = []
        if spikes >= Self.spikesOfInterest, spikes > frames / 100_000 {
            found.append(
                "\(spikes) single samples were impossible and left out: check the cable, the supply, and the clock line of the converter"
            )
        }
        if let repeats, let rate {
            found.append(
                "each conversion comes \(ThreeDigits.text(repeats)) times: force is measured at \(ThreeDigits.text(rate / repeats)) Hz, not "
                    + "\(ThreeDigits.text(rate)) Hz; print a line only when the converter has a new value")
        }
        if negativePulls >= 2, calibration != "certificate" {
            found.append(
                "force went below rest \(negativePulls) times and came back: the sensor is reversed; set invert = true in "
                    + "[sensor.\(name)]")
        } else if let negativeLoad {
            found.append(
                "negative load, \(ThreeDigits.text(negativeLoad)) \(unit) below rest: the tare was taken under load (`holdfast tare \(name)` "
                    + "with nothing on it), or the sensor is reversed (invert = true)")
        }
        if let unrest {
            found.append(
                "no quiet baseline for 30 s, so no hold can begin: \(unrest.sentence(unit)); look for a loose mount, a fan or motor "
                    + "nearby, or a cable beside the mains")
        }
        return found
    }
}
