import Foundation
import Samples
import Seeding

extension Situation.Family {
    static let all: [Situation.Family] =
        pulls + loads + dips + many + plates + twoPlates + nothing

    private static let pulls: [Situation.Family] = [
        Situation.Family(name: "an explosive pull") { random in
            let pull = Pull(&random, onset: random.between(5, 6))
            let tremor = Signal.Noise(8...12, &random)
            return Situation(seconds: 16, scale: pull.height, efforts: [pull.effort]) { pull($0) * (1 + 0.003 * tremor($0)) }
        },
        Situation.Family(name: "a pull from 10 to 50 % of pre-tension") { random in
            let pull = Pull(&random, onset: random.between(10, 11))
            let share = random.between(0.1, 0.5)
            let start = random.between(2, 3)
            let takeUp = random.between(0.5, 3)
            let band = Signal.Noise(0.3...3, &random)
            return Situation(seconds: 20, scale: pull.height, efforts: [pull.effort]) { t in
                let pre = share * pull.height * Signal.step(t, start, takeUp)
                return (pre + (1 - share) * pull.height * pull.up(t)) * pull.held(t) * (1 + 0.006 * band(t))
            }
        },
        Situation.Family(name: "slack walked in for 0.3 to 10 s, then a pull") { random in
            let walk = exp(random.between(log(0.3), log(10)))
            let start = random.between(2, 3)
            let pull = Pull(&random, onset: start + walk + random.between(1.5, 4))
            let slack = random.between(15, 70)
            return Situation(seconds: pull.end + 4, scale: pull.height, efforts: [pull.effort]) { t in
                let line = Signal.line(t, start, walk)
                return (slack * line * line + (pull.height - slack) * pull.up(t)) * pull.held(t)
            }
        },
        Situation.Family(name: "slack taken up in 0.3 to 2.5 s, then a pull within a second") { random in
            let takeUp = exp(random.between(log(0.3), log(2.5)))
            let pause = random.between(0, 0.9)
            let isSmooth = random.uniform() < 0.5
            let pull = Pull(&random, onset: 5 + takeUp + pause)
            let slack = random.between(0.05, 0.2) * pull.height
            let band = Signal.Noise(0.3...3, &random)
            return Situation(seconds: pull.end + 4, scale: pull.height, efforts: [pull.effort]) { t in
                let line = Signal.line(t, 5, takeUp)
                let taken = slack * (isSmooth ? line * line * (3 - 2 * line) : line)
                return (taken + (pull.height - slack) * pull.up(t)) * pull.held(t) * (1 + 0.004 * band(t))
            }
        },
        Situation.Family(name: "beside a motor of 0.7 to 1.4 %, 8 to 11 Hz") { random in
            let pull = Pull(&random, onset: random.between(10, 11))
            let (share, frequency, phase) = (random.between(0.007, 0.014), random.between(8, 11), random.between(0, 6))
            return Situation(seconds: 20, scale: pull.height, efforts: [pull.effort]) { t in
                pull(t) + share * pull.height * sin(2 * .pi * frequency * t + phase)
            }
        },
        Situation.Family(name: "breathing and heartbeat on the hold") { random in
            let pull = Pull(&random, onset: random.between(5, 6), length: 8...12)
            let (breath, beat) = (random.between(0, 6), random.between(0, 6))
            return Situation(seconds: 22, scale: pull.height, efforts: [pull.effort]) { t in
                pull(t) * (1 + 0.03 * sin(2 * .pi * 0.27 * t + breath) + 0.01 * sin(2 * .pi * 1.2 * t + beat))
            }
        },
        Situation.Family(name: "tremor of 10 %") { random in
            let pull = Pull(&random, onset: random.between(5, 6))
            let tremor = Signal.Noise(8...12, &random)
            return Situation(seconds: 16, scale: pull.height, efforts: [pull.effort]) { pull($0) * (1 + 0.1 * tremor($0)) }
        },
        Situation.Family(name: "a late spurt of 8 to 25 %") { random in
            let pull = Pull(&random, onset: random.between(5, 6), length: 12...14)
            let spurt = random.between(0.08, 0.25)
            let at = pull.onset + random.between(6, 9)
            let tremor = Signal.Noise(8...12, &random)
            return Situation(seconds: 24, scale: pull.height, efforts: [pull.effort]) { t in
                pull(t) * (1 + spurt * Signal.rise(pull.shape, t - at, 0.2)) * (1 + 0.003 * tremor(t))
            }
        },
        Situation.Family(name: "fading to zero over 12 s") { random in
            let pull = Pull(&random, onset: random.between(5, 6), length: 3...3.5)
            let fade = random.between(10, 14)
            let release = pull.end + 0.5 * fade
            return Situation(
                seconds: 26, scale: pull.height, efforts: [Situation.Effort(onset: pull.onset, release: release)]
            ) { t in pull.height * pull.up(t) * (1 - Signal.line(t, pull.end, fade)) }
        },
        Situation.Family(name: "the band snaps") { random in
            let pull = Pull(&random, onset: random.between(5, 6))
            return Situation(seconds: 16, scale: pull.height, efforts: [pull.effort]) { t in
                let u = t - pull.end
                guard u > 0 else { return pull.height * pull.up(t) }
                return -0.25 * pull.height * exp(-u / 0.15) * sin(2 * .pi * 15 * u)
            }
        },
        Situation.Family(name: "a double push, 0.25 to 0.5 s apart") { random in
            let pull = Pull(&random, onset: random.between(5, 6))
            let gap = random.between(0.25, 0.5)
            return Situation(seconds: 16, scale: pull.height, efforts: [pull.effort]) { t in
                pull.height * (0.5 * pull.up(t) + 0.5 * pull.up(t - gap)) * pull.held(t)
            }
        },
    ]

    private static let loads: [Situation.Family] = [SensorKind.cell, .plate].map { kind in
        Situation.Family(name: "a ramp of 3 to 800 N/s on a \(kind.name)") { random in
            let slope = exp(random.between(log(3), log(800)))
            let height = random.between(250, 350)
            let rest = kind == .plate ? random.between(600, 900) : random.between(-2, 40)
            let start = 5.0
            let full = start + height / slope
            let floor = kind == .plate ? 20.0 : 4
            // A slow load is seen where it leaves the floor of its level, and on a plate a creep of 3 N/s within the sway is rest.
            let effort = Situation.Effort(
                onset: start, release: full + 8, tolerance: 0.1 + 1.5 * floor / slope)
            let sway = Signal.Noise(0.2...1.5, &random)
            return Situation(kind: kind, seconds: full + 14, scale: height, efforts: [effort]) { t in
                rest + height * Signal.line(t, start, height / slope) * (1 - Signal.step(t, full + 8, 0.5))
                    + (kind == .plate ? 1.5 * sway(t) : 0)
            }
        }
    }

    private static let dips: [Situation.Family] = [
        Situation.Family(name: "a dip of 2 to 15 % before the pull, on a cell") { random in
            dip(&random, kind: .cell, rest: random.between(40, 80), depth: random.between(0.02, 0.15), clear: 0.05...0.4)
        },
        Situation.Family(name: "a jerk of 20 to 300 N before the pull, on a plate") { random in
            let height = random.between(250, 450)
            return dip(
                &random, kind: .plate, rest: random.between(600, 900), depth: random.between(20, 300) / height, clear: 0...0.2,
                height: height...height)
        },
    ]

    /// - Parameter clear: how long before the onset the dip is over, s. Where it runs into the pull, both its bottom and its end are an onset.
    private static func dip(
        _ random: inout SeededNumbers, kind: SensorKind, rest: Double, depth: Double, clear: ClosedRange<Double>,
        height: ClosedRange<Double> = 200...400
    ) -> Situation {
        let pull = Pull(&random, onset: random.between(7, 8), height: height)
        let length = random.between(0.15, 0.5)
        let pause = random.between(clear.lowerBound, clear.upperBound)
        let sway = Signal.Noise(0.2...1.5, &random)
        let tolerance = 0.1 + (pause < 0.1 ? length / 2 : 0)
        return Situation(
            kind: kind, seconds: 17, scale: pull.height,
            efforts: [Situation.Effort(onset: pull.onset, release: pull.end, tolerance: tolerance)]
        ) { t in
            rest + pull(t) - depth * pull.height * Signal.bump(t, pull.onset - pause - length, length)
                + (kind == .plate ? 1.5 : 0.3) * sway(t)
        }
    }

    private static let many: [Situation.Family] = [
        Situation.Family(name: "pulses each 0.5 to 1.2 s") { random in
            let period = random.between(0.5, 1.2)
            var pulses: [(onset: Double, height: Double, length: Double)] = []
            for place in 0..<12 {
                pulses.append(
                    (5 + period * Double(place) + 0.01 * random.normal(), random.between(100, 250), random.between(0.2, 0.28)))
            }
            let all = pulses
            return Situation(
                seconds: 22, scale: 200,
                efforts: all.map { Situation.Effort(onset: $0.onset, release: $0.onset + 0.8 * $0.length) }
            ) { t in all.reduce(0) { $0 + $1.height * Signal.bump(t, $1.onset, $1.length) } }
        },
        Situation.Family(name: "repeaters, 24 of 7 s with 3 s of rest") { random in
            var pulls: [Pull] = []
            let first = random.between(250, 400)
            for place in 0..<24 {
                let height = first * (0.55 + 0.45 * exp(-Double(place) / 8))
                pulls.append(Pull(&random, onset: 4 + 10 * Double(place), height: height...height, length: 7...7))
            }
            let all = pulls
            return Situation(seconds: 250, scale: first, efforts: all.map(\.effort)) { t in
                // Pulls do not overlap: only two can be under way at a moment.
                let place = Int((t - 4) / 10)
                return (max(0, place - 1)...max(0, place)).reduce(0) { $1 < 24 ? $0 + all[$1](t) : $0 }
            }
        },
        Situation.Family(name: "two efforts 1.5 s apart") { random in
            let first = Pull(&random, onset: random.between(5, 6))
            let second = Pull(&random, onset: first.end + 1.5)
            return Situation(seconds: 22, scale: first.height, efforts: [first.effort, second.effort]) { first($0) + second($0) }
        },
        Situation.Family(name: "six pulls on a band that is never below 60 N") { random in
            let start = random.between(1.5, 2.5)
            var pulls: [Pull] = []
            for place in 0..<6 { pulls.append(Pull(&random, onset: 7 + 8 * Double(place), height: 150...300, length: 2.5...3.5)) }
            let all = pulls
            let band = Signal.Noise(0.3...3, &random)
            return Situation(seconds: 58, scale: 250, efforts: all.map(\.effort)) { t in
                (62 * Signal.step(t, start, 1.5) * (1 - Signal.step(t, 54, 1)) + all.reduce(0) { $0 + $1(t) })
                    * (1 + 0.003 * band(t))
            }
        },
        Situation.Family(name: "the zero drifts by 6 N after each release") { random in
            var pulls: [Pull] = []
            for place in 0..<5 { pulls.append(Pull(&random, onset: 5 + 10 * Double(place), length: 3...4)) }
            let all = pulls
            return Situation(seconds: 56, scale: 300, efforts: all.map(\.effort)) { t in
                all.reduce(0) { $0 + $1(t) + 6 * Signal.step(t, $1.end, 1) }
            }
        },
    ]

    private static let plates: [Situation.Family] = [
        Situation.Family(name: "on a plate, pull, off it") { random in
            let weight = random.between(550, 950)
            let pull = Pull(&random, onset: random.between(9, 10), length: 2.5...4)
            let off = pull.end + random.between(2.5, 4)
            let sway = Signal.Noise(0.2...1.5, &random)
            return Situation(kind: .plate, seconds: off + 4, scale: pull.height, efforts: [pull.effort]) { t in
                weight * Signal.step(t, 3, 0.4) * (1 - Signal.step(t, off, 0.25)) + pull(t)
                    + (t > 3 && t < off + 0.25 ? 1.5 * sway(t) : 0)
            }
        },
        Situation.Family(name: "weight shifted to one leg for 0.5 to 2.5 s") { random in
            let weight = random.between(300, 450)
            let (start, length) = (random.between(5, 6), random.between(0.5, 2.5))
            let shift = random.between(100, 250)
            let sway = Signal.Noise(0.2...1.5, &random)
            return Situation(kind: .plate, seconds: 16, scale: 300, efforts: []) { t in
                weight + shift * Signal.step(t, start, 0.4) * (1 - Signal.step(t, start + length, 0.4)) + 2 * sway(t)
            }
        },
    ]

    private static let twoPlates: [Situation.Family] = [
        Situation.Family(name: "weight shifted between two plates for 0.5 to 12 s") { random in
            let (left, right) = (random.between(250, 450), random.between(250, 450))
            let (start, length) = (random.between(5, 6), exp(random.between(log(0.5), log(12))))
            let (shift, ramp) = (random.between(100, 240), exp(random.between(log(0.15), log(2))))
            let (sway, swing) = (Signal.Noise(0.2...1.5, &random), Signal.Noise(0.1...0.5, &random))
            func share(_ t: Double) -> Double {
                shift * Signal.step(t, start, ramp) * (1 - Signal.step(t, start + length, ramp)) + 3 * swing(t)
            }
            return Situation(
                kind: .plate, seconds: start + length + ramp + 6, scale: 300, efforts: [], force: { left + share($0) + sway($0) },
                other: { right - share($0) + sway($0) })
        },
        Situation.Family(name: "one foot lifted off its plate for 1 to 10 s") { random in
            let (left, right) = (random.between(250, 450), random.between(250, 450))
            let (start, length) = (random.between(5, 6), exp(random.between(log(1), log(10))))
            let ramp = exp(random.between(log(0.15), log(2)))
            let (sway, swing) = (Signal.Noise(0.2...1.5, &random), Signal.Noise(0.1...0.5, &random))
            func lifted(_ t: Double) -> Double { Signal.step(t, start, ramp) * (1 - Signal.step(t, start + length, ramp)) }
            return Situation(
                kind: .plate, seconds: start + length + ramp + 6, scale: 300, efforts: [],
                force: { left + right * lifted($0) + (1 - lifted($0)) * 3 * swing($0) + sway($0) },
                other: { (1 - lifted($0)) * (right - 3 * swing($0) + sway($0)) })
        },
        Situation.Family(name: "a band pulled on two plates after a shift") { random in
            let (left, right) = (random.between(250, 450), random.between(250, 450))
            let shift = random.between(100, 200)
            let pull = Pull(&random, onset: random.between(10, 11))
            let share = random.between(0.3, 0.7)
            let sway = Signal.Noise(0.2...1.5, &random)
            func shifted(_ t: Double) -> Double { shift * Signal.step(t, 4, 0.4) * (1 - Signal.step(t, 6, 0.4)) }
            return Situation(
                kind: .plate, seconds: 20, scale: pull.height, efforts: [pull.effort],
                force: { left + shifted($0) + share * pull($0) + sway($0) },
                other: { right - shifted($0) + (1 - share) * pull($0) + sway($0) })
        },
    ]

    private static let nothing: [Situation.Family] = [
        Situation.Family(name: "a harness hung on for two minutes, then taken off") { random in
            let load = random.between(30, 120)
            let (on, off) = (random.between(4, 6), 126.0)
            return Situation(seconds: 140, scale: 300, efforts: []) { t in
                load * Signal.step(t, on, 0.8) * (1 - Signal.step(t, off, 0.8))
                    + 0.2 * load * Signal.bump(t, on + 0.6, 0.8)
            }
        },
        Situation.Family(name: "a load left on for ten minutes") { random in
            let load = random.between(60, 250)
            return Situation(seconds: 640, scale: 300, efforts: []) { load * Signal.step($0, 5, 1.5) }
        },
        Situation.Family(name: "nothing but noise and a loose band") { random in
            let swing = Signal.Noise(0.2...1.2, &random)
            return Situation(seconds: 30, scale: 300, efforts: []) { abs(5 * swing($0)) }
        },
    ]
}
