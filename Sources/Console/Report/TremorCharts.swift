import Filtering
import Messages
import Metrics
import Samples

extension ReportSensor {
    static let spectrumTitle = "Spectrum of the plateau"
    /// The highest frequency that is drawn, Hz: the end of the last band.
    private static let highest = TremorBand.beta.high

    /// The spectrum of the plateau, as the numbers of tremor are computed from it; nil where they have none.
    func spectrum() -> PowerSpectrum? {
        guard value("tremor_rms_4_8") != nil || value("tremor_rms_8_12") != nil, let plateau else { return nil }
        let (seconds, force) = forces(in: plateau)
        guard let series = UniformSeries(time: seconds, values: force, rate: part.rate), series.rate <= 1e7 else { return nil }
        let trim = Int((Plateau.trim * series.rate).rounded(.up))
        guard series.values.count > 2 * trim else { return nil }
        var spectra = TremorSpectra(Array(series.values.dropFirst(trim).dropLast(trim)), rate: series.rate)
        while !spectra.advance() {}
        return spectra.fine
    }

    /// The spectrum with its 95 % limits, by χ² with the degrees of freedom of the estimate.
    func spectrumChart() -> Chart? {
        guard let spectrum = spectrum() else { return nil }
        let freedom = spectrum.degreesOfFreedom
        let end = min(Self.highest, part.rate / 2)
        let points = spectrum.density.enumerated().map { SIMD2(Double($0) * spectrum.step, $1) }
            .filter { $0.x >= 1 && $0.x <= end && $0.y > 0 }
        guard points.count > 3 else { return nil }
        func limit(_ probability: Double) -> [SIMD2<Double>] {
            let factor = freedom / Quantile.chiSquared(probability, freedom: freedom)
            return points.map { SIMD2($0.x, $0.y * factor) }
        }
        let (low, high) = (limit(0.975), limit(0.025))
        var chart = Chart(
            title: Self.spectrumTitle,
            summary:
                "Power spectral density of \(title) from 1 to \(Digits.text(end)) Hz while force was held, with its 95 % limits.",
            x: ChartAxis("frequency", unit: "Hz", from: 0, to: end, count: 7),
            y: ChartAxis("power density", unit: "\(forceUnit)²/Hz", decadesOf: (low + high).map(\.y)))
        chart.spans = [.init(name: "tremor, 8–12 Hz", tone: .zone, range: 8...12)]
        chart.areas = [.init(name: "95 % limits", tone: .sensor(place), low: low, high: high)]
        chart.lines = [.init(name: "spectrum", tone: .sensor(place), points: points)]
        if let peak = value("tremor_peak_frequency"), let text = text("tremor_peak_frequency") {
            chart.marks = [.init(label: text, tone: .shaking, x: peak)]
        }
        return chart
    }

    /// The RMS of shaking, 4–14 Hz, in the blocks from which its onset is computed, and the growth that was found.
    ///
    /// - Parameter origin: as that of ``forceChart(origin:)``.
    func shakingChart(origin: Double) -> Chart? {
        let shift = start - origin
        guard let from = value("plateau_start"), let held = value("held_duration") else { return nil }
        let (seconds, force) = forces(in: from...from + held)
        guard let series = UniformSeries(time: seconds, values: force, rate: part.rate), series.rate <= 1e7,
            Double(series.values.count) > ShakingOnset.least * series.rate
        else { return nil }
        let mean = series.values.reduce(0, +) / Double(series.values.count)
        guard let filter = Butterworth.bandPass(order: 4, from: 4, to: 14, rate: series.rate),
            let band = ZeroPhaseFilter.apply(filter, to: series.values.map { $0 - mean })
        else { return nil }
        let skipped = Int((ShakingOnset.ringing.start * series.rate).rounded(.up))
        let dropped = Int((ShakingOnset.ringing.end * series.rate).rounded())
        let kept = Array(band.dropFirst(skipped).dropLast(dropped))
        let count = Int(Double(kept.count) / (ShakingOnset.block * series.rate))
        guard count > 2 else { return nil }
        let points = (0..<count).map { block -> SIMD2<Double> in
            let first = Int((Double(block) * ShakingOnset.block * series.rate).rounded())
            let end = min(kept.count, Int((Double(block + 1) * ShakingOnset.block * series.rate).rounded()))
            let power = kept[first..<end].reduce(0) { $0 + $1 * $1 } / Double(max(1, end - first))
            let moment = series.start + Double(skipped) / series.rate + (Double(block) + 0.5) * ShakingOnset.block
            return SIMD2(moment + shift, power.squareRoot())
        }
        guard let range = Chart.range(points), let first = points.first?.x, let last = points.last?.x else { return nil }
        var chart = Chart(
            title: "Shaking", summary: "RMS of the force of \(title) in 4 to 14 Hz, in blocks of 0.25 s, while force was held.",
            x: ChartAxis("time from the onset", unit: "s", from: first, to: last, margin: 0.02),
            y: ChartAxis("RMS, 4–14 Hz", unit: forceUnit, from: 0, to: range.upperBound * 1.05, count: 5))
        // In a long hold, dots would cover each other.
        chart.lines = [.init(name: "blocks of 0.25 s", tone: .sensor(place), points: points, hasDots: points.count <= 80)]
        guard let onset = number("shaking_onset"), let begin = onset.value, let level = value("shaking_level"),
            let growth = value("shaking_growth")
        else { return chart }
        if let lower = onset.lower, let upper = onset.upper, lower < upper {
            chart.spans = [.init(name: "95 % limits of the onset", tone: .shaking, range: lower + shift...upper + shift)]
        }
        let grown = level + growth * max(0, last - begin - shift)
        chart.y = ChartAxis("RMS, 4–14 Hz", unit: forceUnit, from: 0, to: max(range.upperBound, grown) * 1.05, count: 5)
        chart.lines.append(
            .init(
                name: "level and growth", tone: .shaking,
                points: [SIMD2(first, level), SIMD2(begin + shift, level), SIMD2(last, grown)], isDashed: true))
        chart.marks = [.init(label: "shaking grows", tone: .shaking, x: begin + shift)]
        return chart
    }
}
