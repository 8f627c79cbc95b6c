import CLibUSB
import Glibc

/// libusb, without its search for devices: udev finds them, and Holdfast opens them.
///
/// Made by `main`, which also opens and closes devices; everything else happens on the thread that calls `handleEvents`. libusb
/// locks and allocates inside.
public final class USBContext: @unchecked Sendable {
    // Safety: libusb may be used by several threads; `epoll` and `token` do not change.
    let context: OpaquePointer
    private let epoll: Epoll
    private let token: UInt64

    /// - Parameters:
    ///   - epoll: watches the descriptors of libusb and of the devices; call `handleEvents` when one of them is ready.
    ///   - token: identifies them in `epoll`.
    public init(epoll: Epoll, token: UInt64) throws(SystemError) {
        _ = clibusb_disable_discovery()
        var made: OpaquePointer?
        let code = libusb_init(&made)
        guard code == 0, let made else { throw SystemError(usb: code, "libusb_init") }
        context = made
        self.epoll = epoll
        self.token = token
        if let list = libusb_get_pollfds(made) {
            var index = 0
            while let entry = list[index] {
                watch(entry.pointee.fd, entry.pointee.events)
                index += 1
            }
            libusb_free_pollfds(list)
        }
        libusb_set_pollfd_notifiers(
            made, { USBContext.of($2)?.watch($0, $1) }, { USBContext.of($1)?.epoll.remove($0) },
            Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        libusb_set_pollfd_notifiers(context, nil, nil, nil)
        libusb_exit(context)
    }

    private static func of(_ pointer: UnsafeMutableRawPointer?) -> USBContext? {
        // Safety: the context removes its notifiers before it is freed.
        pointer.map { Unmanaged<USBContext>.fromOpaque($0).takeUnretainedValue() }
    }

    private func watch(_ number: Int32, _ events: Int16) {
        // poll and epoll use the same numbers for readable and writable.
        try? epoll.add(number, token: token, Epoll.Interest(rawValue: UInt32(UInt16(bitPattern: events))))
    }

    /// Handles the events that have arrived, without waiting. Transfers that have ended notify their devices.
    public func handleEvents() {
        var none = timeval()
        _ = libusb_handle_events_timeout_completed(context, &none, nil)
    }
}

extension SystemError {
    /// Converts an error of libusb to the kernel's error.
    init(usb code: Int32, _ call: String, _ subject: String = "") {
        let number =
            switch libusb_error(code) {
            case LIBUSB_ERROR_ACCESS: EACCES
            case LIBUSB_ERROR_NO_DEVICE: ENODEV
            case LIBUSB_ERROR_BUSY: EBUSY
            case LIBUSB_ERROR_TIMEOUT: ETIMEDOUT
            case LIBUSB_ERROR_OVERFLOW: EOVERFLOW
            case LIBUSB_ERROR_PIPE: EPIPE
            case LIBUSB_ERROR_INTERRUPTED: EINTR
            case LIBUSB_ERROR_NO_MEM: ENOMEM
            case LIBUSB_ERROR_NOT_SUPPORTED: EOPNOTSUPP
            case LIBUSB_ERROR_INVALID_PARAM: EINVAL
            // The interface does not exist: this is not the expected device.
            case LIBUSB_ERROR_NOT_FOUND: EPROTO
            default: EPROTO
            }
        self.init(call, subject, number: number)
    }
}
