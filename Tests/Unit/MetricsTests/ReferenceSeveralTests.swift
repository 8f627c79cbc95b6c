import Filtering
import Metrics
import ReferenceData
import Testing

/// Every expected value that several signals have together: bands, coherence, lag, sides, sway, centre of pressure.
@Suite(.enabled(if: ReferenceData.isThere, Comment(rawValue: ReferenceData.reason)))
struct ReferenceSeveralTests {
    private func bandAndPlate() throws -> (band: [Double], plate: [Double], matrix: SpectralMatrix) {
        let file = "synthetic_band_plate_500hz.csv"
        let (band, plate) = (try ReferenceData.column("band_N", of: file), try ReferenceData.column("plate_N", of: file))
        let matrix = CrossWelch.matrix(of: [band, plate], rate: 500, segmentLength: 1000, overlap: 500, detrend: .linear)
        return (band, plate, try #require(matrix))
    }

    /// The line nearest to a frequency.
    private func line(_ matrix: SpectralMatrix, _ frequency: Double) -> Int { Int((frequency / matrix.step).rounded()) }

    private func sway(_ trial: String) throws -> CentrePath {
        let lines = try ReferenceData.text("data/sway_bds/\(trial).txt").split(whereSeparator: \.isNewline).dropFirst()
        let rows = lines.map { $0.split(separator: "\t").compactMap { Double($0.trimmingPrefix { $0 == " " }) } }
        // The files call anteroposterior x, as their authors stood.
        return CentrePath(x: rows.map { $0[8] }, y: rows.map { $0[7] }, rate: 100)
    }

    /// What is found for the trial, by the names of the reference, in its centimetres.
    private func answers(_ path: CentrePath) throws -> [String: Double] {
        let sway = try #require(Sway(path))
        let ap = try #require(SwaySpectrum(path.y, rate: path.rate))
        let ml = try #require(SwaySpectrum(path.x, rate: path.rate))
        let count = Double(path.x.count)
        let (a, m) = (sway.anteroposterior, sway.mediolateral)
        return [
            "n": count, "duration_n_over_fs": count / path.rate, "MDIST": sway.meanDistance, "MDIST_AP": a.meanDistance,
            "MDIST_ML": m.meanDistance, "RDIST": sway.rmsDistance, "RMS_AP": a.rms, "RMS_ML": m.rms, "TOTEX": sway.path,
            "TOTEX_AP": a.path, "TOTEX_ML": m.path, "MVELO": sway.velocity, "MVELO_AP": a.velocity, "MVELO_ML": m.velocity,
            "RANGE_AP": a.range, "RANGE_ML": m.range, "AREA_CC": sway.circleArea, "AREA_CE_prieto": sway.prietoArea,
            "AREA_CE_chi2": sway.chiSquaredArea, "AREA_PRED_F": sway.ellipseArea, "AREA_SW_per_s": sway.sweptArea,
            "MFREQ": sway.frequency, "MFREQ_AP": a.frequency, "MFREQ_ML": m.frequency,
            "ellipse_major_angle_deg_from_AP": sway.ellipseDirection, "P_TOTAL_AP_sum": ap.total, "F50_AP": ap.median,
            "F95_AP": ap.edge, "CFREQ_AP": ap.centroid, "FREQD_AP": ap.dispersion, "P_TOTAL_ML_sum": ml.total,
            "F50_ML": ml.median, "F95_ML": ml.edge, "CFREQ_ML": ml.centroid, "FREQD_ML": ml.dispersion,
        ]
    }

    @Test("Every line of the flat list that is not of one sensor is found")
    func everyLine() throws {
        var table = ComparisonTable()
        let (_, _, matrix) = try bandAndPlate()
        let coupling = try Coupling(matrix, from: 0, to: 1)
        let axes = try ["Fz", "Mx"].map { try ReferenceData.column($0, of: "isometric_plate/ex3_1000hz.csv") }
        let entry = try #require(try ReferenceData.expected("tremor.json")["beckham_ex3_plateau"] as? [String: Any])
        let (first, last) = (try #require(entry["first"] as? Int), try #require(entry["last_exclusive"] as? Int))
        let plate = try #require(
            CrossWelch.matrix(
                of: axes.map { Array($0[first..<last]) }, rate: 1000, segmentLength: 1000, overlap: 500, detrend: .linear))
        // The published mean frequency is of a spectrum whose segments nobody states.
        let rows = try SummaryRow.all().filter { $0.elsewhere != nil && $0.metric != "COPmfreq" }
        for row in rows {
            let got: Double?
            let parts = row.metric.split(separator: "_")
            if row.dataset.hasPrefix("BDS") {
                let path = try sway(row.dataset)
                switch row.metric {
                case "COParea": got = try #require(Sway(path)).ellipseArea
                // The published velocity divides by n, not by n − 1, intervals.
                case "COPvelo":
                    let count = Double(path.x.count)
                    got = try #require(Sway(path)).velocity * (count - 1) / count
                default: got = try answers(path)[String(row.metric.dropFirst("prieto_".count))]
                }
            } else if row.metric.hasPrefix("coh_") {
                let frequency = try #require(Double(parts[3].dropLast(2)))
                got = plate.coherence(0, 1, line(plate, frequency))
            } else if row.metric.hasPrefix("coherence_") {
                // The reference interpolates between lines.
                let place = try #require(Double(parts[1])) / matrix.step
                let (left, share) = (Int(place), place.truncatingRemainder(dividingBy: 1))
                got = (1 - share) * matrix.coherence(0, 1, left) + share * matrix.coherence(0, 1, left + 1)
            } else {
                let edges = try #require(parts.last).split(separator: "-").compactMap { Double($0) }
                let found = try coupling.parts(edges[0], edges[1])
                got = row.metric.hasPrefix("residual") ? found.own : found.shared
            }
            table.check(
                row.metric, row.dataset, expected: row.value, got: got, tolerance: row.tolerance, absolute: row.isAbsolute)
        }
        table.report()
        #expect(table.count == rows.count && table.count == 186)
    }

    @Test("Band and plate: coherence, gain, delay, fluctuation and the limit of the reference")
    func coupling() throws {
        let (band, _, matrix) = try bandAndPlate()
        let expected = try #require(try ReferenceData.expected("band.json")["band_plate"] as? [String: Any])
        var table = ComparisonTable()
        #expect(matrix.segments == expected["segments"] as? Int)
        for (key, gain) in try #require(expected["gain"] as? [String: Double]) {
            let response = matrix.response(of: 1, to: 0, line(matrix, try #require(Double(key))))
            table.check("gain \(key) Hz", "band_plate", expected: gain, got: response?.gain)
        }
        let coupling = try Coupling(matrix, from: 0, to: 1)
        let delay = try coupling.delay()
        table.check(
            "delay", "band_plate", expected: try #require(expected["delay_from_phase_s_0.5_5"] as? Double), got: delay.seconds)
        let truth = try #require(expected["lag_true_s"] as? Double)
        #expect(abs(delay.seconds - truth) < 0.002)
        table.check(
            "gain", "band_plate", expected: try #require(expected["gain_true"] as? Double), got: try coupling.gain(),
            tolerance: 0.01)
        let fluctuation = try #require(BandFluctuation(band, rate: 500))
        for (key, got) in [
            ("band_fluctuation_index_pct", fluctuation.index), ("band_fluctuation_detrended_pct", fluctuation.detrendedIndex),
            ("band_p95_p5_over_mean_pct", fluctuation.range),
        ] { table.check(key, "band_plate", expected: try #require(expected[key] as? Double), got: got) }
        table.report()
    }

    @Test("Phases of force and moment of a plate are the reference's")
    func phases() throws {
        let expected = try #require(try ReferenceData.expected("tremor.json")["coherence_ex3_Fz_Mx"] as? [String: Any])
        let entry = try #require(try ReferenceData.expected("tremor.json")["beckham_ex3_plateau"] as? [String: Any])
        let (first, last) = (try #require(entry["first"] as? Int), try #require(entry["last_exclusive"] as? Int))
        let axes = try ["Fz", "Mx"].map {
            Array(try ReferenceData.column($0, of: "isometric_plate/ex3_1000hz.csv")[first..<last])
        }
        let matrix = try #require(CrossWelch.matrix(of: axes, rate: 1000, segmentLength: 1000, overlap: 500, detrend: .linear))
        var table = ComparisonTable()
        for (key, phase) in try #require(expected["phase_rad_at_hz"] as? [String: Double]) {
            let response = matrix.response(of: 1, to: 0, line(matrix, try #require(Double(key))))
            table.check("phase \(key) Hz", "ex3", expected: phase, got: response?.phase)
        }
        table.report()
    }

    @Test("The lag of a signal that follows by 37 ms")
    func lag() throws {
        let file = "synthetic_lag37ms_1000hz.csv"
        let lag = try OscillationLag(
            try ReferenceData.column("a", of: file), try ReferenceData.column("b", of: file), rate: 1000)
        let expected = try #require(try ReferenceData.expected("tremor.json")["xcorr_lag"] as? [String: Any])
        var table = ComparisonTable()
        table.check("lag ms", file, expected: try #require(expected["parabolic"] as? Double), got: 1000 * lag.seconds)
        table.check("lag ms", file, expected: 37, got: 1000 * lag.seconds, tolerance: 0.1, absolute: true)
        table.check("r", file, expected: try #require(expected["r_max"] as? Double), got: lag.correlation)
        table.report()
    }

    @Test("Every formula of asymmetry")
    func asymmetry() throws {
        var table = ComparisonTable()
        for row in try #require(try ReferenceData.expected("band.json")["asymmetry"] as? [[String: Double]]) {
            let (left, right) = (try #require(row["L"]), try #require(row["R"]))
            let found = Asymmetry(left: left, right: right)
            for (key, got) in [
                ("unilateral_pct_signed (max-min)/max*100, + = right stronger", found.unilateral),
                ("bilateral_BAI1_pct (R-L)/(R+L)*100", found.bilateral), ("share_R_pct", found.share),
                ("symmetry_angle_pct", found.symmetryAngle),
            ] { table.check(key, "\(left) \(right)", expected: try #require(row[key]), got: got) }
        }
        table.report()
    }
}
