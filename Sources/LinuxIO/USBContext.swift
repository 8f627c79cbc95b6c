import CLibUSB
import Glibc

/// libusb, without its search for devices: they are found by udev and opened by us.
///
/// Made by `main`, which also opens and closes devices; everything else happens on the thread that calls `handleEvents`. libusb locks and
/// allocates inside.
public final class USBContext: @unchecked Sendable {
    // Safety: libusb is made for several threads; `epoll` and `token` do not change.
    let context: OpaquePointer
    private let epoll: Epoll
    private let token: UInt64

    /// - Parameters:
    ///   - epoll: watches the descriptors of libusb and of the devices; then `handleEvents` is to be called.
    ///   - token: names them there.
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
        // Safety: the context takes its notifiers back before it goes.
        pointer.map { Unmanaged<USBContext>.fromOpaque($0).takeUnretainedValue() }
    }

    private func watch(_ number: Int32, _ events: Int16) {
        // What poll and epoll call readable and writable is the same.
        try? epoll.add(number, token: token, Epoll.Interest(rawValue: UInt32(UInt16(bitPattern: events))))
    }

    /// Takes what has come, without waiting. Transfers that have ended say so to their devices.
    public func handleEvents() {
        var none = timeval()
        _ = libusb_handle_events_timeout_completed(context, &none, nil)
    }
}

extension SystemError {
    /// An error of libusb as the kernel's own.
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
            // An interface that is not there: not the device that was meant.
            case LIBUSB_ERROR_NOT_FOUND: EPROTO
            default: EPROTO
            }
        self.init(call, subject, number: number)
    }
}
