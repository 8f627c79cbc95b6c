extension StoreSchema {
    /// What the onset of a hold was found with, as an object of JSON: a hold can be computed again as it was. Holds share them.
    static let onsetParameters = """
        CREATE TABLE onset_parameters (id INTEGER PRIMARY KEY, numbers TEXT NOT NULL UNIQUE CHECK (json_valid(numbers))) STRICT;
        ALTER TABLE hold_sensor ADD COLUMN onset_parameters INTEGER REFERENCES onset_parameters;
        \(appendOnly("onset_parameters", "what a hold was found with"))
        """
}
