/// A load cell calibration with certified results: NIST Statistical Reference Datasets, "Pontius" (P. Pontius, NIST; public domain).
///
/// Forty deflections of a cell over loads of 150 000 … 3 000 000, two runs of twenty; certified coefficients of a parabola.
enum Pontius {
    static let loads = (0..<40).map { Double($0 % 20 + 1) * 150_000 }
    static let deflections: [Double] = [
        0.11019, 0.21956, 0.32949, 0.43899, 0.54803, 0.65694, 0.76562, 0.87487, 0.98292, 1.09146,
        1.20001, 1.30822, 1.41599, 1.52399, 1.63194, 1.73947, 1.84646, 1.95392, 2.06128, 2.16844,
        0.11052, 0.22018, 0.32939, 0.43886, 0.54798, 0.65739, 0.76596, 0.87474, 0.98300, 1.09150,
        1.20004, 1.30818, 1.41613, 1.52408, 1.63159, 1.73965, 1.84696, 1.95445, 2.06177, 2.16829,
    ]
    static let coefficients = [0.673565789473684e-03, 0.732059160401003e-06, -0.316081871345029e-14]
    static let standardErrors = [0.107938612033077e-03, 0.157817399981659e-09, 0.486652849992036e-16]
    static let residualDeviation = 0.205177424076185e-03
    static let rSquared = 0.999999900178537
}
