import Certificates
import Interface
import LinuxIO
import Messages
import Samples

/// `OpenRing`: passes on the memory of the readings and a bell, and says which number each sensor has.
final class RingStream: VarlinkStream {
    private let view: StationView
    private let service: StationService
    private let ring: StationView.SharedRing
    private let bell: BellBoard.Place
    private var isFirst = true
    private var stateVersion: UInt64 = 0
    private var lastSent = HostInstant.never

    init(view: StationView, service: StationService) throws(VarlinkError) {
        guard let ring = view.shared else { throw .methodNotImplemented("org.holdfast.station1.OpenRing") }
        let place: BellBoard.Place?
        do throws(SystemError) { place = try ring.bells.take() } catch { throw .ringUnavailable("\(error)") }
        guard let place else {
            throw .ringUnavailable("\(BellBoard.places) programs read the ring already: close one of them")
        }
        (self.view, self.service, self.ring, bell) = (view, service, ring, place)
    }

    func next(at now: HostInstant) -> VarlinkStreamStep {
        guard service.view.generation == view.generation else { return .failed(.sensorsChanged) }
        let version = service.backend.stateVersion
        let heartbeat = lastSent.advanced(bySeconds: MonitorStream.heartbeatSeconds - 1)
        guard isFirst || version != stateVersion || now >= heartbeat else {
            return .wait(until: min(heartbeat, now.advanced(bySeconds: 1)), orNews: false)
        }
        defer { (isFirst, stateVersion, lastSent) = (false, version, now) }
        let reply = Station1.OpenRing.Reply(
            memory: isFirst ? 0 : nil, bell: isFirst ? 1 : nil,
            sensors: isFirst || version != stateVersion ? view.ringSensors : []
        ).reply(continues: true)
        return isFirst ? .passing(reply, descriptors: [ring.memory.number, bell.number]) : .message(reply)
    }
}

extension StationView {
    fileprivate var ringSensors: [Station1.RingSensor] {
        sensors.compactMap { sensor in
            number(of: sensor.name).map {
                Station1.RingSensor(number: Int64($0.value), name: sensor.name, unit: sensor.unit)
            }
        }
    }
}

extension VarlinkError {
    static func ringUnavailable(_ message: String) -> VarlinkError {
        VarlinkError(InterfaceDescription.station.name + ".RingUnavailable", [("message", .string(message))])
    }
}
