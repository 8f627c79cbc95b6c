extension MetricDefinition {
    /// The onset of the hold by every rule, in seconds since the first sample of the ``HoldRecord``.
    static let onsets: [MetricDefinition] = [
        onset(
            "onset_trough",
            "Last moment before the rise at which force was not yet rising (ON-TROUGH); windows start here, except on slow or noisy sensors",
            source: "objective form of Tillin 2010 MSSE 42:781 and Folland 2014",
            parameters: "slope over ±5 ms, limit 1 SD, at most 150 ms back"),
        onset(
            "onset_trough_zero_slope", "ON-TROUGH with a limit of zero slope", source: "Tillin 2010 MSSE 42:781",
            parameters: "slope over ±5 ms, limit 0, at most 150 ms back"),
        onset(
            "onset_5sd", "Last moment before the rise at which force crosses the baseline plus five times its SD",
            source: "Dos'Santos 2017 JSCR 31:3463",
            parameters: "B + 5·SD"),
        onset(
            "onset_3sd", "Last moment before the rise at which force crosses the baseline plus three times its SD",
            source: "de Ruiter 2004 JAP",
            parameters: "B + 3·SD"),
        onset(
            "onset_absolute", "Last moment before the rise at which force crosses the baseline plus a fixed force",
            source: "White 2024 Sensors 24:4250",
            parameters: "B + 4 N (cells), B + 20 N (plates)"),
        onset(
            "onset_percent", "Last moment before the rise at which force crosses the baseline plus 2.5 % of the net peak",
            source: "Andersen & Aagaard 2006 EJAP 96:46", parameters: "B + 2.5 % of the net peak"),
        onset(
            "onset_hinge",
            "Moment at which a flat line turns into a parabola, in the fit that is closest to the rise (experimental)",
            source: "own",
            parameters: "from 120 ms before ON-5SD to 25 % of the net peak, in steps of 0.5 ms"),
        onset(
            "onset_slope", "Last moment before the peak RFD at which the RFD over 20 ms is below a fifth of the peak RFD",
            source: "Chronojump, 20 % of maximal RFD", parameters: "20 ms, 20 %"),
        onset(
            "onset_two_threshold", "Start of 20 ms above the threshold, during which single samples may be below the threshold",
            source: "Hodges & Bui 1996 EEG Clin Neurophysiol 101:511", parameters: "B + 5·SD, 20 ms, 1 sample"),
        MetricDefinition(
            "onset_uncertainty", .millisecond, "Half the spread of the onsets ON-TROUGH, ON-5SD and ON-HINGE", source: "own"),
    ]

    private static func onset(_ name: String, _ summary: String, source: String, parameters: String) -> MetricDefinition {
        MetricDefinition(name, .second, summary, source: source, parameters: parameters)
    }
}
