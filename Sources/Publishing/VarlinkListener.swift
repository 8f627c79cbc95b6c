import LinuxIO
import Samples

/// A socket at which clients arrive, and what those who come through it may do.
final class VarlinkListener {
    let descriptor: Descriptor
    let access: VarlinkPeer.Access
    /// Not listened to before this moment: there was no descriptor left for one more client.
    var pausedUntil: HostInstant?

    init(_ descriptor: consuming Descriptor, _ access: VarlinkPeer.Access) {
        self.descriptor = descriptor
        self.access = access
    }
}
