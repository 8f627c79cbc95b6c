#!/usr/bin/env python3
"""Calibrates a sensor and leads a session with a client that nobody here wrote, PyPI "varlink", by what it reads in the interfaces.

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
        sessions(client)
    print("all is well")


if __name__ == "__main__":
    main()
