/// A weight of the station, as its certificate describes it.
public struct CertifiedWeight: Sendable, Hashable {
    public var serial: String
    public var weight: Weight
    public var weightClass: WeightClass?
    /// Laboratory and number of its calibration certificate; nil when it has none, so that it is not traceable.
    public var certificate: String?
    /// When its next calibration is due, microseconds since 1970; nil when that is not stated.
    public var dueWallMicroseconds: Int64?

    public init(
        serial: String, weight: Weight, weightClass: WeightClass?, certificate: String?, dueWallMicroseconds: Int64?
    ) {
        self.serial = serial
        self.weight = weight
        self.weightClass = weightClass
        self.certificate = certificate
        self.dueWallMicroseconds = dueWallMicroseconds
    }

    /// Whether it should have been calibrated before this time.
    public func isOverdue(_ wallMicroseconds: Int64) -> Bool { dueWallMicroseconds.map { $0 < wallMicroseconds } ?? false }
}

/// Accuracy classes of weights (OIML R 111-1:2004).
public enum WeightClass: String, Sendable, CaseIterable {
    case e1 = "E1"
    case e2 = "E2"
    case f1 = "F1"
    case f2 = "F2"
    case m1 = "M1"
    case m2 = "M2"
    case m3 = "M3"

    /// The smallest mass whose maximum permissible error is a fixed share of it, kg.
    public static let smallestMass = 0.1

    /// Maximum permissible error as a fraction of the mass, for 100 g and more (OIML R 111-1:2004, table 1).
    public var permissibleError: Double {
        switch self {
        case .e1: 5e-7
        case .e2: 1.6e-6
        case .f1: 5e-6
        case .f2: 1.6e-5
        case .m1: 5e-5
        case .m2: 1.6e-4
        case .m3: 5e-4
        }
    }

    /// Expanded uncertainty (k = 2) of a mass of which only the class is known, as a fraction: a uniform distribution within the
    /// maximum permissible error.
    public var relativeUncertainty: Double { 2 * permissibleError / 3.0.squareRoot() }
}
