"""What a user without rights can do to a station of pretend sensors without losing a sample; see run."""
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

from boards import RATE, Board
from recording import values
from station import Station, passed, until

folder, programs, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
assert os.geteuid() != 0, "the kernel lets root through where it keeps others out"


def settings(*names):
    return "".join(f'[sensor.{name}]\ndriver = "text"\npath = "{folder}/{name}"\nunit = "counts"\n' for name in names)


def whole(series):
    return all(b == a + 1 for a, b in zip(series, series[1:]))


class Monitor(threading.Thread):
    """A client that takes every sample of every sensor."""

    def __init__(self, station):
        super().__init__(daemon=True)
        self.indices, self.values, self.lost, self.reply = {}, {}, 0, None
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(station.folder + "/run/holdfast.sock")
        call = {"method": "org.holdfast.station1.Monitor", "parameters": {"signals": ["raw_1"], "intervalMs": 20}, "more": True}
        self.connection.sendall(json.dumps(call).encode() + b"\0")
        self.start()

    def run(self):
        data = b""
        while part := self.connection.recv(1 << 20):
            *messages, data = (data + part).split(b"\0")
            for message in messages:
                self.reply = json.loads(message)
                for batch in self.reply.get("parameters", {}).get("batches", []):
                    samples = batch["signals"][0]["samples"]
                    self.indices.setdefault(batch["sensor"], []).extend(
                        range(batch["firstSample"], batch["firstSample"] + len(samples)))
                    self.values.setdefault(batch["sensor"], []).extend(samples)
                    self.lost += batch["lost"] + batch["dropped"] if batch["sensor"] != "other" else 0


def flows(station, names):
    sensors = station.sensors()
    return all(name in sensors and sensors[name]["state"] in ("settling", "streaming") for name in names)


def settle(station, *names):
    until(15, lambda: flows(station, names), lambda: f"{station.sensors()}\n{station.journal()}")


def start_again():
    """The same settings and the same boards, whatever way the daemon went."""
    names, times = ["left", "right", "other"], []
    for turn in range(rounds):
        began = time.monotonic()
        station = Station(folder, programs, settings(*names))
        try:
            settle(station, *names)
            times.append(time.monotonic() - began)
            conditions = [sensor.get("condition") for sensor in station.sensors().values()]
            assert conditions == [None, None, None], conditions
            assert " open: " not in station.journal() and "already" not in station.journal(), station.journal()
            # Every other time it is killed: nobody gives the ports back then.
            station.process.send_signal(signal.SIGTERM if turn % 2 == 0 else signal.SIGKILL)
            station.process.wait(20)
        finally:
            station.process.kill()
            station.process.wait()
    passed(f"{rounds} times stopped or killed and started: all sensors flow after {max(times):.1f} s at most, none is taken")


def holdfast(*words):
    environment = {
        **os.environ, "HOLDFAST_SOCKET": folder + "/run/holdfast.sock", "HOLDFAST_CONTROL_SOCKET": folder + "/run/control.sock"}
    done = subprocess.run([programs + "/holdfast", *words], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def assign(name, device, *more):
    return holdfast("assign", name, "--driver", "text", "--path", f"{folder}/{device}", "--config", folder, *more)


def change_one():
    # A recording that a kill left empty is removed at the start, and its name may come again.
    kept = {name for name in os.listdir(folder + "/state/recordings") if os.path.getsize(f"{folder}/state/recordings/{name}") > 0}
    with Station(folder, programs, settings("left", "right")) as station:
        until(30, lambda: station.has(["left", "right"], "streaming"), station.journal)
        monitor = Monitor(station)
        for device in ("other", "spare", "other", "spare"):
            assign("other", device, "--set", 'unit="counts"')
            settle(station, "other")
            assign("other", device, "--set", 'unit="counts"; scale=[2.0]')
            assert station.sensors()["other"]["calibration"] == "settings", station.sensors()["other"]
            settle(station, "other")
        os.remove(folder + "/conf.d/other.toml")
        station.process.send_signal(signal.SIGHUP)
        until(10, lambda: "other" not in station.sensors(), station.journal)
        assign("other", "other")
        settle(station, "other")
        count = {name: len(monitor.values[name]) for name in ("left", "right")}
        until(10, lambda: all(len(monitor.values[name]) > count[name] + RATE for name in count), lambda: str(monitor.reply))
        assert "error" not in monitor.reply, monitor.reply
        losses = {name: station.sensors()[name]["lost"] for name in ("left", "right")}
        assert losses == {"left": 0, "right": 0} and monitor.lost == 0, (losses, monitor.lost)
        for name in ("left", "right"):
            assert whole(monitor.values[name]) and whole(monitor.indices[name]), name
        assert all(a < b for a, b in zip(monitor.indices["other"], monitor.indices["other"][1:]))
    seen = {name: len(monitor.values[name]) for name in ("left", "right")}
    passed(f"one sensor assigned nine times: {seen['left']} and {seen['right']} samples of the others streamed, none lost")
    fresh = set(os.listdir(folder + "/state/recordings")) - kept
    assert len(fresh) == 1, fresh
    recorded = values(f"{folder}/state/recordings/{fresh.pop()}")
    for name in ("left", "right"):
        assert whole(recorded[name]) and len(recorded[name]) > seen[name], (name, len(recorded[name]))
    assert recorded["other"], recorded.keys()
    passed(f"one recording: {len(recorded['left'])} and {len(recorded['right'])} samples of the others in it, none lost")


boards = [Board(f"{folder}/{name}", place * 1_000_000) for place, name in enumerate(("left", "right", "other", "spare"))]
start_again()
change_one()
for board in boards:
    board.close()
print("== all is well")
