// Serves the Varlink project's certification from the same server code as the daemon, for clients that others wrote.
import Glibc
import LinuxIO
import Publishing

guard CommandLine.arguments.count == 2 else {
    Log.error("varlink-certification", "usage: varlink-certification SOCKET")
    exit(EX_USAGE)
}
let server = try VarlinkServer(
    information: VarlinkInformation(vendor: "Holdfast", product: "Certification", version: "1", url: "about:blank"),
    news: try Doorbell())
server.add(CertificationService())
try server.listen(on: try UnixSocket.listen(path: CommandLine.arguments[1], mode: 0o600), access: .read)
try server.run()
