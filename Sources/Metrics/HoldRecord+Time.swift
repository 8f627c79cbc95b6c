extension HoldRecord {
    /// The time of a sample position, between two samples by a straight line; nil outside the record.
    func moment(at position: Double) -> Double? {
        guard position >= 0, position <= Double(time.count - 1) else { return nil }
        let left = Int(position)
        let share = position - Double(left)
        let moment = share == 0 ? time[left] : time[left] + (time[left + 1] - time[left]) * share
        return moment.isFinite ? moment : nil
    }

    /// Puts a straight line where a single sample is missing between two that are there; longer holes stay.
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
