/// What a certificate says besides its record: who made it, where, for whom, and on what.
public struct CertificateDetails: Sendable, Equatable {
    public enum Field: String, Sendable, CaseIterable {
        case laboratory, place, customer, maker, type, serial, amplifier, condition, received, temperature, humidity
        case traceability
        case measuredBy = "measured-by"
        case approvedBy = "approved-by"

        /// The words on the certificate.
        public var title: String {
            switch self {
            case .laboratory: "Laboratory"
            case .place: "Place of calibration"
            case .customer: "Customer"
            case .maker: "Maker"
            case .type: "Type"
            case .serial: "Serial number of the sensor"
            case .amplifier: "Serial number of the amplifier"
            case .condition: "Condition of the item"
            case .received: "Date of receipt"
            case .temperature: "Temperature"
            case .humidity: "Relative humidity"
            case .traceability: "Traceability"
            case .measuredBy: "Measured by"
            case .approvedBy: "Approved by"
            }
        }

        /// What somebody types.
        public var hint: String {
            switch self {
            case .laboratory: "name of the laboratory"
            case .place: "address where the calibration was made"
            case .customer: "name and address of the customer"
            case .maker: "maker of the sensor"
            case .type: "type of the sensor"
            case .serial: "serial number of the sensor"
            case .amplifier: "serial number of the amplifier"
            case .condition: "condition of the item when it was received"
            case .received: "date of receipt"
            case .temperature: "temperature during the calibration, with its U"
            case .humidity: "relative humidity during the calibration"
            case .traceability: "certificates of the weights or of the reference cell"
            case .measuredBy: "name of the person who measured"
            case .approvedBy: "name of the person who approves the certificate"
            }
        }

        /// The same on every certificate of a laboratory: asked for once.
        public var isKept: Bool { [.laboratory, .place, .customer, .measuredBy, .approvedBy].contains(self) }
    }

    private var values: [Field: String] = [:]

    public init() {}

    /// nil when it is not stated.
    public subscript(_ field: Field) -> String? {
        get { values[field] }
        set { values[field] = newValue?.isEmpty ?? true ? nil : newValue }
    }

    func text(_ field: Field) -> String { values[field] ?? "not stated" }

    func rows(_ fields: [Field]) -> [(String, String)] { fields.map { ($0.title, text($0)) } }
}
