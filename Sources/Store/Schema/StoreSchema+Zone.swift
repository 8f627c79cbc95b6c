extension StoreSchema {
    /// The time zone of the station at each hold. Holds that were stored before this step have none.
    static let zone = """
        ALTER TABLE hold ADD COLUMN utc_offset_s INTEGER;
        ALTER TABLE hold ADD COLUMN time_zone TEXT;
        DROP TRIGGER IF EXISTS hold_is_final;
        CREATE TRIGGER hold_is_final BEFORE UPDATE OF number, kind, set_up, start_wall_us, onset_wall_us, end_wall_us, recording,
            utc_offset_s, time_zone ON hold BEGIN SELECT RAISE(ABORT, 'a stored hold is final'); END;
        """
}
