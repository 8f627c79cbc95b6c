#!/usr/bin/env python3
"""Calibrates a sensor, tests a plate and a band, and leads a session with a client that nobody here wrote, PyPI "varlink", by what it reads in the interfaces.

usage: calls.py CONTROL_SOCKET

Says a line per step; exit code 0 when all is well.
"""
import sys

import varlink

CALIBRATION = "org.holdfast.calibration1"
SESSION = "org.holdfast.session1"


def refused(error, call, *arguments, **named):
    try:
        call(*arguments, **named)
    except varlink.VarlinkError as found:
        assert found.error() == error, found
        return found.parameters()
    raise AssertionError(f"{error} was expected")


def calibrations(client):
    service = client.open(CALIBRATION)
    assert service.List() == {"calibrations": []}
    assert service.ListChecks("left-band") == {"checks": []} and service.ListZeros("left-band") == {"zeros": []}
    refused(CALIBRATION + ".NoSuchCalibration", service.Show, "nothing")
    refused(CALIBRATION + ".NoSuchSensor", service.Zero, "nothing")
    forces = [0.0, 100.0, 200.0, 300.0, 400.0, 300.0, 200.0, 100.0, 0.0]
    series = [
        {"forces": forces, "readings": [84_000.3 + 1600 * force + shift * (place % 3) for place, force in enumerate(forces)]}
        for shift in (1.7, -2.3, 0.9)
    ]
    draft = {"sensor": "left-band", "rawUnit": "counts", "resolution": 1.0, "reference": {"relativeUncertainty": 0.001}, "series": series}
    report = service.Evaluate(draft)["report"]
    assert abs(report["curve"][1] * 1600 - 1) < 1e-4 and report["residuals"] and report["uncertainties"], report
    flat = dict(draft, series=[{"forces": [0.0, 1.0, 2.0], "readings": [5.0, 5.0, 5.0]}])
    assert refused(CALIBRATION + ".Refused", service.Accept, flat)["problems"]
    accepted = service.Accept(draft)
    shown = service.Show(accepted["id"])
    assert shown["calibration"]["state"] == "in_force" and accepted["id"] in shown["record"], shown
    assert service.Export(accepted["id"])["record"] == shown["record"]
    assert service.Revert("left-band", "settings").get("id") is None
    print(f"varlink: calibrated by a program of others: {accepted['id']}, class {report['class']}")


def plate_and_band(client):
    service = client.open(CALIBRATION)
    assert service.ListBenchTests() == {"tests": []}
    reference = {"relativeUncertainty": 0.001}
    shares = [[0.9, 0.05, 0.05, 0.0], [0.05, 0.9, 0.0, 0.05], [0.05, 0.0, 0.9, 0.05], [0.0, 0.05, 0.05, 0.9], [0.25] * 4, [0.4, 0.3, 0.2, 0.1]]
    gains = [1.02, 0.99, 1.0, 0.97]
    placements = [
        {"place": f"place {number}", "forces": [3.0 + 200 * share * gain for share, gain in zip(row, gains)]} for number, row in enumerate(shares)
    ]
    corners = {
        "sensor": "plate", "test": "corners", "weight": 200.0, "reference": reference, "empty": [3.0] * 4, "placements": placements,
        "instrument": "a weight of others"}
    found = service.EvaluatePlate(corners)["report"]["corners"]
    assert all(abs(made * gain - 1) < 1e-9 for made, gain in zip(found["gains"], gains)) and max(map(abs, found["errorsBefore"])) > 1, found
    assert service.ListBenchTests() == {"tests": []}, "evaluating has changed something"
    assert refused(CALIBRATION + ".Refused", service.AcceptPlate, dict(corners, placements=placements[:3]))["problems"]
    assert refused(CALIBRATION + ".Refused", service.AcceptPlate, dict(corners, sensor="left-band"))["problems"]
    accepted = service.AcceptPlate(corners)
    shown = service.ShowBenchTest(accepted["id"])
    assert shown["test"]["state"] == "in_force" and shown["plate"]["corners"] == found and accepted["id"] in shown["record"], shown
    points = [
        {"knownX": x, "knownY": y, "measuredX": -x, "measuredY": y} for x, y in [(0.0, 0.0), (0.1, 0.15), (-0.1, 0.15), (-0.1, -0.2)]
    ]
    report = service.EvaluatePlate({"sensor": "plate", "test": "points", "points": points})["report"]
    assert report["points"]["axes"] == "mirrored_left_right" and report["points"]["order"] == [2, 1, 4, 3], report
    assert [warning["name"] for warning in report["warnings"]] == ["mirrored"], report
    assert service.RevertBenchTest("plate", "corners").get("id") is None
    assert service.ImportBenchTest("plate", shown["record"])["id"] == accepted["id"]
    assert service.ExportBenchTest(accepted["id"])["record"] == shown["record"]
    service.RevertBenchTest("plate", "corners", "none")
    refused(CALIBRATION + ".NoSuchBenchTest", service.ShowBenchTest, "nothing")

    out = [0.5 + 0.05 * step for step in range(12)]
    lengths = out + out[-2::-1]
    band = {
        "sensor": "left-band", "lengths": lengths, "tensions": [7 + 400 * max(0, length - 0.62) + 0.01 * (step % 3) for step, length in enumerate(lengths)],
        "rest": 7.0, "lengthHalfWidth": 0.001, "reference": reference}
    report = service.EvaluateBand(band)["report"]
    assert abs(report["slackLength"] - 0.62) < 0.002 and report["slackSeen"] and report["slackLengthExpanded"] > 0, report
    refused(CALIBRATION + ".Refused", service.GetTension, "left-band", [0.8])
    accepted = service.AcceptBand(band)
    tension = service.GetTension("left-band", [0.8, 5.0])
    near, far = tension["tensions"]
    assert tension["id"] == accepted["id"] and abs(near["tension"] - 72) < 1 and near["expanded"] > 0, tension
    assert far.get("tension") is None and far["expandedReason"] == "outside_range", tension
    assert [(test["test"], test["state"]) for test in service.ListBenchTests("left-band")["tests"]] == [("band", "in_force")]
    service.RevertBenchTest("left-band", "band")
    print(f"varlink: a plate and a band tested by a program of others: {accepted['id']}")


def sessions(client):
    service = client.open(SESSION)
    protocols = [protocol["name"] for protocol in service.Protocols()["protocols"]]
    assert "explosive" in protocols, protocols
    service.AddAthlete("Z")
    refused(SESSION + ".AthleteExists", service.AddAthlete, "Z")
    service.SetBodyMass("Z", 70.5)
    session = service.StartSession("Z", "seated", "explosive")["session"]
    assert session["athlete"] == "Z" and service.GetCue()["session"] == session["number"]
    assert service.GetNumbers()["session"]["number"] == session["number"]
    assert service.StopSession()["session"]["number"] == session["number"]
    refused(SESSION + ".NoSession", service.StopSession)
    print(f"varlink: a session by a program of others, one of {len(protocols)} protocols")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with varlink.Client(address="unix:" + sys.argv[1]) as client:
        calibrations(client)
        plate_and_band(client)
        sessions(client)
    print("all is well")


if __name__ == "__main__":
    main()
