#!/usr/bin/env python3
"""In the machine: the whole daemon reads instruments over the real kernel, and every value is compared with what the model sends.

usage: check.py PROGRAMS SECONDS CYCLES [PART...] [MODEL...]     parts: streams mishaps rates cycles captures; all parts and all models unless said
"""
import os
import sys
import tempfile

from bench import Bench, Sensor, ask
from captures import check_captures
from cycles import check_cycles
from devices import tecgihan
from mishaps import check_mishaps
from rates import check_rates
from station import passed, until

TEN = "inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
PARTS = ["streams", "mishaps", "rates", "cycles", "captures"]
SENSORS = {
    "bridge": Sensor("phidget", "phidget-1046-0", [0, 1, 2, 3], 125, "inputs = [0, 1, 2, 3]", "gains = [128, 128, 64, 64]"),
    "cell": Sensor("messages", "phidget-1046-1", [2], 250, "inputs = [2]", "rate = 250"),
    "plate": Sensor("labjack", "labjack-u6", list(range(8)), 500, TEN, "rate = 500", "part = 1"),
    "amplifier": Sensor("labjack", "labjack-u6", [8, 9], 500, TEN, "rate = 500", "part = 2"),
    "analog": Sensor("u3", "labjack-u3", [0, 1, 4], 500, "inputs = [0, 1, 4]", "rate = 500"),
    "hand": Sensor("vernier", "go-direct", [0], 100, "rate = 100"),
    "weight": Sensor("scale", "hid-scale", [0], 10),
    "futek": Sensor("futek", "futek", [0], 1200, "rate = 1200"),
    "loadstar": Sensor("loadstar", "loadstar", [0], 1000),
    "force1": Sensor("plates", "tec-gihan", list(range(6)), 1000, "part = 1"),
    "force2": Sensor("plates", "tec-gihan", list(range(6, 12)), 1000, "part = 2"),
}


# What is plugged in at one time: an emulated processor has not the power for all.
GROUPS = ({"phidget", "messages", "labjack", "u3", "vernier", "scale"}, {"futek", "loadstar", "plates"})


def check_first_sight(bench, names):
    until(5, lambda: bench.devices() == [], lambda: f"none is plugged in: {bench.devices()}")
    bench.wait_for(bench.table, ("absent",), 5)
    passed("no device is a normal state")
    for model in bench.models(names):
        ask("plug " + model)
    bench.settle(names)
    for name in {"hand", "weight", "loadstar", "futek"} & set(names):
        until(60, lambda: bench.sensors()[name]["calibration"] == "device", lambda: f"not calibrated: {bench.sensors()[name]}")
        assert bench.sensors()[name]["unit"] == "N"
        passed(f"{name}: a device that measures in newtons is believed: {bench.sensors()[name]['channels']}")
    listed = bench.devices()
    assert {(device["driver"], device["serial"]) for device in listed} == {
        (bench.table[name].driver, bench.table[name].serial) for name in names}, listed
    for name in {"force1", "force2"} & set(names):
        until(60, lambda: bench.sensors()[name]["calibration"] == "device", lambda: f"not calibrated: {bench.sensors()[name]}")
        check_centre(bench, name)
    passed("all of them flow: " + ", ".join(f"{device['path']} {device['driver']}" for device in listed))
    for device in listed:
        information = os.stat(device["path"])
        if "tty" not in device["path"]:
            assert information.st_mode & 0o777 == 0o660 and information.st_gid == 399, f"{device}: {information}"
    passed("nodes of instruments belong to the group holdfast")


def centre(counts):
    """Where the maker's program sees the force of these counts of six axes; None below its 10 N."""
    fx, fy, fz, mx, my, _ = (count * scale / 30_000 for count, scale in zip(counts, tecgihan.FULL_SCALES))
    return (-(my + fx * tecgihan.DEPTH) / fz, (mx - fy * tecgihan.DEPTH) / fz) if fz >= 10 else None


def check_centre(bench, name):
    """The depth of its origin comes from the plate itself."""
    names = [f"raw_{axis}" for axis in range(1, 7)] + ["centre_of_pressure_x", "centre_of_pressure_y"]
    found = [0, 0]
    for reply in bench.replies("Monitor", {"sensor": name, "intervalMs": 200, "signals": names}, more=True):
        for batch in reply["batches"]:
            columns = [[None if place in signal["missing"] else value for place, value in enumerate(signal["samples"])]
                       for signal in batch["signals"]]
            for sample in zip(*columns):
                expected, told = centre([round(count) for count in sample[:6]]), sample[6:]
                found[expected is None] += 1
                if expected is None:
                    assert told == (None, None), f"{name}: a centre of pressure without a load: {sample}"
                else:
                    assert all(abs(one - other) <= 1e-6 * max(abs(one), 1) for one, other in zip(told, expected)), (expected, sample)
        if min(found) > 200:
            break
    passed(f"{name}: {found[0]} centres of pressure are those that the maker's formula gives, {found[1]} have none for want of load")


def check_replug(bench, model, names):
    """In mid-stream."""
    count = len(bench.nodes())
    before, identity = bench.sensors(), {device["serial"] for device in bench.devices()}
    ask("unplug " + model)
    gone = bench.wait_for(names, ("absent",), 10)
    assert len(bench.nodes()) == count - 1, bench.nodes()
    ask("plug " + model)
    again = bench.settle(names, 60)
    after = bench.sensors()
    found = {device["serial"] for device in bench.devices()}
    assert found == identity, f"{found} in place of {identity}"
    for name in names:
        assert bench.width(name) == len(before[name]["channels"]), f"{name}: other channels"
    for name in names:
        # A gap is counted in samples as soon as the rate is known.
        assert after[name]["lost"] > before[name]["lost"] or "rate" not in before[name], f"{name}: the gap is not counted"
    passed(f"{model}: absent {gone:.2f} s after it was pulled out, samples {again:.1f} s after it was plugged in again")


def check_halt(bench):
    before = bench.opened(["plate"])
    ask("halt labjack 83")
    # Where a host is so busy that clearing takes longer than the driver's patience, the conversation begins anew.
    until(60, lambda: bench.sensors()["plate"]["corrupt"] > 0 or bench.opened(["plate"]) > before, "the halt was not seen")
    bench.settle(("plate", "amplifier"), 60)
    # Clearing it holds up the thread that reads hidraw too; the kernel keeps 64 reports for it, half a second of the bridge.
    bench.check_stream(("plate", "amplifier"), 2)
    passed("an endpoint that halts is cleared and read on")


def check_group(bench, names, seconds):
    check_first_sight(bench, names)
    bench.check_stream(names, seconds)
    for name in names:
        times, doubt = bench.latencies(name, 2)
        passed(f"{name}: from the model to the socket {times[len(times) // 2]:.1f} ms, of a hundred the slowest five "
               f"{times[len(times) * 95 // 100]:.1f} ms, the slowest {times[-1]:.1f} ms; clocks agree within {doubt:.2f} ms")
    for model, parts in bench.models(names).items():
        check_replug(bench, model, parts)
    bench.check_stream(names, max(seconds // 3, 2))
    assert len(bench.nodes()) == len(bench.models(names)), bench.nodes()
    passed("nothing stays open")
    if "plate" in names:
        check_halt(bench)
        bench.check_stream(names, 2)
    for model in bench.models(names):
        ask("unplug " + model)
    bench.wait_for(names, ("absent",), 10)
    assert bench.nodes() == [], bench.nodes()


def check_streams(programs, seconds, sensors):
    with tempfile.TemporaryDirectory(prefix="holdfast") as folder, Bench(folder, programs, sensors) as bench:
        for group in GROUPS:
            names = [name for name, sensor in sensors.items() if sensor.model in group]
            if names:
                check_group(bench, names, seconds)
        first = next(iter(sensors.values())).model
        ask("plug " + first)
        bench.settle(bench.models()[first])
    passed("it ends well with a device open")
    ask("unplug " + first)


def main():
    programs, seconds, cycles = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    parts = [part for part in sys.argv[4:] if part in PARTS] or PARTS
    wanted = set(sys.argv[4:]) - set(PARTS)
    sensors = {name: sensor for name, sensor in SENSORS.items() if not wanted or sensor.model in wanted}
    if "streams" in parts and sensors:
        check_streams(programs, seconds, sensors)
    if "mishaps" in parts and not wanted:
        check_mishaps(programs)
    if "rates" in parts:
        check_rates(programs, max(seconds // 3, 5), wanted)
    if "cycles" in parts and sensors:
        check_cycles(programs, cycles, sensors, GROUPS)
    if "captures" in parts and sensors:
        check_captures(programs, sensors)


if __name__ == "__main__":
    main()
