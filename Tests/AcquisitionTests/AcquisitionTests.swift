// AcquisitionTests: being built.
