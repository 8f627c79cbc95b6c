// FormatsTests: being built.
