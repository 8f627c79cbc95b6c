#!/usr/bin/env python3
"""In the machine: the whole daemon reads instruments over the real kernel, and every value is compared with what the model sends."""
import json
import os
import socket
import subprocess
import sys
import tempfile
import time

import devices

SETTINGS = """
[sensor.bridge]
driver = "phidget-1046-0"
serial = "500123"
inputs = [0]
gains = [128]

[sensor.plate]
driver = "labjack-u6"
serial = "360009876"
inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
rate = 1000
part = 1

[sensor.amplifier]
driver = "labjack-u6"
serial = "360009876"
inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
rate = 1000
part = 2
"""
# What the sensors' forces are, in raw units, at every sample: the sums of their channels.
BRIDGE = [0x800000 + 16 * count for count in range(4096)]
PLATE = [sum(devices.LabJack.value(scan, channel) for channel in range(8)) for scan in range(16001)]
AMPLIFIER = [sum(devices.LabJack.value(scan, channel) for channel in (8, 9)) for scan in range(16001)]
RAMPS = {"bridge": BRIDGE, "plate": PLATE, "amplifier": AMPLIFIER}


def ask(text):
    with open("/dev/virtio-ports/ask", "r+b", buffering=0) as port:
        port.write(text.encode() + b"\n")
        assert port.readline() == b"ok\n"


class Station:
    def __init__(self, folder, programs):
        self.folder = folder
        with open(folder + "/holdfast.toml", "w") as file:
            file.write(SETTINGS)
        self.journal = open(folder + "/journal", "w")
        self.process = subprocess.Popen(
            [programs + "/holdfastd", "--config", folder + "/holdfast.toml", "--state-directory", folder + "/state",
             "--runtime-directory", folder + "/run"], stderr=self.journal)
        until(60, lambda: os.path.exists(folder + "/run/holdfast.sock"), "the daemon does not come up")

    def replies(self, method, parameters=None, more=False, seconds=60):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(seconds)
            connection.connect(self.folder + "/run/holdfast.sock")
            call = {"method": "org.holdfast.station1." + method, "parameters": parameters or {}, "more": more}
            connection.sendall(json.dumps(call).encode() + b"\0")
            data = b""
            while True:
                while b"\0" not in data:
                    part = connection.recv(1 << 20)
                    if not part:
                        return
                    data += part
                message, data = data.split(b"\0", 1)
                reply = json.loads(message)
                yield reply["parameters"]
                if not reply.get("continues"):
                    return

    def sensors(self):
        return {sensor["name"]: sensor for sensor in next(self.replies("ListSensors"))["sensors"]}

    def batches(self, count):
        """The next `count` samples of each sensor, as lists of index and value."""
        found = {name: [] for name in RAMPS}
        for reply in self.replies("Monitor", {"intervalMs": 100, "signals": ["force"]}, more=True):
            for batch in reply["batches"]:
                values = batch["signals"][0]["samples"]
                found[batch["sensor"]] += list(zip(range(batch["firstSample"], batch["firstSample"] + len(values)), values))
            if all(len(samples) >= count[name] for name, samples in found.items()):
                return found

    def nodes(self):
        """Device nodes that the daemon has open."""
        folder = f"/proc/{self.process.pid}/fd/"
        found = []
        for name in os.listdir(folder):
            try:
                path = os.readlink(folder + name)
            except FileNotFoundError:
                continue
            if path.startswith(("/dev/hidraw", "/dev/bus/usb")):
                found.append(path)
        return found


def until(seconds, condition, complaint):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint() if callable(complaint) else complaint
        time.sleep(0.05)


def passed(text):
    print("passed: " + text, flush=True)


def compare(name, samples):
    """Every value is the one after that before it, and every index too."""
    ramp = RAMPS[name]
    place = ramp.index(samples[0][1])
    for offset, (index, value) in enumerate(samples):
        assert index == samples[0][0] + offset, f"{name}: index {index} at sample {offset} after {samples[0][0]}"
        expected = ramp[(place + offset) % len(ramp)]
        assert value == expected, f"{name}: {value} in place of {expected} at sample {offset}"


def check_stream(station, seconds):
    count = {"bridge": 125 * seconds, "plate": 1000 * seconds, "amplifier": 1000 * seconds}
    before = station.sensors()
    began = time.monotonic()
    found = station.batches(count)
    took = time.monotonic() - began
    for name, samples in found.items():
        compare(name, samples)
    after = station.sensors()
    for name in RAMPS:
        lost = after[name]["lost"] - before[name]["lost"]
        assert lost == 0, f"{name}: {lost} lost"
    assert {index for index, _ in found["plate"]} & {index for index, _ in found["amplifier"]}, "no common scans"
    passed(f"in {took:.1f} s " + ", ".join(f"{len(samples)} of {name}" for name, samples in found.items())
           + " came, each the one that the model sent, none lost")


def wait_for(station, names, state, seconds):
    began = time.monotonic()
    until(seconds, lambda: all(station.sensors()[name]["state"] == state for name in names),
          lambda: f"not {state}: {station.sensors()}")
    return time.monotonic() - began


def check(station, seconds):
    listed = next(station.replies("ListDevices"))["devices"]
    assert listed == [], listed
    wait_for(station, RAMPS, "absent", 5)
    passed("no device is a normal state")
    for name in ("phidget", "labjack"):
        ask("plug " + name)
    took = wait_for(station, RAMPS, "streaming", 60)
    listed = {device["path"]: device["driver"] for device in next(station.replies("ListDevices"))["devices"]}
    passed(f"plugged in, the clocks have locked after {took:.1f} s: {listed}")
    assert set(listed.values()) == {"phidget-1046-0", "labjack-u6"}
    for path in listed:
        information = os.stat(path)
        assert information.st_mode & 0o777 == 0o660 and information.st_gid == 399, f"{path}: {information}"
    passed("their nodes belong to the group holdfast")
    check_stream(station, seconds)

    assert len(station.nodes()) == 2, station.nodes()
    for model, names in (("labjack", ("plate", "amplifier")), ("phidget", ("bridge",))):
        before = station.sensors()
        ask("unplug " + model)
        took = wait_for(station, names, "absent", 10)
        assert len(station.nodes()) == 1, station.nodes()
        ask("plug " + model)
        again = wait_for(station, names, "streaming", 60)
        after = station.sensors()
        for name in names:
            assert after[name]["lost"] > before[name]["lost"], f"{name}: the gap is not counted"
        passed(f"{model}: absent {took:.2f} s after it was pulled out, its clock locked {again:.1f} s after it was plugged in again")
    check_stream(station, max(seconds // 3, 2))
    assert len(station.nodes()) == 2, station.nodes()
    passed("nothing stays open")
    ask("halt labjack 83")
    until(20, lambda: station.sensors()["plate"]["corrupt"] > 0, "the halted endpoint was not seen")
    check_stream(station, 2)
    passed("an endpoint that halts is cleared and read on")


def main():
    programs, seconds = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="holdfast") as folder:
        station = Station(folder, programs)
        try:
            check(station, seconds)
            assert station.process.poll() is None
            station.process.terminate()
            assert station.process.wait(20) == 0
            passed("it ends well with devices open")
        except BaseException:
            with open(folder + "/journal") as file:
                print(file.read()[-8000:])
            raise
        finally:
            station.process.kill()
            station.process.wait()


if __name__ == "__main__":
    main()
