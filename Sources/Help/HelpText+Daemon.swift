extension HelpText {
    /// `holdfastd`, whose manual page `holdfast` writes.
    public static let daemon = HelpText(
        "holdfastd", arguments: "[--config PATH] [--state-directory PATH] [--runtime-directory PATH] [--replay FILE…] [--check]",
        details: """
            Reads force sensors, finds holds, records, and serves clients on Unix sockets. SIGHUP reads the settings again. `holdfast`
            is the client.
            """,
        verbs: [],
        options: [
            Option("config", "PATH", "the settings: a file, or a folder with holdfast.toml and conf.d/*.toml (/etc/holdfast)"),
            Option("state-directory", "PATH", "the folder of the database and the recordings (/var/lib/holdfast)"),
            Option("runtime-directory", "PATH", "the folder of the sockets (/run/holdfast)"),
            Option("replay", "FILE", "play a recording in place of the sensors of the settings; several --replay are one run"),
            Option("speed", "N", "play it N times as fast (1)"), Option("at-once", nil, "play it as fast as it can be processed"),
            Option("check", nil, "check the settings, print every error, and exit"),
            Option("version", nil, "print the version"), Option("help", nil, "print this help"),
        ], common: [])
}
