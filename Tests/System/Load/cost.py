#!/usr/bin/env python3
"""Feeds a release build of holdfastd through pseudo-terminals and reads its cost from /proc, beside that of a bare reader; see run."""
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time

from lines import Lines

SENSORS = 8
RATE = 1000
TICKS = os.sysconf("SC_CLK_TCK")
# What the daemon may take with eight sensors at 1 kHz: MB, and times the cost of a program that only reads them.
MEMORY = 64
TIMES = 2.5


class Cost:
    """Processor seconds so far, of the process and of each of its threads."""

    def __init__(self, process):
        self.moment = time.monotonic()
        self.threads = {}
        folder = f"/proc/{process}/task"
        for thread in os.listdir(folder):
            with open(f"{folder}/{thread}/stat") as file:
                name, rest = file.read().rsplit(")", 1)
            fields = rest.split()
            self.threads[name.split("(", 1)[1]] = (int(fields[11]) + int(fields[12])) / TICKS

    def share_since(self, earlier):
        """Per cent of one processor, by thread."""
        seconds = self.moment - earlier.moment
        return {name: 100 * (spent - earlier.threads.get(name, 0)) / seconds for name, spent in self.threads.items()}


def memory(process):
    with open(f"/proc/{process}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS")) * 1024 / 1e6


def report(state, station, seconds):
    """Prints the cost over some seconds; MB, the share of a processor as a multiple of the bare reader's, and that share."""
    process, bare = station.process.pid, station.lines.spent() if station.feeds else 0
    before = Cost(process)
    select.select([], [], [], seconds)
    after = Cost(process)
    share = after.share_since(before)
    parts = ", ".join(f"{name} {value:.1f}" for name, value in sorted(share.items(), key=lambda item: -item[1]))
    resident, total = memory(process), sum(share.values())
    text, times = f"{state}: {total:.1f} % of a processor ({parts}), {resident:.1f} MB", None
    if station.feeds:
        bare = 100 * (station.lines.spent() - bare) / (after.moment - before.moment)
        times = total / bare
        text += f"; a bare reader {bare:.1f} %, {times:.2f} times"
    print(text, flush=True)
    return resident, times, total


def client(path, interval):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    connection.sendall(b'{"method":"org.holdfast.station1.Monitor","parameters":{"intervalMs":%d},"more":true}\0' % interval)

    def read():
        while connection.recv(1 << 16):
            pass

    threading.Thread(target=read, daemon=True).start()


class Station:
    """A daemon with sensors; `with` ends it."""

    def __init__(self, sensors=SENSORS, rate=RATE, kind="holds"):
        self.sensors, self.rate, self.kind, self.feeds = sensors, rate, kind, False

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="holdfast-load")
        folder = self.folder.name
        # Strangers reach its public socket.
        os.chmod(folder, 0o755)
        self.lines = Lines(self.sensors, self.rate, self.kind)
        with open(folder + "/holdfast.toml", "w") as file:
            for number, path in enumerate(self.lines.paths):
                file.write(f'[sensor.s{number}]\ndriver = "text"\nunit = "N"\npath = "{path}"\n')
                if self.kind == "wide":
                    file.write("columns = [1, 2, 3, 4, 5, 6, 7, 8]\n")
        self.process = subprocess.Popen(
            [os.environ["HOLDFAST_PROGRAMS"] + "/holdfastd", "--config", folder + "/holdfast.toml",
             "--state-directory", folder + "/state", "--runtime-directory", folder + "/run"], stderr=subprocess.DEVNULL)
        self.path, self.control = folder + "/run/holdfast.sock", folder + "/run/control.sock"
        while not os.path.exists(self.path):
            select.select([], [], [], 0.05)
        return self

    def feed(self):
        self.lines.start()
        self.feeds = True

    def call(self, method, **parameters):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self.control)
        message = {"method": "org.holdfast.station1." + method, "parameters": parameters}
        connection.sendall(json.dumps(message).encode() + b"\0")
        reply = b""
        while not reply.endswith(b"\0"):
            reply += connection.recv(1 << 16)
        connection.close()
        return json.loads(reply[:-1])["parameters"]

    def loss(self):
        """Samples that are missing, and those that a full ring refused."""
        return sum(sensor["lost"] for sensor in self.call("ListSensors")["sensors"]), self.call("GetStatus")["refused"]

    def __exit__(self, *_):
        self.lines.stop()
        self.process.terminate()
        self.process.wait(10)
        self.folder.cleanup()


def main(seconds):
    with Station() as station:
        select.select([], [], [], 2)
        report("no sensor sends", station, seconds)
        station.feed()
        select.select([], [], [], 12)
        _, times, _ = report("8 sensors at 1 kHz, recorded, nobody watches", station, seconds)
        for _ in range(3):
            client(station.path, 50)
        resident, _, _ = report("8 sensors at 1 kHz, recorded, 3 clients at 20 Hz", station, seconds)
        lost, refused = station.loss()
        print(f"{lost} samples lost, {refused} refused")
        assert resident <= MEMORY, f"more than {MEMORY} MB"
        assert times <= TIMES, f"more than {TIMES} times a bare reader"
        assert lost == refused == 0, "samples are missing"


if __name__ == "__main__":
    main(float(sys.argv[1]))
