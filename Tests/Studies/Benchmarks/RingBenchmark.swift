import ComparedRings
import Glibc
import LinuxIO
import RingBuffer
import Samples

/// Passes frames through Holdfast's ring, through the same design in C, and through boost's `spsc_queue`, in the same way.
enum RingBenchmark {
    /// Nanoseconds per element; NaN where boost is not installed.
    struct Row {
        let way: String
        let holdfast: Double
        let c: Double
        let boost: Double
    }

    private static let count = 2_000_000

    static func rows() -> [Row] {
        // One frame at a time is what `acquire` does with a slow sensor; 64 are a full buffer of a serial port.
        [1, 64].map { burst in
            compare(
                "one thread, \(burst) at a time", { alone(burst) }, { compared_rings_alone_in_c(count, burst) },
                { compared_rings_alone_in_boost(count, burst) })
        } + [
            compare(
                "two threads", between, { compared_rings_between_in_c(count) }, { compared_rings_between_in_boost(count) })
        ]
    }

    /// The best of seven in turns: the rest is what else the machine did.
    private static func compare(
        _ way: String, _ holdfast: () -> Double, _ c: () -> Double, _ boost: () -> Double
    ) -> Row {
        var best = (Double.infinity, Double.infinity, Double.infinity)
        for _ in 0..<7 { best = (min(best.0, holdfast()), min(best.1, c()), min(best.2, boost())) }
        return Row(way: way, holdfast: best.0, c: best.1, boost: best.2)
    }

    private static func frame(_ number: Int) -> Frame {
        Frame(
            sensor: SensorNumber(0), present: 0, flags: [], index: UInt64(number), time: HostInstant(nanoseconds: Int64(number)),
            arrival: HostInstant(nanoseconds: Int64(number)), values: [8 of Double](repeating: Double(bitPattern: UInt64(number)))
        )
    }

    private static func read(_ frame: Frame) -> UInt64 { frame.index + frame.values[7].bitPattern }

    private static func nanoseconds(_ body: () -> UInt64) -> Double {
        let start = Clock.monotonic()
        let sum = body()
        let spent = Clock.monotonic().seconds(since: start) * 1e9
        precondition(sum == UInt64(count) * UInt64(count - 1), "a frame was lost")
        return spent / Double(count)
    }

    private static func alone(_ burst: Int) -> Double {
        let ring = Ring<Frame>(minimumCapacity: COMPARED_RINGS_CAPACITY)
        var producer = ring.makeProducer()
        var consumer = ring.makeConsumer()
        return nanoseconds {
            var sum: UInt64 = 0
            var first = 0
            while first < count {
                for number in first..<min(first + burst, count) { producer.push(frame(number)) }
                while let frame = consumer.pop() { sum += read(frame) }
                first += burst
            }
            return sum
        }
    }

    /// What the consuming thread found.
    private final class Found: @unchecked Sendable {
        // Safety: written by the consuming thread, read after it was joined.
        var sum: UInt64 = 0
    }

    private static func between() -> Double {
        let ring = Ring<Frame>(minimumCapacity: COMPARED_RINGS_CAPACITY)
        var producer = ring.makeProducer()
        let found = Found()
        return nanoseconds {
            let thread = try? Thread(name: "consumer") { _ in
                var consumer = ring.makeConsumer()
                var (taken, sum) = (0, UInt64(0))
                while taken < count {
                    if let frame = consumer.pop() {
                        sum += read(frame)
                        taken += 1
                    } else {
                        sched_yield()
                    }
                }
                found.sum = sum
            }
            guard let thread else { preconditionFailure("no thread could be started") }
            var number = 0
            while number < count {
                if producer.push(frame(number)) { number += 1 } else { sched_yield() }
            }
            thread.join()
            return found.sum
        }
    }
}
