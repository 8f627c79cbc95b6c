#!/usr/bin/python3
"""Plugs boards in and out under a running daemon and looks at the station through its socket; see run."""
import os
import sys
import tempfile
import threading
import time

import gi

gi.require_version("UMockdev", "1.0")
from gi.repository import UMockdev  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Clients"))
from station import Station, passed, until  # noqa: E402

CONTROLLER = "/devices/pci0000:00/0000:00:14.0/usb1"
RATE = 500


def section(path, node=None, properties=(), attributes=()):
    lines = [f"P: {path}"] + ([f"N: {node}"] if node else [])
    lines += [f"E: {text}" for text in properties] + [f"A: {text}" for text in attributes]
    return "\n".join(lines) + "\n\n"


def really(_, client):
    client.complete(*client.execute())
    return True


# Terminal settings are the pseudo-terminal's own business; left alone, umockdev refuses what it has no record of.
REAL = UMockdev.IoctlBase()
REAL.connect("handle-ioctl", really)


class Board:
    """A board that says a number 500 times a second for as long as it is plugged in. Its number tells which board it is; in a pull it says
    300 more."""

    # When the load last changed, and from which load to which.
    load = (0, 0, 0)

    def __init__(self, bed, serial, port, number):
        self.bed, self.serial, self.port, self.number = bed, serial, port, number
        self.usb = f"{CONTROLLER}/1-{port}"

    def plug(self, node):
        self.node = f"/dev/{node}"
        self.tty = f"{self.usb}/1-{self.port}:1.0/{node}/tty/{node}"
        name = [
            "ID_BUS=usb", "ID_VENDOR_ID=0403", "ID_MODEL_ID=6001", f"ID_SERIAL_SHORT={self.serial}",
            f"ID_PATH=pci-0000:00:14.0-usb-0:{self.port}:1.0",
        ]
        # Before the device: what is added is announced at once.
        self.bed.attach_ioctl(self.node, REAL)
        self.bed.add_from_string(
            section(self.usb, None, ["SUBSYSTEM=usb", "DEVTYPE=usb_device"] + name,
                    ["idVendor=0403", "idProduct=6001", f"serial={self.serial}", "bDeviceClass=00", "product=Bridge"])
            + section(self.usb + f"/1-{self.port}:1.0", None, ["SUBSYSTEM=usb", "DEVTYPE=usb_interface", "DRIVER=ftdi_sio"])
            + section(self.tty, node, ["SUBSYSTEM=tty", f"DEVNAME={self.node}", "MAJOR=188", f"MINOR={node[6:]}"] + name))
        self.terminal = self.bed.get_dev_fd(self.node)
        os.set_blocking(self.terminal, False)
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.speak, daemon=True)
        self.thread.start()

    def force(self):
        moment, before, after = self.load
        return self.number + before + (after - before) * min(1, (time.monotonic() - moment) / 0.15)

    def pull(self, newtons):
        self.load = (time.monotonic(), self.load[2], newtons)

    def speak(self):
        moment = time.monotonic()
        while not self.stopping.wait(max(0, moment - time.monotonic())):
            try:
                os.write(self.terminal, b"%.1f\r\n" % self.force())
            except BlockingIOError:
                pass
            except OSError:
                return
            moment += 1 / RATE

    def unplug(self):
        self.stopping.set()
        self.thread.join()
        # What reads the terminal finds it hung up, as with a real adapter, and then udev says so.
        os.close(self.terminal)
        self.bed.uevent("/sys" + self.tty, "remove")
        for path in (self.tty, self.usb + f"/1-{self.port}:1.0", self.usb):
            self.bed.remove_device("/sys" + path)


class BoardStation(Station):
    def sensor(self, name):
        return self.sensors()[name]

    def state(self, name, state):
        return self.sensor(name)["state"] == state

    def force(self, name):
        """The first force that comes from a sensor, and how long it took."""
        began = time.monotonic()
        for reply in self.replies("Monitor", {"sensor": name, "intervalMs": 10, "signals": ["force"]}, more=True):
            for batch in reply["batches"]:
                values = [value for value in batch["signals"][0]["samples"] if value is not None]
                if values:
                    return values[-1], time.monotonic() - began
            assert time.monotonic() - began < 10, f"no sample of {name}"


def files(station):
    """How many it has open, without sockets: umockdev opens one whenever the daemon tries a node that has just gone, and keeps it."""
    return sum(not name.startswith("socket:") for name in station.open_files())


SETTINGS = """
[sensor.alone]
driver = "text"
serial = "A1"
unit = "N"
[sensor.ambiguous]
driver = "text"
serial = "PAIR"
unit = "N"
[sensor.upper]
driver = "text"
port = "pci-0000:00:14.0-usb-0:3:1.0"
unit = "N"
[sensor.lower]
driver = "text"
port = "pci-0000:00:14.0-usb-0:4:1.0"
unit = "N"
"""


def main(cycles):
    bed = UMockdev.Testbed.new()
    bed.add_from_string(section(CONTROLLER, None, ["SUBSYSTEM=usb", "DEVTYPE=usb_device"], ["bDeviceClass=09"]))
    with tempfile.TemporaryDirectory(prefix="holdfast-plug") as folder:
        with BoardStation(folder, os.environ["HOLDFAST_PROGRAMS"], SETTINGS, patience=20) as station:
            check(bed, station, cycles)
    passed("ended as asked")


def check(bed, station, cycles):
    assert all(station.state(name, "absent") for name in ("alone", "ambiguous", "upper", "lower"))
    passed("no device is a normal state")

    alone = Board(bed, "A1", "2", 111)
    began = time.monotonic()
    alone.plug("ttyUSB0")
    value, _ = station.force("alone")
    seconds = time.monotonic() - began
    assert value == 111 and seconds < 2, (value, seconds)
    passed(f"plugged in, its forces come after {seconds:.2f} s")
    hold_and_pull_out(station, alone, began)

    upper, lower = Board(bed, "TWIN", "3", 333), Board(bed, "TWIN", "4", 444)
    upper.plug("ttyUSB2")
    lower.plug("ttyUSB3")
    assert station.force("upper")[0] == 333 and station.force("lower")[0] == 444
    until(5, lambda: station.state("upper", "streaming") and station.state("lower", "streaming"), "the twins do not stream")
    upper.unplug()
    lower.unplug()
    until(5, lambda: station.state("upper", "absent") and station.state("lower", "absent"), "the twins do not go")
    # In the other order. (umockdev does not take a node's name twice.)
    lower.plug("ttyUSB4")
    upper.plug("ttyUSB5")
    assert station.force("upper")[0] == 333 and station.force("lower")[0] == 444
    passed("boards with one serial number are told apart by port")

    first, second = Board(bed, "PAIR", "5", 555), Board(bed, "PAIR", "6", 666)
    first.plug("ttyUSB6")
    assert station.force("ambiguous")[0] == 555
    second.plug("ttyUSB7")
    assert station.force("ambiguous")[0] == 555
    first.unplug()
    until(5, lambda: "usb-0:6" in station.sensor("ambiguous").get("reason", ""), "the second of a pair is not refused")
    passed("one that is left of a pair is not guessed: " + station.sensor("ambiguous")["reason"])
    second.unplug()

    def listed():
        return [device["serial"] for device in next(station.replies("ListDevices"))["devices"]]

    until(5, lambda: set(listed()) == {"A1", "TWIN"} and len(listed()) >= 3, "the devices are not listed as they are")
    passed(f"{len(listed())} devices are listed")

    until(20, lambda: station.state("alone", "streaming"), "the clock does not lock")
    slowest, before = 0.0, None
    for cycle in range(cycles):
        lost = station.sensor("alone")["lost"]
        went = time.monotonic()
        alone.unplug()
        until(5, lambda: station.state("alone", "absent"), "an unplugged board is not absent")
        away = time.monotonic() - went
        began = time.monotonic()
        alone.plug(f"ttyUSB{8 + cycle}")
        value, _ = station.force("alone")
        slowest = max(slowest, time.monotonic() - began)
        assert value == 111
        now = station.sensor("alone")["lost"]
        # The daemon knows the rate from the first lock, so it counts what the gap has cost.
        assert now - lost >= 0.5 * away * RATE, (now - lost, away)
        if cycle == min(4, cycles - 1):
            before = (files(station), station.figure("Threads"), station.figure("VmRSS"))
    assert slowest < 2, slowest
    passed(f"unplugged {cycles} times: forces come again after at most {slowest:.2f} s, and the gap is counted")
    until(5, lambda: files(station) <= before[0], "files are left open")
    after = (files(station), station.figure("Threads"), station.figure("VmRSS"))
    assert after[1] == before[1] and after[2] < before[2] + 4096 + 2 * cycles, (before, after)
    passed(f"files, threads and KiB after them: {before} then, {after} now")


def pull(station, board, seconds):
    """Pulls with 300 N as soon as the station is ready for it, until it has seen so many seconds of that."""
    held = 0
    for reply in station.replies("Monitor", {"sensor": "alone", "intervalMs": 20, "signals": ["force"]}, more=True):
        for batch in reply["batches"]:
            if batch["phase"] == "armed" and board.load[2] == 0:
                board.pull(300)
            held += sum(value == board.number + 300 for value in batch["signals"][0]["samples"])
        if held > seconds * RATE:
            return


def newest_hold(station, count):
    until(20, lambda: len(next(station.replies("ListHolds"))["holds"]) == count, "a hold is not stored")
    part = next(station.replies("ListHolds"))["holds"][0]["sensors"][0]
    peak = {metric["name"]: metric.get("value") for metric in part["metrics"]}["peak_force"]
    assert part["kind"] == "explosive" and peak == 411, (part["kind"], peak)
    return part


def hold_and_pull_out(station, board, began):
    pull(station, board, 0.3)
    board.pull(0)
    assert newest_hold(station, 1)["flags"] == ["low_rate"]
    passed(f"plugged in, its first hold is found after {time.monotonic() - began:.2f} s")

    pull(station, board, 2)
    board.unplug()
    assert "truncated" in newest_hold(station, 2)["flags"]
    passed("pulled out in a hold: the hold is stored, and says that it was cut off")
    board.load = (0, 0, 0)
    board.plug("ttyUSB1")


main(int(sys.argv[1]))
