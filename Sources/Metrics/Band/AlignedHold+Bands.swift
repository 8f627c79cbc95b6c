import CMath
import Filtering

extension AlignedHold {
    /// The bands of frequencies in which bands and body are compared.
    static let comparedBands = [TremorBand.drift, .low, .physiological]

    /// What each band does on its own plateau.
    func addBands(to list: inout SetUpList) {
        for band in members where band.isBand {
            let numbers: Result<BandFluctuation, NullReason>
            do throws(NullReason) {
                guard !band.isSaturated else { throw .saturated }
                guard let plateau = band.plateau else { throw .noPlateau }
                guard RateRule.meets(band.curve.rate, RateRule.lowest) else { throw .rateTooLow }
                let series = try band.series(plateau)
                guard let found = BandFluctuation(series.values, rate: series.rate) else { throw .divisionByZero }
                numbers = .success(found)
            } catch {
                numbers = .failure(error)
            }
            let rows: [(MetricDefinition, (BandFluctuation) -> Double?)] = [
                (.bandFluctuationIndex, { $0.index }), (.bandFluctuationDetrended, { $0.detrendedIndex }),
                (.bandFluctuationRange, { $0.range }), (.bandFluctuationFrequency, { $0.frequency }),
                (.bandFluctuationRate, { $0.rate }), (.bandYank, { $0.yank }),
            ]
            for (definition, value) in rows {
                list.add(definition, of: [band.name]) { () throws(NullReason) in
                    guard let value = value(try numbers.get()) else { throw .plateauTooShort }
                    return value
                }
            }
            list.add(.bandDose, of: [band.name]) { () throws(NullReason) in
                guard !band.isSaturated else { throw .saturated }
                guard let start = band.onset?.moment, let end = band.release else { throw .notReleased }
                guard !band.curve.hasHole(from: start, to: end, longerThan: PlateauNumbers.bridgedBySteadiness) else {
                    throw .gapInside
                }
                guard let dose = band.curve.integral(from: start, to: end, offset: 0) else { throw .notReleased }
                return dose
            }
            guard let direction = band.member.place.band else { continue }
            let elevation = direction.elevation * .pi / 180
            let azimuth = direction.azimuth * .pi / 180
            let parts = [
                (MetricDefinition.bandForwardForce, c_cos(elevation) * c_cos(azimuth)),
                (.bandRightForce, c_cos(elevation) * c_sin(azimuth)), (.bandUpForce, c_sin(elevation)),
            ]
            for (definition, part) in parts {
                list.add(definition, of: [band.name]) { () throws(NullReason) in try numbers.get().mean * part }
            }
        }
    }

    /// What each band and each sensor of the body have in common on the common plateau.
    func addCoupling(_ forces: Result<AlignedForces, NullReason>, _ matrix: SpectralMatrix?, to list: inout SetUpList) {
        let bands = members.indices.filter { members[$0].isBand }
        for band in bands {
            for body in members.indices where !members[body].isBand {
                let names = [members[body].name, members[band].name]
                let coupling = self.coupling(forces, matrix, from: band, to: body)
                addParts(coupling, bands, band, body, names, to: &list)
                list.add(.couplingGain, of: names) { () throws(NullReason) in try coupling.get().gain() }
                list.add(.couplingPhase, of: names) { () throws(NullReason) in
                    guard let frequency = mainFrequency(of: band, matrix) else { throw .notSignificant }
                    return try coupling.get().phase(at: frequency)
                }
                list.add(.couplingDelay, of: names) { () throws(NullReason) in
                    let (seconds, deviation) = try coupling.get().delay()
                    return (1000 * seconds, 1000 * (2 * deviation + alignment(band, body)))
                }
                addLag(forces, body, band, to: &list)
            }
        }
        for (positive, negative) in sides {
            guard let a = members.firstIndex(where: { $0.name == positive.name }),
                let b = members.firstIndex(where: { $0.name == negative.name })
            else { continue }
            addLag(forces, a, b, to: &list)
        }
    }

    private func coupling(
        _ forces: Result<AlignedForces, NullReason>, _ matrix: SpectralMatrix?, from band: Int, to body: Int
    ) -> Result<Coupling, NullReason> {
        do throws(NullReason) {
            _ = try forces.get()
            guard !members[band].isSaturated, !members[body].isSaturated else { throw .saturated }
            guard let matrix else { throw .plateauTooShort }
            return .success(try Coupling(matrix, from: band, to: body))
        } catch {
            return .failure(error)
        }
    }

    private func addParts(
        _ coupling: Result<Coupling, NullReason>, _ bands: [Int], _ band: Int, _ body: Int, _ names: [String],
        to list: inout SetUpList
    ) {
        list.add(.coherenceLimit, of: names) { () throws(NullReason) in try coupling.get().matrix.coherenceLimit }
        for range in Self.comparedBands {
            list.add(.coherence(range), of: names) { () throws(NullReason) in
                try coupling.get().parts(range.low, range.high).coherence
            }
            list.add(.sharedRMS(range), of: names) { () throws(NullReason) in
                try coupling.get().parts(range.low, range.high).shared
            }
            list.add(.ownRMS(range), of: names) { () throws(NullReason) in try coupling.get().parts(range.low, range.high).own }
            guard bands.count > 1 else { continue }
            list.add(.partialCoherence(range), of: names + bands.filter { $0 != band }.map { members[$0].name }) {
                () throws(NullReason) in
                let rest = bands.filter { $0 != band }.reduce(try coupling.get().matrix) { $0.without($1) }
                return try Coupling(rest, from: band, to: body).parts(range.low, range.high).coherence
            }
        }
    }

    /// The frequency at which a band has most power between the limits of its fluctuation, Hz.
    private func mainFrequency(of band: Int, _ matrix: SpectralMatrix?) -> Double? {
        guard let matrix else { return nil }
        let density = matrix.power(of: band).density
        let lines = density.indices.filter {
            (Coupling.gainBand.lowerBound...BandFluctuation.highest).contains(matrix.frequency($0))
        }
        return lines.max { density[$0] < density[$1] }.map { matrix.frequency($0) }
    }

    /// How much the oscillation of one sensor follows that of another.
    private func addLag(_ forces: Result<AlignedForces, NullReason>, _ a: Int, _ b: Int, to list: inout SetUpList) {
        let names = [members[a].name, members[b].name]
        let lag: Result<OscillationLag, NullReason>
        do throws(NullReason) {
            let forces = try forces.get()
            guard !members[a].isSaturated, !members[b].isSaturated else { throw .saturated }
            guard let first = OscillationLag.filtered(forces.forces[b], rate: forces.rate),
                let second = OscillationLag.filtered(forces.forces[a], rate: forces.rate)
            else { throw .plateauTooShort }
            lag = .success(try OscillationLag(first, second, rate: forces.rate))
        } catch {
            lag = .failure(error)
        }
        list.add(.oscillationLag, of: names) { () throws(NullReason) in
            let lag = try lag.get()
            return (1000 * lag.seconds, 1000 * (2 * lag.deviation + alignment(a, b)))
        }
        list.add(.oscillationCorrelation, of: names) { () throws(NullReason) in try lag.get().correlation }
    }

    /// The uncertainty of the times of two members against each other, s.
    private func alignment(_ a: Int, _ b: Int) -> Double {
        let (first, second) = (members[a].member, members[b].member)
        guard first.clock != second.clock else { return 0 }
        return first.place.timeUncertainty(rate: first.record.rate) + second.place.timeUncertainty(rate: second.record.rate)
    }
}
