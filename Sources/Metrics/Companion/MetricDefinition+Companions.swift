/// The numbers of companions (see <doc:Companions>).
extension MetricDefinition {
    private static let hold = "from the earliest onset of the hold to its last release"
    private static let plateau05 = "common plateau of the sensors of force, 0.5 s trimmed from each end"
    private static let smooth = "zero-phase Butterworth, order 4 in total, −6 dB at 10 Hz; central differences"
    private static let emgBand = "zero-phase Butterworth band-pass, order 4 in total, −6 dB at 20 and 450 Hz; notch only if set"
    private static let emgSpectrum = "Hann segments of 1 s that overlap by half, line removed; 20–450 Hz"
    private static let seniam = "Hermens 2000 J Electromyogr Kinesiol 10:361 (SENIAM)"
    private static let deLuca = "De Luca 1997 J Appl Biomech 13:135"
    private static let patterson = "Patterson 2019 Front Physiol 10:533"

    static let positionStart = MetricDefinition(
        "position_start", .metre, "Mean position in the 0.2 s before the onset of the hold", source: "own",
        parameters: "unfiltered")
    static let displacement = MetricDefinition(
        "displacement", .metre, "Mean position of the plateau less position_start", source: "own", parameters: plateau05)
    static let positionRange = MetricDefinition(
        "position_range", .metre, "Highest less lowest position of the hold", source: "own", parameters: hold)
    static let positionDeviation = MetricDefinition(
        "position_sd", .metre, "Standard deviation (n − 1) of the position on the plateau", source: "own", parameters: plateau05)
    static let peakSpeed = MetricDefinition(
        "speed_peak", .metrePerSecond, "Highest speed of the hold in either direction", source: "Winter 2009, chapter 3",
        parameters: hold + "; " + smooth)
    static let speedRMS = MetricDefinition(
        "speed_rms", .metrePerSecond, "RMS of the speed on the plateau", source: "Winter 2009, chapter 3",
        parameters: plateau05 + "; " + smooth)
    static let position = [positionStart, displacement, positionRange, positionDeviation, peakSpeed, speedRMS]

    static let muscleRMS = MetricDefinition(
        "emg_rms", .millivolt, "RMS of the electromyogram on the plateau", source: seniam, parameters: plateau05 + "; " + emgBand)
    static let musclePeak = MetricDefinition(
        "emg_rms_peak", .millivolt, "Highest RMS of the electromyogram over 0.1 s", source: seniam,
        parameters: hold + "; " + emgBand)
    static let musclePercent = MetricDefinition(
        "emg_percent", .percent, "emg_rms in % of the maximum in the settings", source: seniam, parameters: "maximum_millivolts")
    static let muscleMedian = MetricDefinition(
        "emg_median_frequency", .hertz, "Median frequency of the electromyogram on the plateau", source: deLuca,
        parameters: plateau05 + "; " + emgSpectrum)
    static let muscleMean = MetricDefinition(
        "emg_mean_frequency", .hertz, "Mean frequency of the electromyogram on the plateau", source: deLuca,
        parameters: plateau05 + "; " + emgSpectrum)
    static let muscleSlope = MetricDefinition(
        "emg_median_slope", .hertzPerSecond, "Slope of the median frequency on the plateau; negative with fatigue",
        source: deLuca,
        parameters: plateau05 + "; least squares over windows of 1 s that do not overlap, at least 5; interval: 95 %")
    static let muscleSlopePercent = MetricDefinition(
        "emg_median_slope_percent", .percentPerSecond, "emg_median_slope in % of the line's value at the start of the plateau",
        source: deLuca, parameters: "as emg_median_slope")
    static let muscleMains = MetricDefinition(
        "emg_mains_share", .percent, "Part of the power that lines of the mains have above what is beside them", source: "own",
        parameters: plateau05 + "; " + emgSpectrum + ", without notch; ±2 Hz against 3–6 Hz on both sides, each harmonic")
    static let muscle = [
        muscleRMS, musclePeak, musclePercent, muscleMedian, muscleMean, muscleSlope, muscleSlopePercent, muscleMains,
    ]

    static let cuffMean = MetricDefinition(
        "cuff_pressure_mean", .kilopascal, "Mean pressure of the cuff", source: "own", parameters: hold)
    static let cuffMeanMercury = MetricDefinition(
        "cuff_pressure_mean_mmhg", .millimetreOfMercury, "The same in millimetres of mercury", source: "ISO 80000-4",
        parameters: "1 mmHg = 0.133322387415 kPa")
    static let cuffPeak = MetricDefinition(
        "cuff_pressure_peak", .kilopascal, "Highest pressure of the cuff", source: "own", parameters: hold)
    static let cuffPercent = MetricDefinition(
        "cuff_percent", .percent, "Mean pressure of the cuff in % of the occlusion pressure", source: patterson,
        parameters: hold + "; occlusion_mmhg")
    static let cuffTimeAbove = MetricDefinition(
        "cuff_time_above", .second, "Time with a pressure above the limit", source: patterson,
        parameters: hold + "; pressure_limit_percent")
    static let cuff = [cuffMean, cuffMeanMercury, cuffPeak, cuffPercent, cuffTimeAbove]

    static let accelerationDeviation = MetricDefinition(
        "acceleration_sd", .metrePerSecondSquared, "Standard deviation (n − 1) of the acceleration on the plateau", source: "own",
        parameters: plateau05)
    static func accelerationRMS(_ band: TremorBand) -> MetricDefinition {
        MetricDefinition(
            "acceleration_rms_\(band.name)", .metrePerSecondSquared,
            "RMS of the acceleration in \(Int(band.low))–\(Int(band.high)) Hz", source: "Elble 2003 Clin Neurophysiol 114:624",
            parameters: plateau05 + "; spectrum as for tremor_rms_\(band.name)")
    }
    static let accelerationBands = [TremorBand.low, .physiological]
    static let accelerationPeak = MetricDefinition(
        "acceleration_peak_frequency", .hertz, "Frequency of the tremor peak of the acceleration",
        source: "Elble 2003 Clin Neurophysiol 114:624", parameters: "as tremor_peak_frequency")
    static let acceleration = [accelerationDeviation] + accelerationBands.map(accelerationRMS) + [accelerationPeak]
}
