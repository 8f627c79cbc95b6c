import Samples

/// The keys of a sensor that measures no force.
extension SensorSettings {
    static let companion: [SettingsProperty<SensorSettings>] = [
        SettingsProperty(
            "sensor.*.maximum_millivolts", \.maximumMillivolts, of: defaults, .positive, example: .number(0.8),
            "For kind emg: the RMS of a maximal contraction; percentages are of it."),
        SettingsProperty(
            "sensor.*.mains_hertz", \.mainsHertz, of: defaults, .number(45...65),
            "For kind emg: the frequency of the mains, whose part in the signal is reported."),
        SettingsProperty(
            "sensor.*.mains_notch", \.mainsNotch, of: defaults, .flag,
            "For kind emg: whether the mains and its harmonics are removed, each with a notch of 2 Hz; the part that is reported is that before."
        ),
        SettingsProperty(
            "sensor.*.occlusion_mmhg", \.occlusionMmhg, of: defaults, .positive, example: .number(180),
            "For kind pressure: the pressure in mmHg at which the cuff stops the blood flow of this athlete's limb; percentages are of it."
        ),
        SettingsProperty(
            "sensor.*.pressure_limit_percent", \.pressureLimitPercent, of: defaults, .number(1...200),
            "For kind pressure: the limit in % of the occlusion pressure; an event and the time above it are reported."),
        SettingsProperty(
            "sensor.*.pressure_limit_minutes", \.pressureLimitMinutes, of: defaults, .number(0.1...60),
            "For kind pressure: after so long above the limit another event is reported; this is a monitor and no safety device."),
        SettingsProperty(
            "sensor.*.uncertainty", \.uncertainty, of: defaults, .positive, example: .number(0.002),
            "For position (m), emg (mV), pressure (kPa), acceleration (m/s²): expanded uncertainty of a value, from its data sheet or certificate."
        ),
        SettingsProperty(
            "sensor.*.uncertainty_percent", \.uncertaintyPercent, of: defaults, .positive, example: .number(1),
            "The same in % of the value; where both are stated, both count."),
    ]
}
