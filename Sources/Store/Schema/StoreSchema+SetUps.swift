extension StoreSchema {
    /// The numbers that the sensors of a hold have together. `sensors` has their names, separated by spaces. Holds that were stored
    /// before this step have none.
    static let setUpNumbers = """
        CREATE TABLE set_up_metric (
            hold INTEGER NOT NULL REFERENCES hold, position INTEGER NOT NULL, sensors TEXT NOT NULL, name TEXT NOT NULL,
            unit TEXT NOT NULL, value ANY, lower ANY, upper ANY, reason TEXT, expanded ANY, expanded_reason TEXT,
            PRIMARY KEY (hold, position), CHECK ((value IS NULL) <> (reason IS NULL)),
            CHECK (typeof(value) IN ('real', 'null'))
        ) STRICT, WITHOUT ROWID;
        \(appendOnly("set_up_metric", "a stored metric"))
        \(removable("set_up_metric", of: "hold = OLD.hold", by: "deleted"))
        """
}

extension StoreSchema {
    /// Sessions of set-ups: each set-up has at most one at a time, and none while a session of the whole station is under way. The
    /// sessions that were stored before this step were of the whole station: their set-up is empty.
    static let sessionsOfSetUps = """
        ALTER TABLE session ADD COLUMN set_up TEXT NOT NULL DEFAULT '';
        DROP INDEX IF EXISTS one_session_at_a_time;
        CREATE TRIGGER one_session_for_a_set_up BEFORE INSERT ON session WHEN NEW.stop_wall_us IS NULL AND EXISTS (
                SELECT 1 FROM session WHERE stop_wall_us IS NULL AND (set_up = NEW.set_up OR set_up = '' OR NEW.set_up = ''))
            BEGIN SELECT RAISE(ABORT, 'a session is under way on this set-up'); END;
        DROP TRIGGER IF EXISTS session_is_final;
        CREATE TRIGGER session_is_final BEFORE UPDATE OF number, athlete, set_up, position, protocol, effort_drop, start_wall_us, user
            ON session BEGIN SELECT RAISE(ABORT, 'a session is what it was begun as'); END;
        """
}

extension StoreSchema {
    /// Trials of quiet standing. `seconds` of a number is the length of the windows that it is over, and null for the whole trial.
    static let stands = """
        CREATE TABLE stand (
            number INTEGER PRIMARY KEY, session INTEGER NOT NULL REFERENCES session, wall_us INTEGER NOT NULL,
            seconds ANY NOT NULL CHECK (typeof(seconds) = 'real'), user INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX stand_by_session ON stand (session);
        CREATE TABLE stand_metric (
            stand INTEGER NOT NULL REFERENCES stand, position INTEGER NOT NULL, seconds ANY, sensors TEXT NOT NULL,
            name TEXT NOT NULL, unit TEXT NOT NULL, value ANY, lower ANY, upper ANY, reason TEXT, PRIMARY KEY (stand, position),
            CHECK ((value IS NULL) <> (reason IS NULL)), CHECK (typeof(value) IN ('real', 'null'))
        ) STRICT, WITHOUT ROWID;
        \(appendOnly("stand", "a trial"))
        \(appendOnly("stand_metric", "a trial"))
        \(removable("stand", of: "athlete = (SELECT athlete FROM session WHERE number = OLD.session)", by: "athlete_forgotten"))
        \(removable(
            "stand_metric",
            of: "athlete = (SELECT athlete FROM stand s JOIN session ON session.number = s.session WHERE s.number = OLD.stand)",
            by: "athlete_forgotten"))
        """
}
