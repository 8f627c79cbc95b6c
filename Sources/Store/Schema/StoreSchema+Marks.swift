extension StoreSchema {
    /// Marks are looked up by their time.
    static let marks =
        """
        CREATE INDEX event_mark ON event (wall_us) WHERE kind = 'mark';
        """

    /// Marks go with the athlete for whom they were set, as the events of a hold go with the hold.
    static let personalMarks = removable(
        "event",
        of: """
            kind = 'deleted' AND OLD.kind = 'exclude' AND OLD.text LIKE 'hold ' || hold || ' %'
            OR kind = 'athlete_forgotten' AND OLD.kind = 'mark'
            """, by: "deleted", "athlete_forgotten")
}
