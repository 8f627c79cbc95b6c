// RecordingTests: being built.
