import Filtering
import Glibc
import Testing

@Suite struct FourierTransformTests {
    @Test("Transforms of even, odd and twice-prime lengths are numpy's", arguments: [30, 29, 34])
    func numpy(count: Int) throws {
        let expected = [
            30: ScipyVectors.transform30, 29: ScipyVectors.transform29, 34: ScipyVectors.transform34,
        ]
        let transform = try #require(FourierTransform(count: count))
        var spectrum: [Double] = []
        #expect(transform.transform(ScipyVectors.signal(count), into: &spectrum))
        #expect(worst(spectrum, try #require(expected[count])) < 1e-14)
    }

    @Test("Every length from 1 to 64 agrees with the sum that defines it")
    func definition() throws {
        for count in 1...64 {
            let values = ScipyVectors.signal(count)
            var spectrum: [Double] = []
            try #require(FourierTransform(count: count)).transform(values, into: &spectrum)
            var expected: [Double] = []
            for k in 0...count / 2 {
                var real = 0.0
                var imaginary = 0.0
                for (n, value) in values.enumerated() {
                    let angle = -2 * Double.pi * Double(k * n % count) / Double(count)
                    real += value * cos(angle)
                    imaginary += value * sin(angle)
                }
                expected += [real, imaginary]
            }
            #expect(worst(spectrum, expected) < 1e-13, "length \(count)")
        }
    }

    @Test("Quick lengths stay where factors are small and step just below large primes")
    func quickLengths() {
        for count in [1, 2, 87, 127, 1000, 2048, 8192] { #expect(FourierTransform.quickLength(atMost: count) == count) }
        #expect(FourierTransform.quickLength(atMost: 131) == 130)
        #expect(FourierTransform.quickLength(atMost: 2039) == 2037)
        #expect(FourierTransform.quickLength(atMost: 0) == 0)
        #expect(FourierTransform.quickLength(atMost: -7) == 0)
    }

    @Test("A plan refuses what it was not made for")
    func refusals() throws {
        #expect(FourierTransform(count: 0) == nil)
        #expect(FourierTransform(count: -5) == nil)
        #expect(FourierTransform(count: 1 << 27) == nil)
        var spectrum: [Double] = []
        #expect(try #require(FourierTransform(count: 8)).transform([1, 2, 3], into: &spectrum) == false)
    }
}
