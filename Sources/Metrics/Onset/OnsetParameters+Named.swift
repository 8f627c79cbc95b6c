public import Samples

/// The parameters by name, as they are stored with a hold.
extension OnsetParameters {
    private static var numbers: [(name: String, path: WritableKeyPath<OnsetParameters, Double>)] {
        [
            ("floor", \.floor),
            ("trigger_deviations", \.triggerDeviations),
            ("run_milliseconds", \.runMilliseconds),
            ("percent_of_peak", \.percentOfPeak),
            ("slope_half_width_milliseconds", \.slopeHalfWidthMilliseconds),
            ("trough_limit_milliseconds", \.troughLimitMilliseconds),
            ("hinge_lead_milliseconds", \.hingeLeadMilliseconds),
            ("hinge_end", \.hingeEnd),
            ("hinge_limit_milliseconds", \.hingeLimitMilliseconds),
            ("hinge_step_milliseconds", \.hingeStepMilliseconds),
            ("peak_window_milliseconds", \.peakWindowMilliseconds),
            ("slope_fraction", \.slopeFraction),
            ("two_threshold_milliseconds", \.twoThresholdMilliseconds),
            ("confirmation_floor", \.confirmationFloor),
            ("confirmation_factor", \.confirmationFactor),
            ("confirmation_milliseconds", \.confirmationMilliseconds),
            ("window_milliseconds", \.windowMilliseconds),
            ("gap_milliseconds", \.gapMilliseconds),
            ("mean_milliseconds", \.meanMilliseconds),
            ("quiet_deviation", \.quietDeviation),
            ("quiet_fraction", \.quietFraction),
            ("quiet_slope", \.quietSlope),
            ("quiet_range", \.quietRange),
            ("quiet_noise", \.quietNoise),
            ("quiet_noise_cap", \.quietNoiseCap),
            ("freeze_milliseconds", \.freezeMilliseconds),
            ("inside_quiet_milliseconds", \.insideQuietMilliseconds),
            ("inside_rise", \.insideRise),
            ("move_share", \.moveShare),
            ("countermovement_milliseconds", \.countermovementMilliseconds),
            ("countermovement_run_milliseconds", \.countermovementRunMilliseconds),
            ("countermovement_deviations", \.countermovementDeviations),
            ("countermovement_fraction", \.countermovementFraction),
            ("pretension_floor", \.pretensionFloor),
            ("release_delay_milliseconds", \.releaseDelayMilliseconds),
            ("release_fraction", \.releaseFraction),
            ("release_return", \.releaseReturn),
            ("release_steepness", \.releaseSteepness),
            ("fade_milliseconds", \.fadeMilliseconds),
            ("settle_milliseconds", \.settleMilliseconds),
            ("release_limit_milliseconds", \.releaseLimitMilliseconds),
            ("impact_milliseconds", \.impactMilliseconds),
            ("spurt_milliseconds", \.spurtMilliseconds), ("bump_milliseconds", \.bumpMilliseconds),
            ("hold_limit_milliseconds", \.holdLimitMilliseconds),
            ("holding_milliseconds", \.holdingMilliseconds),
            ("least_load_milliseconds", \.leastLoadMilliseconds),
            ("join_milliseconds", \.joinMilliseconds),
            ("slow_window_milliseconds", \.slowWindowMilliseconds),
            ("slow_fraction", \.slowFraction),
            ("slow_factor", \.slowFactor),
            ("flat_floors", \.flatFloors),
            ("flat_milliseconds", \.flatMilliseconds),
            ("rearm_share", \.rearmShare),
            ("rearm_milliseconds", \.rearmMilliseconds),
            ("refine_milliseconds", \.refineMilliseconds),
            ("pre_rise_milliseconds", \.preRiseMilliseconds),
            ("pre_rise_share", \.preRiseShare),
            ("pre_rise_slope", \.preRiseSlope),
            ("take_up_contrast", \.takeUpContrast),
            ("take_up_milliseconds", \.takeUpMilliseconds),
            ("ramp_factor", \.rampFactor),
            ("ramp_scatter", \.rampScatter),
            ("hinge_noise", \.hingeNoise),
            ("explosive_share", \.explosiveShare),
            ("explosive_milliseconds", \.explosiveMilliseconds),
            ("rest_seconds", \.restSeconds),
            ("rest_adopt_milliseconds", \.restAdoptMilliseconds), ("guess_milliseconds", \.guessMilliseconds),
            ("negative_milliseconds", \.negativeMilliseconds),
            ("negative_adopt_milliseconds", \.negativeAdoptMilliseconds),
            ("zero_adopt_milliseconds", \.zeroAdoptMilliseconds), ("zero_share", \.zeroShare),
            ("unarmed_milliseconds", \.unarmedMilliseconds),
            ("level_milliseconds", \.levelMilliseconds),
            ("empty_force", \.emptyForce),
            ("empty_fraction", \.emptyFraction),
            ("empty_milliseconds", \.emptyMilliseconds),
            ("stand_milliseconds", \.standMilliseconds),
        ]
    }

    /// All parameters with their names, in a fixed order.
    public var named: [(name: String, value: Double)] { Self.numbers.map { ($0.name, self[keyPath: $0.path]) } }

    /// The parameters of a stored hold. A missing parameter has the default value of the kind; unknown names are ignored.
    public init(_ kind: SensorKind, standing: Bool, named: [String: Double]) {
        self.init(kind)
        self.standing = standing
        for (name, path) in Self.numbers {
            if let value = named[name] { self[keyPath: path] = value }
        }
    }
}
