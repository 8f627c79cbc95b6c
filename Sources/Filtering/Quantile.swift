import CNumerics

/// Quantiles of the distributions used for confidence limits (Boost.Math). NaN where a quantile does not exist.
public enum Quantile {
    /// The value below which a χ² variable with `freedom` degrees of freedom lies with `probability`.
    public static func chiSquared(_ probability: Double, freedom: Double) -> Double {
        cnumerics_chi_squared_quantile(probability, freedom)
    }

    /// The same for an F variable.
    public static func fisher(_ probability: Double, numerator: Double, denominator: Double) -> Double {
        cnumerics_f_quantile(probability, numerator, denominator)
    }

    /// The same for a Student t variable.
    public static func student(_ probability: Double, freedom: Double) -> Double {
        cnumerics_student_t_quantile(probability, freedom)
    }
}
