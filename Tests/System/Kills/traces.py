"""Kills a daemon that records three cells at 1 kHz, and reads every recording and trace that it leaves; see traces."""
import math
import multiprocessing
import os
import pathlib
import pty
import re
import shutil
import signal
import sys
import threading
import time
import tty

from client import Client
from kills import STATION, Station

RATE, CELLS, STATIONS, LIMIT = 1000, ("left", "right", "band"), 2, 120
# Seconds that a station runs before it is killed: holds come after eight, when the clocks are known. How often a hold is pulled, in samples.
LIFE, PERIOD = (0.0, 18.0), 3000
PAGE = pathlib.Path(__file__).resolve().parents[3] / "Sources/Recording/Recording.docc/Recording.md"


def text(sample):
    """What a cell sends: a pull of a second every three; the last three digits count the samples."""
    moment = sample % PERIOD / RATE
    force = 200 * (1 - math.exp(-moment / 0.05)) if moment < 1 else 200 * math.exp(-(moment - 1) / 0.05)
    return f"{force + 0.2 * math.sin(sample % PERIOD * 12.9898):.3f}{sample % 1000:03}"


TEXTS = [text(sample) for sample in range(PERIOD)]
# The samples of a period that a value may be.
PLACES = {}
for place, value in enumerate(TEXTS):
    PLACES.setdefault(float(value), set()).add(place)


class Cells:
    """Three cells behind pseudo-terminals, which say their own time."""

    def __init__(self, folder):
        self.near = []
        for name in CELLS:
            near, self.far = pty.openpty()
            tty.setraw(self.far)
            os.set_blocking(near, False)
            os.symlink(os.ttyname(self.far), f"{folder}/{name}")
            self.near.append(near)
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        begin, sample, pause = time.monotonic(), 0, threading.Event()
        rest = {near: b"" for near in self.near}
        while True:
            due = int((time.monotonic() - begin) * RATE)
            lines = b"".join(b"%d,%s\n" % (one * 1_000_000 // RATE, TEXTS[one % PERIOD].encode()) for one in range(sample, due))
            sample = due
            for near in self.near:
                # Nobody may be reading. A line that has begun is sent to its end; those behind it are lost.
                part = rest[near] or lines
                try:
                    part = part[os.write(near, part):]
                except BlockingIOError:
                    pass
                rest[near] = part[:part.find(b"\n") + 1]
            pause.wait(0.01)


class TracedStation(Station):
    def __init__(self, programs, seed):
        super().__init__(programs, seed)
        os.mkdir(self.folder + "/dev")
        self.cells = Cells(self.folder + "/dev")
        with open(self.folder + "/holdfast.toml", "w") as file:
            for name in CELLS:
                file.write(
                    f'[sensor.{name}]\ndriver = "text"\npath = "{self.folder}/dev/{name}"\nunit = "N"\ncolumns = [2]\nseparator = ","\n'
                    'time_column = 1\ntime_unit = "us"\n')
        self.reader = {}
        exec(re.search(r"```python\n(import json, struct, zlib\n.*?)```", PAGE.read_text(), re.S).group(1), self.reader)
        self.counts = {"holds": 0, "traces": 0, "incomplete traces": 0, "recordings": 0, "samples": 0}

    def lives(self):
        self.start()
        watching = threading.Thread(target=self.until_death, args=(self.watches,), daemon=True)
        watching.start()
        threading.Event().wait(self.random.uniform(*LIFE))
        self.daemon.send_signal(signal.SIGKILL)
        self.daemon.wait(60)
        watching.join(60)

    def wrong(self):
        """What was announced and is not there, and what the files have that was not sent."""
        self.start()
        lacks, pause, deadline = self.missing(), threading.Event(), time.monotonic() + LIMIT
        for hold in sorted(self.holds):
            while (found := self.trace(hold)) == "pending" and time.monotonic() < deadline:
                pause.wait(0.2)
            self.counts["holds"] += 1
            if isinstance(found, str):
                lacks.append(f"hold {hold}: no trace: {found}")
            else:
                self.counts["incomplete traces"] += found["incomplete"]
        self.daemon.send_signal(signal.SIGTERM)
        if self.daemon.wait(60) != 0:
            lacks.append(f"ended with {self.daemon.returncode}")
        for folder in ("recordings", "traces"):
            path = f"{self.folder}/state/{folder}"
            for name in sorted(os.listdir(path)) if os.path.isdir(path) else ():
                lacks += [f"{name}: {what}" for what in self.invented(f"{path}/{name}")]
        return lacks

    def trace(self, hold):
        """The head of a hold's trace, or why there is none."""
        client = Client(self.public)
        client.send(STATION + "GetTrace", more=True, hold=hold)
        answer = client.reply()["parameters"]
        return answer.get("reason") or answer["trace"]

    def invented(self, path):
        """Samples of a file that were not sent, or not after the sample before."""
        self.counts["traces" if "/traces/" in path else "recordings"] += 1
        last, wrong = {}, []
        for sensor, present, flags, index, *_, values in self.reader["read"](path):
            if flags & self.reader["MARKS"] or not present & 1:
                continue
            self.counts["samples"] += 1
            places = PLACES.get(values[0], set())
            if sensor in last:
                before, since = last[sensor][0], index - last[sensor][1]
                places = places & {(place + since) % PERIOD for place in before}
            if not places or sensor in last and index <= last[sensor][1]:
                wrong.append(f"{sensor} {index}: {values[0]!r}")
                last.pop(sensor, None)
            else:
                last[sensor] = places, index
        return wrong[:3]


def station(arguments):
    programs, kills, seed = arguments
    one = TracedStation(programs, seed)
    try:
        for _ in range(kills):
            one.lives()
        return kills, one.counts, one.wrong() + [f"hold {number}: given twice" for number in one.twice]
    finally:
        one.daemon.kill()
        shutil.rmtree(one.folder, ignore_errors=True)


def main(programs, kills, seed):
    parts = [(programs, kills // STATIONS + (place < kills % STATIONS), seed * STATIONS + place) for place in range(STATIONS)]
    with multiprocessing.Pool(STATIONS) as pool:
        results = pool.map(station, parts, chunksize=1)
    total = {name: sum(counts[name] for _, counts, _ in results) for name in results[0][1]}
    wrong = sum((lacks for *_, lacks in results), [])
    print(f"{kills} kills;", ", ".join(f"{count} {name}" for name, count in total.items()) + f"; wrong: {wrong[:10] or 0}")
    sys.exit(1 if wrong or not total["traces"] else 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
