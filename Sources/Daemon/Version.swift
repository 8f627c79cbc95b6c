/// What this build calls itself.
public enum Version {
    public static let text = "0.1.0"
    /// What it can do; grows.
    static let features = ["live", "holds", "recording", "calibration", "text", "chronojump", "sessions"]
}
