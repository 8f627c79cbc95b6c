import Glibc
import Samples
import Testing

import Rehearsal

@Suite struct SyntheticAthleteTests {
    private let cell = AthleteSensor(name: "cell", noise: 0)

    private func athlete(_ plan: [HoldPlan], sensors: [AthleteSensor], seed: UInt64 = 42) -> SyntheticAthlete {
        SyntheticAthlete(seed: seed, plan: plan, sensors: sensors)
    }

    private func trace(_ athlete: SyntheticAthlete, _ sensor: AthleteSensor, from: Double, to: Double, step: Double = 0.001)
        -> [Double]
    {
        var values: [Double] = []
        return (0..<Int(((to - from) / step).rounded())).map { index in
            athlete.forces(of: sensor, at: from + Double(index) * step, into: &values)
            return values.reduce(0, +)
        }
    }

    private func rms(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(values.count)).squareRoot()
    }

    @Test(arguments: [HoldPlan.Rise.explosive(timeConstant: 0.04), .ramp(seconds: 1.5)])
    func `the trace leaves the baseline at the onset that truth names, and is steepest where it says`(rise: HoldPlan.Rise) throws
    {
        let band = AthleteSensor(name: "band", gain: 0.6, lag: 0.024, noise: 0)
        let athlete = athlete(
            [HoldPlan(rise: rise, level: 500, fluctuation: 0, fatigue: 0, tremor: .init(floor: 0, growth: .none))],
            sensors: [band])
        let truth = try #require(athlete.truth(holds: 1).holds.first?.sensors.first)
        let trace = trace(athlete, band, from: 0, to: 10)
        // A toe of second order passes a thousandth of the plateau after τ·√0.002 or D·√(0.001/3).
        let toe: Double
        if case .explosive(let tau) = rise { toe = tau * 0.0459 } else { toe = 1.5 * 0.0183 }
        let first = try #require(trace.firstIndex { $0 > 0.3 })
        #expect(trace[..<Int(truth.onset * 1000)].allSatisfy { $0 == 0 })
        #expect(abs(Double(first) / 1000 - truth.onset - toe) < 0.0025)
        let slopes = zip(trace.dropFirst(), trace).map { ($0 - $1) * 1000 }
        let steepest = try #require(slopes.indices.max { slopes[$0] < slopes[$1] })
        #expect(abs(slopes[steepest] - truth.peakRFD) < 2e-3 * truth.peakRFD)
        #expect(abs((Double(steepest) + 0.5) / 1000 - truth.peakRFDTime) < 0.003)
        #expect(abs(trace[Int(truth.onset * 1000) + 4000] - truth.plateau) < 1e-6 * truth.plateau)
    }

    @Test func `tremor has the RMS that truth names, before and after it begins to grow`() throws {
        let plan = HoldPlan(
            level: 300, duration: 200, fluctuation: 0, fatigue: 0,
            tremor: .init(floor: 1.5, onset: 100, growth: .linear(newtonsPerSecond: 0.216)))
        let athlete = athlete([plan], sensors: [cell])
        let truth = try #require(athlete.truth(holds: 1).holds.first)
        #expect(truth.tremorOnset == truth.onset + 100)
        let still = trace(athlete, cell, from: truth.onset + 10, to: truth.onset + 90)
        #expect(abs(rms(still) - 1.5) < 0.03)
        // The RMS of a linear growth from a over b seconds: the mean square of the line.
        let grown = trace(athlete, cell, from: truth.onset + 150, to: truth.onset + 190)
        let (low, high) = (1.5 + 0.216 * 50, 1.5 + 0.216 * 90)
        let expected = ((low * low + low * high + high * high) / 3).squareRoot()
        #expect(abs(rms(grown) - expected) < 0.05 * expected)
        #expect(truth.sensors.first?.tremorAtRelease == 1.5 + 0.216 * 100)
    }

    @Test func `tremor that grows exponentially doubles in its time`() {
        let tremor = HoldPlan.Tremor(floor: 2, onset: 3, growth: .exponential(doublingSeconds: 1.5))
        #expect([0, 3, 4.5, 6].map(tremor.rms(at:)) == [2, 2, 4, 8])
    }

    @Test func `tremor lies between 8 and 12 Hz and fluctuation below 4 Hz`() throws {
        func power(_ trace: [Double], _ hertz: Double) -> Double {
            var (re, im) = (0.0, 0.0)
            for (index, value) in trace.enumerated() {
                let angle = 2 * Double.pi * hertz * Double(index) * 0.005
                re += value * cos(angle)
                im += value * sin(angle)
            }
            return re * re + im * im
        }
        let plan = HoldPlan(level: 300, duration: 60, fluctuation: 0, fatigue: 0, tremor: .init(floor: 5, growth: .none))
        let shaking = trace(athlete([plan], sensors: [cell]), cell, from: 10, to: 60, step: 0.005)
        func band(_ low: Double, _ high: Double, _ trace: [Double]) -> Double {
            let mean = trace.reduce(0, +) / Double(trace.count)
            let centred = trace.map { $0 - mean }
            return stride(from: low, to: high, by: 0.05).map { power(centred, $0) }.reduce(0, +)
        }
        #expect(band(8, 12, shaking) > 200 * (band(1, 7.5, shaking) + band(12.5, 20, shaking)))
        var swinging = plan
        swinging.fluctuation = 0.02
        swinging.tremor.floor = 0
        let slow = trace(athlete([swinging], sensors: [cell]), cell, from: 10, to: 60, step: 0.005)
        #expect(band(0.3, 4, slow) > 200 * band(4.5, 15, slow))
        #expect(abs(rms(slow) - 6) < 0.6)
    }

    @Test func `pre-tension, countermovement, fatigue and release are where truth puts them`() throws {
        let plan = HoldPlan(
            rest: 6, level: 500, duration: 11, release: 0.4, pretension: 150, countermovement: 20, fluctuation: 0, fatigue: 0.02,
            tremor: .init(floor: 0, growth: .none))
        let athlete = athlete([plan], sensors: [cell])
        let hold = try #require(athlete.truth(holds: 1).holds.first)
        let truth = try #require(hold.sensors.first)
        #expect(hold.onset == 6 && hold.release == 17 && hold.end == 17.4)
        #expect(athlete.force(at: 3) == 150 && truth.baseline == 150)
        #expect(abs(athlete.force(at: truth.trough) - 130) < 1e-9)
        #expect(abs(athlete.force(at: hold.onset + 11) - 500 * 0.8) < 1e-9)
        #expect(abs(athlete.force(at: hold.release + 0.2) - 500 * 0.796 / 2) < 1)
        #expect(athlete.force(at: hold.end) == 0)
        #expect(abs(truth.peak - 500) < 2)
    }

    @Test func `several sensors see one athlete, each with its share and lag`() throws {
        let left = AthleteSensor(name: "left", gain: 0.55, noise: 0)
        let right = AthleteSensor(name: "right", gain: 0.45, lag: 0.037, noise: 0)
        let athlete = athlete([HoldPlan(), HoldPlan(rise: .ramp(seconds: 2))], sensors: [left, right])
        for time in stride(from: 0.0, to: 40, by: 0.173) {
            let force = athlete.force(at: time)
            var values: [Double] = []
            athlete.forces(of: left, at: time, into: &values)
            #expect(values == [0.55 * force])
            athlete.forces(of: right, at: time + 0.037, into: &values)
            #expect(abs((values.first ?? 0) - 0.45 * force) < 1e-6)
        }
        let truth = athlete.truth(holds: 4)
        #expect(truth.holds.map(\.kind) == [.explosive, .sustained, .explosive, .sustained])
        #expect(truth.holds.allSatisfy { abs($0.sensors[1].onset - $0.sensors[0].onset - 0.037) < 1e-9 })
        #expect(abs(truth.holds[2].onset - truth.holds[0].onset - athlete.round) < 1e-9)
    }

    @Test func `the four cells of a plate add up to weight and pull, their centre sways`() {
        let shape = AthleteSensor.Plate(bodyWeight: 700, sway: 0.004, restlessness: 0, lean: 0.02)
        let plate = AthleteSensor(name: "plate", gain: 0.9, noise: 0, plate: shape)
        let athlete = athlete([HoldPlan(level: 600, duration: 100, tremor: .init(floor: 0, growth: .none))], sensors: [plate])
        var values: [Double] = []
        var quiet: [Double] = []
        for index in 0..<500 {
            let time = Double(index) * 0.2
            athlete.forces(of: plate, at: time, into: &values)
            let total = values.reduce(0, +)
            #expect(abs(total - 700 - 0.9 * athlete.force(at: time)) < 1e-9)
            let x = 0.2 * (values[1] + values[3] - values[0] - values[2]) / total
            quiet.append(x - 0.02 * (total - 700) / 1000)
        }
        #expect(abs(rms(quiet) - 0.004) < 0.0006)
    }

    @Test func `the same seed gives the same samples at any rate and in any order, another seed others`() {
        let noisy = AthleteSensor(name: "cell", noise: 0.3, quantum: 0.01)
        let one = athlete([HoldPlan()], sensors: [noisy])
        var values: [Double] = []
        func sample(_ athlete: SyntheticAthlete, _ time: Double) -> Double {
            athlete.sample(of: noisy, at: time, into: &values)
            return values[0]
        }
        let forward = (0..<2000).map { sample(one, Double($0) * 0.005) }
        let backward = (0..<2000).reversed().map { sample(athlete([HoldPlan()], sensors: [noisy]), Double($0) * 0.005) }
        #expect(forward == Array(backward.reversed()))
        #expect(forward != (0..<2000).map { sample(athlete([HoldPlan()], sensors: [noisy], seed: 43), Double($0) * 0.005) })
        let rest = Array(forward[..<900])
        #expect(abs(rms(rest) - 0.3) < 0.03)
        #expect(rest.allSatisfy { abs($0 * 100 - ($0 * 100).rounded()) < 1e-9 })
    }

    @Test func `truth is written as JSON with its units`() {
        let text = athlete([HoldPlan()], sensors: [cell]).truth(holds: 2).json(epoch: HostInstant(nanoseconds: 77))
        #expect(
            text.hasPrefix(
                "{\"seed\":42,\"epoch_nanoseconds\":77,\"holds\":[\n{\"hold\":1,\"kind\":\"explosive\",\"onset_seconds\":5,\"release_seconds\":13,"
            ))
        #expect(text.contains("\"peak_rfd_newtons_per_second\":3678.79441171442"))
        #expect(!text.contains(":nan") && !text.contains(":inf"))
    }
}
