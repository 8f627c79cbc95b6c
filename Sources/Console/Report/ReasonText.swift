/// Why a number or its uncertainty is missing, in words for people who do not know the names.
enum ReasonText {
    static let phrases: [String: String] = [
        "rate_too_low": "the sensor is too slow for it", "slow_rise": "force rose slowly",
        "hold_too_short": "the hold ended before", "too_short": "the hold was too short for it",
        "no_plateau": "no part of the hold was steady", "plateau_too_short": "the steady part was too short",
        "no_tremor_peak": "no oscillation stands out", "line_at_rest": "the sensor oscillates so at rest, too",
        "gap_inside": "samples are missing", "saturated": "the sensor was at the end of its range",
        "no_crossing": "force never reached that level", "not_released": "the samples end before the release",
        "no_baseline": "there was no quiet moment before", "division_by_zero": "it would be divided by zero",
        "ill_conditioned": "it means nothing on a plateau", "too_uncertain": "the sensor is too noisy to tell",
        "too_few": "there are too few", "no_reference": "the settings do not state what it is compared with",
        "no_maximal_force": "the athlete's maximum is not known",
        "no_body_mass": "the athlete's body mass is not known", "no_target": "no target was set",
        "no_shaking": "shaking did not grow", "no_failure": "the target was held to the end",
        "no_fit": "no curve fits", "no_match": "no stretch of it repeats",
        "not_significant": "they have nothing in common that could not be chance",
        "not_loaded": "the plate carried too little", "no_stand": "there is no trial of quiet standing before",
        "stand_too_short": "the trial of quiet standing is too short for the time of the hold",
        "later_rise": "its force rose once more, long after the effort began",
        "no_position": "the settings do not say where the plate lies",
        "other_units": "the sensors measure in different units", "not_finite": "the computation gave no number",
        "altered_on_disk": "the disk has changed the numbers", "reassigned": "the hold was given to another athlete",
        "not_computed": "it was not computed",
        // Of an uncertainty.
        "dynamic": "a calibration with standing loads does not cover what moves",
        "outside_range": "the force is outside the range of the calibration",
        "no_freedom": "the calibration has too few points", "several_holds": "it is of several holds",
        "not_calibrated": "the sensor is not calibrated", "no_certificate": "there is no calibration record",
        "no_force": "there is no force", "not_stated": "the settings state no uncertainty of this sensor",
        // Of a trace.
        "not_recorded": "the station did not record then", "recording_gone": "the recording is gone",
        "deleted": "the trace was deleted", "unreadable": "the trace cannot be read", "pending": "the trace is being written",
    ]

    /// A reason of another version is its name.
    static func phrase(_ reason: String) -> String { phrases[reason] ?? reason.replacing("_", with: " ") }
}
