import CLibUSB
public import Drivers
import Glibc
public import Samples

/// One interface of a USB device, claimed, with several transfers under way at each endpoint that is read.
///
/// `main` opens and releases it; in between it belongs to the thread that handles the events of its context. Before the last
/// reference is released, all transfers must have been reaped: `cancel`, then events until `pending` is 0.
public final class USBDevice: @unchecked Sendable {
    // Safety: one owner at a time, see above; callbacks run on the thread that handles events.
    /// The time-out of a request, in milliseconds.
    public static let timeout: UInt32 = 1000
    /// usbfs accepts no longer control transfer.
    static let longestControl = 4096

    private let context: USBContext
    private let descriptor: Descriptor
    private let handle: OpaquePointer
    private let interface: Int32
    private let readers: [USBTransfer]
    private let writer: USBTransfer
    private let endpoints: [USBEndpointNeed]
    /// The ended transfers in the order of their arrival; each transfer is in it at most once.
    private var ended: [USBTransfer] = []
    private var takenUpTo = 0
    private(set) var isCancelled = false
    /// Endpoints that have halted and whose halt has not been cleared.
    private var halted: Set<UInt8> = []
    /// The number of transfers that the kernel has.
    public private(set) var pending = 0

    /// Opens a device and claims an interface, from the kernel's driver if necessary.
    ///
    /// - Parameters:
    ///   - path: the usbfs node.
    ///   - endpoints: those in addition to the control endpoint.
    ///   - reset: whether to reset the device first, as if it were plugged in anew.
    /// - Throws: with `isPermission`, `isBusy` (another program has the interface), `isMissing` or `isGone`.
    public init(
        context: USBContext, path: String, interface: UInt8, endpoints: [USBEndpointNeed], reset: Bool = false
    ) throws(SystemError) {
        let number = try retrying("open", path) { Glibc.open(path, O_RDWR | O_CLOEXEC) }
        let opened = Descriptor(owning: number)
        var readers: [USBTransfer] = []
        for need in endpoints where need.address & 0x80 != 0 {
            for _ in 0..<need.inFlight { readers.append(try USBTransfer(length: need.length, endpoint: need.address)) }
        }
        self.readers = readers
        writer = try USBTransfer(length: USBTransfer.setupLength + Self.longestControl, endpoint: 0)
        var made: OpaquePointer?
        let code = libusb_wrap_sys_device(context.context, Int(number), &made)
        guard code == 0, let made else { throw SystemError(usb: code, "libusb_wrap_sys_device", path) }
        _ = libusb_set_auto_detach_kernel_driver(made, 1)
        do throws(SystemError) {
            if reset { try Self.reset(made, path) }
            let claimed = libusb_claim_interface(made, Int32(interface))
            guard claimed == 0 else { throw SystemError(usb: claimed, "claim interface \(interface)", path) }
        } catch {
            libusb_close(made)
            throw error
        }
        self.context = context
        descriptor = opened
        handle = made
        self.interface = Int32(interface)
        self.endpoints = endpoints
        ended.reserveCapacity(readers.count + 1)
        for transfer in readers + [writer] { transfer.device = self }
    }

    deinit {
        assert(pending == 0, "a USB device was let go with transfers under way")
        // Otherwise the next program that opens the device would find the endpoint halted.
        for endpoint in halted { _ = libusb_clear_halt(handle, endpoint) }
        _ = libusb_release_interface(handle, interface)
        libusb_close(handle)
    }

    private static func reset(_ handle: OpaquePointer, _ path: String) throws(SystemError) {
        let code = libusb_reset_device(handle)
        // The device has come back as another device, which udev will report.
        guard code != LIBUSB_ERROR_NOT_FOUND.rawValue else { throw SystemError("reset", path, number: ENODEV) }
        guard code == 0 else { throw SystemError(usb: code, "reset", path) }
    }

    // MARK: transfers

    /// Begins to read all endpoints.
    public func start() throws(SystemError) { for transfer in readers { try begin(transfer) } }

    /// Submits a transfer that reads. If the kernel has no memory for it, the other transfers of its endpoint continue. If there
    /// are none, nothing would ever arrive, so the error is thrown.
    private func begin(_ transfer: USBTransfer) throws(SystemError) {
        do throws(SystemError) {
            try read(transfer)
            transfer.isWaiting = false
        } catch {
            let others = readers.contains { $0.endpoint == transfer.endpoint && $0.isPending }
            let coming = ended[takenUpTo...].contains { $0.endpoint == transfer.endpoint && $0 !== writer }
            guard error.isOutOfMemory, others || coming else { throw error }
            transfer.isWaiting = true
        }
    }

    /// Submits a transfer again, and with it one that has waited for memory.
    private func resume(_ transfer: USBTransfer) throws(SystemError) {
        try begin(transfer)
        guard !transfer.isWaiting, let next = readers.first(where: { $0.isWaiting && $0.endpoint == transfer.endpoint }) else {
            return
        }
        try begin(next)
    }

    private func read(_ transfer: USBTransfer) throws(SystemError) {
        let need = endpoints.first { $0.address == transfer.endpoint }
        let raw = transfer.raw
        if need?.transfer == .interrupt {
            libusb_fill_interrupt_transfer(
                raw, handle, transfer.endpoint, transfer.memory, Int32(transfer.length), USBTransfer.ended, transfer.pointer, 0)
        } else {
            libusb_fill_bulk_transfer(
                raw, handle, transfer.endpoint, transfer.memory, Int32(transfer.length), USBTransfer.ended, transfer.pointer, 0)
        }
        try submit(transfer)
    }

    /// Writes to an endpoint; its end is reported like that of a read.
    public func write(_ request: borrowing RequestBuffer, to endpoint: UInt8) throws(SystemError) {
        for index in 0..<request.count { writer.memory[index] = request[index] }
        writer.endpoint = endpoint
        writer.isControl = false
        let need = endpoints.first { $0.address == endpoint }
        if need?.transfer == .interrupt {
            libusb_fill_interrupt_transfer(
                writer.raw, handle, endpoint, writer.memory, Int32(request.count), USBTransfer.ended, writer.pointer, Self.timeout
            )
        } else {
            libusb_fill_bulk_transfer(
                writer.raw, handle, endpoint, writer.memory, Int32(request.count), USBTransfer.ended, writer.pointer, Self.timeout
            )
        }
        try submit(writer)
    }

    /// A control transfer, in the direction given by its setup; its end is reported like that of a read.
    public func control(_ setup: ControlSetup, _ request: borrowing RequestBuffer) throws(SystemError) {
        let isRead = setup.requestType & 0x80 != 0
        let length = isRead ? min(setup.length, UInt16(Self.longestControl)) : UInt16(request.count)
        libusb_fill_control_setup(writer.memory, setup.requestType, setup.request, setup.value, setup.index, length)
        let head = USBTransfer.setupLength
        if !isRead { for index in 0..<request.count { writer.memory[head + index] = request[index] } }
        writer.endpoint = setup.requestType & 0x80
        writer.isControl = true
        libusb_fill_control_transfer(writer.raw, handle, writer.memory, USBTransfer.ended, writer.pointer, Self.timeout)
        try submit(writer)
    }

    private func submit(_ transfer: USBTransfer) throws(SystemError) {
        let code = libusb_submit_transfer(transfer.raw)
        guard code == 0 else { throw SystemError(usb: code, "submit transfer") }
        transfer.isPending = true
        pending += 1
    }

    /// Cancels all transfers; their ends arrive as events.
    public func cancel() {
        isCancelled = true
        for transfer in readers where transfer.isPending { _ = libusb_cancel_transfer(transfer.raw) }
        if writer.isPending { _ = libusb_cancel_transfer(writer.raw) }
    }

    // MARK: ends

    /// How a transfer ended.
    public enum Outcome: Equatable, Sendable {
        /// This number of bytes arrived; they are in `bytes` of the end that `next` returns.
        case received(Int)
        case written
        case failed(TransferFailure)
        /// The device is no longer there, or its cable is faulty.
        case gone
        case cancelled
    }

    /// A transfer that has ended.
    public struct End {
        public let endpoint: Endpoint
        /// Whether this was the last request, not one of the transfers that always read.
        public let isRequest: Bool
        public let outcome: Outcome
        /// When the end was noticed.
        public let arrival: HostInstant
        let transfer: USBTransfer

        /// The bytes that arrived; valid until the end is returned with `finish`.
        public var bytes: UnsafeBufferPointer<UInt8> {
            guard case .received(let count) = outcome else { return UnsafeBufferPointer(start: nil, count: 0) }
            let head = transfer.isControl ? USBTransfer.setupLength : 0
            // Safety: libusb has written this number of bytes into the memory of the transfer.
            return UnsafeBufferPointer(start: transfer.memory + head, count: min(count, transfer.length - head))
        }
    }

    /// The next transfer that has ended; `nil` when there is none. Must be returned with `finish`.
    public func next() -> End? {
        guard takenUpTo < ended.count else {
            ended.removeAll(keepingCapacity: true)
            takenUpTo = 0
            return nil
        }
        let transfer = ended[takenUpTo]
        takenUpTo += 1
        return End(
            endpoint: transfer.isControl ? .control : .usb(transfer.endpoint), isRequest: transfer === writer,
            outcome: transfer.outcome, arrival: transfer.arrival, transfer: transfer)
    }

    /// To be called when the bytes of an end have been used: a transfer that reads is submitted again.
    public func finish(_ end: End) throws(SystemError) {
        guard !isCancelled else { return }
        if end.isRequest {
            if case .usb(let endpoint) = end.endpoint, end.outcome == .failed(.stalled) { try clear(endpoint) }
            return
        }
        switch end.outcome {
        case .received, .failed(.overflowed), .failed(.timedOut): try resume(end.transfer)
        case .failed(.stalled), .cancelled: try clearHalt(end.transfer.endpoint)
        case .written, .failed(.refused), .gone: break
        }
    }

    /// A halted endpoint fails all its transfers; when the last one has been returned, the halt is cleared and they are submitted
    /// again.
    private func clearHalt(_ endpoint: UInt8) throws(SystemError) {
        let its = readers.filter { $0.endpoint == endpoint }
        for transfer in its where transfer.isPending { _ = libusb_cancel_transfer(transfer.raw) }
        let waiting = ended[takenUpTo...].contains { $0.endpoint == endpoint && $0 !== writer }
        guard !waiting, !its.contains(where: \.isPending) else { return }
        try clear(endpoint)
        for transfer in its { try begin(transfer) }
    }

    private func clear(_ endpoint: UInt8) throws(SystemError) {
        let code = libusb_clear_halt(handle, endpoint)
        guard code == 0 else { throw SystemError(usb: code, "clear halt") }
        halted.remove(endpoint)
    }

    func hasEnded(_ transfer: USBTransfer) {
        transfer.isPending = false
        transfer.arrival = Clock.monotonic()
        pending -= 1
        if transfer.outcome == .failed(.stalled), !transfer.isControl { halted.insert(transfer.endpoint) }
        ended.append(transfer)
    }

    // MARK: farewell

    /// Sends a last request before the device is released, and waits a moment for its end. No transfer may be under way.
    public func sayLast(_ step: DialogueStep, _ request: borrowing RequestBuffer) {
        for index in 0..<request.count { writer.memory[index] = request[index] }
        let count = request.count
        switch step {
        case .write(.usb(let endpoint)):
            var written: Int32 = 0
            _ = libusb_bulk_transfer(handle, endpoint, writer.memory, Int32(count), &written, 200)
        case .controlWrite(let setup):
            _ = libusb_control_transfer(
                handle, setup.requestType, setup.request, setup.value, setup.index, writer.memory, UInt16(count), 200)
        default: break
        }
    }
}
