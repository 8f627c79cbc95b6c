extension StoreSchema {
    /// Athletes, sessions, maxima, and additions of operators to holds. Only the table `athlete` identifies a person, by a
    /// pseudonym.
    static let sessions = """
        CREATE TABLE athlete (
            id INTEGER PRIMARY KEY, pseudonym TEXT NOT NULL UNIQUE CHECK (pseudonym <> ''), wall_us INTEGER NOT NULL,
            user INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE body_mass (
            id INTEGER PRIMARY KEY, athlete INTEGER NOT NULL REFERENCES athlete, wall_us INTEGER NOT NULL,
            user INTEGER NOT NULL, kilograms ANY NOT NULL CHECK (typeof(kilograms) = 'real' AND kilograms > 0)
        ) STRICT;
        CREATE INDEX body_mass_by_athlete ON body_mass (athlete);
        CREATE TABLE session (
            number INTEGER PRIMARY KEY, athlete INTEGER NOT NULL REFERENCES athlete, position TEXT NOT NULL,
            protocol TEXT, effort_drop ANY NOT NULL, start_wall_us INTEGER NOT NULL, stop_wall_us INTEGER,
            user INTEGER NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX one_session_at_a_time ON session (stop_wall_us IS NULL) WHERE stop_wall_us IS NULL;
        CREATE TABLE hold_session (
            hold INTEGER PRIMARY KEY REFERENCES hold, session INTEGER NOT NULL REFERENCES session
        ) STRICT;
        CREATE INDEX hold_by_session ON hold_session (session);
        CREATE TABLE maximum (
            id INTEGER PRIMARY KEY, athlete INTEGER NOT NULL REFERENCES athlete, position TEXT NOT NULL,
            set_up TEXT NOT NULL, sensor TEXT NOT NULL, hold INTEGER NOT NULL REFERENCES hold, wall_us INTEGER NOT NULL,
            newtons ANY NOT NULL CHECK (typeof(newtons) = 'real'), calibration TEXT NOT NULL
        ) STRICT;
        CREATE INDEX maximum_by_context ON maximum (athlete, position, set_up, sensor);
        CREATE TABLE annotation_rating (
            annotation INTEGER PRIMARY KEY REFERENCES annotation, score INTEGER CHECK (score BETWEEN 1 AND 10), phase TEXT
        ) STRICT;
        CREATE TABLE onset_mark (
            id INTEGER PRIMARY KEY, hold INTEGER NOT NULL, part INTEGER NOT NULL, wall_us INTEGER NOT NULL,
            user INTEGER NOT NULL, onset_seconds ANY NOT NULL CHECK (typeof(onset_seconds) = 'real'), flags INTEGER NOT NULL,
            onset_sample ANY, onset_uncertainty_ms ANY, FOREIGN KEY (hold, part) REFERENCES hold_sensor (hold, position)
        ) STRICT;
        CREATE INDEX onset_mark_by_hold ON onset_mark (hold);
        CREATE TABLE onset_mark_metric (
            mark INTEGER NOT NULL REFERENCES onset_mark, position INTEGER NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
            value ANY, lower ANY, upper ANY, reason TEXT, PRIMARY KEY (mark, position),
            CHECK ((value IS NULL) <> (reason IS NULL)), CHECK (typeof(value) IN ('real', 'null'))
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER session_is_final BEFORE UPDATE OF number, athlete, position, protocol, effort_drop, start_wall_us, user
            ON session BEGIN SELECT RAISE(ABORT, 'a session is what it was begun as'); END;
        CREATE TRIGGER session_stops_once BEFORE UPDATE OF stop_wall_us ON session WHEN OLD.stop_wall_us IS NOT NULL
            BEGIN SELECT RAISE(ABORT, 'the session was stopped already'); END;
        \(appendOnly("athlete", "an athlete"))
        \(appendOnly("body_mass", "a body mass"))
        \(keep("session"))
        \(appendOnly("hold_session", "the session of a hold"))
        \(appendOnly("maximum", "a maximum"))
        \(appendOnly("annotation_rating", "a rating"))
        \(appendOnly("onset_mark", "a mark"))
        \(appendOnly("onset_mark_metric", "a mark"))
        """

    static func appendOnly(_ table: String, _ what: String) -> String {
        """
        CREATE TRIGGER \(table)_is_final BEFORE UPDATE ON \(table) BEGIN SELECT RAISE(ABORT, '\(what) is final'); END;
        \(keep(table))
        """
    }

    private static func keep(_ table: String) -> String {
        "CREATE TRIGGER \(table)_stays BEFORE DELETE ON \(table) BEGIN SELECT RAISE(ABORT, '\(table) is never deleted'); END;"
    }
}
