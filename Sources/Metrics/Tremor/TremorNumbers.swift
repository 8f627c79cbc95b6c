import Filtering

/// The tremor numbers of a plateau, from its spectra (see <doc:Tremor>).
struct TremorNumbers {
    /// The spectra, or the reason why there are none, which is then the reason of every number.
    let spectra: TremorSpectra?
    let refusal: NullReason?
    /// Rate of the plateau's samples, Hz, and its mean force over the level of rest, N.
    let rate: Double
    let mean: Double
    /// Whether a peak is also present at rest.
    var isAtRest: (TremorPeak, PowerSpectrum) -> Bool = { _, _ in false }
    /// The converter's response, when known; the spectra have been corrected for it.
    let response: ConverterResponse?

    init(spectra: TremorSpectra, rate: Double, mean: Double, response: ConverterResponse?) {
        self.spectra = response.map { spectra.corrected(for: $0) } ?? spectra
        self.rate = rate
        self.mean = mean
        self.response = response
        refusal = nil
    }

    init(refusal: NullReason) {
        spectra = nil
        rate = 0
        mean = .nan
        response = nil
        self.refusal = refusal
    }

    /// True when the spectrum for 4 Hz and above is the mean of fewer than eight segments.
    var isUncertain: Bool { spectra?.fine.map { $0.segments < 8 } ?? false }

    /// Appends every number of `MetricDefinition.tremor`, in that order.
    func add(to list: inout MeasurementList) {
        for band in TremorBand.all { addRMS(band, to: &list) }
        for band in TremorBand.all {
            list.add(.tremorIndex(band)) { () throws(NullReason) in
                let power = try power(in: band)
                guard mean != 0 else { throw .divisionByZero }
                return 100 * power.squareRoot() / abs(mean)
            }
        }
        for band in TremorBand.parts {
            list.add(.tremorRelative(band)) { () throws(NullReason) in try share(of: band, in: .total) }
        }
        for band in TremorBand.partsWithoutDrift {
            list.add(.tremorShare(band)) { () throws(NullReason) in try share(of: band, in: .withoutDrift) }
        }
        addPeak(to: &list)
        for band in [TremorBand.total, .withoutDrift] {
            list.add(.tremorMeanFrequency(band)) { () throws(NullReason) in
                guard let value = try slowSpectrum(for: band).meanFrequency(from: band.low, to: band.high) else {
                    throw .divisionByZero
                }
                return value
            }
            list.add(.tremorMedianFrequency(band)) { () throws(NullReason) in
                guard let value = try slowSpectrum(for: band).medianFrequency(from: band.low, to: band.high) else {
                    throw .divisionByZero
                }
                return value
            }
            list.add(.tremorEdgeFrequency(band)) { () throws(NullReason) in
                guard let value = try slowSpectrum(for: band).edgeFrequency(0.95, from: band.low, to: band.high) else {
                    throw .divisionByZero
                }
                return value
            }
        }
        let missing = refusal ?? .plateauTooShort
        list.add(.tremorSegments, spectra?.fine.map { Double($0.segments) }, otherwise: missing)
        list.add(.tremorFreedom, spectra?.fine?.degreesOfFreedom, otherwise: missing)
        list.add(.tremorSlowSegments, spectra?.slow.map { Double($0.segments) }, otherwise: missing)
        list.add(.tremorSlowFreedom, spectra?.slow?.degreesOfFreedom, otherwise: missing)
    }

    /// 95 % limits of a power with ν degrees of freedom, those of the band: νP/χ²(.975, ν) … νP/χ²(.025, ν).
    private func addRMS(_ band: TremorBand, to list: inout MeasurementList) {
        let power: Double
        let spectrum: PowerSpectrum
        do {
            spectrum = try self.spectrum(for: band)
            power = try self.power(in: band)
        } catch {
            list.add(.tremorRMS(band), null: error)
            return
        }
        let freedom = spectrum.degreesOfFreedom(from: band.low, to: band.high)
        let lower = (freedom * power / Quantile.chiSquared(0.975, freedom: freedom)).squareRoot()
        var upper = (freedom * power / Quantile.chiSquared(0.025, freedom: freedom)).squareRoot()
        // A slow converter of unknown response may have attenuated the signal as much as the worst known one.
        if response == nil, !RateRule.meets(rate, RateRule.upperBands), let worst = ConverterResponse.hx711(rate: rate) {
            upper /= worst.gain(at: band.high)
        }
        list.add(.tremorRMS(band), power.squareRoot(), lower: lower, upper: upper)
    }

    private func addPeak(to list: inout MeasurementList) {
        do throws(NullReason) {
            let spectrum = try self.spectrum(for: .physiological)
            let peak = try TremorPeak.find(
                in: spectrum.density.span, step: spectrum.step, upTo: response?.highest ?? .infinity)
            if isAtRest(peak, spectrum) { throw .lineAtRest }
            list.add(.tremorPeakFrequency, peak.frequency)
            list.add(.tremorPeakProminence, peak.prominence)
            if let spectra, spectra.segmentSeconds < 2 {
                list.add(.tremorPeakBandwidth, null: .plateauTooShort)
            } else if let width = peak.bandwidth {
                // A width below two steps is that of the window itself, so only an upper limit is known.
                let least = 2 * spectrum.step
                if width < least {
                    list.add(.tremorPeakBandwidth, least, lower: 0, upper: least)
                } else {
                    list.add(.tremorPeakBandwidth, width)
                }
            } else {
                list.add(.tremorPeakBandwidth, null: .noCrossing)
            }
        } catch {
            list.add(.tremorPeakFrequency, null: error)
            list.add(.tremorPeakProminence, null: error)
            list.add(.tremorPeakBandwidth, null: error)
        }
    }

    private func spectrum(for band: TremorBand) throws(NullReason) -> PowerSpectrum {
        if band.isSlow { return try slowSpectrum(for: band) }
        try check(band)
        guard let fine = spectra?.fine else { throw .plateauTooShort }
        return fine
    }

    private func slowSpectrum(for band: TremorBand) throws(NullReason) -> PowerSpectrum {
        try check(band)
        guard let slow = spectra?.slow else { throw .plateauTooShort }
        return slow
    }

    /// Refuses bands that the sensor cannot measure.
    private func check(_ band: TremorBand) throws(NullReason) {
        if let reason = refusal ?? band.refusal(rate: rate) { throw reason }
        if let response, band.high > response.highest { throw .rateTooLow }
    }

    private func power(in band: TremorBand) throws(NullReason) -> Double {
        guard let power = try spectrum(for: band).power(from: band.low, to: band.high) else { throw .rateTooLow }
        return power
    }

    /// Share of a band's power in a wider band's, both from the 4 s segments, %.
    private func share(of band: TremorBand, in whole: TremorBand) throws(NullReason) -> Double {
        let spectrum = try slowSpectrum(for: whole)
        guard let part = spectrum.power(from: band.low, to: band.high), let all = spectrum.power(from: whole.low, to: whole.high)
        else { throw .rateTooLow }
        guard all > 0 else { throw .divisionByZero }
        return 100 * part / all
    }
}
