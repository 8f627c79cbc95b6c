extension HoldEvent {
    /// What keeps a sensor from arming: the test of its baseline window that fails by the largest factor.
    public struct Unrest: BitwiseCopyable, Sendable, Equatable {
        public enum Test: UInt8, BitwiseCopyable, Sendable {
            /// The SD of the 20 ms mean over half a second, N.
            case deviation = 0
            /// The rise of a line through the 20 ms mean over half a second, N.
            case rise
            /// The range of the 20 ms mean over half a second, N.
            case range
        }

        public var test: Test
        /// The measured value and its limit, N.
        public var value: Double
        public var limit: Double

        @inlinable public init(test: Test, value: Double, limit: Double) {
            self.test = test
            self.value = value
            self.limit = limit
        }

        /// The measured value and its limit as a sentence.
        public func sentence(_ unit: String) -> String {
            let what =
                switch test {
                case .deviation: "the standard deviation of its 20 ms mean is"
                case .rise: "in half a second its 20 ms mean drifts by"
                case .range: "in half a second its 20 ms mean moves by"
                }
            return "\(what) \(Digits.short(value)) \(unit), the limit is \(Digits.short(limit)) \(unit)"
        }
    }
}
