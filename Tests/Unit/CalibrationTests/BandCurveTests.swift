import Calibration
import Testing
import Seeding

struct BandCurveTests {
    /// Out and back between `from` and 2 m in steps of 1 cm; tension 300·x − 120·x² + 60·x³ beyond 1.2 m, 15 % less on the way back.
    private func stretch(from: Double, noise: Double = 0, loss: Double = 0.15, seed: UInt64 = 12) -> (
        lengths: [Double], tensions: [Double]
    ) {
        var numbers = SeededNumbers(seed: seed)
        let count = Int(((2 - from) * 100).rounded())
        let out = (0...count).map { 2 - Double(count - $0) / 100 }
        let lengths = out + out.reversed().dropFirst()
        let tensions = lengths.enumerated().map { place, length in
            let x = max(0, length - 1.2)
            let back = place > count ? 1 - loss : 1
            return back * (300 * x - 120 * x * x + 60 * x * x * x) + noise * numbers.normal()
        }
        return (lengths, tensions)
    }

    @Test func anExactBandGivesItsSlackLengthAndStiffness() throws {
        let data = stretch(from: 1)
        let band = try BandCurve(lengths: data.lengths, tensions: data.tensions)
        #expect(abs(band.slackLength - 1.2) < 1e-6)
        #expect(band.isSlackSeen)
        for (got, expected) in zip(band.coefficients, [300.0, -120, 60]) { #expect(abs(got - expected) < 0.01) }
        // dT/dL = 300 − 240·0.5 + 180·0.25 at 1.7 m.
        #expect(abs(try #require(band.stiffness(at: 1.7)) - 225) < 0.01)
        #expect(abs(try #require(band.tension(at: 1.7)) - 127.5) < 0.001)
        #expect(band.tension(at: 1.1) == 0 && band.stiffness(at: 1.1) == 0)
        #expect(band.tension(at: 2.01) == nil && band.stiffness(at: 2.01) == nil)
    }

    @Test func hysteresisIsTheAreaBetweenTheWays() throws {
        let data = stretch(from: 1)
        let loop = try BandCurve(lengths: data.lengths, tensions: data.tensions).hysteresis.get()
        // ∫ T dL over 0.8 m: 150·0.64 − 40·0.512 + 15·0.4096 = 81.664 J.
        #expect(abs(loop.workOut - 81.664) < 0.01)
        #expect(abs(loop.lossShare - 0.15) < 0.002)
        #expect(abs(loop.widestPercent - 15) < 0.7)
    }

    @Test func noiseStaysWithinTheStatedErrorOfTheSlackLength() throws {
        let seed: UInt64 = 5000
        print("seed \(seed)")
        var held = 0
        for trial in 0..<60 {
            let data = stretch(from: 1, noise: 1, seed: seed + UInt64(trial))
            let band = try BandCurve(lengths: data.lengths, tensions: data.tensions)
            let error = try #require(band.slackLengthError)
            #expect(error < 0.02)
            #expect((0.7...1.3).contains(band.residualDeviation))
            if abs(band.slackLength - 1.2) <= 2 * error { held += 1 }
        }
        #expect(held >= 53, "\(held) of 60 within two standard errors")
    }

    @Test func aBandThatWasNeverSlackIsExtrapolatedAndSaysSo() throws {
        let data = stretch(from: 1.25)
        let band = try BandCurve(lengths: data.lengths, tensions: data.tensions)
        #expect(!band.isSlackSeen)
        #expect(abs(band.slackLength - 1.2) < 0.01)
    }

    @Test func aReleaseThatStopsHalfwayHasNoHysteresis() throws {
        let data = stretch(from: 1)
        let band = try BandCurve(lengths: Array(data.lengths.prefix(140)), tensions: Array(data.tensions.prefix(140)))
        #expect(band.hysteresis == .failure(.noDescendingPoints))
    }

    @Test func whatIsNoStretchIsRefused() {
        #expect(throws: BandCurve.Failure.malformed) { try BandCurve(lengths: [1], tensions: []) }
        #expect(throws: BandCurve.Failure.malformed) { try BandCurve(lengths: [.nan], tensions: [1]) }
        #expect(throws: BandCurve.Failure.tooFewPoints(0)) { try BandCurve(lengths: [], tensions: []) }
        #expect(throws: BandCurve.Failure.tooFewPoints(1)) { try BandCurve(lengths: [1, 1, 1], tensions: [1, 1, 1]) }
        let lengths = (0..<20).map { 1 + Double($0) / 20 }
        #expect(throws: BandCurve.Failure.notStretched) { try BandCurve(lengths: lengths, tensions: lengths.map { -$0 }) }
        #expect(throws: BandCurve.Failure.notStretched) { try BandCurve(lengths: lengths, tensions: lengths.map { _ in 0 }) }
    }
}
