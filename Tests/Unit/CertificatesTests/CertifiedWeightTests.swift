import Calibration
import Interface
import Testing

@testable import Certificates

struct CertifiedWeightTests {
    private func weight(_ serial: String, certificate: String? = "DKD 4711", due: Int64? = nil) throws -> CertifiedWeight {
        CertifiedWeight(
            serial: serial, weight: try #require(Weight(kilograms: 20, relativeUncertainty: 1e-3)), weightClass: .m3,
            certificate: certificate, dueWallMicroseconds: due)
    }

    private func fields(_ text: String) throws -> JSONObject { try JSONParser.object(Array(text.utf8)) }

    @Test func aWeightSurvivesItsTextBitForBit() throws {
        let made = try weight("A \"1\"", due: 1_900_000_000_000_000)
        #expect(try CertifiedWeight(record: made.record) == made)
    }

    /// Published maximum permissible errors, mg (OIML R 111-1:2004, table 1).
    @Test(arguments: [
        (WeightClass.e1, 20.0, 10.0), (.e2, 1, 1.6), (.f1, 20, 100), (.f2, 0.2, 3), (.m1, 20, 1000), (.m1, 0.1, 5),
        (.m2, 10, 1600),
        (.m3, 5, 2500), (.m3, 0.5, 250),
    ])
    func theClassGivesThePublishedLimit(_ name: WeightClass, _ kilograms: Double, _ milligrams: Double) {
        // The table rounds to two digits.
        #expect(abs(name.permissibleError * kilograms * 1e6 - milligrams) <= 0.07 * milligrams)
    }

    @Test func withoutAStatedUncertaintyTheClassGivesIt() throws {
        let found = try CertifiedWeight(fields: fields(#"{"serial": "A1", "mass": 20, "class": "M1"}"#))
        #expect(abs(found.weight.relativeUncertainty - 2 * 5e-5 / 3.0.squareRoot()) < 1e-18)
        #expect(found.weight.density == 7850 && found.certificate == nil)
    }

    @Test(arguments: [
        (#"{"mass": 20, "class": "M1"}"#, "serial"), (#"{"serial": "", "mass": 20, "class": "M1"}"#, "serial number"),
        (#"{"serial": "A1", "mass": 20}"#, "needs an uncertainty"),
        (#"{"serial": "A1", "mass": 0.05, "class": "M1"}"#, "needs an uncertainty"),
        (#"{"serial": "A1", "mass": 20, "class": "X9"}"#, "E1, E2"),
        (#"{"serial": "A1", "mass": -20, "class": "M1"}"#, "needs an uncertainty"),
        (#"{"serial": "A1", "mass": -20, "relativeUncertainty": 0.001}"#, "mass must be above 0"),
        (#"{"serial": "A1", "mass": 20, "relativeUncertainty": 2}"#, "a share from 0 to 1"),
        (#"{"serial": "A1", "mass": 20, "relativeUncertainty": 0.001, "density": 1}"#, "density"),
    ])
    func whatIsNoWeightIsRefusedWithTheReason(_ text: String, _ reason: String) throws {
        let fields = try fields(text)
        do throws(RecordError) {
            _ = try CertifiedWeight(fields: fields)
            Issue.record("\(text) was taken for a weight")
        } catch {
            #expect(error.text.contains(reason), "\(error.text)")
        }
    }

    @Test func aCertificateNamesTheWeightsAndWhatIsDoubtfulAboutThem() throws {
        var draft = try CalibrationRecordTests.draft()
        draft.weights = [try weight("A1"), try weight("A2", due: 1_700_000_000_000_000)]
        let record = try CalibrationRecordTests.record(draft)
        #expect(try CalibrationRecord(parsing: Array(record.text.utf8)).draft.weights == draft.weights)
        for page in [CertificateText.text(record), CalibrationRecordTests.page(record)] {
            #expect(page.contains("A1") && page.contains("M3") && page.contains("20.000") && page.contains("0.020"))
            #expect(page.contains("the calibration of weight A2 was due on 2023-11-14"))
        }
        #expect(CalibrationRecordTests.page(record).contains("Through the calibration of the weights: DKD 4711"))
        draft.weights.append(try weight("A3", certificate: nil))
        let untraceable = CalibrationRecordTests.page(try CalibrationRecordTests.record(draft))
        #expect(untraceable.contains("weight A3 has no certificate"))
        #expect(untraceable.contains("The traceability of the loads to national standards is not stated."))
    }

    @Test func aBandSaysThroughWhichWeightsItsSensorIsTraceable() throws {
        var draft = try CalibrationRecordTests.draft()
        #expect(try CalibrationRecordTests.record(draft).traceabilityOfForces == nil)
        draft.weights = [try weight("A1"), try weight("A2", certificate: "DKD 4712")]
        let record = try CalibrationRecordTests.record(draft)
        let stated = "sensor \(draft.sensor) of 2026-11-21, \(record.id), with the weights A1 (DKD 4711), A2 (DKD 4712)"
        #expect(record.traceabilityOfForces == "Through the calibration of " + stated)
        var band = BenchTestRecordTests.band()
        band.traceability = record.traceabilityOfForces
        let made = try BenchTestRecordTests.record(band)
        let kept = try BenchTestRecord(parsing: Array(made.text.utf8))
        #expect(kept.draft.traceability == band.traceability)
        #expect(BenchTestText.text(kept).contains(stated))
        var details = CertificateDetails()
        func page() -> String {
            BenchTestPage.html(kept, details: details, issued: 1_800_000_000_000_000, software: "holdfast 9.9")
        }
        #expect(page().contains("<th>Traceability</th><td>Through the calibration of \(stated)</td>"))
        // What somebody states stands.
        details[.traceability] = "by hand"
        #expect(page().contains("<th>Traceability</th><td>by hand</td>"))
        // One weight without a certificate is enough.
        draft.weights.append(try weight("A3", certificate: nil))
        #expect(try CalibrationRecordTests.record(draft).traceabilityOfForces == nil)
    }
}
