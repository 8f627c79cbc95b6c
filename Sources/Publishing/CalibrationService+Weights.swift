import Calibration
import Certificates
import Interface
import LinuxIO
import Messages
import Store

/// The weights of the station.
extension CalibrationService {
    func listWeights() throws(VarlinkError) -> VarlinkOutcome {
        let stored = try read { (reader) throws(StoreError) in try reader.weights() }
        return .reply(Calibration1.ListWeights.Reply(weights: stored.compactMap(message)).reply())
    }

    func addWeight(_ given: JSONObject, _ peer: VarlinkPeer) throws(VarlinkError) -> VarlinkOutcome {
        let call = try Calibration1.AddWeight(parameters: given)
        for (text, name) in [(call.weight.serial, "serial"), (call.weight.certificate ?? "", "certificate")] {
            try description.checkText(text, name, longest: TextLimit.reason)
        }
        let weight: CertifiedWeight
        guard let object = given["weight"]?.object else { throw .invalidParameter("weight") }
        do throws(RecordError) { weight = try CertifiedWeight(fields: object) } catch {
            throw refused([error.text])
        }
        let stored = StoredWeight(
            serial: weight.serial, wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, record: weight.record)
        guard let reply = message(stored) else { throw refused(["\(weight.serial) cannot be stored"]) }
        log(peer, "adds the weight \(weight.serial)")
        change(.weight(stored), peer, missing: refused(["a station has at most \(Store.mostWeights) weights: remove some first"]))
        {
            _ in Calibration1.AddWeight.Reply(weight: reply)
        }
        return .later
    }

    func removeWeight(_ serial: String, _ peer: VarlinkPeer) -> VarlinkOutcome {
        log(peer, "removes the weight \(serial)")
        let removal = StoredWeight(
            serial: serial, wallMicroseconds: Clock.wallMicroseconds(), user: peer.user, record: nil)
        let missing = VarlinkError(
            description.name + ".NoSuchWeight",
            [
                ("serial", .string(serial)),
                ("message", .string("the station has no weight \(serial): see `holdfast weights list`")),
            ])
        change(.weight(removal), peer, missing: missing) { _ in Calibration1.RemoveWeight.Reply() }
        return .later
    }

    /// A stored weight as a message; nil when its record cannot be read, which only the disk can cause.
    private func message(_ stored: StoredWeight) -> Calibration1.Weight? {
        guard let weight = stored.record.flatMap({ try? CertifiedWeight(record: $0) }),
            var message = try? Calibration1.Weight(weight.fields)
        else { return nil }
        message.altered = stored.isAltered ? true : nil
        return message
    }
}
