import Metrics
import Samples
import Testing

@testable import Store

struct OnsetParametersStoreTests {
    private func hold(_ number: Int64, _ parameters: [OnsetParameters?]) -> StoredHold {
        StoredHold(
            number: number, kind: .explosive, setUp: "", startWallMicroseconds: 1, onsetWallMicroseconds: nil,
            endWallMicroseconds: 2,
            recording: nil,
            sensors: parameters.enumerated().map { place, parameters in
                var result = HoldResult(
                    kind: .explosive, flags: [], rate: 100, onsetTime: nil, onsetSample: nil, onsetUncertainty: nil,
                    measurements: [])
                result.parameters = parameters
                return StoredSensorHold(sensor: "s\(place)", calibration: "none", firstSample: 0, result: result)
            })
    }

    @Test func aHoldKeepsWhatItsOnsetsWereFoundWith() throws {
        let folder = TemporaryFolder()
        var odd = OnsetParameters(.cell, maximalForce: 512.5)
        odd.slopeHalfWidthMilliseconds = 1.0 / 3
        odd.floor = 1e-7
        var wall = OnsetParameters(.plate)
        wall.standing = false
        let store = try Store(path: folder.database)
        let holds = [hold(1, [odd, wall]), hold(2, [odd, nil]), hold(3, [OnsetParameters(.cell)])]
        for hold in holds { try store.insert(hold) }
        for wanted in holds { #expect(try store.reader.hold(wanted.number) == wanted) }
        // Equal ones are kept once.
        #expect(try store.connection.integer("SELECT count(*) FROM onset_parameters") == 3)
        #expect(throws: StoreError.self) { try store.connection.execute("UPDATE onset_parameters SET numbers = '{}'") }
    }
}
