extension HoldRecord {
    /// The time of a sample position, interpolated linearly between two samples; nil outside the samples.
    func moment(at position: Double) -> Double? {
        guard position >= 0, position <= Double(time.count - 1) else { return nil }
        let left = Int(position)
        let share = position - Double(left)
        let moment = share == 0 ? time[left] : time[left] + (time[left + 1] - time[left]) * share
        return moment.isFinite ? moment : nil
    }

    /// Interpolates a single missing sample between two others linearly; longer gaps stay.
    mutating func bridgeSingleSamples() {
        guard force.count == time.count, force.count >= 3 else { return }
        for index in 1..<force.count - 1 where !force[index].isFinite {
            let (before, after) = (force[index - 1], force[index + 1])
            let share = (time[index] - time[index - 1]) / (time[index + 1] - time[index - 1])
            guard before.isFinite, after.isFinite, share > 0, share < 1 else { continue }
            force[index] = before + (after - before) * share
        }
    }
}
