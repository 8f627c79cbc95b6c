import CMath

/// The centre of pressure under several plates: Σ rᵢ·Fzᵢ/ΣFzᵢ (Winter 1995 Gait Posture 3:193).
public enum CombinedCentre {
    /// One plate at one moment: its vertical force, N, and its own centre of pressure, millimetres from its middle.
    public struct Load {
        public var force: Double
        public var x: Double
        public var y: Double
        public var position: PlatePosition

        public init(force: Double, x: Double, y: Double, position: PlatePosition) {
            self.force = force
            self.x = x
            self.y = y
            self.position = position
        }
    }

    /// Below this sum there is no centre, N.
    public static let threshold = 50.0

    /// A plate whose own centre is unknown because it carries next to nothing is left out; nil when the sum is below the threshold.
    public static func place(_ loads: [Load]) -> (x: Double, y: Double)? {
        var (sum, x, y) = (0.0, 0.0, 0.0)
        for load in loads where load.force.isFinite && load.x.isFinite && load.y.isFinite {
            let angle = load.position.turn * .pi / 180
            let (cosine, sine) = (c_cos(angle), c_sin(angle))
            sum += load.force
            x += load.force * (load.position.right + cosine * load.x - sine * load.y)
            y += load.force * (load.position.forward + sine * load.x + cosine * load.y)
        }
        return sum >= threshold ? (x / sum, y / sum) : nil
    }
}
