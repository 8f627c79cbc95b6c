extension StoreSchema {
    /// The parameters with which the onset of a hold was found, as a JSON object, so that the hold can be computed again in the
    /// same way. Holds share them.
    static let onsetParameters = """
        CREATE TABLE onset_parameters (id INTEGER PRIMARY KEY, numbers TEXT NOT NULL UNIQUE CHECK (json_valid(numbers))) STRICT;
        ALTER TABLE hold_sensor ADD COLUMN onset_parameters INTEGER REFERENCES onset_parameters;
        \(appendOnly("onset_parameters", "what a hold was found with"))
        """
}
