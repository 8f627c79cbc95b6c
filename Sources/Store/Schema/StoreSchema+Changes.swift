extension StoreSchema {
    /// The sequence of changes, and which rows may be removed or changed: those that the newest change declares. Existing rows
    /// are listed as if they had been added in the order of their tables.
    static let changes = """
        CREATE TABLE change (
            sequence INTEGER PRIMARY KEY, wall_us INTEGER NOT NULL, user INTEGER, kind TEXT NOT NULL, hold INTEGER,
            athlete INTEGER, item INTEGER
        ) STRICT;
        INSERT INTO change (wall_us, kind, hold) SELECT end_wall_us, 'hold', number FROM hold ORDER BY number;
        INSERT INTO change (wall_us, kind, hold) SELECT end_wall_us, 'excluded', number FROM hold WHERE excluded ORDER BY number;
        INSERT INTO change (wall_us, user, kind, hold, item)
            SELECT wall_us, user, 'note', hold, id FROM annotation ORDER BY id;
        INSERT INTO change (wall_us, user, kind, hold, item) SELECT wall_us, user, 'mark', hold, id FROM onset_mark ORDER BY id;
        INSERT INTO change (wall_us, user, kind, athlete) SELECT wall_us, user, 'athlete_added', id FROM athlete ORDER BY id;
        INSERT INTO change (wall_us, user, kind, athlete) SELECT wall_us, user, 'mass', athlete FROM body_mass ORDER BY id;
        \(appendOnly("change", "a change"))
        CREATE INDEX maximum_by_hold ON maximum (hold);
        DROP TRIGGER IF EXISTS seal_is_final;
        DROP TRIGGER IF EXISTS seal_stays;
        DROP TRIGGER IF EXISTS athlete_is_final;
        CREATE TRIGGER athlete_is_final BEFORE UPDATE OF id, wall_us, user ON athlete
            BEGIN SELECT RAISE(ABORT, 'an athlete is final'); END;
        CREATE TRIGGER hold_is_gone BEFORE INSERT ON hold
            WHEN EXISTS (SELECT 1 FROM change WHERE hold = NEW.number AND kind = 'deleted')
            BEGIN SELECT RAISE(ABORT, 'the hold was deleted'); END;
        CREATE INDEX change_deleted ON change (hold) WHERE kind = 'deleted';
        \(["hold_sensor", "metric"].map { removable($0, of: "hold = OLD.hold", by: "deleted") }.joined(separator: "\n"))
        \(removable("hold", of: "hold = OLD.number", by: "deleted"))
        \(removable("event", of: "OLD.kind = 'exclude' AND OLD.text LIKE 'hold ' || hold || ' %'", by: "deleted"))
        \(removable("onset_mark", of: "hold = OLD.hold", by: "deleted"))
        \(removable("onset_mark_metric", of: "hold = (SELECT hold FROM onset_mark WHERE id = OLD.mark)", by: "deleted"))
        \(removable("annotation", of: "hold = OLD.hold AND item IS NULL OR item = OLD.id", by: "deleted", "note_withdrawn"))
        \(removable(
            "annotation_rating",
            of: "hold = (SELECT hold FROM annotation WHERE id = OLD.annotation) AND item IS NULL OR item = OLD.annotation",
            by: "deleted", "note_withdrawn"))
        \(removable("hold_session", of: "hold = OLD.hold", by: "deleted", "reassigned"))
        \(removable("maximum", of: "hold = OLD.hold", by: "deleted", "reassigned"))
        \(removable("body_mass", of: "athlete = OLD.athlete", by: "athlete_forgotten", "mass_corrected"))
        \(removable("session", of: "athlete = OLD.athlete", by: "athlete_forgotten"))
        \(removable("athlete", of: "athlete = OLD.id", by: "athlete_forgotten"))
        DROP TRIGGER IF EXISTS metric_is_final;
        CREATE TRIGGER metric_is_final BEFORE UPDATE ON metric
            WHEN \(undeclared("hold = OLD.hold OR hold IS NULL", by: ["reassigned", "mass_corrected"]))
            BEGIN SELECT RAISE(ABORT, 'a stored metric is final'); END;
        DROP TRIGGER IF EXISTS onset_mark_metric_is_final;
        CREATE TRIGGER onset_mark_metric_is_final BEFORE UPDATE ON onset_mark_metric
            WHEN \(undeclared(
                "hold = (SELECT hold FROM onset_mark WHERE id = OLD.mark) OR hold IS NULL", by: ["reassigned", "mass_corrected"]))
            BEGIN SELECT RAISE(ABORT, 'a mark is final'); END;
        """

    /// Lets rows of a table be removed if the newest change is one of these kinds and about them.
    static func removable(_ table: String, of owner: String, by kinds: String...) -> String {
        """
        DROP TRIGGER IF EXISTS \(table)_stays;
        CREATE TRIGGER \(table)_stays BEFORE DELETE ON \(table) WHEN \(undeclared(owner, by: kinds))
            BEGIN SELECT RAISE(ABORT, '\(table) is removed with a declared change only'); END;
        """
    }

    static func undeclared(_ owner: String, by kinds: [String]) -> String {
        let list = kinds.map { "'\($0)'" }.joined(separator: ", ")
        return "NOT EXISTS (SELECT 1 FROM change WHERE sequence = (SELECT max(sequence) FROM change) AND kind IN (\(list)) "
            + "AND (\(owner)))"
    }
}
