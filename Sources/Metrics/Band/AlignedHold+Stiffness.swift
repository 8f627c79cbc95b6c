import Samples

/// How much tension a band gains with its length.
extension AlignedHold {
    /// The least change of length that a slope is computed from, m, and the fewest samples.
    private static let leastStretch = 0.01
    private static let leastSamples = 10

    /// Adds the stiffness of the band of each position sensor.
    func addStiffness(_ companions: [SetUpCompanion], to list: inout SetUpList) {
        for companion in companions.sorted(by: { $0.name < $1.name }) where companion.kind == .position {
            guard let band = band(of: companion) else { continue }
            let line: Result<StraightLine, NullReason>
            do throws(NullReason) { line = .success(try self.line(band, companion)) } catch { line = .failure(error) }
            let names = [band.name, companion.name]
            list.add(.bandStiffness, of: names) { () throws(NullReason) in try line.get().slope }
            list.add(.bandStiffnessFit, of: names) { () throws(NullReason) in
                guard let share = try line.get().determination else { throw .notFinite }
                return share
            }
        }
    }

    /// The band whose length a sensor measures: that of its role, or the only one.
    private func band(of companion: SetUpCompanion) -> AlignedMember? {
        let bands = members.filter(\.isBand)
        let own = bands.filter { !companion.place.role.isEmpty && $0.member.place.role == companion.place.role }
        if own.count == 1 { return own[0] }
        return bands.count == 1 ? bands[0] : nil
    }

    /// Tension against position while the band is stretched.
    private func line(_ band: AlignedMember, _ companion: SetUpCompanion) throws(NullReason) -> StraightLine {
        guard band.member.isCalibrated, companion.isCalibrated else { throw .otherUnits }
        guard !band.isSaturated else { throw .saturated }
        guard let onset = band.onset?.moment else { throw .noCrossing }
        guard let plateau = band.plateau, plateau.lowerBound > onset else { throw .noPlateau }
        let shift = companion.begin.seconds(since: origin) - companion.place.latency
        let path = ForceCurve(
            force: companion.record.force, time: companion.record.time.map { $0 + shift }, rate: companion.record.rate)
        let (start, end) = (onset, plateau.lowerBound)
        guard !path.hasHole(from: start, to: end, longerThan: PlateauNumbers.bridgedBySteadiness) else { throw .gapInside }
        var (lengths, tensions): ([Double], [Double]) = ([], [])
        for index in band.curve.index(atOrAfter: start)..<band.curve.index(atOrAfter: end) {
            guard let length = path.value(at: band.curve.time[index]) else { throw .gapInside }
            lengths.append(length)
            tensions.append(band.curve.force[index])
        }
        guard lengths.count >= Self.leastSamples else { throw .tooFew }
        guard let low = lengths.min(), let high = lengths.max(), high - low >= Self.leastStretch else { throw .tooUncertain }
        guard let line = StraightLine(x: lengths, y: tensions) else { throw .notFinite }
        return line
    }
}

extension MetricDefinition {
    private static let stretching =
        "samples of the band from its onset to the start of its plateau; position at their times, after the latencies; at least 10 mm"

    static let bandStiffness = MetricDefinition(
        "band_stiffness", .newtonPerMetre, "Stiffness of the band while it is stretched: slope of tension against position",
        source: "own", parameters: stretching + "; least squares")
    static let bandStiffnessFit = MetricDefinition(
        "band_stiffness_fit", .count, "Part of the variance of the tension that this line explains", source: "own",
        parameters: stretching)

    /// What a position sensor says of a band.
    static let stiffness = [bandStiffness, bandStiffnessFit]
}
