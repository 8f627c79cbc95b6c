extension StoreSchema {
    /// What has become of the trace of each hold that was recorded. While it is pending, with what the detector has decided, so that
    /// it can be cut after the next start.
    static let traces =
        """
        CREATE TABLE hold_trace (
            hold INTEGER PRIMARY KEY REFERENCES hold, state TEXT NOT NULL CHECK (state IN ('pending', 'kept', 'none')),
            reason TEXT, detection TEXT CHECK (detection IS NULL OR json_valid(detection)),
            CHECK ((state = 'pending') = (detection IS NOT NULL)), CHECK ((state = 'none') <= (reason IS NOT NULL))
        ) STRICT;
        """
}
