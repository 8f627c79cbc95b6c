/// A position in a file; lines and columns are counted from 1.
struct SettingsPlace: Equatable {
    var file: String
    var line: Int
    var column: Int
}
