import Drivers

/// What drivers there are, and how well each is known to work.
enum DriverList {
    static func text(width: Int?) -> String {
        let meanings = Set(DriverTable.all.map(\.maturity)).map { "\($0.rawValue): \($0.meaning)" }.sorted()
            .flatMap { text in width.map { Output.wrapped(text, $0) } ?? [text] }
        return ([Output.table([["DRIVER", "DEVICE", "MATURITY"]] + DriverTable.maturities)] + meanings).joined(separator: "\n")
    }
}
