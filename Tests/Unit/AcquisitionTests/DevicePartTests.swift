import Acquisition
import Drivers
import LinuxIO
import Samples
import Synchronization
import Testing

/// Devices that are several sensors, and that say what they measure.
struct DevicePartTests {
    /// Makes a scan of two parts of every line.
    private final class TwoParts: SensorDialogue {
        let counters = DialogueCounters()
        let asksDevice: Bool
        var channels: [ChannelDescription] {
            [ChannelDescription(name: "a", unit: "counts"), ChannelDescription(name: "b", unit: "N", part: 1)]
        }
        var description: DeviceDescription { DeviceDescription(model: "twin") }
        private var value = 0.0

        init(asksDevice: Bool = true) { self.asksDevice = asksDevice }

        func next(at now: HostInstant, into request: inout RequestBuffer) -> DialogueStep {
            .waitUntil(now.advanced(bySeconds: 60))
        }

        func receive(_ bytes: Span<UInt8>, from endpoint: Endpoint, at arrival: HostInstant, into sink: inout SampleSink) {
            for index in bytes.indices where bytes[index] == UInt8(ascii: "\n") {
                for part in 0..<2 {
                    var values = [8 of Double](repeating: .nan)
                    values[0] = value + 1000 * Double(part)
                    sink.append(DeviceSample(part: UInt8(part), present: 1, values: values))
                }
                value += 1
            }
        }

        func farewell(into request: inout RequestBuffer) -> DialogueStep? { nil }
    }

    private func session(_ board: HandBoard, _ dialogue: TwoParts, _ feeds: [SensorFeed]) throws -> DeviceSession {
        DeviceSession(door: .serial(try board.port()), dialogue: dialogue, feeds: feeds)
    }

    @Test func partsOfOneScanHaveOneIndexAndOneTime() throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        let feeds = [
            SensorFeed(part: 1, sensor: SensorNumber(4), nextIndex: 7),
            SensorFeed(part: 0, sensor: SensorNumber(9), nextIndex: 7),
        ]
        station.attach(try session(board, TwoParts(), feeds))
        for _ in 0..<20 { try board.send(samples: 5) }
        try #require(try station.collect { $0.frames.count == 200 })
        let one = station.frames.filter { $0.sensor == SensorNumber(9) }
        let other = station.frames.filter { $0.sensor == SensorNumber(4) }
        #expect(one.map { $0.values[0] } == (0..<100).map(Double.init))
        #expect(other.map { $0.values[0] } == (1000..<1100).map(Double.init))
        #expect(one.map(\.index) == (7..<107).map(UInt64.init) && one.map(\.index) == other.map(\.index))
        #expect(one.map(\.time) == other.map(\.time) && one.map(\.arrival) == other.map(\.arrival))
        station.detach()
        try #require(try station.collect { !$0.returned.isEmpty })
        station.takeFrames()
        #expect(Set(station.marks.map(\.sensor)) == [SensorNumber(4), SensorNumber(9)])
        #expect(station.returned.first?.session.nextIndices == [107, 107])
        #expect(station.returned.first?.session.statuses.map { $0.frames.load(ordering: .relaxed) } == [100, 100])
    }

    @Test func aPartThatNobodyWantsIsLeftOut() throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        station.attach(try session(board, TwoParts(), [SensorFeed(part: 1, sensor: SensorNumber(0), nextIndex: 0)]))
        try board.send(samples: 3)
        try #require(try station.collect { $0.frames.count == 3 })
        #expect(station.frames.map { $0.values[0] } == [1000, 1001, 1002])
    }

    @Test(arguments: [true, false])
    func whatADeviceSaysOfItselfIsToldOnceWithItsFirstSample(asksDevice: Bool) throws {
        let station = try AcquireStation()
        let board = try HandBoard()
        let feeds = (0..<2).map { SensorFeed(part: UInt8($0), sensor: SensorNumber(UInt16($0)), nextIndex: 0) }
        station.attach(try session(board, TwoParts(asksDevice: asksDevice), feeds))
        try board.send(samples: 1)
        if asksDevice { #expect(try station.wait { !$0.descriptions.isEmpty && $0.locks.isEmpty }) }
        let deadline = Clock.monotonic().advanced(bySeconds: 60)
        let timer = try TimerDescriptor()
        let epoll = try Epoll()
        try epoll.add(timer.number, token: 0)
        timer.set(first: Clock.monotonic(), interval: 0.01)
        while station.locks.count < 2, Clock.monotonic() < deadline {
            try epoll.wait(until: deadline) { _, _ in _ = timer.drain() }
            try board.send(samples: 1)
            station.takeReports()
        }
        #expect(station.locks.map(\.sensor) == [SensorNumber(0), SensorNumber(1)])
        #expect(station.locks.map(\.index).allSatisfy { $0 == station.locks[0].index })
        #expect(station.descriptions.count == (asksDevice ? 1 : 0))
        if asksDevice {
            #expect(station.descriptions.first?.details.channels.map(\.unit) == ["counts", "N"])
            #expect(station.descriptions.first?.details.description.model == "twin")
        }
    }
}
