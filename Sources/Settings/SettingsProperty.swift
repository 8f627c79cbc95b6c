/// A key and the Swift property that holds its value.
///
/// A row beside its property is all that a key needs: the parser, the defaults, the reference file and the text of a sensor's
/// table are made from it.
struct SettingsProperty<Owner: Sendable>: Sendable {
    let key: SettingsKey
    let value: @Sendable (Owner) -> SettingsValue?
    /// Sets a value that the key's rule allows, and returns whether it has the property's type.
    let set: @Sendable (inout Owner, SettingsValue) -> Bool

    /// - Parameters:
    ///   - path: table and key; `*` represents the name of a sensor.
    ///   - defaults: where the key's default is taken from.
    ///   - example: what the reference shows if there is no default.
    ///   - explanation: one sentence.
    init<Value: SettingsConvertible>(
        _ path: String, _ property: any WritableKeyPath<Owner, Value> & Sendable, of defaults: Owner, _ rule: SettingsRule,
        example: SettingsValue? = nil, isRequired: Bool = false, _ explanation: String
    ) {
        let fallback = isRequired ? nil : defaults[keyPath: property].settingsValue
        key = SettingsKey(
            path: path.split(separator: ".").map(String.init), rule: rule, fallback: fallback,
            example: example ?? fallback ?? .text(""), isRequired: isRequired, explanation: explanation)
        value = { $0[keyPath: property].settingsValue }
        set = { owner, value in
            guard let value = Value(settingsValue: value) else { return false }
            owner[keyPath: property] = value
            return true
        }
    }
}
