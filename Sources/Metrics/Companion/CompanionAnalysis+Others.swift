import Filtering

/// Cuff and acceleration.
extension CompanionAnalysis {
    func addCuff(to list: inout MeasurementList) {
        let mean: Result<Double, NullReason> = result { () throws(NullReason) in try whole().mean }
        let occlusion: Result<Double, NullReason> = result { () throws(NullReason) in
            guard isCalibrated else { throw .otherUnits }
            guard let occlusion = settings.occlusion else { throw .noReference }
            return occlusion
        }
        list.add(.cuffMean) { () throws(NullReason) in try mean.get() }
        list.add(.cuffMeanMercury) { () throws(NullReason) in
            guard isCalibrated else { throw .otherUnits }
            return try mean.get() / CompanionSettings.kilopascalsPerMillimetreOfMercury
        }
        list.add(.cuffPeak) { () throws(NullReason) in try whole().max() ?? .nan }
        list.add(.cuffPercent) { () throws(NullReason) in 100 * (try mean.get()) / (try occlusion.get()) }
        list.add(.cuffTimeAbove) { () throws(NullReason) in
            let limit = settings.limitPercent / 100 * (try occlusion.get())
            let values = try whole()
            return (span.release - span.onset) * Double(values.count { $0 > limit }) / Double(values.count)
        }
    }

    func addAcceleration(to list: inout MeasurementList) {
        list.add(.accelerationDeviation) { () throws(NullReason) in try samples(try trimmed()).deviation }
        let spectrum: Result<PowerSpectrum, NullReason> = result { () throws(NullReason) in
            guard RateRule.meets(record.rate, RateRule.tremor) else { throw .rateTooLow }
            let plateau = try trimmed()
            _ = try samples(plateau)
            let series = try curve.series(plateau)
            var spectra = TremorSpectra(series.values, rate: series.rate)
            while !spectra.advance() {}
            guard let fine = spectra.fine else { throw .plateauTooShort }
            return fine
        }
        for band in MetricDefinition.accelerationBands {
            list.add(.accelerationRMS(band)) { () throws(NullReason) in
                guard let power = try spectrum.get().power(from: band.low, to: band.high) else { throw .rateTooLow }
                return power.squareRoot()
            }
        }
        list.add(.accelerationPeak) { () throws(NullReason) in try TremorPeak.find(in: try spectrum.get()).frequency }
    }
}
