// AnalysisTests: being built.
