import Drivers
import Samples
import Seeding
import Testing

struct ChronojumpTests {
    private func talk() throws -> Conversation { Conversation(try Chronojump.driver.makeDialogue(DriverOptions(), nil)) }

    /// The conversation of firmware 0.6 up to the stream, with replies a second late.
    private func streaming(_ talk: Conversation, version: String = "Force_Sensor-0.6", format: String = "text") {
        talk.pass(4.2)
        talk.give("\u{0};\(version)\r\n")
        talk.pass(2.5)
        talk.give("\(format)\r\n")
        talk.pass(2.5)
        talk.give("Starting capture...\r\n")
    }

    @Test func commandsAreSentWhenTheBoardListensAndNeverGlued() throws {
        let talk = try talk()
        streaming(talk)
        #expect(talk.written.map(\.text) == ["get_version:\n", "get_transmission_format:\n", "start_capture:\n"])
        #expect(talk.written[0].seconds >= 3)
        // Each as soon as the one before was answered.
        #expect(talk.written.dropFirst().map { ($0.seconds * 10).rounded() } == [42, 67])
        #expect(talk.failure == nil)
    }

    /// The answer may be to the first of two questions, and the board may still read the second.
    @Test func afterARepeatedCommandTheNextOneWaits() throws {
        let talk = try talk()
        talk.pass(8)
        talk.give("Force_Sensor-0.6\r\n")
        talk.pass(2.5)
        #expect(talk.written.map(\.text) == ["get_version:\n", "get_version:\n", "get_transmission_format:\n"])
        #expect((talk.written[2].seconds * 10).rounded() == 93)
    }

    @Test(arguments: 1...25) func theTextStreamIsTheSameHoweverItIsCut(size: Int) throws {
        let talk = try talk()
        streaming(talk)
        talk.give("0;7.80\r\n908;7.81\r\n11644;7.83\r\n20000;R\r\n19000;r\r\n22604;nan\r\n4294967290;1\r\n5;2\r\n", pieces: size)
        #expect(talk.values == [7.81, 7.83, 1, 2])
        let edges = talk.samples.filter { !$0.flags.isDisjoint(with: .marks) }
        #expect(edges.map(\.flags) == [.triggerRose, .triggerFell])
        #expect(edges.map(\.deviceTime) == [20_000_000, 19_000_000])
        #expect(talk.samples.last?.deviceTime == 4_294_967_301_000)
        #expect(talk.dialogue.counters.notANumber == 1)
        #expect(talk.dialogue.channels == [ChannelDescription(name: "cell 1", unit: "N")])
    }

    @Test func firmwareThatDoesNotKnowTheFormatSendsText() throws {
        let talk = try talk()
        streaming(talk, version: "Force_Sensor-0.1", format: "Not a valid command")
        talk.give("0;1.0\r\n900;1.1\r\n12000;1.2\r\n")
        #expect(talk.values == [1.1, 1.2])
    }

    private func frame(_ time: UInt32, _ values: [Int16]) -> [UInt8] {
        var bytes: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF]
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: time >> UInt32(shift))) }
        for value in values {
            bytes.append(UInt8(truncatingIfNeeded: value))
            bytes.append(UInt8(truncatingIfNeeded: value >> 8))
        }
        return bytes
    }

    @Test(arguments: 1...20) func theBinaryStreamOfAPlatformHasFourCells(size: Int) throws {
        let talk = try talk()
        talk.pass(4.2)
        talk.give("Force_Platform-0.1\r\n")
        talk.pass(2.5)
        talk.give("binary\r\n")
        talk.pass(2.5)
        // No announcement: the stream simply begins, here in the middle of a frame, and holds a pair of -1, -1.
        var bytes: [UInt8] = [1, 2, 0xFF, 0xFF, 9]
        for index in 0..<10 { bytes += frame(UInt32(1000 + 11_000 * index), [Int16(index), -1, -1, -300]) }
        talk.give(bytes, pieces: size)
        #expect(talk.values == [1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(talk.samples.allSatisfy { $0.present == 0b1111 && $0.values[3] == -300 })
        #expect(talk.dialogue.counters.skippedBytes > 0)
    }

    @Test func aBoardLeftCapturingIsStoppedAndAskedAgain() throws {
        let talk = try talk()
        talk.pass(3.4)
        talk.give("123;4.5\r\n456;4.6\r\n13000;4.7\r\n")
        #expect(talk.written.map(\.text).suffix(1) == ["end_capture:\n"])
        talk.give("Not a valid command\r\n")
        #expect(talk.written.map(\.text).suffix(1) == ["end_capture:\n"])
        #expect(talk.dialogue.counters.resent == 1)
        talk.give("Capture ended:\r\n")
        talk.pass(2)
        #expect(talk.written.map(\.text).suffix(1) == ["get_version:\n"])
    }

    @Test func aBoardThatNeverAnswersIsSilent() throws {
        let talk = try talk()
        talk.pass(60)
        #expect(talk.written.count == 3)
        #expect(talk.failure == .silent)
    }

    @Test func aStreamThatStopsIsSilent() throws {
        let talk = try talk()
        streaming(talk)
        talk.give("0;1\r\n900;1\r\n")
        talk.pass(2.5)
        #expect(talk.failure == nil)
        talk.pass(1)
        #expect(talk.failure == .silent)
    }

    @Test(arguments: 0..<30) func mutatedConversationsNeverTrap(seed: UInt64) throws {
        let talk = try talk()
        streaming(
            talk, version: seed % 2 == 0 ? "Force_Sensor-0.6" : "Force_Sensor-0.3", format: seed % 2 == 0 ? "text" : "binary")
        var numbers = SeededNumbers(seed: seed)
        var bytes: [UInt8] = []
        for index in 0..<2000 {
            bytes += seed % 2 == 0 ? Array("\(11_000 * index);\(index).5\r\n".utf8) : frame(UInt32(11_000 * index), [1, 2, 3, 4])
        }
        for _ in 0..<500 {
            bytes[Int.random(in: bytes.indices, using: &numbers)] = UInt8(truncatingIfNeeded: numbers.next())
        }
        talk.give(bytes, pieces: 1 + Int(seed))
        #expect(talk.samples.count > 500, "seed \(seed)")
    }
}
