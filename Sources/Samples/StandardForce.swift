/// Newtons of the units that people name a force in. Rooms that read units (`SensorSettings+Units`, `LoadUnit`, `ForceScale`, `ForceUnit`)
/// take them from here. The weight of a mass at a place: `LocalGravity`.
public enum StandardForce {
    /// A kilogram-force, N: the standard acceleration of gravity, m/s² (CGPM 1901).
    @inlinable public static var kilogram: Double { 9.80665 }
    /// The international pound of 1959, kg.
    @inlinable public static var poundMass: Double { 0.45359237 }
    /// A pound-force, N.
    @inlinable public static var pound: Double { kilogram * poundMass }
}
