"""Forty channels at 10 kHz: five sensors of eight; what is lost where, and what it costs; see fast."""
import json
import os
import select
import socket
import sys
import threading

from cost import MEMORY, Station, report

SENSORS, CHANNELS, RATE = 5, 8, 10_000


class Watcher:
    """A client at 20 Hz that counts what it gets and what it missed."""

    def __init__(self, path):
        self.samples = self.missed = 0
        self.connection = socket.socket(socket.AF_UNIX)
        self.connection.connect(path)
        call = {"method": "org.holdfast.station1.Monitor", "parameters": {"signals": ["force"]}, "more": True}
        self.connection.sendall(json.dumps(call).encode() + b"\0")
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        rest = b""
        while part := self.connection.recv(1 << 20):
            *messages, rest = (rest + part).split(b"\0")
            for message in map(json.loads, messages):
                for batch in message["parameters"].get("batches", []):
                    self.samples += len(batch["signals"][0]["samples"])
                    self.missed += batch["dropped"]


def recorded(folder):
    """Bytes of the recordings."""
    return sum(os.path.getsize(os.path.join(place, name)) for place, _, names in os.walk(folder + "/state") for name in names
               if "recording" in place)


def main(seconds):
    with Station(SENSORS, RATE, "wide") as station:
        station.feed()
        select.select([], [], [], 12)
        watcher = Watcher(station.path)
        select.select([], [], [], 2)
        before = (recorded(station.folder.name), watcher.samples, station.lines.dropped(), *station.loss())
        resident, _, _ = report(f"{SENSORS * CHANNELS} channels at 10 kHz, recorded, a client at 20 Hz", station, seconds)
        after = (recorded(station.folder.name), watcher.samples, station.lines.dropped(), *station.loss())
        written, watched, dropped, lost, refused = (b - a for a, b in zip(before, after))
        print(f"{SENSORS * RATE} lines a second; {written / seconds / 1e6:.2f} MB/s recorded; the client got {watched / seconds:.0f} "
              f"samples a second and missed {watcher.missed}")
        print(f"{dropped} lines found no room in the serial port, {lost} samples lost, {refused} refused")
        assert resident <= 2 * MEMORY, f"more than {2 * MEMORY} MB"
        assert dropped == lost == refused == watcher.missed == 0, "samples are missing"


main(float(sys.argv[1]))
