/// A small table whose figures can be had by hand: 0 … 500 N and back, in mV/V.
enum HysteresisExample {
    static let forces: [Double] = [0, 100, 200, 300, 400, 500, 400, 300, 200, 100, 0]
    static let readings = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.404, 0.306, 0.205, 0.102, 0.001]
}
