extension MetricDefinition {
    /// The onset of the hold by every rule, in seconds since the first sample of the ``HoldRecord``.
    static let onsets: [MetricDefinition] = [
        onset(
            "onset_trough", "Last moment before the rise at which force was not yet rising (ON-TROUGH); windows start here",
            source: "objective form of Tillin 2010 MSSE 42:781 and Folland 2014",
            parameters: "slope over ±5 ms, 1 SD, limit 150 ms"),
        onset(
            "onset_trough_zero_slope", "The same with a limit of zero slope", source: "Tillin 2010 MSSE 42:781",
            parameters: "slope over ±5 ms, limit 150 ms"),
        onset(
            "onset_5sd", "Force leaves the baseline by five times its SD for good", source: "Dos'Santos 2017 JSCR 31:3463",
            parameters: "B + 5·SD"),
        onset(
            "onset_3sd", "Force leaves the baseline by three times its SD for good", source: "de Ruiter 2004 JAP",
            parameters: "B + 3·SD"),
        onset(
            "onset_absolute", "Force leaves the baseline by a fixed amount for good", source: "White 2024 Sensors 24:4250",
            parameters: "B + 4 N (cells), B + 20 N (plates)"),
        onset(
            "onset_percent", "Force leaves the baseline by 2.5 % of the net peak for good",
            source: "Andersen & Aagaard 2006 EJAP 96:46", parameters: "B + 2.5 % of the net peak"),
        onset(
            "onset_hinge", "Where a flat line that turns into a parabola fits the rise best (experimental)", source: "own",
            parameters: "from 120 ms before ON-5SD to 25 % of the net peak, grid 0.5 ms"),
        onset(
            "onset_slope", "Walking back from the peak RFD, where the 20 ms RFD falls below a fifth of it",
            source: "Chronojump, 20 % of maximal RFD", parameters: "20 ms, 20 %"),
        onset(
            "onset_two_threshold", "Start of 20 ms above the level with at most one sample below it",
            source: "Hodges & Bui 1996 EEG Clin Neurophysiol 101:511", parameters: "B + 5·SD, 20 ms, 1 sample"),
        MetricDefinition(
            "onset_uncertainty", .millisecond, "Half the spread of the onsets TROUGH, 5SD and HINGE", source: "own"),
    ]

    private static func onset(_ name: String, _ summary: String, source: String, parameters: String) -> MetricDefinition {
        MetricDefinition(name, .second, summary, source: source, parameters: parameters)
    }
}
