// MetricsTests: being built.
