// SettingsTests: being built.
