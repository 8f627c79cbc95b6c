import RealTimeProbe
import Samples
import Testing

@testable import Metrics

struct LiveCompanionTests {
    private func moment(_ seconds: Double) -> HostInstant { HostInstant(nanoseconds: 0).advanced(bySeconds: seconds) }

    /// RMS of sosfilt(butter(4, [20, 450], 'bandpass'), …) over the last 200 samples, scipy 1.17.
    @Test func theEnvelopeIsThatOfScipy() throws {
        var settings = CompanionSettings()
        settings.maximum = 0.2
        var live = try #require(LiveCompanion(.emg, settings, rate: 2000))
        var values = CompanionValues()
        for (index, value) in Companions.muscle.prefix(16_000).enumerated() {
            values = live.push(value, at: moment(Double(index) / 2000))
        }
        print("envelope: \(values.derived), scipy 0.113496809205")
        #expect(abs(values.derived - 0.113496809205) < 1e-11)
        #expect(abs(values.percent - 500 * 0.113496809205) < 1e-8)
        var slow = try #require(LiveCompanion(.emg, settings, rate: 500))
        #expect(slow.push(1, at: moment(0)).derived.isNaN)
    }

    /// The median of welch(…, nperseg=2000, detrend='linear') of the same second, scipy 1.17.
    @Test func theMedianFrequencyOfASecondIsThatOfScipy() throws {
        let made = LiveSpectrum(rate: 2000)
        guard var spectrum = made else {
            Issue.record("no spectrum")
            return
        }
        var last = (median: Double.nan, amplitude: Double.nan, mains: Double.nan)
        for value in Companions.muscle.prefix(16_000) where spectrum.push(value) { last = spectrum.muscle(mains: 50) }
        print("median frequency: \(last.median), scipy 73.062822999")
        #expect(abs(last.median - 73.062822999) < 1e-8)
        #expect(last.mains < 3)
    }

    @Test func aCuffTellsWhenItsLimitIsPassedAndForHowLong() throws {
        var settings = CompanionSettings()
        (settings.occlusion, settings.limitPercent, settings.limitSeconds) = (20, 60, 30)
        var live = try #require(LiveCompanion(.pressure, settings, rate: 10))
        var news: [HoldEvent.CuffNews] = []
        for index in 0..<800 {
            let time = Double(index) / 10
            let values = live.push(time >= 10 && time < 60 ? 13 : 11.9, at: moment(time))
            if let told = live.news { news.append(told) }
            if index == 300 { #expect(values.percent == 65 && values.derived == 20) }
        }
        #expect(news.map(\.what) == [.above, .tooLong])
        #expect(zip(news.map(\.seconds), [0, 30]).allSatisfy { abs($0 - $1) < 1e-9 })
        // 11.9 of 20 kPa is above the limit less its 2 %: the time goes on.
        #expect(live.push(5, at: moment(80)).derived.rounded() == 70 && live.news?.what == .below)
        #expect(live.push(5, at: moment(81)).derived == 0 && live.news == nil)
        #expect(live.push(.nan, at: moment(82)).percent.isNaN)
    }

    @Test(
        .enabled(if: probe_is_active(), "the probe is compiled out under sanitizers"),
        arguments: SensorKind.allCases.filter { !$0.isForce })
    func nothingIsAllocated(kind: SensorKind) throws {
        var settings = CompanionSettings()
        (settings.occlusion, settings.notchesMains) = (20, true)
        var live = try #require(LiveCompanion(kind, settings, rate: 2000))
        var sum = 0.0
        let before = probe_own_allocations()
        for index in 0..<4000 {
            sum += live.push(Double(index % 17), at: HostInstant(nanoseconds: Int64(index) * 500_000)).derived
            if live.news != nil { sum += 1 }
        }
        live.reset()
        #expect(probe_own_allocations() == before)
        #expect(!(sum < 0))
    }
}
