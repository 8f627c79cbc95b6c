/// An interface as it is shipped: the text of its `.varlink` file, which is what a client gets, byte for byte.
public struct InterfaceDescription: Sendable, Equatable {
    public let name: String
    public let text: String
    /// The names of its methods and of its errors.
    public let methods: [String]
    public let errors: [String]

    /// Takes the names out of the text; what has no `interface` line gets an empty name.
    public init(_ bytes: [UInt8]) {
        text = String(decoding: bytes, as: UTF8.self)
        var name = ""
        var methods: [String] = []
        var errors: [String] = []
        for line in text.split(separator: "\n") {
            let words = line.prefix { $0 != "#" }.split { " \t(".contains($0) }
            guard words.count >= 2 else { continue }
            switch words[0] {
            case "interface": name = String(words[1])
            case "method": methods.append(String(words[1]))
            case "error": errors.append(String(words[1]))
            default: break
            }
        }
        self.name = name
        self.methods = methods
        self.errors = errors
    }

    /// What every Varlink service answers.
    public static let service = InterfaceDescription(PackageResources.org_varlink_service_varlink)
    /// Reading: for everybody.
    public static let station = InterfaceDescription(PackageResources.org_holdfast_station1_varlink)
    /// Changing: for those who may use the control socket.
    public static let control = InterfaceDescription(PackageResources.org_holdfast_control1_varlink)
    /// Calibrating: for those too.
    public static let calibration = InterfaceDescription(PackageResources.org_holdfast_calibration1_varlink)
    /// Athletes, sessions and protocols: cues for everybody, the rest as `control`.
    public static let session = InterfaceDescription(PackageResources.org_holdfast_session1_varlink)
}
