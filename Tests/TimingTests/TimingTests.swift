// TimingTests: being built.
