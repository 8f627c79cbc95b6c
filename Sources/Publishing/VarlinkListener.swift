import LinuxIO
import Samples

/// A listening socket, and the rights of the clients that connect through it.
final class VarlinkListener {
    let descriptor: Descriptor
    let access: VarlinkPeer.Access
    /// Not watched before this moment, because there was no descriptor left for another client.
    var pausedUntil: HostInstant?

    init(_ descriptor: consuming Descriptor, _ access: VarlinkPeer.Access) {
        self.descriptor = descriptor
        self.access = access
    }
}
