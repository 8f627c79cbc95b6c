import Formats
import Testing

struct ForceColumnTests {
    private func column(_ heading: String, named name: String? = nil, time: String? = nil) throws -> Int {
        let count = heading.split(separator: ",").count
        let rows = (0..<20).map { row in
            (0..<count).map { $0 == 0 ? "\(Double(row) / 100)" : "\(row * row % 7 + $0)" }.joined(separator: ",")
        }
        return try CSVTable(Array((heading + "\n" + rows.joined(separator: "\n") + "\n").utf8)).forceColumn(name, time: time)
    }

    @Test func theOneInAUnitOfForceIsTaken() throws {
        #expect(try column("t_s,Fz") == 1)
        #expect(try column("t_s,angle (deg),force (kg),acceleration (g)") == 2)
        #expect(try column("t_s,a,b", named: "b") == 2 && column("t_s,a,b", named: "2") == 1)
    }

    @Test func aCounterIsNoForce() throws {
        let rows = (1...20).map { "\($0),\(Double($0) / 100),\($0 * $0 % 7)" }.joined(separator: "\n")
        #expect(try CSVTable(Array(("Frame,Time (s),Load\n" + rows + "\n").utf8)).forceColumn(nil, time: nil) == 2)
    }

    @Test func whatIsAmbiguousIsNotGuessed() {
        #expect(throws: CSVTable.ForceChoice.several(["2 Fx (N)", "3 Fz (N)"])) { try column("t_s,Fx (N),Fz (N)") }
        #expect(throws: CSVTable.ForceChoice.self) { try column("t_s,Fx,Fz", named: "Fy") }
    }

    @Test func unitsOfForceAreWhatHeadingsCallThem() {
        #expect(ForceScale(heading: "kN")?.newtons == 1000 && ForceScale(heading: "Newtons")?.newtons == 1)
        #expect(ForceScale(heading: "lbs") == ForceScale.named["lbf"] && ForceScale(heading: "kp") == ForceScale.named["kg"])
        #expect(ForceScale(heading: "mV") == nil && ForceScale(heading: "s") == nil)
    }
}
