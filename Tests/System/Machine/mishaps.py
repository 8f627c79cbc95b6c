"""What goes wrong now and then between an instrument and its reader: each is seen, counted, and over when it is over.

An instrument that is pulled out: check.py (`check_replug`) and cycles.py."""
import os
import signal
import tempfile
import threading
import time

from bench import Bench, Sensor, ask, same
from devices.futek import Futek
from station import passed

TEN = "inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
SENSORS = {
    "cells": Sensor("messages", "phidget-1046-1", [0, 1, 2, 3], 125, "inputs = [0, 1, 2, 3]", "rate = 125"),
    "plate": Sensor("labjack", "labjack-u6", list(range(8)), 500, TEN, "rate = 500", "part = 1"),
    "weight": Sensor("ounces", "hid-scale", [0], 10),
    "futek": Sensor("futek", "futek", [0], 1200, "rate = 1200"),
    "loadstar": Sensor("loadstar", "loadstar", [0], 1000),
    "force1": Sensor("plates", "tec-gihan", list(range(6)), 1000, "part = 1"),
}
# What is plugged in at one time, as in check.py.
GROUPS = (("cells", "plate", "weight"), ("futek", "loadstar", "force1"))
NEWTONS_OF_AN_OUNCE = 0.028349523125 * 9.80665
# Seconds: how long the daemon stands still, and for how long an instrument says nothing.
STALL, PAUSE = 0.5, 0.3
# A loss that only the time tells is right to this share.
SHARE = 0.02


def across(bench, names, seconds, happen):
    """The batches of these sensors, for so many of their own seconds, with something that happens when all of them flow."""
    found, flowing, failed = {name: [] for name in names}, {name: threading.Event() for name in names}, []

    def collect(name):
        sensor, count = bench.table[name], 0
        signals = [f"raw_{number + 1}" for number in range(len(sensor.channels))] + ["force"]
        try:
            for reply in bench.replies("Monitor", {"sensor": name, "intervalMs": 200, "signals": signals}, more=True):
                found[name] += reply["batches"]
                count += sum(len(batch["signals"][0]["samples"]) for batch in reply["batches"])
                if count:
                    flowing[name].set()
                if count >= seconds * sensor.rate:
                    return
        except AssertionError as complaint:
            failed.append(complaint)

    threads = [threading.Thread(target=collect, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for event in flowing.values():
        assert event.wait(60), failed or "no samples"
    happen()
    for thread in threads:
        thread.join()
    assert not failed, failed
    return found


class Story:
    """What the batches of a sensor tell: each value is the one that its model sent; which are missing, and where the index has gaps."""

    def __init__(self, bench, name, batches):
        sensor = bench.table[name]
        # Of each gap its first index, its length, and how many samples that is more than the model left out.
        self.missing, self.gaps, self.forces, self.came = [], [], [], 0
        shift, following = sensor.place(batches[0]) - batches[0]["firstSample"], batches[0]["firstSample"]
        for batch in batches:
            first, *raw, force = batch["firstSample"], *batch["signals"]
            assert first >= following and batch["dropped"] == 0, f"{name}: index {first} after {following}, {batch['dropped']} dropped"
            if first > following:
                away = first + shift - sensor.place(batch)
                wrong = (away + sensor.cycle // 2) % sensor.cycle - sensor.cycle // 2
                self.gaps.append((following, first - following, wrong))
                shift -= wrong
            for channel, (column, told) in enumerate(zip(sensor.columns, raw)):
                self.missing += [(first + place, channel) for place in told["missing"]]
                for place, value in enumerate(told["samples"]):
                    sent = column[(first + place + shift) % sensor.cycle]
                    assert place in told["missing"] or same(value, sent), f"{name}: {value} in place of {sent}, {place} behind {first}"
            self.forces += zip(raw[0]["samples"], force["samples"])
            self.came += len(raw[0]["samples"])
            following = first + len(raw[0]["samples"])


def told(before, after):
    """What the station has counted meanwhile."""
    return {name: after[name] - before[name] for name in ("lost", "corrupt", "incomplete") if after[name] != before[name]}


def follow(bench, names, seconds, happen):
    """The story of each of these sensors, and what the station has counted."""
    before = bench.sensors()
    found = across(bench, names, seconds, happen)
    after = bench.sensors()
    return {name: (Story(bench, name, batches), told(before[name], after[name])) for name, batches in found.items()}


def check_lost_message(bench):
    # The last input's that comes late is still the next in turn.
    for what, channel, missing in (("lost", 1, 1), ("overtaken", 1, 1), ("late", 1, 1), ("late", 3, 0)):
        story, counted = follow(
            bench, ["cells"], 1.5, lambda what=what, channel=channel: ask(f"befall messages message {what} {channel}"))["cells"]
        assert [each for _, each in story.missing] == [channel] * missing and counted.get("incomplete", 0) == missing, (
            what, channel, story.missing, counted)
        assert not story.gaps and "lost" not in counted, (what, channel, story.gaps, counted)
        passed(f"cells: a message of input {channel} that is {what} is missing in {missing} of {story.came} samples; all inputs go on in step")


def check_lost_report(bench):
    """60 packets are 150 scans."""
    story, counted = follow(bench, ["plate"], 3, lambda: ask("befall labjack overflow 60"))["plate"]
    check_gap("plate", story, counted, 150)
    passed(f"plate: scans that found no room and that no report tells of are counted by the time: {story.gaps} {counted}")


def check_gap(name, story, counted, length):
    """One gap (another may be the scan that was cut in two), as long as what is missing to within a share."""
    lost, wrong = (sum(gap[part] for gap in story.gaps) for part in (1, 2))
    assert counted.get("lost") == lost and lost >= length * (1 - SHARE) and abs(wrong) <= length * SHARE and not story.missing, (
        f"{name}: {story.gaps}, {story.missing}, {counted}")


def check_ounces(bench):
    weight = bench.sensors()["weight"]
    assert [channel["unit"] for channel in weight["channels"]] == ["oz"] and weight["unit"] == "N", weight
    story, _ = follow(bench, ["weight"], 2, lambda: None)["weight"]
    assert all(abs(force - raw * NEWTONS_OF_AN_OUNCE) <= 1e-6 * abs(force) for raw, force in story.forces), story.forces
    passed(f"weight: ounces are ounces, and newtons right: {story.forces[-1][0]:.1f} oz are {story.forces[-1][1]:.3f} N")


def check_stray(bench):
    # Between two frames nothing is damaged; within one, that frame is.
    for place, length in ((0, 0), (2, 1)):
        story, counted = follow(bench, ["futek"], 2, lambda place=place: ask(f"befall futek stray {place}"))["futek"]
        assert [gap[1:] for gap in story.gaps] == [(1, 0)] * length and counted.get("lost", 0) == length and counted["corrupt"] == 1, (
            story.gaps, counted)
        passed(f"futek: a stray byte {place} bytes behind the beginning of a frame is counted, {length} samples lost")
    below = [force for _, force in story.forces if force < 0]
    assert below and len(below) < len(story.forces), "one direction only"
    for raw, force in story.forces:
        # A float32 has not all of a count's digits; those that it lacks are 0.
        sent = Futek.newtons(round(raw / 65536) * 65536)
        assert abs(force - sent) <= 1e-6 * abs(sent), f"futek: {force} N in place of {sent} at {raw}"
    passed(f"futek: {len(story.forces) - len(below)} pulls and {len(below)} pushes are newtons by their own loading points")


def check_stall(bench, names):
    def stall():
        os.kill(bench.process.pid, signal.SIGSTOP)
        try:
            time.sleep(STALL)
        finally:
            os.kill(bench.process.pid, signal.SIGCONT)

    for name, (story, counted) in follow(bench, names, 3, stall).items():
        assert not counted and not story.gaps and not story.missing, f"{name}: {story.gaps}, {counted}"
    passed(f"{', '.join(names)}: a daemon that stands still for {STALL} s loses nothing")


def check_pause(bench, name):
    sensor = bench.table[name]
    story, counted = follow(bench, [name], 3, lambda: ask(f"befall {sensor.model} pause {PAUSE * 1000:.0f}"))[name]
    check_gap(name, story, counted, PAUSE * sensor.rate)
    passed(f"{name}: {PAUSE} s that never came are a gap: {story.gaps} {counted}")


def check_wakes(bench):
    assert ask("befall plates wakes") == 1, ask("befall plates wakes")
    passed("force1: a controller that is asleep is woken once, and then asked")


def check_mishaps(programs):
    with tempfile.TemporaryDirectory(prefix="holdfast") as folder, Bench(folder, programs, SENSORS) as bench:
        # Slower than it is asked again.
        ask("befall plates drowsy 1700")
        for names in GROUPS:
            for model in bench.models(names):
                ask("plug " + model)
            bench.wait_for(names, ("streaming",), 120)
            if "cells" in names:
                bench.patiently(["cells"], lambda: check_lost_message(bench))
                bench.patiently(["plate"], lambda: check_lost_report(bench))
                bench.patiently(["weight"], lambda: check_ounces(bench))
            else:
                check_wakes(bench)
                bench.patiently(["futek"], lambda: check_stray(bench))
                bench.patiently(names, lambda: check_stall(bench, names))
                for name in ("futek", "loadstar"):
                    bench.patiently([name], lambda name=name: check_pause(bench, name))
            for model in bench.models(names):
                ask("unplug " + model)
            bench.wait_for(names, ("absent",), 10)
