import Filtering

extension AlignedHold {
    /// The rate at which a path is analysed, Hz, and the edge of the low-pass before, Hz (Duarte & Freitas 2010).
    static let swayRate = 100.0
    static let swayEdge = 10.0

    private var plates: [AlignedMember] { members.filter { $0.member.centre.contains { $0.x.isFinite } } }

    /// Appends the sway of one plate after the other, then that of all plates together; returns whether there is another one.
    func addSway(_ index: Int, to list: inout SetUpList) -> Bool {
        let plates = plates
        if index < plates.count {
            let plate = plates[index]
            addSway(of: [plate.name], to: &list) { () throws(NullReason) in
                guard let span = plate.plateau else { throw .noPlateau }
                return try path(of: plate, span)
            }
            addStabilisation(of: plate, to: &list)
            return index + 1 < plates.count || plates.count > 1
        }
        guard plates.count > 1 else { return false }
        addSway(of: plates.map(\.name), to: &list) { () throws(NullReason) in try combinedPath(plates) }
        return false
    }

    private func addSway(of names: [String], to list: inout SetUpList, path: () throws(NullReason) -> CentrePath) {
        let found: Result<CentrePath, NullReason>
        do throws(NullReason) { found = .success(try path()) } catch { found = .failure(error) }
        for (definition, value) in MetricDefinition.swayNumbers {
            list.add(definition, of: names) { () throws(NullReason) in
                guard let sway = Sway(try found.get()) else { throw .illConditioned }
                return value(sway)
            }
        }
        for (axis, values) in [("ml", \CentrePath.x), ("ap", \CentrePath.y)] {
            for (definition, value) in MetricDefinition.swaySpectrum(axis) {
                list.add(definition, of: names) { () throws(NullReason) in
                    let path = try found.get()
                    guard let spectrum = SwaySpectrum(path[keyPath: values], rate: path.rate) else { throw .plateauTooShort }
                    return value(spectrum)
                }
            }
        }
    }

    /// The smoothed path of one plate between two moments, 0.5 s trimmed from each end.
    private func path(of plate: AlignedMember, _ span: ClosedRange<Double>) throws(NullReason) -> CentrePath {
        let (start, end) = (span.lowerBound + Plateau.trim, span.upperBound - Plateau.trim)
        guard end - start >= Plateau.whole else { throw .plateauTooShort }
        let rate = plate.curve.rate
        guard RateRule.meets(rate, RateRule.lowest) else { throw .rateTooLow }
        let step = min(rate, Self.swayRate)
        func axis(_ value: (SIMD2<Float>) -> Float) throws(NullReason) -> [Double] {
            try smooth(plate.member.centre.map { 1000 * Double(value($0)) }, of: plate, span, step, hole: .notLoaded)
        }
        return CentrePath(x: try axis { $0.x }, y: try axis { $0.y }, rate: step)
    }

    /// What a plate measured with each sample, low-passed, at so many values per second; 0.5 s trimmed from each end.
    ///
    /// - Parameter hole: the reason where a value is missing.
    private func smooth(
        _ values: [Double], of plate: AlignedMember, _ span: ClosedRange<Double>, _ step: Double, hole: NullReason
    ) throws(NullReason) -> [Double] {
        let (start, end) = (span.lowerBound + Plateau.trim, span.upperBound - Plateau.trim)
        let rate = plate.curve.rate
        let curve = ForceCurve(force: values, time: plate.member.record.time.map { $0 + plate.shift }, rate: rate)
        guard let low = curve.time.first, let high = curve.time.last, low <= span.lowerBound, high >= span.upperBound,
            !curve.hasHole(from: span.lowerBound, to: span.upperBound)
        else { throw hole }
        let (first, last) = (curve.index(atOrAfter: span.lowerBound), curve.index(atOrAfter: span.upperBound))
        guard last > first,
            let series = UniformSeries(
                time: Array(curve.time[first..<last]), values: Array(curve.force[first..<last]), rate: rate),
            let filter = Butterworth.lowPass(order: 2, cutoff: Self.swayEdge, rate: series.rate),
            let smooth = ZeroPhaseFilter.apply(filter, to: series.values),
            let even = UniformSeries(values: smooth, rate: series.rate, start: series.start)
        else { throw .plateauTooShort }
        return (0...Int((end - start) * step)).compactMap { even.value(at: start + Double($0) / step) }
    }

    private func combinedPath(_ plates: [AlignedMember]) throws(NullReason) -> CentrePath {
        guard let plateau else { throw .noPlateau }
        guard plates.allSatisfy(\.member.isCalibrated) else { throw .otherUnits }
        var paths: [CentrePath] = []
        var forces: [[Double]] = []
        for plate in plates {
            guard plate.member.place.plate != nil else { throw .noPosition }
            let path = try path(of: plate, plateau)
            paths.append(path)
            // As smooth as the paths: between plates half a metre apart the noise of their forces would be sway.
            forces.append(try smooth(plate.member.record.force, of: plate, plateau, path.rate, hole: .gapInside))
        }
        let rate = paths.map(\.rate).min() ?? 0
        guard paths.allSatisfy({ $0.rate == rate }) else { throw .rateTooLow }
        var combined = CentrePath(x: [], y: [], rate: rate)
        for index in 0..<min(paths.map(\.x.count).min() ?? 0, forces.map(\.count).min() ?? 0) {
            var loads: [CombinedCentre.Load] = []
            for (plate, (path, force)) in zip(plates, zip(paths, forces)) {
                guard let position = plate.member.place.plate else { throw .noPosition }
                // A plate is loaded by its whole weight, the tared part included.
                loads.append(
                    CombinedCentre.Load(
                        force: force[index] + plate.member.tare, x: path.x[index], y: path.y[index], position: position))
            }
            guard let place = CombinedCentre.place(loads) else { throw .notLoaded }
            combined.x.append(place.x)
            combined.y.append(place.y)
        }
        return combined
    }

    /// The time from the onset until the force of a plate has settled.
    private func addStabilisation(of plate: AlignedMember, to list: inout SetUpList) {
        let force: Result<UniformSeries, NullReason>
        do throws(NullReason) {
            guard let start = plate.onset?.moment, let end = plate.plateau?.upperBound, start < end else { throw .noPlateau }
            force = .success(try plate.series(start...end))
        } catch {
            force = .failure(error)
        }
        let methods: [(MetricDefinition, (UniformSeries) -> Double?)] = [
            (.stabilisationSequential, { Stabilisation.sequential($0.values, rate: $0.rate) }),
            (.stabilisationRange, { Stabilisation.range($0.values, rate: $0.rate) }),
            (
                .stabilisationLevel,
                { series in
                    plate.member.result["plateau_mean"]?.value.flatMap {
                        Stabilisation.level(series.values, level: $0, rate: series.rate)
                    }
                }
            ),
        ]
        for (definition, time) in methods {
            list.add(definition, of: [plate.name]) { () throws(NullReason) in
                guard let time = time(try force.get()) else { throw .noCrossing }
                return time
            }
        }
    }
}
