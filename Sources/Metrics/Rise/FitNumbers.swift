/// The numbers of the curves fitted to an explosive rise, and of the release, in the order of their definitions.
struct FitNumbers {
    /// Time constants are about 0.1 s. With a sensor whose own filter has half of that delay the fit would describe the filter.
    static let neededRate = RateRule.early

    /// `onset` is nil when `refusal` gives the reason.
    static func addFits(to list: inout MeasurementList, metrics: ExplosiveMetrics?, onset: Double?, refusal: NullReason?) {
        let exponential = result { () throws(NullReason) in
            let rise = try rise(metrics, onset, refusal)
            return try RiseFit.exponential(time: rise.time, force: rise.force)
        }
        list.add(.exponentialForce) { () throws(NullReason) in try exponential.get().force }
        list.add(.exponentialRate) { () throws(NullReason) in try exponential.get().rate }
        list.add(.exponentialTime) { () throws(NullReason) in 1 / (try exponential.get().rate) }
        list.add(.exponentialDelay) { () throws(NullReason) in try exponential.get().moment }
        list.add(.exponentialSlope) { () throws(NullReason) in try exponential.get().steepest }
        addQuality(exponential, .exponentialError, .exponentialDetermination, to: &list)
        let sigmoid = result { () throws(NullReason) in
            let rise = try rise(metrics, onset, refusal)
            return try RiseFit.sigmoid(time: rise.time, force: rise.force)
        }
        list.add(.sigmoidForce) { () throws(NullReason) in try sigmoid.get().force }
        list.add(.sigmoidRate) { () throws(NullReason) in try sigmoid.get().rate }
        list.add(.sigmoidMiddle) { () throws(NullReason) in try sigmoid.get().moment }
        list.add(.sigmoidSlope) { () throws(NullReason) in try sigmoid.get().steepest }
        addQuality(sigmoid, .sigmoidError, .sigmoidDetermination, to: &list)
    }

    private static func addQuality(
        _ fit: Result<RiseFit, NullReason>, _ error: MetricDefinition, _ determination: MetricDefinition,
        to list: inout MeasurementList
    ) {
        list.add(error) { () throws(NullReason) in
            let fit = try fit.get()
            return 100 * fit.error / fit.force
        }
        list.add(determination) { () throws(NullReason) in try fit.get().determination }
    }

    private static func rise(
        _ metrics: ExplosiveMetrics?, _ onset: Double?, _ refusal: NullReason?
    ) throws(NullReason) -> (time: [Double], force: [Double]) {
        guard refusal == nil, let metrics, let onset else { throw refusal ?? .noCrossing }
        return try metrics.rise(onset: onset)
    }

    private static func result(_ fit: () throws(NullReason) -> RiseFit) -> Result<RiseFit, NullReason> {
        do {
            return .success(try fit())
        } catch {
            return .failure(error)
        }
    }

    /// Appends the numbers of the release.
    static func addRelaxation(to list: inout MeasurementList, metrics: ExplosiveMetrics?, refusal: NullReason?) {
        func relaxation(_ needed: Double) throws(NullReason) -> Relaxation {
            guard refusal == nil, let metrics else { throw refusal ?? .noBaseline }
            guard RateRule.meets(metrics.curve.rate, needed) else { throw .rateTooLow }
            return try Relaxation(metrics)
        }
        list.add(.halfRelaxation) { () throws(NullReason) in try relaxation(RateRule.lowest).halfTime() }
        list.add(.relaxationRate) { () throws(NullReason) in try relaxation(RateRule.early).peakRate(window: 20) }
        list.add(.meanRelaxationRate) { () throws(NullReason) in try relaxation(RateRule.lowest).meanRate() }
    }
}
