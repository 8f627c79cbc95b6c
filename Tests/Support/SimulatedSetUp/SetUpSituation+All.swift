import Glibc
import Metrics
import Samples
import Seeding

extension SetUpSituation {
    public static let all = athlete + band + plate + sensor + companion

    /// A smooth step from 0 to 1 that begins at a moment.
    private static func step(_ time: Double, _ begin: Double, _ length: Double) -> Double {
        let x = min(max((time - begin) / length, 0), 1)
        return x * x * (3 - 2 * x)
    }

    /// A half sine from a moment on.
    private static func bump(_ time: Double, _ begin: Double, _ length: Double) -> Double {
        time > begin && time < begin + length ? sin(.pi * (time - begin) / length) : 0
    }

    private static func between(_ random: inout SeededNumbers, _ low: Double, _ high: Double) -> Double {
        low + (high - low) * random.uniform()
    }

    private static let (left, right, push, swing) = (Scene.left, Scene.right, Scene.push, Scene.swing)

    // MARK: what the athlete does

    private static let athlete: [SetUpSituation] = [
        SetUpSituation(name: "the hold as planned") { _, _ in { $0.usual($1) } },
        SetUpSituation(name: "a hold of 4 s") { scene, _ in
            scene.athlete.duration = 4
            return { scene, hold in
                [scene.lags(), Expectation("coupling_gain", Scene.coupled, .null), scene.dose()]
                    + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "rises of 2 s") { scene, _ in
            for place in 0..<4 { scene.athlete.sensors[place].timeConstant = 0.6 }
            return { scene, hold in [scene.lags(), scene.fluctuation(hold)] + scene.sides(push, swing, hold) }
        },
        SetUpSituation(name: "all at once") { scene, _ in
            for place in 0..<4 { scene.athlete.sensors[place].lag = 0 }
            return { scene, hold in
                scene.usual(hold) + (0..<4).map { Expectation("onset_place", [Scene.names[$0]], .value(1, within: 0)) }
            }
        },
        SetUpSituation(name: "one arm only") { scene, _ in
            scene.force = { $0 == right ? 0 : $2 }
            return { scene, hold in
                [
                    scene.lags([left, push, swing]), scene.fluctuation(hold), scene.gain(),
                    Expectation("asymmetry_plateau", ["right-band", "left-band"], .null),
                    Expectation("share", ["left-band"], .null),
                ] + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "changes legs in the hold") { scene, random in
            let (moved, at) = (between(&random, 100, 150), scene.athlete.onset + scene.athlete.duration / 2)
            scene.force = { sensor, time, force in
                let given = moved * step(time, at, 1)
                return sensor == push ? force - given : sensor == swing ? force + given : force
            }
            return { scene, hold in [scene.lags(), scene.fluctuation(hold)] + scene.sides(push, swing, hold) }
        },
        SetUpSituation(name: "steps off one plate") { scene, _ in
            let at = scene.athlete.onset + 0.7 * scene.athlete.duration
            scene.force = { sensor, time, force in
                sensor == swing ? force * (1 - step(time, at, 0.2)) : sensor == push ? force + 350 * step(time, at, 0.2) : force
            }
            return { scene, hold in
                [scene.lags(), scene.fluctuation(hold), scene.dose()]
                    + scene.sides(push, swing, hold, over: scene.athlete.onset + 1...at, mayBeNull: true)
            }
        },
        SetUpSituation(name: "hands on the knee for 3 s") { scene, random in
            let (share, at) = (between(&random, 0.1, 0.3), scene.athlete.onset + scene.athlete.duration / 2)
            scene.force = { sensor, time, force in
                let there = step(time, at, 0.3) - step(time, at + 3, 0.3)
                return sensor == push || sensor == swing
                    ? force + (sensor == push ? 40 : -40) * there : force * (1 - share * there)
            }
            return { scene, hold in [scene.lags(), scene.fluctuation(hold), scene.dose()] + scene.sides(push, swing, hold) }
        },
        SetUpSituation(name: "one leg takes weight off before it pushes") { scene, random in
            let (depth, at) = (between(&random, 30, 80), scene.athlete.onset - 0.35)
            scene.force = { sensor, time, force in
                let dip = depth * bump(time, at, 0.3)
                return sensor == push ? force - dip : sensor == swing ? force + dip : force
            }
            return { scene, hold in [scene.lags(), scene.fluctuation(hold)] + scene.sides(push, swing, hold) }
        },
    ]

    // MARK: bands

    private static let band: [SetUpSituation] = [
        SetUpSituation(name: "bands taut with 30 %, then the pull") { scene, random in
            let share = between(&random, 0.2, 0.35)
            let levels = scene.athlete.sensors.map(\.level)
            let start = scene.athlete.onset - 2.5
            let end = scene.athlete.end
            scene.force = { sensor, time, force in
                guard sensor == left || sensor == right else { return force }
                let taut = share * levels[sensor] * step(time, start, 1) * (1 - step(time, end, 0.2))
                return taut + (1 - share) * force
            }
            return { scene, hold in [scene.lags(), scene.fluctuation(hold)] + scene.sides(push, swing, hold) }
        },
        SetUpSituation(name: "a band slackens for 2 s, which ends its hold", holds: 2) { scene, _ in
            let at = scene.athlete.onset + scene.athlete.duration / 2
            scene.force = { sensor, time, force in
                sensor == left ? force * (1 - step(time, at, 0.2) + step(time, at + 2, 0.2)) : force
            }
            return { scene, hold in
                [scene.lags(), scene.fluctuation(hold), scene.dose(until: at + 0.2), scene.gain(mayBeNull: true)]
                    + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "a band snaps") { scene, _ in
            let at = scene.athlete.onset + 0.7 * scene.athlete.duration
            scene.force = { sensor, time, force in
                guard sensor == left, time > at else { return force }
                return -0.2 * force * exp(-(time - at) / 0.1) * sin(30 * .pi * (time - at))
            }
            return { scene, hold in
                [scene.lags(), scene.fluctuation(hold), scene.dose(), scene.gain(mayBeNull: true)]
                    + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "the bar bounces after the pull") { scene, random in
            let (size, frequency) = (between(&random, 0.2, 0.4), between(&random, 3, 6))
            let onsets = scene.athlete.sensors.map { [onset = scene.athlete.onset] in onset + $0.lag }
            let levels = scene.athlete.sensors.map(\.level)
            scene.force = { sensor, time, force in
                guard sensor == left || sensor == right, time > onsets[sensor] + 0.2 else { return force }
                let since = time - onsets[sensor] - 0.2
                return force + size * levels[sensor] * exp(-since / 0.4) * sin(2 * .pi * frequency * since)
            }
            return { scene, hold in
                [scene.lags(), scene.fluctuation(hold), scene.dose(), scene.gain()] + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "a band that does not fluctuate") { scene, _ in
            scene.athlete.fluctuation = 0
            return { scene, hold in
                [
                    scene.lags(), Expectation("coupling_gain", Scene.coupled, .null),
                    Expectation("coupling_delay", Scene.coupled, .null), Expectation("oscillation_lag", Scene.coupled, .null),
                ] + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "a band over the edge of the plate") { scene, random in
            let part = between(&random, 0.1, 0.3)
            let athlete = scene.athlete
            scene.force = { sensor, time, force in sensor == push ? force + part * athlete.force(left, at: time) : force }
            let (gain, delay) = (athlete.gain, athlete.delay)
            // What comes over the edge has no delay.
            let sums = (0..<8).map { place in
                let angle = 2 * .pi * delay * (0.5 + 0.5 * Double(place))
                return (gain * gain + part * part + 2 * gain * part * cos(angle)).squareRoot()
            }
            let truth = sums.reduce(0, +) / Double(sums.count)
            return { scene, hold in [scene.fluctuation(hold), scene.gain(truth)] + scene.sides(push, swing, hold) }
        },
    ]

    // MARK: plates

    private static let plate: [SetUpSituation] = [
        SetUpSituation(name: "a neighbour bumps a plate before the pull") { scene, random in
            let (size, at) = (between(&random, 60, 150), scene.athlete.onset - between(&random, 0.6, 1.5))
            scene.force = { sensor, time, force in sensor == swing ? force + size * bump(time, at, 0.04) : force }
            return { $0.usual($1) }
        },
        SetUpSituation(name: "a neighbour bumps a plate in the hold") { scene, random in
            let (size, at) = (between(&random, 60, 150), scene.athlete.onset + scene.athlete.duration / 2)
            scene.force = { sensor, time, force in sensor == swing ? force + size * bump(time, at, 0.04) : force }
            return { $0.usual($1) }
        },
        SetUpSituation(name: "a second person steps on") { scene, random in
            let (weight, at) = (between(&random, 500, 900), scene.athlete.onset + 0.6 * scene.athlete.duration)
            scene.force = { sensor, time, force in sensor == swing ? force + weight * step(time, at, 0.3) : force }
            return { scene, hold in
                [scene.lags(), scene.fluctuation(hold), scene.dose(), scene.gain(mayBeNull: true)]
                    + scene.sides(push, swing, hold, over: scene.athlete.onset + 1...at, mayBeNull: true)
            }
        },
    ]

    // MARK: sensors

    private static let sensor: [SetUpSituation] = [
        SetUpSituation(name: "a band's sensor is unplugged in the hold") { scene, _ in
            let at = scene.athlete.onset + 0.7 * scene.athlete.duration
            scene.arrives = { $0 != left || $1 < at }
            return { scene, hold in
                [
                    scene.lags(), scene.fluctuation(hold), Expectation("band_dose", ["left-band"], .null),
                    scene.gain(mayBeNull: true),
                ]
                    + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "0.3 s of a band are missing") { scene, _ in
            let at = scene.athlete.onset + scene.athlete.duration / 2
            scene.arrives = { $0 != left || $1 < at || $1 > at + 0.3 }
            return { scene, hold in
                [
                    scene.lags(), scene.fluctuation(hold, mayBeNull: true), scene.dose(mayBeNull: true),
                    scene.gain(mayBeNull: true),
                ]
                    + scene.sides(push, swing, hold, mayBeNull: true)
            }
        },
        SetUpSituation(name: "a band's clock locks in the hold") { scene, _ in
            let at = scene.athlete.onset - 1
            scene.arrives = { $0 != left || $1 > at }
            return { scene, hold in
                [
                    scene.lags([right, push, swing]), Expectation("band_dose", ["left-band"], .null),
                    Expectation("asymmetry_plateau", ["right-band", "left-band"], .null),
                ] + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "a latency of 16 ms that nobody stated") { scene, _ in
            scene.athlete.sensors[right].latency = 0.016
            scene.unstated = [right]
            return { $0.usual($1) }
        },
        SetUpSituation(name: "a band's sensor is saturated") { scene, _ in
            scene.capacity[left] = 0.9 * scene.athlete.sensors[left].level
            return { scene, hold in
                [
                    Expectation("band_fluctuation_index", ["left-band"], .null), Expectation("band_dose", ["left-band"], .null),
                    Expectation("asymmetry_plateau", ["right-band", "left-band"], .null),
                    Expectation("share", ["left-band"], .null), Expectation("coupling_gain", Scene.coupled, .null),
                ] + scene.sides(push, swing, hold)
            }
        },
        SetUpSituation(name: "a band without calibration") { scene, _ in
            scene.uncalibrated = [right]
            return { scene, hold in
                [
                    scene.lags(), scene.gain(), Expectation("asymmetry_plateau", ["right-band", "left-band"], .null),
                    Expectation("early_impulse_share", ["left-band"], .null), Expectation("share", ["left-band"], .null),
                ] + scene.sides(push, swing, hold)
            }
        },
    ]

    // MARK: companions

    private static func muscle(_ scene: Scene, _ value: @escaping @Sendable (Double, Double) -> Double) -> Scene.Companion {
        let (onset, end) = (scene.athlete.onset, scene.athlete.end)
        return Scene.Companion("muscle", .emg, rate: 1000) { time, random in
            let size = time > onset && time < end ? 0.2 : 0.01
            return value(time, size * random.normal())
        }
    }

    private static let companion: [SetUpSituation] = [
        SetUpSituation(name: "an electromyogram as it should be") { scene, _ in
            scene.companions = [muscle(scene) { $1 }]
            // White noise of 0–500 Hz, of which 20–450 Hz are kept.
            let truth = 0.2 * (430.0 / 500).squareRoot()
            return { scene, _ in [scene.lags(), Expectation("emg_rms", ["muscle"], .value(truth, within: 0.01))] }
        },
        SetUpSituation(name: "an electrode comes loose in the hold") { scene, _ in
            let at = scene.athlete.onset + scene.athlete.duration / 2
            scene.companions = [muscle(scene) { time, own in time < at ? own : own / 20 + 1.5 * sin(100 * .pi * time) }]
            return { scene, _ in [scene.lags(), Expectation("mains", ["muscle"], .flag(.mains))] }
        },
        SetUpSituation(name: "an electrode is off: the amplifier at its end") { scene, _ in
            scene.companions = [muscle(scene) { _, _ in 3.3 }]
            return { scene, _ in
                [scene.lags(), Expectation("emg_rms", ["muscle"], .null), Expectation("emg_rms_peak", ["muscle"], .null)]
            }
        },
        SetUpSituation(name: "the electromyogram is clipped") { scene, _ in
            scene.companions = [muscle(scene) { min(max($1, -0.25), 0.25) }]
            return { scene, _ in [scene.lags(), Expectation("emg_rms", ["muscle"], .null)] }
        },
        SetUpSituation(name: "the cuff is pumped in the hold") { scene, _ in
            let (at, end) = (scene.athlete.onset + scene.athlete.duration / 2, scene.athlete.end)
            var cuff = Scene.Companion("cuff", .pressure, rate: 100) { time, random in
                12 * step(time, at, 2) + 0.02 * random.normal()
            }
            cuff.settings.occlusion = 20
            cuff.settings.limitPercent = 50
            scene.companions = [cuff]
            return { scene, _ in
                let first = scene.athlete.sensors.map(\.lag).min() ?? 0
                let part = (12 * (end - at - 1)) / (end - scene.athlete.onset - first)
                return [
                    Expectation("cuff_pressure_peak", ["cuff"], .value(12, within: 0.15)),
                    Expectation("cuff_pressure_mean", ["cuff"], .value(part, within: 0.15)),
                    // 10 kPa are reached after 1.44 s of the two.
                    Expectation("cuff_time_above", ["cuff"], .value(end - at - 1.44, within: 0.15)),
                ]
            }
        },
        SetUpSituation(name: "the thread of the length sensor is off") { scene, _ in
            var length = Scene.Companion("length", .position, rate: 200) { _, random in 0.9 + 0.0001 * random.normal() }
            length.role = "left_arm"
            scene.companions = [length]
            return { scene, _ in
                [scene.lags(), Expectation("band_stiffness", ["left-band", "length"], .null)]
            }
        },
        SetUpSituation(name: "a length sensor of 50 Hz") { scene, _ in
            let athlete = scene.athlete
            var length = Scene.Companion("length", .position, rate: 50) { time, random in
                0.9 + athlete.force(left, at: time) / 400 + 0.0002 * random.normal()
            }
            length.role = "left_arm"
            scene.companions = [length]
            return { scene, _ in
                [Expectation("band_stiffness", ["left-band", "length"], .value(400, within: 20))]
            }
        },
    ]
}
