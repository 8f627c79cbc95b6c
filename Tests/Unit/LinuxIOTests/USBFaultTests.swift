import Drivers
import FakeUSB
import LinuxIO
import Samples
import Testing

/// What the door of libusb answers to each fault, with a kernel that a test plays.
@Suite(.serialized) struct USBFaultTests {
    private static let endpoint: UInt8 = 0x81
    /// Codes of libusb, which its headers say.
    private enum Code {
        static let access: Int32 = -3, noDevice: Int32 = -4, notFound: Int32 = -5, busy: Int32 = -6, noMemory: Int32 = -11
        static let completed: Int32 = 0, timedOut: Int32 = 2, stall: Int32 = 4, noDeviceStatus: Int32 = 5, overflow: Int32 = 6
    }

    /// A device of which eight transfers read, and its context.
    private final class Bench {
        let context: USBContext
        let device: USBDevice

        init(opened: Int32 = 0, claimed: Int32 = 0, reset: Int32? = nil) throws {
            context = try USBContext(epoll: Epoll(), token: 1)
            fakeusb_begin(opened, claimed)
            fakeusb_answer_reset(reset ?? 0)
            let need = USBEndpointNeed(address: endpoint, transfer: .bulk, length: 128, inFlight: 8)
            device = try USBDevice(context: context, path: "/dev/null", interface: 0, endpoints: [need], reset: reset != nil)
        }

        deinit {
            device.cancel()
            while device.pending > 0 { context.handleEvents() }
            fakeusb_end()
        }

        func end(_ status: Int32, _ bytes: [UInt8] = []) {
            #expect(fakeusb_complete(endpoint, status, bytes, Int32(bytes.count)) == 1)
            context.handleEvents()
        }

        /// Takes what has ended, as the loop does.
        func take() throws -> [USBDevice.Outcome] {
            var outcomes: [USBDevice.Outcome] = []
            while let end = device.next() {
                outcomes.append(end.outcome)
                try device.finish(end)
            }
            return outcomes
        }

        var pending: Int { Int(fakeusb_pending(endpoint)) }
    }

    private func refusal(_ body: () throws -> Void) -> SystemError? {
        do {
            try body()
            return nil
        } catch { return error as? SystemError }
    }

    @Test func whoMayNotAndWhoComesTooLateAreToldApart() {
        #expect(refusal { _ = try Bench(opened: Code.access) }?.isPermission == true)
        #expect(refusal { _ = try Bench(claimed: Code.busy) }?.isBusy == true)
        #expect(refusal { _ = try Bench(claimed: Code.noDevice) }?.isGone == true)
        #expect(refusal { _ = try Bench(opened: Code.noMemory) }?.isOutOfMemory == true)
        fakeusb_end()
    }

    @Test func aDeviceIsResetWhenThatIsAskedForAndMayComeBackAsAnother() throws {
        do {
            let bench = try Bench()
            #expect(fakeusb_resets() == 0 && bench.pending == 0)
        }
        do {
            let bench = try Bench(reset: Code.completed)
            #expect(fakeusb_resets() == 1)
            try bench.device.start()
            #expect(bench.pending == 8)
        }
        #expect(refusal { _ = try Bench(reset: Code.notFound) }?.isGone == true)
        #expect(refusal { _ = try Bench(reset: Code.noDevice) }?.isGone == true)
        fakeusb_end()
    }

    @Test func withMemoryForLessItReadsWithLess() throws {
        let bench = try Bench()
        fakeusb_refuse(3, 5, Code.noMemory)
        try bench.device.start()
        #expect(bench.pending == 3 && bench.device.pending == 3)
        bench.end(Code.completed, [1, 2, 3])
        #expect(try bench.take() == [.received(3)])
        // There is memory again: each that goes out takes another one with it.
        #expect(bench.pending == 4)
        for _ in 0..<4 {
            bench.end(Code.completed, [4])
            #expect(try bench.take() == [.received(1)])
        }
        #expect(bench.pending == 8)
    }

    @Test func withMemoryForNoneItIsGivenBack() throws {
        let bench = try Bench()
        fakeusb_refuse(0, 8, Code.noMemory)
        #expect(refusal { try bench.device.start() }?.isOutOfMemory == true)
        #expect(bench.device.pending == 0)
    }

    @Test func memoryThatRunsOutInMidStreamCostsATransferAndNoSample() throws {
        let bench = try Bench()
        try bench.device.start()
        fakeusb_refuse(0, 7, Code.noMemory)
        for left in (1...7).reversed() {
            bench.end(Code.completed, [UInt8(left)])
            #expect(try bench.take() == [.received(1)])
            #expect(bench.pending == left)
        }
        bench.end(Code.completed, [0])
        #expect(try bench.take() == [.received(1)])
        #expect(bench.pending == 2)
        fakeusb_refuse(0, 2, Code.noMemory)
        bench.end(Code.completed)
        #expect(try bench.take() == [.received(0)])
        bench.end(Code.completed)
        #expect(refusal { _ = try bench.take() }?.isOutOfMemory == true)
    }

    @Test func aRequestWithoutMemoryIsAnErrorAndNothingIsUnderWay() throws {
        let bench = try Bench()
        fakeusb_refuse(0, 1, Code.noMemory)
        #expect(refusal { try bench.device.write(RequestBuffer(), to: 0x02) }?.isOutOfMemory == true)
        #expect(bench.device.pending == 0)
    }

    /// Too much, and too late: told to the dialogue, and read on.
    @Test(arguments: [(Code.overflow, TransferFailure.overflowed), (Code.timedOut, .timedOut)])
    private func overflowAndTimeoutAreToldAndReadingGoesOn(status: Int32, failure: TransferFailure) throws {
        let bench = try Bench()
        try bench.device.start()
        for _ in 0..<100 {
            bench.end(status)
            #expect(try bench.take() == [.failed(failure)])
            #expect(bench.pending == 8 && fakeusb_cleared(Self.endpoint) == 0)
        }
        bench.end(Code.completed, [9])
        #expect(try bench.take() == [.received(1)])
    }

    @Test func aHaltIsClearedOnceAndEverythingGoesOutAgain() throws {
        let bench = try Bench()
        try bench.device.start()
        for round in Int32(1)...3 {
            bench.end(Code.stall)
            // The others come back first.
            #expect(try bench.take() == [.failed(.stalled)])
            #expect(fakeusb_cleared(Self.endpoint) == round - 1)
            bench.context.handleEvents()
            #expect(try bench.take() == [USBDevice.Outcome](repeating: .cancelled, count: 7))
            #expect(fakeusb_cleared(Self.endpoint) == round && bench.pending == 8)
        }
    }

    @Test func aDeviceThatIsGoneLeavesNothingUnderWay() throws {
        let bench = try Bench()
        try bench.device.start()
        for _ in 0..<8 { bench.end(Code.noDeviceStatus) }
        #expect(try bench.take() == [USBDevice.Outcome](repeating: .gone, count: 8))
        #expect(bench.device.pending == 0 && bench.pending == 0)
    }

    /// A packet that is longer than what was asked for would be lost whole: full-speed packets have up to 64 bytes.
    @Test func readsHoldWholePackets() throws {
        for driver in DriverTable.all {
            guard case .usb(_, let endpoints) = driver.transport else { continue }
            for need in endpoints where need.address & 0x80 != 0 {
                #expect(need.length > 0 && need.length % 64 == 0 && need.inFlight > 0, "\(driver.name)")
                // What all have under way stays far below what usbfs gives to all programs together, 16 MiB.
                #expect(need.length * need.inFlight <= 64 << 10, "\(driver.name)")
            }
        }
        let bench = try Bench()
        try bench.device.start()
        #expect(fakeusb_room(Self.endpoint) == 128)
    }
}
