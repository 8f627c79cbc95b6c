#!/usr/bin/env python3
"""In the machine: the whole daemon reads instruments over the real kernel, and every value is compared with what the model sends."""
import json
import os
import socket
import struct
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
rate = 500
part = 1

[sensor.amplifier]
driver = "labjack-u6"
serial = "360009876"
inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
rate = 500
part = 2

[sensor.cell]
driver = "phidget-1046-1"
serial = "600321"
inputs = [2]
rate = 250

[sensor.hand]
driver = "go-direct"
serial = "071000U1"
rate = 100
"""
# What the sensors' forces are, in raw units, at every sample: the sums of their channels.
BRIDGE = [0x800000 + 16 * count for count in range(4096)]
PLATE = [sum(devices.LabJack.value(scan, channel) for channel in range(8)) for scan in range(16001)]
AMPLIFIER = [sum(devices.LabJack.value(scan, channel) for channel in (8, 9)) for scan in range(16001)]
CELL = [devices.PhidgetMessages.value(count) for count in range(4096)]
HAND = [devices.GoDirect.value(count) for count in range(4096)]
RAMPS = {"bridge": BRIDGE, "plate": PLATE, "amplifier": AMPLIFIER, "cell": CELL, "hand": HAND}
RATES = {"bridge": 125, "plate": 500, "amplifier": 500, "cell": 250, "hand": 100}
MODELS = {"labjack": ("plate", "amplifier"), "phidget": ("bridge",), "messages": ("cell",), "vernier": ("hand",)}
DRIVERS = {"phidget-1046-0", "labjack-u6", "phidget-1046-1", "go-direct"}


def ask(text):
    """What the host answers: a number, or nothing."""
    with open("/dev/virtio-ports/ask", "r+b", buffering=0) as port:
        port.write(text.encode() + b"\n")
        words = port.readline().split()
    assert words[:1] == [b"ok"], words
    return int(words[1]) if words[1:] else None


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
                # Live values are float32, which every ramp fits.
                values = struct.unpack(f"{len(values)}f", struct.pack(f"{len(values)}f", *values))
                found[batch["sensor"]] += list(zip(range(batch["firstSample"], batch["firstSample"] + len(values)), values))
            if all(len(samples) >= count[name] for name, samples in found.items()):
                return found

    def opened(self):
        """Every time that the plate's device was opened."""
        with open(self.folder + "/journal") as file:
            return [line for line in file if "plate: /dev/" in line and "nothing" not in line]

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


# A clock locks when arrivals are regular; on an emulated processor of a busy host that may take minutes.
def until(seconds, condition, complaint):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint() if callable(complaint) else complaint
        time.sleep(0.05)


def passed(text):
    print("passed: " + text, flush=True)


def compare(name, samples):
    """Every value is the one that the model sent at this index; the indices that are missing."""
    ramp, first = RAMPS[name], samples[0][0]
    place = ramp.index(samples[0][1])
    for (index, value), (before, _) in zip(samples[1:], samples):
        assert index > before, f"{name}: index {index} after {before}"
        expected = ramp[(place + index - first) % len(ramp)]
        assert value == expected, f"{name}: {value} in place of {expected} at index {index}"
    return samples[-1][0] - first + 1 - len(samples)


def check_stream(station, seconds, names=tuple(RAMPS)):
    before, dropped = station.sensors(), ask("lost labjack")
    began = time.monotonic()
    found = station.batches({name: rate * seconds for name, rate in RATES.items()})
    took = time.monotonic() - began
    found = {name: samples for name, samples in found.items() if name in names}
    missing = {name: compare(name, samples) for name, samples in found.items()}
    after, dropped = station.sensors(), ask("lost labjack") - dropped
    # A model has a FIFO: when this host is too slow for it, packets are lost there, and counted.
    for name in names:
        lost = after[name]["lost"] - before[name]["lost"]
        assert lost == 0 or name in MODELS["labjack"] and dropped > 0, f"{name}: {lost} lost"
        assert missing[name] == 0 or lost > 0, f"{name}: {missing[name]} missing, {lost} lost"
    assert {index for index, _ in found["plate"]} & {index for index, _ in found["amplifier"]}, "no common scans"
    passed(f"in {took:.1f} s " + ", ".join(f"{len(samples)} of {name}" for name, samples in found.items())
           + f" came, each the one that the model sent; {sum(missing.values())} lost, where the model had no room")


# Samples come; whether a clock has locked depends on how busy this host is.
FLOWING = ("settling", "streaming")


def wait_for(station, names, states, seconds):
    began = time.monotonic()
    until(seconds, lambda: all(station.sensors()[name]["state"] in states for name in names),
          lambda: f"not {states}: {station.sensors()}")
    return time.monotonic() - began


def check(station, seconds):
    listed = next(station.replies("ListDevices"))["devices"]
    assert listed == [], listed
    wait_for(station, RAMPS, ("absent",), 5)
    passed("no device is a normal state")
    for model in MODELS:
        ask("plug " + model)
    until(180, lambda: station.sensors()["hand"]["calibration"] == "device", lambda: f"not calibrated: {station.sensors()}")
    assert station.sensors()["hand"]["unit"] == "N"
    passed("a device that measures in newtons is believed: " + str(station.sensors()["hand"]["channels"]))
    wait_for(station, RAMPS, FLOWING, 60)
    listed = {device["path"]: device["driver"] for device in next(station.replies("ListDevices"))["devices"]}
    passed(f"all of them flow: {listed}")
    assert set(listed.values()) == DRIVERS
    for path in listed:
        information = os.stat(path)
        assert information.st_mode & 0o777 == 0o660 and information.st_gid == 399, f"{path}: {information}"
    passed("their nodes belong to the group holdfast")
    check_stream(station, seconds)

    assert len(station.nodes()) == len(MODELS), station.nodes()
    for model, names in MODELS.items():
        before = station.sensors()
        ask("unplug " + model)
        took = wait_for(station, names, ("absent",), 10)
        assert len(station.nodes()) == len(MODELS) - 1, station.nodes()
        ask("plug " + model)
        again = wait_for(station, names, FLOWING, 60)
        after = station.sensors()
        for name in names:
            # A gap is counted in samples as soon as the rate is known.
            assert after[name]["lost"] > before[name]["lost"] or "rate" not in before[name], f"{name}: the gap is not counted"
        passed(f"{model}: absent {took:.2f} s after it was pulled out, samples {again:.1f} s after it was plugged in again")
    check_stream(station, max(seconds // 3, 2))
    assert len(station.nodes()) == len(MODELS), station.nodes()
    passed("nothing stays open")
    opened = station.opened()
    ask("halt labjack 83")
    # Where a host is so busy that clearing takes longer than the driver's patience, the conversation begins anew.
    until(60, lambda: station.sensors()["plate"]["corrupt"] > 0 or len(station.opened()) > len(opened), "the halt was not seen")
    wait_for(station, MODELS["labjack"], FLOWING, 60)
    # Clearing it holds up the thread that reads hidraw too; the kernel keeps 64 reports for it, half a second of the bridge.
    check_stream(station, 2, MODELS["labjack"])
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
