extension StoreSchema {
    /// Marks are looked up by their time.
    static let marks =
        """
        CREATE INDEX event_mark ON event (wall_us) WHERE kind = 'mark';
        """
}
