import Drivers
import Samples
import Seeding
import Testing

struct TextLineTests {
    private func talk(_ change: (inout DriverOptions) -> Void = { _ in }) throws -> Conversation {
        var options = DriverOptions()
        change(&options)
        return Conversation(try TextLine.driver.makeDialogue(options, nil))
    }

    @Test(arguments: 1...20) func linesAreTheSameHoweverTheyAreCut(size: Int) throws {
        let talk = try talk {
            $0.timeColumn = 1
            $0.columns = [2, 3]
        }
        talk.pass(0)
        talk.give("5;9\r\n1000;1.5;2\r\n2000;1.25;-2\r\n3000;1.0;nan\r\n4000;ovf;3\r\n5000;7;8\r\n", pieces: size)
        // The first line may have lost its beginning.
        #expect(talk.samples.map(\.deviceTime) == [1_000_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000])
        #expect(talk.samples.map(\.present) == [0b11, 0b11, 0b01, 0b10, 0b11])
        #expect(talk.samples.last?.values[0] == 7 && talk.samples.last?.values[1] == 8)
        #expect(talk.dialogue.counters.notANumber == 2)
        #expect(talk.dialogue.counters.corrupt == 0)
    }

    @Test func chatterOfTheBootIsNoLoss() throws {
        let talk = try talk()
        talk.pass(0)
        talk.give(
            "\u{0}\u{FF}x\nHX711 demo 1.0\ncalibrating...\nok\nHX711 reading: 1\nHX711 reading: 2\nHX711 reading: 3\nHX711 reading: -123456\n"
        )
        #expect(talk.values == [3, -123456])
        #expect(talk.dialogue.counters.corrupt == 0)
    }

    @Test func aBrokenLineIsASampleThatIsLost() throws {
        let talk = try talk { $0.columns = [1] }
        talk.pass(0)
        talk.give("0\n1\n2\n3#$%\n4\n")
        #expect(talk.values == [1, 2, 4])
        #expect(talk.samples.map(\.lost) == [0, 0, 1])
        #expect(talk.dialogue.counters.corrupt == 1)
    }

    @Test func openScaleEndsItsLinesWithACommaAndNamesItsUnit() throws {
        let talk = try talk {
            $0.separator = UInt8(ascii: ",")
            $0.timeColumn = 1
            $0.timeUnitNanoseconds = 1_000_000
            $0.columns = [2]
        }
        talk.pass(0)
        talk.give("Readings:\n1000,12.34,lbs,\n1100,12.50,lbs,\n")
        #expect(talk.values == [12.34, 12.5])
        #expect(talk.samples.map(\.deviceTime) == [1_000_000_000, 1_100_000_000])
    }

    @Test func decimalCommaAndATimeThatWraps() throws {
        let talk = try talk {
            $0.separator = UInt8(ascii: ";")
            $0.decimalComma = true
            $0.timeColumn = 1
            $0.timeWrapBits = 32
            $0.columns = [2]
        }
        talk.pass(0)
        talk.give("x\n4294967290;7,83\n4;7,84\n")
        #expect(talk.values == [7.83, 7.84])
        #expect(talk.samples.map(\.deviceTime) == [4_294_967_290_000, 4_294_967_300_000])
    }

    @Test func aCounterThatIsPrintedWithASignGoesOn() throws {
        let talk = try talk {
            $0.timeColumn = 1
            $0.timeWrapBits = 32
            $0.columns = [2]
        }
        talk.pass(0)
        // micros() as %d: from 2147483640 on it is negative, and 0 again after as long.
        talk.give("x\n2147483640,1\n-2147483646,2\n-2147483636,3\n")
        #expect(talk.samples.map(\.deviceTime) == [2_147_483_640_000, 2_147_483_650_000, 2_147_483_660_000])
        talk.give("-5,4\n5,5\n")
        #expect(talk.samples.last?.deviceTime == 4_294_967_301_000)
        #expect(talk.dialogue.counters.corrupt == 0)
    }

    @Test func theStartCommandWaitsForTheBoot() throws {
        let talk = try talk {
            $0.startCommand = Array("s\n".utf8)
            $0.stopCommand = Array("q".utf8)
        }
        talk.pass(5)
        #expect(talk.written.map(\.text) == ["s\n"])
        #expect(abs((talk.written.first?.seconds ?? 0) - 2.5) < 0.01)
        var farewell = RequestBuffer()
        let step = talk.dialogue.farewell(into: &farewell)
        let byte = farewell.bytes[0]
        #expect(step == .write(.serial) && byte == UInt8(ascii: "q"))
        let end = talk.dialogue.farewell(into: &farewell)
        #expect(end == nil)
    }

    @Test func linesThatAreAllRefusedAreNoSilence() throws {
        let talk = try talk { $0.unit = "kg" }
        talk.pass(0)
        for _ in 0..<12 {
            talk.give("ST,GS,+  100.00lb\r\n")
            talk.pass(1)
        }
        #expect(talk.failure == .corrupt && talk.samples.isEmpty)
        #expect(talk.dialogue.counters.refusal == .unit)
    }

    @Test func severalNumbersWithoutColumnsAreRefused() throws {
        let talk = try talk()
        talk.pass(0)
        talk.give("x\n1 2\n3 4\n5 6\n7 8\n")
        #expect(talk.samples.isEmpty && talk.dialogue.counters.refusal == .severalNumbers)
    }

    @Test func silenceEndsTheConversation() throws {
        let talk = try talk()
        talk.pass(9)
        #expect(talk.failure == nil)
        talk.pass(2)
        #expect(talk.failure == .silent)
    }

    @Test func tenMegabytesWithoutALineEndCostACounter() throws {
        let talk = try talk()
        talk.pass(0)
        talk.give([UInt8](repeating: 0x55, count: 10 << 20), pieces: 4096)
        #expect(talk.failure == .corrupt)
        #expect(talk.samples.isEmpty)
    }

    @Test(arguments: 0..<30) func noiseNeverTrapsAndIsRecognised(seed: UInt64) throws {
        let talk = try talk { $0.timeColumn = seed % 2 == 0 ? 1 : nil }
        talk.pass(0)
        var numbers = SeededNumbers(seed: seed)
        let noise = (0..<200_000).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
        talk.give(noise, pieces: 1 + Int(seed) * 100)
        #expect(talk.failure == .corrupt, "seed \(seed): \(talk.samples.count) samples")
    }

    @Test func optionsThatContradictEachOtherAreRefusedByName() {
        #expect(throws: OptionError.self) { try talk { $0.columns = [0] } }
        #expect(throws: OptionError.self) { try talk { $0.columns = [1, 1] } }
        #expect(throws: OptionError.self) { try talk { $0.columns = Array(1...9) } }
        #expect(throws: OptionError.invalid(key: "time_column", message: "the time needs a column of its own, 1 to 32")) {
            try talk {
                $0.columns = [2]
                $0.timeColumn = 2
            }
        }
    }
}
