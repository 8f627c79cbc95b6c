import Glibc
import LinuxIO
import Testing

@testable import Acquisition

/// What the errors of reading and writing say of a device.
struct GoneDeviceTests {
    /// Which of them comes depends on how far the kernel has come when somebody reads.
    @Test(arguments: [EIO, ENODEV, ENXIO, ESHUTDOWN]) func eachErrorOfAPulledPlugIsADeviceThatIsGone(number: Int32) {
        #expect(AcquireReport.Reason(SystemError("read", number: number)) == .gone)
    }

    @Test(arguments: [EBUSY, EACCES, ENOMEM]) func anyOtherErrorIsKept(number: Int32) {
        #expect(AcquireReport.Reason(SystemError("read", number: number)) == .failed(number))
    }
}
