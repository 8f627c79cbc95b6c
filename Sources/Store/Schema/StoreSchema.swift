/// Numbers are in columns of type ANY, because columns of type REAL turn -0.0 into 0.0.
///
/// The tables, as steps from one version to the next. A released step is never changed.
enum StoreSchema {
    /// `user_version` of a database that this program has written: one per step.
    static var version: Int64 { Int64(steps.count) }

    /// Identifies files of this program, so that the database of another program is not mistaken for one.
    static let applicationID: Int64 = 0x4866_6462

    static let steps = [
        first,
        calibrations,
        sessions,
        zeros,
        benchTests,
        identity,
        onsetParameters,
        deviceSlopes,
        seals,
        sealsOfChecks,
        sealsByOwner,
        traces,
        changes,
        sealsOfState,
        zone,
        setUpNumbers,
        weights,
        marks,
        results,
        sessionsOfSetUps,
        stands,
        personalMarks,
    ]

    /// Sensors, holds with their numbers, notes, events.
    private static let first =
        """
        CREATE TABLE sensor (
            name TEXT PRIMARY KEY, kind TEXT NOT NULL, role TEXT NOT NULL, set_up TEXT NOT NULL, driver TEXT NOT NULL,
            device TEXT NOT NULL, calibration TEXT NOT NULL, seen_wall_us INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE hold (
            number INTEGER PRIMARY KEY, kind TEXT NOT NULL, set_up TEXT NOT NULL, start_wall_us INTEGER NOT NULL,
            onset_wall_us INTEGER, end_wall_us INTEGER NOT NULL, recording TEXT,
            excluded INTEGER NOT NULL DEFAULT 0 CHECK (excluded IN (0, 1)), excluded_reason TEXT
        ) STRICT;
        CREATE TABLE hold_sensor (
            hold INTEGER NOT NULL REFERENCES hold, position INTEGER NOT NULL, sensor TEXT NOT NULL, kind TEXT NOT NULL,
            flags INTEGER NOT NULL, calibration TEXT NOT NULL, rate ANY NOT NULL, first_sample INTEGER NOT NULL,
            onset_sample ANY, onset_seconds ANY, onset_uncertainty_ms ANY, PRIMARY KEY (hold, position)
        ) STRICT;
        CREATE TABLE metric (
            hold INTEGER NOT NULL, part INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
            value ANY, lower ANY, upper ANY, reason TEXT,
            PRIMARY KEY (hold, part, position), FOREIGN KEY (hold, part) REFERENCES hold_sensor (hold, position),
            CHECK ((value IS NULL) <> (reason IS NULL)), CHECK (typeof(value) IN ('real', 'null'))
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX metric_by_name ON metric (name, hold);
        CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
        CREATE TABLE annotation (
            id INTEGER PRIMARY KEY, hold INTEGER NOT NULL REFERENCES hold, wall_us INTEGER NOT NULL, user INTEGER NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX annotation_by_hold ON annotation (hold);
        CREATE TABLE event (
            id INTEGER PRIMARY KEY, wall_us INTEGER NOT NULL, kind TEXT NOT NULL, sensor TEXT, user INTEGER, text TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER hold_is_final BEFORE UPDATE OF number, kind, set_up, start_wall_us, onset_wall_us, end_wall_us, recording
            ON hold BEGIN SELECT RAISE(ABORT, 'a stored hold is final'); END;
        CREATE TRIGGER hold_stays BEFORE DELETE ON hold BEGIN SELECT RAISE(ABORT, 'a stored hold stays'); END;
        CREATE TRIGGER hold_sensor_is_final BEFORE UPDATE ON hold_sensor
            BEGIN SELECT RAISE(ABORT, 'a stored hold is final'); END;
        CREATE TRIGGER hold_sensor_stays BEFORE DELETE ON hold_sensor
            BEGIN SELECT RAISE(ABORT, 'a stored hold stays'); END;
        CREATE TRIGGER metric_is_final BEFORE UPDATE ON metric BEGIN SELECT RAISE(ABORT, 'a stored metric is final'); END;
        CREATE TRIGGER metric_stays BEFORE DELETE ON metric BEGIN SELECT RAISE(ABORT, 'a stored metric stays'); END;
        CREATE TRIGGER annotation_is_final BEFORE UPDATE ON annotation BEGIN SELECT RAISE(ABORT, 'annotations are added'); END;
        CREATE TRIGGER annotation_stays BEFORE DELETE ON annotation BEGIN SELECT RAISE(ABORT, 'annotations are added'); END;
        CREATE TRIGGER event_is_final BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are added'); END;
        CREATE TRIGGER event_stays BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are added'); END;
        """

    /// Calibration records, the history of which record is in force, and checks.
    private static let calibrations =
        """
        CREATE TABLE calibration (
            id TEXT NOT NULL, sensor TEXT NOT NULL, added_wall_us INTEGER NOT NULL, user INTEGER NOT NULL, class TEXT NOT NULL,
            due_wall_us INTEGER, record TEXT NOT NULL, PRIMARY KEY (sensor, id)
        ) STRICT;
        CREATE INDEX calibration_by_id ON calibration (id);
        CREATE TABLE calibration_use (
            number INTEGER PRIMARY KEY, sensor TEXT NOT NULL, calibration TEXT, wall_us INTEGER NOT NULL, user INTEGER NOT NULL,
            FOREIGN KEY (sensor, calibration) REFERENCES calibration (sensor, id)
        ) STRICT;
        CREATE INDEX calibration_use_by_sensor ON calibration_use (sensor, number);
        CREATE TABLE calibration_check (
            number INTEGER PRIMARY KEY, sensor TEXT NOT NULL, calibration TEXT NOT NULL, wall_us INTEGER NOT NULL,
            user INTEGER NOT NULL, known ANY NOT NULL, measured ANY NOT NULL, expanded ANY NOT NULL, score ANY NOT NULL,
            passed INTEGER NOT NULL CHECK (passed IN (0, 1)), note TEXT NOT NULL,
            FOREIGN KEY (sensor, calibration) REFERENCES calibration (sensor, id)
        ) STRICT;
        CREATE INDEX calibration_check_by_sensor ON calibration_check (sensor, number);
        ALTER TABLE hold_sensor ADD COLUMN calibration_id TEXT;
        ALTER TABLE hold_sensor ADD COLUMN unit TEXT NOT NULL DEFAULT 'N';
        ALTER TABLE metric ADD COLUMN expanded ANY;
        ALTER TABLE metric ADD COLUMN expanded_reason TEXT;
        CREATE TRIGGER calibration_is_final BEFORE UPDATE ON calibration
            BEGIN SELECT RAISE(ABORT, 'a calibration is superseded, never changed'); END;
        CREATE TRIGGER calibration_stays BEFORE DELETE ON calibration
            BEGIN SELECT RAISE(ABORT, 'a calibration stays'); END;
        CREATE TRIGGER calibration_use_is_final BEFORE UPDATE ON calibration_use
            BEGIN SELECT RAISE(ABORT, 'the history of calibrations is final'); END;
        CREATE TRIGGER calibration_use_stays BEFORE DELETE ON calibration_use
            BEGIN SELECT RAISE(ABORT, 'the history of calibrations stays'); END;
        CREATE TRIGGER calibration_check_is_final BEFORE UPDATE ON calibration_check
            BEGIN SELECT RAISE(ABORT, 'a check is final'); END;
        CREATE TRIGGER calibration_check_stays BEFORE DELETE ON calibration_check
            BEGIN SELECT RAISE(ABORT, 'a check stays'); END;
        """
}
