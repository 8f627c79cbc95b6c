extension StoreSchema {
    /// How the numbers of a hold were computed, result by result, and the numbers of all results after the first. `sensors` has what
    /// they were computed with, as a JSON object. Holds that were stored before this step have no row for their first result.
    static let results = """
        CREATE TABLE result (
            number INTEGER PRIMARY KEY, hold INTEGER NOT NULL REFERENCES hold, position INTEGER NOT NULL CHECK (position > 0),
            wall_us INTEGER NOT NULL, user INTEGER, version TEXT NOT NULL, calibration TEXT NOT NULL,
            settings TEXT NOT NULL, reason TEXT, kind TEXT NOT NULL, onset_wall_us INTEGER,
            sensors TEXT CHECK (sensors IS NULL OR json_valid(sensors)), UNIQUE (hold, position)
        ) STRICT;
        CREATE TABLE result_sensor (
            result INTEGER NOT NULL REFERENCES result, position INTEGER NOT NULL, sensor TEXT NOT NULL, kind TEXT NOT NULL,
            flags INTEGER NOT NULL, calibration TEXT NOT NULL, rate ANY NOT NULL, first_sample INTEGER NOT NULL,
            onset_sample ANY, onset_seconds ANY, onset_uncertainty_ms ANY, calibration_id TEXT, unit TEXT NOT NULL,
            onset_parameters INTEGER REFERENCES onset_parameters, PRIMARY KEY (result, position)
        ) STRICT;
        CREATE TABLE result_metric (
            result INTEGER NOT NULL, part INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL,
            value ANY, lower ANY, upper ANY, reason TEXT, expanded ANY, expanded_reason TEXT,
            PRIMARY KEY (result, part, position), FOREIGN KEY (result, part) REFERENCES result_sensor (result, position),
            CHECK ((value IS NULL) <> (reason IS NULL)), CHECK (typeof(value) IN ('real', 'null'))
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE result_set_up_metric (
            result INTEGER NOT NULL REFERENCES result, position INTEGER NOT NULL, sensors TEXT NOT NULL, name TEXT NOT NULL,
            unit TEXT NOT NULL, value ANY, lower ANY, upper ANY, reason TEXT, expanded ANY, expanded_reason TEXT,
            PRIMARY KEY (result, position), CHECK ((value IS NULL) <> (reason IS NULL)),
            CHECK (typeof(value) IN ('real', 'null'))
        ) STRICT, WITHOUT ROWID;
        \(["result", "result_sensor", "result_metric", "result_set_up_metric"].map { appendOnly($0, "a result") }
            .joined(separator: "\n"))
        \(removable("result", of: "hold = OLD.hold", by: "deleted"))
        \(["result_sensor", "result_metric", "result_set_up_metric"].map {
            removable($0, of: "hold = (SELECT hold FROM result WHERE number = OLD.result)", by: "deleted")
        }.joined(separator: "\n"))
        DROP TRIGGER result_metric_is_final;
        CREATE TRIGGER result_metric_is_final BEFORE UPDATE ON result_metric
            WHEN \(undeclared(
                "hold = (SELECT hold FROM result WHERE number = OLD.result) OR hold IS NULL", by: ["reassigned", "mass_corrected"]))
            BEGIN SELECT RAISE(ABORT, 'a result is final'); END;
        """
}
