#!/usr/bin/env python3
"""In the machine, as root, after systemd's boot: the sandboxed service opens every instrument, and nobody else can who should not."""
import json
import os
import subprocess
import sys
import tempfile
import time

import check
from bench import FLOWING, Bench, ask
from station import passed, until

SERVICE = "holdfast.service"
DROP_IN = "/run/systemd/system/holdfast.service.d/test.conf"


def output(*words, user=None):
    """What a program prints; it must succeed."""
    words = ("runuser", "--user", user, "--", *words) if user else words
    return subprocess.run(words, stdout=subprocess.PIPE, check=True, text=True).stdout.strip()


def shown(name):
    return output("systemctl", "show", "--property=" + name, "--value", SERVICE)


class Service(Bench):
    """The installed station: it has the methods of one that a test starts, and systemd in place of a child."""

    def __init__(self, folder, sensors):
        self.folder, self.patience, self.table = folder, 60, sensors
        for sensor in sensors.values():
            sensor.prepare()
        os.symlink("/run/holdfast", folder + "/run")

    @property
    def process(self):
        class Process:
            pid = int(shown("MainPID"))
        return Process

    def status(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return dict(line.rstrip("\n").split(":\t", 1) for line in file)

    def journal(self):
        return output("journalctl", "--no-pager", "--output=cat", "--unit=" + SERVICE)


def openable(paths, user):
    """Which nodes a program of this user can open for reading and writing."""
    code = """
import errno, os, sys
for path in sys.argv[1:]:
    try: os.close(os.open(path, os.O_RDWR))
    except PermissionError: continue
    except OSError as error:
        # A line that the daemon has is its own: who comes this far had the right.
        if error.errno != errno.EBUSY: raise
    print(path)"""
    return output("/usr/bin/python3", "-S", "-c", code, *paths, user=user).split()


def check_sandbox(station):
    status = station.status()
    holdfast = output("id", "--user", "holdfast")
    assert set(status["Uid"].split()) == {holdfast}, status["Uid"]
    assert status["NoNewPrivs"] == "1" and status["Seccomp"] == "2" and int(status["CapBnd"], 16) == 0, status
    assert shown("DevicePolicy") == "closed"
    passed(f"{SERVICE} is active before anything is plugged in: user holdfast ({holdfast}), no capability, system calls filtered, devices closed")
    print("        " + output("systemd-analyze", "security", "--no-pager", SERVICE).splitlines()[-1], flush=True)


def check_devices(station):
    """As a member of the group sees them, and as somebody else does."""
    listed = json.loads(output("holdfast", "devices", "--json", user="member"))["devices"]
    nodes = station.nodes()
    for path in nodes:
        device = next((device for device in listed if device["path"] == path), None)
        assert device, f"{path} is not listed: {listed}"
        assert device["accessible"] and not device.get("advice") and device["driver"], device
    print(output("holdfast", "devices", user="member"), flush=True)
    passed(f"a member of the group is told that all {len(nodes)} may be opened")
    assert openable(nodes, "member") == nodes, "a node is closed to a member of the group"
    assert openable(nodes, "other") == [], "a node is open to everybody"
    for path in nodes:
        unit = output("systemd-escape", "--path", "--suffix=device", path)
        state = subprocess.run(["systemctl", "is-active", unit], stdout=subprocess.PIPE, text=True).stdout.strip()
        assert state == "active", f"{unit}: {state}"
    passed("so it is: members open them, others do not; and systemd has a unit for each, by the tag of the rules")


def properties(node):
    return dict(line.split("=", 1) for line in output("udevadm", "info", "--query=property", "--name=" + node).splitlines())


def usb_device(node):
    """Where the kernel shows the USB device behind a node."""
    path = "/sys" + properties(node)["DEVPATH"]
    while not os.path.exists(path + "/idVendor"):
        path = os.path.dirname(path)
    return path


def check_quiet(station):
    """What the rules keep away: a device that sleeps, and a program that talks to adapters that are none of its own."""
    awake, ignored = [], []
    for node in station.nodes():
        if "tty" in node:
            found = properties(node)
            assert found.get("ID_MM_PORT_IGNORE") == found.get("ID_MM_DEVICE_IGNORE") == "1", found
            ignored.append(node)
        elif node.startswith("/dev/bus/usb"):
            control = usb_device(node) + "/power/control"
            # As a power manager leaves it; the kernel's own choice is "on".
            with open(control, "w") as file:
                file.write("auto")
            output("udevadm", "trigger", "--settle", "--action=add", os.path.dirname(os.path.dirname(control)))
            with open(control) as file:
                assert file.read().strip() == "on", f"{node} may be put to sleep"
            awake.append(node)
    passed(f"the rules take autosuspend back from {awake}, and tell ModemManager to leave {ignored} alone")


def check_activation(station, names):
    output("systemctl", "stop", SERVICE)
    began = time.monotonic()
    next(station.replies("GetStatus"))
    assert shown("ActiveState") == "active"
    station.settle(names)
    passed(f"stopped, it is started by a client, and samples of every instrument flow {time.monotonic() - began:.1f} s later")
    before = station.process.pid
    began = time.monotonic()
    os.kill(before, 9)
    next(station.replies("GetStatus"))
    assert station.process.pid != before
    station.settle(names)
    passed(f"killed in mid-stream, the next one has all of them, which still send, {time.monotonic() - began:.1f} s later")


def restart_with(drop_in):
    os.makedirs(os.path.dirname(DROP_IN), exist_ok=True)
    if drop_in is None:
        os.remove(DROP_IN)
    else:
        with open(DROP_IN, "w") as file:
            file.write(drop_in)
    output("systemctl", "daemon-reload")
    output("systemctl", "restart", SERVICE)


def check_policy(station, names):
    """Without its lines DeviceAllow the service is refused: what is shown above is the unit's doing."""
    restart_with("[Service]\nDeviceAllow=\n")

    def refused():
        sensors = station.sensors()
        return all("reason" in sensors[name] and sensors[name]["state"] not in FLOWING for name in names)
    until(60, refused, lambda: f"not refused: {station.sensors()}")
    assert station.nodes() == [], station.nodes()
    reasons = {station.sensors()[name]["reason"] for name in names}
    assert all("DeviceAllow" in reason for reason in reasons), reasons
    assert all("DeviceAllow" in device["advice"] for device in station.devices() if device.get("driver")), station.devices()
    passed("without the lines DeviceAllow nothing opens: " + "; ".join(sorted(reasons)))
    restart_with(None)
    station.settle(names)
    passed("with them everything does")


def check_group(station, names):
    models = station.models(names)
    began = time.monotonic()
    for model in models:
        ask("plug " + model)
    station.settle(names, 180)
    passed(f"{len(models)} instruments flow {time.monotonic() - began:.1f} s after the first was plugged in: {sorted(station.nodes())}")
    station.check_stream(names, 3)
    check_devices(station)
    check_quiet(station)
    check_activation(station, names)
    check_policy(station, names)
    for model in models:
        ask("unplug " + model)
    station.wait_for(names, ("absent",), 20)


def main():
    with open("/proc/uptime") as file:
        up = float(file.read().split()[0])
    assert up < 180, f"the boot took {up:.0f} s"
    passed(f"systemd has booted in {up:.0f} s")
    with tempfile.TemporaryDirectory(prefix="machine") as folder:
        station = Service(folder, check.SENSORS)
        try:
            assert shown("ActiveState") == "active" and station.devices() == []
            check_sandbox(station)
            with open("/etc/holdfast/conf.d/machine.toml", "w") as file:
                file.write("\n".join(sensor.section(name) for name, sensor in station.table.items()))
            output("systemctl", "reload", SERVICE)
            until(20, lambda: station.table.keys() <= station.sensors().keys(), "the settings were not taken")
            subprocess.run(["useradd", "--groups", "holdfast,dialout", "member"], check=True)
            subprocess.run(["useradd", "other"], check=True)
            for group in check.GROUPS:
                check_group(station, [name for name, sensor in station.table.items() if sensor.model in group])
            print("== all is well", flush=True)
        except BaseException:
            print(output("journalctl", "--no-pager", "--lines=60", "--unit=" + SERVICE), flush=True)
            raise


if __name__ == "__main__":
    sys.exit(main())
