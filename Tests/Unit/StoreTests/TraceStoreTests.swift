import Metrics
import Samples
import Testing

@testable import Store

struct TraceStoreTests {
    private let folder = TemporaryFolder()

    private func hold(_ number: Int64, detection: String?) -> StoredHold {
        var hold = StoredHold(
            number: number, kind: .explosive, setUp: "", startWallMicroseconds: 0, onsetWallMicroseconds: nil,
            endWallMicroseconds: 1, recording: "a.hfr", sensors: [])
        hold.detection = detection
        return hold
    }

    @Test func whatBecomesOfATraceIsStoredWithItsHold() throws {
        let store = try Store(path: folder.database)
        for number in 1...4 as ClosedRange<Int64> {
            try store.insert(hold(number, detection: number < 4 ? "{\"sensors\":[]}" : nil))
        }
        let pending = (1...3).map { PendingTrace(hold: $0, recording: "a.hfr", detection: "{\"sensors\":[]}") }
        #expect(try store.reader.pendingTraces() == pending)
        #expect(try store.reader.trace(ofHold: 1) == .pending)
        #expect(try store.set(.kept(reason: nil), ofHold: 1))
        #expect(try store.set(.kept(reason: "incomplete"), ofHold: 2))
        #expect(try store.set(.none(reason: "recording_gone"), ofHold: 3))
        #expect(try store.reader.trace(ofHold: 1) == .kept(reason: nil))
        #expect(try store.reader.trace(ofHold: 2) == .kept(reason: "incomplete"))
        #expect(try store.reader.trace(ofHold: 3) == .none(reason: "recording_gone"))
        #expect(try store.reader.trace(ofHold: 4) == .none(reason: "not_recorded"))
        #expect(try store.reader.pendingTraces() == [])
    }

    @Test func aHoldWhoseDetectionIsNoTextIsNotStoredByHalf() throws {
        let store = try Store(path: folder.database)
        #expect(throws: StoreError.self) { try store.insert(hold(1, detection: "{")) }
        #expect(try store.reader.hold(1) == nil)
    }
}
