import Analysis
import Calibration
import Certificates
import Foundation
import Metrics
import Processing
import Rehearsal
import RingBuffer
import Samples
import Testing

/// The demonstration's athlete on her three sensors, in process: each effort is one hold of all three.
///
/// `HOLDFAST_SEEDS=10` tries as many athletes.
struct DemonstrationTests {
    private struct Output: ProcessingOutput {
        var analysis: StationAnalysis
        var holds: [CompletedHold] = []
        var merged = 0
        mutating func emit(_ reading: Reading) { analysis.receive(reading) }
        mutating func emit(_ event: HoldEvent) {
            if case .holdMerged = event.what { merged += 1 }
            analysis.receive(event)
        }
        mutating func work() {
            while !analysis.isIdle { analysis.work() }
            while let (hold, _) = analysis.nextCompleted() { holds.append(hold) }
        }
    }

    private static let rates = [
        DemonstrationScene.leftBandRate, DemonstrationScene.rightBandRate, DemonstrationScene.plateRate,
    ]
    private static let seconds = 100.0

    private func holds(of athlete: SyntheticAthlete) -> [CompletedHold] {
        let sensors = athlete.sensors.map { sensor in
            SensorDescription(
                name: sensor.name, kind: sensor.plate == nil ? .cell : .plate,
                calibration: SensorCalibration(state: .settings, channels: sensor.plate == nil ? 1 : 15))
        }
        let processor = StationProcessor(sensors: sensors.map { PipelineSettings($0) }, nextHold: 1)
        var output = Output(analysis: StationAnalysis(Editions(sensors)))
        func send(_ number: Int, _ index: UInt64, _ seconds: Double, _ flags: FrameFlags, _ values: [8 of Double]) {
            let time = HostInstant(nanoseconds: 0).advanced(bySeconds: seconds)
            processor.process(
                Frame(
                    sensor: SensorNumber(UInt16(number)), present: flags.isEmpty ? (number == 2 ? 15 : 1) : 0, flags: flags,
                    index: index, time: time, arrival: time, values: values), into: &output)
        }
        for (number, rate) in Self.rates.enumerated() {
            var values = [8 of Double](repeating: .nan)
            values[0] = rate
            send(number, 0, 0, .clockLocked, values)
        }
        var next = [0, 0, 0]
        var channels: [Double] = []
        while true {
            // The sample that is next in time, of whichever sensor.
            guard let number = next.indices.min(by: { Double(next[$0]) / Self.rates[$0] < Double(next[$1]) / Self.rates[$1] })
            else { break }
            let seconds = Double(next[number]) / Self.rates[number]
            guard seconds < Self.seconds else { break }
            athlete.sample(of: athlete.sensors[number], at: seconds, into: &channels)
            var values = [8 of Double](repeating: .nan)
            for (place, value) in channels.enumerated() { values[place] = value }
            send(number, UInt64(next[number]), seconds, [], values)
            next[number] += 1
            if next[0] % 1000 == 0 { output.work() }
        }
        processor.finish(at: HostInstant(nanoseconds: 0).advanced(bySeconds: Self.seconds), into: &output)
        output.work()
        return output.holds.filter { !$0.sensors.isEmpty }
    }

    @Test func eachEffortIsOneHoldOfAllThreeSensors() throws {
        let seeds = ProcessInfo.processInfo.environment["HOLDFAST_SEEDS"].flatMap(UInt64.init) ?? 2
        var worst = 0.0
        var efforts = 0
        for seed in 1...seeds {
            let athlete = DemonstrationScene.athlete(seed: seed)
            let truth = athlete.truth(holds: 10).holds.filter { $0.end < Self.seconds - 3 }
            let found = holds(of: athlete)
            #expect(found.count == truth.count, "seed \(seed): \(found.count) \(truth.count)")
            for (hold, effort) in zip(found, truth) {
                efforts += 1
                #expect(
                    hold.sensors.count == 3 && hold.kind == effort.kind,
                    "seed \(seed), hold \(effort.number): \(hold.sensors.map { "\($0.sensor.value) \($0.result.kind) \(($0.onset?.nanoseconds ?? 0) / 1_000_000)" })"
                )
                for part in hold.sensors {
                    let felt = effort.sensors[Int(part.sensor.value)]
                    let onset = try #require(part.onset).seconds(since: HostInstant(nanoseconds: 0))
                    // A ramp is seen where it leaves the floor of its level, and this one begins smoothly.
                    let isPlate = part.sensor.value == 2
                    // A dip that runs into the pull has two onsets, its bottom and its end.
                    let dips = effort.plan.countermovement > 0
                    let late = effort.kind == .sustained ? (isPlate ? 0.45 : 0.25) : isPlate ? 0.015 : dips ? 0.01 : 0.008
                    let off = min(abs(onset - felt.onset), abs(onset - felt.trough))
                    // A band that moves just before the pull makes its onset early, by no more than the onset says of itself.
                    let said = min(0.015, 2 * (part.result["onset_uncertainty"]?.value ?? 0) / 1000)
                    #expect(
                        off < max(late, said), "seed \(seed), hold \(effort.number), \(felt.name): \(onset) for \(felt.onset)")
                    if effort.kind == .explosive, !dips, part.sensor.value == 1 { worst = max(worst, off) }
                    let peak = try #require(part.result["peak_net_force"]?.value)
                    #expect(
                        peak > 0.9 * (felt.plateau - felt.baseline) && peak < 1.2 * felt.plateau,
                        "seed \(seed), hold \(effort.number), \(felt.name)")
                }
            }
        }
        #expect(worst < 0.005, "the onset of the board at 87 Hz")
        print("\(efforts) efforts of \(seeds) athletes; the onset of the board at 87 Hz is off by \(1000 * worst) ms at most")
    }
}
