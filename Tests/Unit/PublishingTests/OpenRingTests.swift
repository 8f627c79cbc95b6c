import CLinux
import Foundation
import Interface
import LinuxIO
import RingBuffer
import Samples
import Scratch
import Testing

@testable import Publishing

/// The ring as other programs read it.
@Suite(.serialized) struct OpenRingTests {
    private static let call = "{\"method\":\"org.holdfast.station1.OpenRing\",\"more\":true}\0"
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        .standardizedFileURL.path

    /// A client of `OpenRing`, and what it was passed.
    private final class Reader {
        let client: RawClient
        let reply: JSONObject
        let memory: Int32
        let bell: Int32

        init?(_ station: SecretStation) throws {
            client = try RawClient(station.controlPath)
            try client.send(OpenRingTests.call)
            try #require(UnixSocket.wait(client.descriptor.number, seconds: 10))
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            var passed: [Int32] = [-1, -1]
            let count = clinux_receive_descriptors(client.descriptor.number, &bytes, bytes.count, &passed, 2)
            let message = try JSONParser.object(bytes.prefix { $0 != 0 }[...], limit: 1 << 20)
            guard count > 0, passed[1] >= 0, let parameters = message["parameters"]?.object else { return nil }
            (reply, memory, bell) = (parameters, passed[0], passed[1])
        }

        deinit {
            close(memory)
            close(bell)
        }

        /// Whether the bell has been rung since the last time.
        func isRung() -> Bool {
            guard UnixSocket.wait(bell, seconds: 0) else { return false }
            var bytes = [UInt8](repeating: 0, count: 4096)
            return recv(bell, &bytes, bytes.count, Int32(MSG_DONTWAIT)) > 0
        }
    }

    private func run(_ words: [String]) throws -> (output: String, status: Int32) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (text, process.terminationStatus)
    }

    /// Compiles a program against the header; its path.
    private func compile(_ source: String, as name: String) throws -> String {
        let program = Scratch.path(name)
        let words = ["cc", "-std=c11", "-O2", "-Wall", "-Wextra", "-Werror", "-I", Self.root + "/include", "-o", program, source]
        #expect(try run(words).status == 0)
        return program
    }

    private func compile(text: String, as name: String) throws -> String {
        let source = Scratch.path(name) + ".c"
        try Files.replace(source, with: Array(text.utf8))
        defer { unlink(source) }
        return try compile(source, as: name)
    }

    @Test(arguments: ["ring.c", "ring.py"]) func theExamplesPrintEverySample(name: String) throws {
        let station = try SecretStation()
        defer { station.stop() }
        let isC = name.hasSuffix(".c")
        let program = isC ? try compile(Self.root + "/examples/ring.c", as: "example") : Self.root + "/examples/ring.py"
        defer { if isC { unlink(program) } }
        let process = Process()
        let (output, errors) = (Pipe(), Pipe())
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = (isC ? [] : ["python3"]) + [program, station.controlPath, "20"]
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        // It says which sensors there are when it has opened the ring. It may look at the ring after that: what it misses then, it
        // does not wait for.
        let said = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        #expect(said.contains("\"name\":\"left\""), "\(said)")
        let deadline = Clock.monotonic().advanced(bySeconds: 30)
        while process.isRunning {
            if Clock.monotonic() > deadline { process.terminate() }
            station.pull()
            Clock.rest(nanoseconds: 1_000_000)
        }
        let lines = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n")
        #expect(process.terminationStatus == 0 && lines.count == 20, "\(lines)")
        let fields = lines.map { $0.split(separator: " ").map(String.init) }
        let indices = fields.compactMap { Int($0[1]) }
        #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 + 1 == $1 }, "\(indices)")
        // Short enough to be read before it is used.
        #expect(Files.lines(Self.root + "/examples/" + name).count <= 60)
        #expect(fields.allSatisfy { $0[0] == "0" && Double($0[3]) == 100.37 + Double((Int($0[1]) ?? 0) % 97) })
    }

    @Test func theHeaderDescribesTheLayout() throws {
        typealias R = Reading
        let fields: [(String, Int?)] = [
            ("sensor", MemoryLayout<R>.offset(of: \.sensor)), ("phase", MemoryLayout<R>.offset(of: \.phase)),
            ("present", MemoryLayout<R>.offset(of: \.present)), ("calibration", MemoryLayout<R>.offset(of: \.calibration)),
            ("index", MemoryLayout<R>.offset(of: \.index)), ("time_ns", MemoryLayout<R>.offset(of: \.time)),
            ("arrival_ns", MemoryLayout<R>.offset(of: \.arrival)), ("force", MemoryLayout<R>.offset(of: \.force)),
            ("mean", MemoryLayout<R>.offset(of: \.mean)), ("tare", MemoryLayout<R>.offset(of: \.tare)),
            ("tremor", MemoryLayout<R>.offset(of: \.tremor)),
            ("percent_of_maximum", MemoryLayout<R>.offset(of: \.percentOfMaximum)),
            ("centre_x", MemoryLayout<R>.offset(of: \.centreOfPressureX)),
            ("centre_y", MemoryLayout<R>.offset(of: \.centreOfPressureY)), ("channels", MemoryLayout<R>.offset(of: \.forces)),
            ("hold", MemoryLayout<R>.offset(of: \.hold)), ("sequence", MemoryLayout<R>.offset(of: \.sequence)),
        ]
        var text = "#include <holdfast-ring.h>\n"
        for (name, offset) in fields {
            let offset = try #require(offset)
            text += "_Static_assert(offsetof(struct holdfast_reading, \(name)) == \(offset), \"\(name)\");\n"
        }
        // The flags lie between two fields that are public.
        text +=
            "_Static_assert(offsetof(struct holdfast_reading, flags) == 4 && offsetof(struct holdfast_reading, calibration) == 6, \"flags\");\n"
        text += "_Static_assert(sizeof(struct holdfast_reading) == \(MemoryLayout<R>.size), \"size\");\n"
        for (name, flag) in [
            ("DISCONTINUITY", FrameFlags.discontinuity), ("SATURATED", .saturated), ("NOT_A_NUMBER", .notANumber),
            ("CLOCK_UNLOCKED", .clockUnlocked), ("SPIKE", .spike),
        ] { text += "_Static_assert(HOLDFAST_\(name) == \(flag.rawValue), \"\(name)\");\n" }
        text +=
            "_Static_assert(HOLDFAST_RING_MAGIC == \(BroadcastLayout.magic) && HOLDFAST_RING_HEADER == \(BroadcastLayout.headerBytes)"
        text +=
            " && HOLDFAST_RING_VERSION == \(BroadcastLayout.version) && HOLDFAST_RING_WORDS == \(BroadcastLayout.slotWords), \"ring\");\n"
        unlink(try compile(text: text + "int main(void) { return 0; }\n", as: "layout"))
    }

    @Test func aReaderInCLearnsWhatIsLostAndWhatIsNotThereYet() throws {
        let layout = BroadcastLayout(minimumSlots: 64)
        let memory = try MemoryFile(name: "loss", byteCount: layout.byteCount)
        var writer = BroadcastWriter<Reading>(memory: memory.memory, layout: layout, epoch: 1)
        let program = try compile(
            text: """
                #include <holdfast-ring.h>
                #include <fcntl.h>
                #include <stdio.h>
                #include <sys/mman.h>
                int main(int count, char **path) {
                    void *ring = mmap(NULL, \(layout.byteCount), PROT_READ, MAP_SHARED, open(path[count - 1], O_RDONLY), 0);
                    struct holdfast_reading reading = {0};
                    printf("%d %d ", holdfast_ring_fits(ring, \(layout.byteCount)), holdfast_ring_fits(ring, \(layout.byteCount - 1)));
                    printf("%d %d ", (int)holdfast_ring_next(ring), (int)holdfast_ring_oldest(ring));
                    for (int p = 135; p < 137; p++) printf("%d ", holdfast_ring_read(ring, (uint64_t)p, &reading));
                    printf("%d %d\\n", (int)reading.index, holdfast_ring_read(ring, 200, &reading));
                }
                """, as: "loss")
        defer { unlink(program) }
        for index in 0..<UInt64(200) {
            let frame = Frame(
                sensor: SensorNumber(0), present: 1, flags: [], index: index, time: Clock.monotonic(), arrival: Clock.monotonic(),
                values: [8 of Double](repeating: 0))
            writer.publish(Reading(frame: frame, sequence: index))
        }
        // Of 64 slots, 136 is the oldest that is not overwritten, and 140 the oldest that it is safe to go on from.
        #expect(try run([program, "/proc/\(getpid())/fd/\(memory.number)"]).output == "1 0 200 140 2 0 136 1\n")
    }

    @Test func nobodyCanWriteTheMemoryOrChangeItsSize() throws {
        let station = try SecretStation()
        defer { station.stop() }
        let reader = try #require(try Reader(station))
        let mapped = mmap(nil, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, reader.memory, 0)
        #expect(mapped == MAP_FAILED && errno == EPERM)
        var byte: UInt8 = 1
        #expect(pwrite(reader.memory, &byte, 1, 5000) == -1 && ftruncate(reader.memory, 0) == -1)
        let readable = mmap(nil, 4096, PROT_READ, MAP_SHARED, reader.memory, 0)
        #expect(readable != MAP_FAILED && mprotect(readable, 4096, PROT_READ | PROT_WRITE) == -1)
        munmap(readable, 4096)
    }

    @Test func aReaderThatNeverLooksHoldsUpNobody() throws {
        let station = try SecretStation()
        defer { station.stop() }
        let idle = try #require(try Reader(station))
        // Its flags are its own: the other end still does not block.
        #expect(fcntl(idle.bell, F_SETFL, 0) == 0)
        let awake = try #require(try Reader(station))
        for _ in 0..<2000 {
            station.pull()
            #expect(awake.isRung())
        }
        #expect(idle.isRung())
    }

    @Test func placesAreFewAndComeBack() throws {
        let station = try SecretStation()
        defer { station.stop() }
        var readers: [Reader] = []
        for _ in 0..<BellBoard.places { readers.append(try #require(try Reader(station))) }
        let refused = try RawClient(station.controlPath)
        try refused.send(Self.call)
        #expect(try refused.message()?["error"]?.string == "org.holdfast.station1.RingUnavailable")
        let left = readers.removeLast()
        #expect(left.reply["sensors"]?.array?.count == 1)
        shutdown(left.client.descriptor.number, Int32(SHUT_RDWR))
        // Its bell ends with its connection, and then its place is free.
        try #require(UnixSocket.wait(left.bell, seconds: 10))
        var byte: UInt8 = 0
        #expect(recv(left.bell, &byte, 1, 0) == 0)
        #expect(try Reader(station) != nil)
    }

    @Test func thePublicSocketHasNoRing() throws {
        let station = try SecretStation()
        defer { station.stop() }
        let client = try RawClient(station.publicPath)
        try client.send(Self.call)
        #expect(try client.message()?["error"]?.string == "org.varlink.service.PermissionDenied")
    }
}
