import Metrics
import Testing

@Suite struct MetricDefinitionTests {
    @Test("Names are unique, lower case, and can be looked up; every definition says what it is and where it is from")
    func names() {
        let everything = MetricDefinition.everything
        let names = everything.map(\.name)
        #expect(Set(names).count == names.count)
        for definition in everything {
            #expect(definition.name.wholeMatch(of: /[a-z0-9_]+/) != nil, "\(definition.name)")
            #expect(MetricDefinition.named(definition.name) == definition)
            #expect(definition.summary.count > 10 && !definition.summary.hasSuffix("."), "\(definition.name)")
            #expect(!definition.source.isEmpty, "\(definition.name)")
        }
        #expect(MetricDefinition.named("rfd_0_101") == nil)
    }

    @Test("The names that others rely on are there, in groups that keep their order")
    func order() throws {
        let names = MetricDefinition.all.map(\.name)
        let landmarks = [
            "onset_trough", "onset_uncertainty", "rfd_0_30", "rfd_0_100", "rfd_50_100", "force_100", "impulse_net_0_100",
            "impulse_total_0_100", "peak_rfd_20", "peak_rfd_20_time", "rfd_20_80", "time_to_50_percent", "time_to_63_2_percent",
            "time_to_peak", "peak_force", "peak_net_force", "mvc_250", "mvc_500", "mvc_1000", "mvc_3000", "mvc_500_per_kg",
            "peak_relaxation_20",
            "duration",
            "plateau_start",
            "plateau_mean", "plateau_sd", "plateau_cv", "plateau_sd_detrended", "decline_slope", "tracking_rmse",
            "time_to_failure",
            "zone_time_high", "sample_entropy", "dfa_alpha", "tremor_rms_drift", "tremor_rms_8_12",
            "tremor_index_8_12", "tremor_relative_8_12", "tremor_share_8_12", "tremor_peak_frequency", "tremor_segments",
            "shaking_onset",
            "shaking_growth",
        ]
        let places = try landmarks.map { name in try #require(names.firstIndex(of: name), "\(name)") }
        #expect(places == places.sorted())
    }
}
