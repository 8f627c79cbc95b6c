// CalibrationTests: being built.
