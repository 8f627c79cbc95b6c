extension CalibrationEvaluation {
    /// The uncertainty budget at a force (GUM; the lines are listed in Calibration.md).
    ///
    /// Lines that were not measured are named in ``UncertaintyBudget/missing`` and left out; U is then a lower bound.
    ///
    /// - Parameter force: N, with the sign of the calibrated forces and at most 5 % beyond the highest.
    /// - Throws: `outsideRange` beyond that, `noFreedom` when the fit has no degrees of freedom.
    public func budget(at force: Double) throws(CalibrationGap) -> UncertaintyBudget {
        if let stated {
            guard let expanded = stated.expanded(at: force) else { throw .outsideRange }
            return UncertaintyBudget(
                stated: expanded, coverageFactor: stated.coverageFactor, missing: [.noise, .zero, .temperature, .creep])
        }
        let forces = run.series.flatMap(\.points).map(\.force)
        guard let low = forces.min(), let high = forces.max(), force.isFinite,
            force >= min(0, 1.05 * low), force <= max(0, 1.05 * high)
        else { throw .outsideRange }
        let fit = curve.fit
        guard let scatter = fit.standardError else { throw .noFreedom }
        let size = abs(force)
        // Without repeated series the scatter around the curve is used. It contains hysteresis and lack of fit, so these have
        // no lines of their own then.
        let repeats = spread.repeatability ?? (scatter, Double(fit.freedom))
        let isRepeated = spread.repeatability != nil
        var lines = reference.components(at: force)
        lines.append(UncertaintyComponent(.repeatability, deviation: repeats.deviation, freedom: repeats.freedom))
        lines.append(curveError(at: force, repeats))
        var missing: [UncertaintyComponent.Source] = []
        func add(_ line: UncertaintyComponent?, orMissing source: UncertaintyComponent.Source) {
            if let line { lines.append(line) } else { missing.append(source) }
        }
        add(
            spread.reproducibility.map {
                UncertaintyComponent(.reproducibility, deviation: $0.share * size, freedom: $0.freedom)
            }, orMissing: .reproducibility)
        if isRepeated {
            add(
                spread.interpolation.map { UncertaintyComponent(.interpolation, deviation: $0.deviation, freedom: $0.freedom) },
                orMissing: .interpolation)
        }
        // A force that is reached in one pull deviates from the middle by the whole distance, and one that was let down from the highest
        // by the opposite.
        if isRepeated || spread.hysteresis.isEmpty {
            add(spread.hysteresis(at: force).map { UncertaintyComponent(.hysteresis, edges: $0) }, orMissing: .hysteresis)
        }
        // The noise of the readings of the run is in the repeatability.
        add(
            spread.noise.map {
                let share = max(0, 1 / Double(max(1, conditions.samplesAveraged)) - 1 / $0.samples)
                return UncertaintyComponent(.noise, expanded: $0.deviation * share.squareRoot(), coverageFactor: 1)
            }, orMissing: .noise)
        if run.resolution == 0 || !spread.isDithered {
            add(
                run.resolution > 0 ? rounding(repeats.deviation, isRepeated ? spread.interpolation?.deviation ?? 0 : 0) : nil,
                orMissing: .resolution)
        }
        // A zero that wanders is in the repeatability; what it does in each series is not.
        add(
            (conditions.zeroHalfWidth ?? spread.zeroReturn).map { UncertaintyComponent(.zero, halfWidth: $0) },
            orMissing: .zero)
        add(
            conditions.creep.map { UncertaintyComponent(.creep, places: $0.usedPercents.map { $0 / 100 * size }) },
            orMissing: .creep)
        if let creep = conditions.creep, creep.earlyPercent == nil { missing.append(.earlyCreep) }
        add(temperature(size), orMissing: .temperature)
        if let cells = conditions.cells, cells.channels.count > 1 {
            add(
                cells.place.map { UncertaintyComponent(.place, deviation: $0.share * size, freedom: $0.freedom) },
                orMissing: .place)
        }
        return UncertaintyBudget(components: lines, missing: missing)
    }

    /// Expanded uncertainty U at a force, N, or the reason why there is none.
    public func expandedUncertainty(at force: Double) -> Figure {
        do throws(CalibrationGap) { return .success(try budget(at: force).expanded) } catch { return .failure(error) }
    }

    /// The same for a measured force: a force on the other side of zero by no more than U of zero counts as zero.
    public func expandedUncertainty(ofMeasured force: Double) -> Figure {
        let direct = expandedUncertainty(at: force)
        guard direct == .failure(.outsideRange), let rest = expandedUncertainty(at: 0).number, abs(force) <= rest else {
            return direct
        }
        return .success(rest)
    }

    /// The error of the curve from the scatter of its points, and from their rounding, which is the same each time a force comes back. A
    /// tare takes away the error that the curve has without load, so the larger one is used: with a tare, or without.
    private func curveError(at force: Double, _ repeats: (deviation: Double, freedom: Double)) -> UncertaintyComponent {
        let fit = curve.fit
        let place = response.fit.value(at: force)
        let zero = treatment == .initialZero ? 0 : response.fit.value(at: 0)
        let factor = max(fit.predictionFactor(at: place), fit.predictionFactor(at: place, since: zero))
        let perForce = Double(fit.residuals.count) / Double(max(1, run.levels.count))
        let (scatter, rounding) = (repeats.deviation * repeats.deviation, perForce * spread.rounding * spread.rounding)
        let share = scatter > 0 ? 1 + rounding / scatter : 1
        return UncertaintyComponent(
            .fit, deviation: factor * (scatter + rounding).squareRoot(), freedom: repeats.freedom * share * share)
    }

    /// Rounding of the reading and of the zero, as far as the repeatability and the interpolation do not show it: the readings of the
    /// run were rounded, too.
    private func rounding(_ repeatability: Double, _ interpolation: Double) -> UncertaintyComponent {
        let left = 2 * spread.rounding * spread.rounding - repeatability * repeatability - interpolation * interpolation
        return UncertaintyComponent(.resolution, deviation: max(0, left).squareRoot(), freedom: .infinity)
    }

    /// Zero and sensitivity change together with the temperature, so their half widths are added.
    private func temperature(_ size: Double) -> UncertaintyComponent? {
        guard conditions.zeroTemperatureCoefficient != nil || conditions.spanTemperatureCoefficient != nil else { return nil }
        let perKelvin =
            abs(conditions.zeroTemperatureCoefficient ?? 0) + abs(conditions.spanTemperatureCoefficient ?? 0) * size
        return UncertaintyComponent(.temperature, halfWidth: perKelvin * abs(conditions.temperatureHalfWidth))
    }
}

extension LoadReference {
    /// Expanded uncertainty (k = 2) of the forces with gravity and buoyancy, per cent.
    public var expandedPercent: Double {
        let own = relativeUncertainty / 2
        let gravity = (gravityHalfWidth ?? 0) / 3.0.squareRoot()
        let buoyancy = (buoyancyHalfWidth ?? 0) / 3.0.squareRoot()
        return 200 * (own * own + gravity * gravity + buoyancy * buoyancy).squareRoot()
    }
}

extension CalibrationEvaluation {
    /// The largest U of some forces relative to each force, so that these forces can be a reference for something else. Forces
    /// below a tenth of the largest are ignored.
    ///
    /// - Throws: the reason why one of them has no U.
    public func reference(for forces: [Double]) throws(CalibrationGap) -> LoadReference {
        let largest = forces.map(abs).max() ?? 0
        var worst = 0.0
        for force in forces where abs(force) >= largest / 10 && force != 0 {
            worst = max(worst, try expandedUncertainty(ofMeasured: force).get() / abs(force))
        }
        guard largest > 0, let reference = LoadReference(cellRelativeUncertainty: worst) else { throw .notMeasured }
        return reference
    }
}
