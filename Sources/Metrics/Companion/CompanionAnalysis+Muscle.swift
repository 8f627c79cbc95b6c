import Filtering

/// Electromyogram. Its live envelope: `LiveCompanion`.
extension CompanionAnalysis {
    /// Windows of the slope of the median frequency, s, and the fewest of them.
    private static let windowSeconds = 1.0
    private static let leastWindows = 5

    /// - Parameter band: the hold in the band.
    /// - Returns: whether the mains are a large part of it.
    func addMuscle(_ band: Result<UniformSeries, NullReason>, to list: inout MeasurementList) -> Bool {
        let amplitude: Result<Double, NullReason> = result { () throws(NullReason) in
            let plateau = try trimmed()
            _ = try samples(plateau)
            guard let values = try band.get().values(in: plateau) else { throw .plateauTooShort }
            return values.rms
        }
        list.add(.muscleRMS) { () throws(NullReason) in try amplitude.get() }
        list.add(.musclePeak) { () throws(NullReason) in
            _ = try whole()
            guard let values = try band.get().values(in: span.onset...span.release) else { throw .holdTooShort }
            return try Self.highestRMS(values, length: Int((LiveCompanion.envelopeWindow * record.rate).rounded()))
        }
        list.add(.musclePercent) { () throws(NullReason) in
            guard isCalibrated else { throw .otherUnits }
            guard let maximum = settings.maximum else { throw .noReference }
            return 100 * (try amplitude.get()) / maximum
        }
        let plain: Result<UniformSeries, NullReason> = result { () throws(NullReason) in
            guard RateRule.meets(record.rate, MuscleBand.neededRate) else { throw .rateTooLow }
            let plateau = try trimmed()
            _ = try samples(plateau)
            return try curve.series(plateau)
        }
        // A notch changes the spectrum on purpose; the share of the mains is that without it.
        let chosen = settings.notchesMains ? plateauOf(band) : plain
        let spectrum = result { () throws(NullReason) in try Self.spectrum(try chosen.get()) }
        let (low, high) = (MuscleBand.low, MuscleBand.high)
        list.add(.muscleMedian) { () throws(NullReason) in
            guard let value = try spectrum.get().medianFrequency(from: low, to: high) else { throw .notFinite }
            return value
        }
        list.add(.muscleMean) { () throws(NullReason) in
            guard let value = try spectrum.get().meanFrequency(from: low, to: high) else { throw .notFinite }
            return value
        }
        addSlope(chosen, to: &list)
        let share: Result<Double, NullReason> = result { () throws(NullReason) in
            let spectrum = try Self.spectrum(try plain.get())
            return MuscleBand.mainsShare(of: spectrum.density.span, step: spectrum.step, mains: settings.mains)
        }
        list.add(.muscleMains) { () throws(NullReason) in try share.get() }
        return (try? share.get()).map { $0 > MuscleBand.mainsLimit } ?? false
    }

    private func plateauOf(_ band: Result<UniformSeries, NullReason>) -> Result<UniformSeries, NullReason> {
        result { () throws(NullReason) in
            let plateau = try trimmed()
            _ = try samples(plateau)
            let series = try band.get()
            guard let values = series.values(in: plateau),
                let cut = UniformSeries(values: Array(values), rate: series.rate, start: plateau.lowerBound)
            else { throw .plateauTooShort }
            return cut
        }
    }

    private static func spectrum(_ series: UniformSeries) throws(NullReason) -> PowerSpectrum {
        let length = FourierTransform.quickLength(atMost: Int((windowSeconds * series.rate).rounded()))
        guard
            var welch = WelchSpectrum(
                series.values, rate: series.rate, segmentLength: length, overlap: length / 2, detrend: .linear)
        else { throw .plateauTooShort }
        while true {
            if let spectrum = welch.advance() { return spectrum }
        }
    }

    private func addSlope(_ chosen: Result<UniformSeries, NullReason>, to list: inout MeasurementList) {
        do throws(NullReason) {
            let series = try chosen.get()
            let length = Int((Self.windowSeconds * series.rate).rounded())
            let count = series.values.count / length
            guard count >= Self.leastWindows else { throw .plateauTooShort }
            var (moments, medians): ([Double], [Double]) = ([], [])
            for window in 0..<count {
                let part = Array(series.values[window * length..<(window + 1) * length])
                guard let piece = UniformSeries(values: part, rate: series.rate, start: 0),
                    let median = try Self.spectrum(piece).medianFrequency(from: MuscleBand.low, to: MuscleBand.high)
                else { throw .notFinite }
                moments.append((Double(window) + 0.5) * Self.windowSeconds)
                medians.append(median)
            }
            guard let line = StraightLine(x: moments, y: medians), let half = line.slopeHalfWidth, line.intercept > 0 else {
                throw .notFinite
            }
            list.add(.muscleSlope, line.slope, lower: line.slope - half, upper: line.slope + half)
            let factor = 100 / line.intercept
            list.add(
                .muscleSlopePercent, line.slope * factor, lower: (line.slope - half) * factor,
                upper: (line.slope + half) * factor)
        } catch {
            list.add(.muscleSlope, null: error)
            list.add(.muscleSlopePercent, null: error)
        }
    }

    /// The highest RMS of so many consecutive values.
    private static func highestRMS(_ values: ArraySlice<Double>, length: Int) throws(NullReason) -> Double {
        guard length > 0, values.count >= length else { throw .holdTooShort }
        // Sums of squares from the start: all are positive, so the rounding of a difference is that of the sum.
        var sums = [0.0]
        sums.reserveCapacity(values.count + 1)
        for value in values { sums.append((sums.last ?? 0) + value * value) }
        let highest = (length..<sums.count).reduce(0) { max($0, sums[$1] - sums[$1 - length]) }
        return (highest / Double(length)).squareRoot()
    }
}
