import CNumerics

/// The median, which needs no sorting.
public enum Median {
    /// The middle value, or the mean of the two middle ones. NaN when there are no values or one of them is NaN. The values are
    /// reordered, which saves a copy.
    public static func of(_ values: inout [Double]) -> Double {
        let count = values.count
        // Safety: the function reads and writes only the buffer that is passed with its size.
        return unsafe cnumerics_median(&values, count)
    }
}
