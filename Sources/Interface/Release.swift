/// What this build of Holdfast calls itself, daemon and console alike.
public enum Release {
    public static let version = "0.1.0"
}
