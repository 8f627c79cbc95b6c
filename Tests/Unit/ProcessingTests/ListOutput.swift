import Processing
import Samples

/// Everything that a processor says, in order.
struct ListOutput: ProcessingOutput {
    var items: [ProcessedItem] = []
    var hops: [SpectrumHop] = []
    var retired: [SensorStages] = []
    mutating func retire(_ stages: SensorStages) { retired.append(stages) }
    mutating func emit(_ reading: Reading) { items.append(.reading(reading)) }
    mutating func emit(_ event: HoldEvent) { items.append(.event(event)) }
    mutating func emit(_ hop: SpectrumHop) { hops.append(hop) }

    var readings: [Reading] {
        items.compactMap { item in
            if case .reading(let reading) = item { return reading }
            return nil
        }
    }
    var events: [HoldEvent] {
        items.compactMap { item in
            if case .event(let event) = item { return event }
            return nil
        }
    }
}
