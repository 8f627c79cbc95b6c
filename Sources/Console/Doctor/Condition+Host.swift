import Interface
import Samples

extension Condition {
    /// What this user may, and what the host has.
    static let ofHost: [Condition] = [
        Condition(
            "no_group", .warning, "there is no group holdfast: only root can change the station",
            cure: "create it and the user of the service: systemd-sysusers"
        ) { facts in
            facts.membership == .noGroup ? [.init("rights", "there is no group \"holdfast\" on this host")] : []
        },
        Condition(
            "not_in_group", .warning, "this user can read the station but not change it",
            cure: "join the group, then log in again: sudo usermod --append --groups holdfast $USER"
        ) { facts in
            facts.membership == .none ? [.init("rights", "this user is not in the group \"holdfast\"")] : []
        },
        Condition(
            "login_again", .warning, "this user has joined the group since the last login",
            cure: "log out and in again, or start a shell with: newgrp holdfast"
        ) { facts in
            facts.membership == .afterLogin
                ? [.init("rights", "this user is in the group \"holdfast\" from the next login on")] : []
        },
        Condition(
            "no_rules", .warning, "udev rules are missing: instruments may not be opened, ModemManager opens adapters",
            cure: "install udev/60-holdfast.rules (scripts/install does), then: udevadm control --reload && udevadm trigger"
        ) { facts in
            switch facts.rules {
            case .installed: []
            case .missing: [.init("udev", "60-holdfast.rules is in no folder that udev reads")]
            case .masked(let path):
                [.init("udev", "\(path) switches the rules off", cure: "remove \(path), then: udevadm control --reload")]
            case .elsewhere(let path):
                [
                    .init(
                        "udev", "the rules are in \(path), where udev does not look",
                        cure: "ln -s \(path) /etc/udev/rules.d/ && udevadm control --reload && udevadm trigger")
                ]
            }
        },
        Condition(
            "settings", .fault, "the settings have an error: the service does not start, or keeps the previous settings",
            cure: "correct that line, then: systemctl reload-or-restart holdfast"
        ) { facts in facts.settingsProblems.map { .init("settings", $0) } },
        Condition(
            "disk_full", .fault, "the disk is full: nothing is stored",
            cure: "free some space on that disk, or lower limit_megabytes below [recording]"
        ) { facts in
            var found = facts.named("disk_full")
            if found.isEmpty, let space = facts.space, space.free < 64 << 20 {
                found = [.init("disk", "\(space.free >> 20) MB are free where \(facts.stateDirectory) is")]
            }
            return found
        },
        Condition(
            "disk_low", .warning, "the disk is nearly full: an hour of a sensor at 1 kHz takes about 150 MB",
            cure: "free some space on that disk, or lower limit_megabytes below [recording]"
        ) { facts in
            guard let space = facts.space, space.free >= 64 << 20, space.free < 1 << 30 else { return [] }
            return [.init("disk", "\(space.free >> 20) MB are free where \(facts.stateDirectory) is")]
        },
        Condition(
            "host_late", .warning, "this host wakes programs late: live values are late, and some adapters lose samples",
            cure: "stop other programs on it; switch power saving off (powerprofilesctl set performance)"
        ) { facts in
            guard facts.lateness > 0.010 else { return [] }
            let milliseconds = Digits.text(facts.lateness * 1000, digits: 2)
            return [.init("host", "this host wakes programs \(milliseconds) ms late (RMS)")]
        },
    ]
}
