#!/usr/bin/env python3
"""Feeds a release build of holdfastd through eight pseudo-terminals and reads its cost from /proc; see run."""
import math
import os
import random
import select
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tty

SENSORS = 8
RATE = 1000
TICKS = os.sysconf("SC_CLK_TCK")
# What the daemon may take with eight sensors at 1 kHz, MB.
MEMORY = 64


class Feeder(threading.Thread):
    """Eight athletes who hold for 6 s of every 12 s, each a little later than the one before, with a tremor of 9 Hz."""

    def __init__(self, terminals):
        super().__init__(daemon=True)
        self.terminals = terminals
        self.stopping = threading.Event()
        self.noise = [random.Random(1).gauss(0, 0.3) for _ in range(4096)]
        self.lines = [[self.line(sensor, index) for index in range(12 * RATE)] for sensor in range(SENSORS)]

    def line(self, sensor, index):
        moment = (index / RATE - 0.2 * sensor) % 12
        force = 0.0
        if 4 <= moment < 10:
            force = 400 * (1 - math.exp((4 - moment) / 0.08)) + 6 * math.sin(2 * math.pi * 9 * moment)
        return b"%.3f\n" % (force + self.noise[(index * 7 + sensor * 501) % 4096])

    def run(self):
        began, sent = time.monotonic(), 0
        while not self.stopping.wait(0.002):
            due = int((time.monotonic() - began) * RATE)
            for terminal, lines in zip(self.terminals, self.lines):
                for index in range(sent, due):
                    try:
                        os.write(terminal, lines[index % len(lines)])
                    except BlockingIOError:
                        break
            sent = due


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


def report(state, process, seconds):
    before = Cost(process)
    select.select([], [], [], seconds)
    share = Cost(process).share_since(before)
    parts = ", ".join(f"{name} {value:.1f}" for name, value in sorted(share.items(), key=lambda item: -item[1]))
    resident = memory(process)
    print(f"{state}: {sum(share.values()):.1f} % of a processor ({parts}), {resident:.0f} MB", flush=True)
    return resident


def client(path, interval):
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(path)
    connection.sendall(b'{"method":"org.holdfast.station1.Monitor","parameters":{"intervalMs":%d},"more":true}\0' % interval)

    def read():
        while connection.recv(1 << 16):
            pass

    threading.Thread(target=read, daemon=True).start()


class Station:
    """A daemon with eight sensors; `with` ends it."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="holdfast-load")
        folder = self.folder.name
        pairs = [os.openpty() for _ in range(SENSORS)]
        for master, slave in pairs:
            tty.setraw(slave)
            os.set_blocking(master, False)
        with open(folder + "/holdfast.toml", "w") as file:
            for number, (_, slave) in enumerate(pairs):
                file.write(f'[sensor.s{number}]\ndriver = "text"\nunit = "N"\npath = "{os.ttyname(slave)}"\n')
        self.process = subprocess.Popen(
            [os.environ["HOLDFAST_PROGRAMS"] + "/holdfastd", "--config", folder + "/holdfast.toml",
             "--state-directory", folder + "/state", "--runtime-directory", folder + "/run"], stderr=subprocess.DEVNULL)
        self.path, self.control = folder + "/run/holdfast.sock", folder + "/run/control.sock"
        self.feeder = Feeder([master for master, _ in pairs])
        while not os.path.exists(self.path):
            select.select([], [], [], 0.05)
        return self

    def __exit__(self, *_):
        self.feeder.stopping.set()
        self.process.terminate()
        self.process.wait(10)
        self.folder.cleanup()


def main(seconds):
    with Station() as station:
        process = station.process.pid
        select.select([], [], [], 2)
        report("no sensor sends", process, seconds)
        station.feeder.start()
        select.select([], [], [], 12)
        report("8 sensors at 1 kHz, recorded, nobody watches", process, seconds)
        for _ in range(3):
            client(station.path, 50)
        resident = report("8 sensors at 1 kHz, recorded, 3 clients at 20 Hz", process, seconds)
        assert resident <= MEMORY, f"more than {MEMORY} MB"


if __name__ == "__main__":
    main(float(sys.argv[1]))
