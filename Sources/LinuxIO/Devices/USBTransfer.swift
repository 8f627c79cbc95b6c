import CLibUSB
import Drivers
import Glibc
import Samples

/// A transfer with its memory. Owned by its device.
final class USBTransfer {
    /// The setup packet is in front of the data of a control transfer.
    static let setupLength = 8

    let raw: UnsafeMutablePointer<libusb_transfer>
    let memory: UnsafeMutablePointer<UInt8>
    let length: Int
    var endpoint: UInt8
    var isControl = false
    var isPending = false
    /// The kernel had no memory for it: it is submitted when another transfer of its endpoint is submitted.
    var isWaiting = false
    var arrival = HostInstant.never
    unowned(unsafe) var device: USBDevice?

    init(length: Int, endpoint: UInt8) throws(SystemError) {
        guard let raw = libusb_alloc_transfer(0) else { throw SystemError("libusb_alloc_transfer", number: ENOMEM) }
        self.raw = raw
        memory = .allocate(capacity: length)
        memory.initialize(repeating: 0, count: length)
        self.length = length
        self.endpoint = endpoint
    }

    deinit {
        libusb_free_transfer(raw)
        memory.deallocate()
    }

    var pointer: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    static let ended: libusb_transfer_cb_fn = { raw in
        guard let pointer = raw?.pointee.user_data else { return }
        // Safety: the device keeps its transfers until all of them have been reaped.
        let transfer = Unmanaged<USBTransfer>.fromOpaque(pointer).takeUnretainedValue()
        transfer.device?.hasEnded(transfer)
    }

    var outcome: USBDevice.Outcome {
        switch raw.pointee.status {
        case LIBUSB_TRANSFER_COMPLETED:
            let isRead = (endpoint & 0x80) != 0
            return isRead ? .received(Int(raw.pointee.actual_length)) : .written
        case LIBUSB_TRANSFER_CANCELLED: return .cancelled
        case LIBUSB_TRANSFER_STALL: return .failed(.stalled)
        case LIBUSB_TRANSFER_TIMED_OUT: return .failed(.timedOut)
        case LIBUSB_TRANSFER_OVERFLOW: return .failed(.overflowed)
        default: return .gone
        }
    }
}
