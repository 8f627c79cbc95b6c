extension MetricDefinition {
    private static let prieto = "Prieto 1996 IEEE Trans Biomed Eng 43:956"
    private static let smoothing =
        "plateau, 0.5 s trimmed from each end; zero-phase Butterworth, order 4 in total, −6 dB at 10 Hz; then 100 Hz"

    private static func sway(_ name: String, _ unit: MetricUnit, _ summary: String, source: String = prieto) -> MetricDefinition {
        MetricDefinition("sway_" + name, unit, summary, source: source, parameters: smoothing)
    }

    static let swayNumbers: [(MetricDefinition, @Sendable (Sway) -> Double)] = [
        (sway("distance", .millimetre, "Mean distance of the centre of pressure from its mean"), { $0.meanDistance }),
        (sway("distance_rms", .millimetre, "RMS distance of the centre of pressure from its mean"), { $0.rmsDistance }),
        (sway("rms_ap", .millimetre, "RMS of the centre of pressure, anteroposterior"), { $0.anteroposterior.rms }),
        (sway("rms_ml", .millimetre, "RMS of the centre of pressure, mediolateral"), { $0.mediolateral.rms }),
        (sway("range_ap", .millimetre, "Range of the centre of pressure, anteroposterior"), { $0.anteroposterior.range }),
        (sway("range_ml", .millimetre, "Range of the centre of pressure, mediolateral"), { $0.mediolateral.range }),
        (sway("path", .millimetre, "Length of the path of the centre of pressure"), { $0.path }),
        (sway("velocity", .millimetrePerSecond, "Path of the centre of pressure divided by its time"), { $0.velocity }),
        (
            sway("velocity_ap", .millimetrePerSecond, "Mean speed of the centre of pressure, anteroposterior"),
            { $0.anteroposterior.velocity }
        ),
        (
            sway("velocity_ml", .millimetrePerSecond, "Mean speed of the centre of pressure, mediolateral"),
            { $0.mediolateral.velocity }
        ),
        (sway("frequency", .hertz, "Velocity divided by the circumference of the circle of the mean distance"), { $0.frequency }),
        (
            sway(
                "area_rate", .squareMillimetrePerSecond,
                "Area that the vector from the mean to the centre of pressure sweeps, per second"),
            { $0.sweptArea }
        ),
        (
            sway(
                "ellipse_area", .squareMillimetre, "Area of the 95 % prediction ellipse of the centre of pressure",
                source: "Schubert & Kirchner 2014 Gait Posture 39:518"), { $0.ellipseArea }
        ),
        (
            sway(
                "ellipse_direction", .degree,
                "Angle from the anteroposterior axis to the long axis of the ellipse, positive to the right, 0 … 180°",
                source: "Schubert & Kirchner 2014 Gait Posture 39:518"), { $0.ellipseDirection }
        ),
    ]

    /// - Parameter axis: `ap` or `ml`.
    static func swaySpectrum(_ axis: String) -> [(MetricDefinition, @Sendable (SwaySpectrum) -> Double)] {
        let direction = axis == "ap" ? "anteroposterior" : "mediolateral"
        func spectral(_ name: String, _ unit: MetricUnit, _ summary: String) -> MetricDefinition {
            MetricDefinition(
                "sway_\(name)_\(axis)", unit, "\(summary), \(direction)", source: prieto,
                parameters: smoothing + "; 0.15–5 Hz; Hann segments of 20 s that overlap by half; mean removed")
        }
        return [
            (spectral("median_frequency", .hertz, "Frequency below which half of the power of the sway lies"), { $0.median }),
            (spectral("edge_frequency", .hertz, "Frequency below which 95 % of the power of the sway lies"), { $0.edge }),
            (spectral("centroidal_frequency", .hertz, "Centroidal frequency of the sway"), { $0.centroid }),
            (
                spectral("frequency_dispersion", .count, "Frequency dispersion of the sway: 0 for a single frequency"),
                { $0.dispersion }
            ),
        ]
    }

    static let stabilisationSequential = MetricDefinition(
        "stabilisation_time_sequential", .second,
        "Time from the onset until the mean of the force so far stays within ± 0.25 SD of the mean of all",
        source: "Colby 1999 J Orthop Sports Phys Ther 29:444", parameters: "from the onset to the end of the plateau; unfiltered")
    static let stabilisationRange = MetricDefinition(
        "stabilisation_time_range", .second,
        "Time from the onset until a cubic through the rectified force falls to the range of the last 5 s",
        source: "Ross & Guskiewicz 2003 J Athl Train 38:322",
        parameters: "from the onset to the end of the plateau, at least 10 s; unfiltered")
    static let stabilisationLevel = MetricDefinition(
        "stabilisation_time_level", .second,
        "Time from the onset until the force stays within 5 % of the mean of the plateau for 1 s", source: "own",
        parameters: "from the onset to the end of the plateau; unfiltered")

    /// Whether balance holds.
    static let balance: [MetricDefinition] =
        swayNumbers.map(\.0) + ["ap", "ml"].flatMap { swaySpectrum($0).map(\.0) }
        + [stabilisationSequential, stabilisationRange, stabilisationLevel]
}
