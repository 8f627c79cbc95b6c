import Glibc
import Seeding
import Testing

@testable import Console

struct SensorDiagnosisTests {
    private func readings(
        seconds: Double = 6, rate: Double = 500, hum: Double = 0, drift: Double = 0, noise: Double = 10, seed: UInt64 = 5
    ) -> (times: [Double], values: [Double]) {
        var numbers = SeededNumbers(seed: seed)
        let times = (0..<Int(seconds * rate)).map { Double($0) / rate }
        let values = times.map { time in
            // Evenly spread: SD is the width over √12.
            let random = (numbers.uniform() - 0.5) * noise * 12.0.squareRoot()
            return (5000 + random + hum * sin(2 * .pi * 50 * time) + drift * time / seconds).rounded()
        }
        return (times, values)
    }

    @Test func aQuietSensorIsFit() throws {
        let (times, values) = readings()
        let diagnosis = try #require(SensorDiagnosis(times: times, values: values))
        #expect(abs(diagnosis.rate - 500) < 1e-6 && abs(diagnosis.deviation - 10) < 0.5 && diagnosis.smallestStep == 1)
        #expect(diagnosis.problems(nominal: 500, lost: 0, jitterMicroseconds: 100).isEmpty)
        #expect(diagnosis.problems(nominal: 80, lost: 3, jitterMicroseconds: 5000).count == 3)
    }

    @Test func humAndDriftAreMeasuredAndNamed() throws {
        let (times, values) = readings(hum: 20)
        let diagnosis = try #require(SensorDiagnosis(times: times, values: values))
        // A sine of 20 has an RMS of 14.14.
        #expect(abs((diagnosis.mains.first?.size ?? 0) - 14.14) < 0.3 && diagnosis.mains.last?.size ?? 99 < 1)
        #expect(diagnosis.problems(nominal: nil, lost: 0, jitterMicroseconds: nil).contains { $0.contains("50 Hz") })
        let (later, drifting) = readings(drift: 300)
        let other = try #require(SensorDiagnosis(times: later, values: drifting))
        #expect(abs(other.drift - 300) < 3 && abs(other.deviation - 10) < 0.5)
        #expect(other.problems(nominal: nil, lost: 0, jitterMicroseconds: nil).contains { $0.contains("drifts") })
    }

    @Test func aStuckOneAndOneAtItsLimitAreNotFit() throws {
        let times = (0..<500).map { Double($0) / 80 }
        let stuck = try #require(SensorDiagnosis(times: times, values: times.map { _ in 7 }, limits: -7...7))
        let problems = stuck.problems(nominal: nil, lost: 0, jitterMicroseconds: nil)
        #expect(problems.contains { $0.contains("never changes") } && problems.contains { $0.contains("limit") })
        #expect(stuck.mains.allSatisfy { $0.size == nil })
        #expect(SensorDiagnosis(times: [], values: []) == nil)
        #expect(SensorDiagnosis(times: times, values: times.map { _ in .nan }) == nil)
    }

    @Test func batchesOfAnAdapterAreToldFromABusyHost() throws {
        let (times, values) = readings(rate: 80)
        let diagnosis = try #require(SensorDiagnosis(times: times, values: values))
        func problems(_ jitter: Double, _ late: Double) -> [String] {
            diagnosis.problems(nominal: 80, lost: 0, jitterMicroseconds: jitter, hostLateness: late)
        }
        #expect(problems(5000, 0.004).isEmpty)
        #expect(problems(8000, 0.0002).contains { $0.contains("the adapter or the device") })
        #expect(problems(8000, 0.005).isEmpty)
        #expect(diagnosis.jitterCause(8000, hostLateness: 0.005) == .host)
    }

    @Test func whatIsFoldedFromAboveHalfTheRateIsSeen() throws {
        for seed in 1...20 {
            let (times, values) = readings(seconds: 15, rate: 80, seed: UInt64(seed))
            let white = try #require(SensorDiagnosis(times: times, values: values))
            #expect(abs((white.nearHalf ?? 0) - 0.2) < 0.06, "seed \(seed)")
            #expect(white.problems(nominal: 80, lost: 0, jitterMicroseconds: nil).isEmpty, "seed \(seed)")
            // 43 Hz is seen as 37 Hz.
            let humming = zip(times, values).map { $1 + 6 * sin(2 * .pi * 43 * $0) }
            let folded = try #require(SensorDiagnosis(times: times, values: humming))
            #expect(
                folded.problems(nominal: 80, lost: 0, jitterMicroseconds: nil).contains { $0.contains("folded") }, "seed \(seed)")
        }
        // Something that happens slowly enough has next to nothing there.
        let slow = (0..<8000).map { 100 * sin(2 * .pi * 5 * Double($0) / 500) + sin(2 * .pi * 31 * Double($0) / 500) }
        #expect(try #require(SensorDiagnosis.nearHalf(slow, rate: 500)) < 0.01)
    }
}
