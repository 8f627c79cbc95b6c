// Calibration: being built.
