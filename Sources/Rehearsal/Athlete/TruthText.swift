import Formats
public import Samples

extension AthleteTruth.Hold {
    /// One line of JSON. The keys contain the units.
    public var json: String {
        let growth: String
        switch plan.tremor.growth {
        case .none: growth = "null"
        case .linear(let slope): growth = "{\"newtons_per_second\":\(decimal(slope))}"
        case .exponential(let doubling): growth = "{\"doubling_seconds\":\(decimal(doubling))}"
        }
        let felt = sensors.map(\.json).joined(separator: ",")
        return "{\"hold\":\(self.number),\"kind\":\"\(kind.name)\",\"onset_seconds\":\(decimal(onset))"
            + ",\"release_seconds\":\(decimal(release)),\"end_seconds\":\(decimal(end))"
            + ",\"pretension_newtons\":\(decimal(plan.pretension)),\"countermovement_newtons\":\(decimal(plan.countermovement))"
            + ",\"fluctuation_share\":\(decimal(plan.fluctuation)),\"fatigue_share_per_second\":\(decimal(plan.fatigue))"
            + ",\"tremor_onset_seconds\":\(tremorOnset.map { decimal($0) } ?? "null"),\"tremor_growth\":\(growth)"
            + ",\"sensors\":[\(felt)]}"
    }
}

extension AthleteTruth.Sensor {
    var json: String {
        "{\"name\":\"\(name.filter { $0 != "\"" && $0 != "\\" && !$0.isNewline })\",\"onset_seconds\":\(decimal(onset))"
            + ",\"trough_seconds\":\(decimal(trough)),\"release_seconds\":\(decimal(release))"
            + ",\"baseline_newtons\":\(decimal(baseline)),\"plateau_newtons\":\(decimal(plateau)),\"peak_newtons\":\(decimal(peak))"
            + ",\"peak_rfd_newtons_per_second\":\(decimal(peakRFD)),\"peak_rfd_seconds\":\(decimal(peakRFDTime))"
            + ",\"tremor_floor_newtons\":\(decimal(tremorFloor)),\"tremor_at_release_newtons\":\(decimal(tremorAtRelease))}"
    }
}

extension AthleteTruth {
    /// All of it as one JSON text.
    ///
    /// - Parameter epoch: the moment on this host's monotonic clock from which the seconds are counted.
    public func json(epoch: HostInstant) -> String {
        "{\"seed\":\(seed),\"epoch_nanoseconds\":\(epoch.nanoseconds),\"holds\":[\n\(holds.map(\.json).joined(separator: ",\n"))\n]}\n"
    }
}

private func decimal(_ value: Double) -> String { value.isFinite ? CSVWriter.text(value) : "null" }
