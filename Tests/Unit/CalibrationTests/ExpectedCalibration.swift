import ReferenceData
import Testing

/// Parts of the expected values of calibrations.
enum ExpectedCalibration {
    /// An object of a file.
    static func object(_ key: String, of file: String) throws -> [String: Any] {
        try #require(try ReferenceData.expected(file)[key] as? [String: Any])
    }

    static func matrix(_ value: Any?) throws -> [[Double]] { try #require(value as? [[Double]]) }
}

/// |got − expected| relative to the expected number.
func relative(_ got: Double, _ expected: Double) -> Double { got == expected ? 0 : abs(got - expected) / abs(expected) }
