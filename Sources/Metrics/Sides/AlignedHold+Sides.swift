import Filtering

extension AlignedHold {
    /// The blocks whose means show how much a side varies by itself, s.
    static let block = 1.0

    /// How the members of each family share the load, and the difference between the sides.
    func addSides(_ forces: Result<AlignedForces, NullReason>, to list: inout SetUpList) {
        for family in families { addSharing(family, forces, to: &list) }
        for (positive, negative) in sides {
            let names = [positive.name, negative.name]
            list.add(.asymmetryPeak, of: names) { () throws(NullReason) in
                guard let right = positive.member.result["peak_net_force"]?.value,
                    let left = negative.member.result["peak_net_force"]?.value
                else { throw .noBaseline }
                return try asymmetry(positive, negative, left: left, right: right).bilateral
            }
            list.add(.asymmetryPlateau, of: names) { () throws(NullReason) in
                let pair = try [negative, positive].map { member throws(NullReason) in
                    let values = try series(of: member, forces)
                    return (values, Double(Int(Self.block * (try forces.get().rate))))
                }
                let means = pair.map { $0.0.reduce(0, +) / Double($0.0.count) }
                let whole = try asymmetry(positive, negative, left: means[0], right: means[1])
                let size = Int(pair[0].1)
                guard size > 0, pair[0].0.count >= 2 * size else { throw .plateauTooShort }
                let blocks = stride(from: 0, through: pair[0].0.count - size, by: size).map { start in
                    let part = pair.map { $0.0[start..<start + size].reduce(0, +) / Double(size) }
                    return Asymmetry(left: part[0], right: part[1]).bilateral
                }
                let squares = blocks.reduce(0) { $0 + ($1 - whole.bilateral) * ($1 - whole.bilateral) }
                return (whole.bilateral, 2 * (squares / Double(blocks.count - 1)).squareRoot())
            }
        }
    }

    private func asymmetry(_ positive: AlignedMember, _ negative: AlignedMember, left: Double, right: Double) throws(NullReason)
        -> Asymmetry
    {
        guard positive.member.isCalibrated, negative.member.isCalibrated else { throw .otherUnits }
        try check([positive, negative])
        guard left + right > 0 else { throw .divisionByZero }
        return Asymmetry(left: left, right: right)
    }

    /// Throws where a force is not that of the athlete's effort, or is higher than the sensor can say.
    func check(_ sensors: [AlignedMember]) throws(NullReason) {
        if sensors.contains(where: \.isSaturated) { throw .saturated }
        if sensors.contains(where: { late.contains($0.name) }) { throw .laterRise }
    }

    /// The force of a member over its level of rest on the common plateau.
    private func series(of member: AlignedMember, _ forces: Result<AlignedForces, NullReason>) throws(NullReason) -> [Double] {
        guard let index = members.firstIndex(where: { $0.name == member.name }) else { throw .noPlateau }
        return try forces.get().forces[index].map { $0 - member.member.record.rest }
    }

    private func addSharing(
        _ family: [AlignedMember], _ forces: Result<AlignedForces, NullReason>, to list: inout SetUpList
    ) {
        let sharing: Result<Sharing, NullReason>
        do throws(NullReason) {
            guard family.allSatisfy(\.member.isCalibrated) else { throw .otherUnits }
            try check(family)
            var values: [[Double]] = []
            for member in family { values.append(try series(of: member, forces)) }
            guard let found = Sharing(values, rate: try forces.get().rate) else { throw .divisionByZero }
            sharing = .success(found)
        } catch {
            sharing = .failure(error)
        }
        let names = family.map(\.name)
        for (index, name) in names.enumerated() {
            let order = [name] + names.filter { $0 != name }
            list.add(.share, of: order) { () throws(NullReason) in try sharing.get().parts[index].mean }
            list.add(.shareDeviation, of: order) { () throws(NullReason) in try sharing.get().parts[index].deviation }
            list.add(.shareDrift, of: order) { () throws(NullReason) in try sharing.get().parts[index].drift }
        }
        list.add(.compensation, of: names) { () throws(NullReason) in
            guard let value = try sharing.get().compensation else { throw .divisionByZero }
            return value
        }
        guard names.count == 2 else { return }
        list.add(.antiPhase, of: names) { () throws(NullReason) in
            guard let value = try sharing.get().antiPhase else { throw .divisionByZero }
            return value
        }
    }
}
