"""How long a line takes from a pseudo-terminal to a client: through a bare relay, the daemon, gpsd and liblsl, in one run; see latency."""
import os
import select
import socket
import statistics
import subprocess
import sys

from cost import Station
from lines import HERE

ROUNDS = 3
# The sets of lines.h.
GPSD, LSL = 2, 3


class Others:
    """gpsd and liblsl, each reading a pseudo-terminal of its own, as far as they can be had; `with` ends them."""

    def __init__(self, lines):
        self.ways, self.processes = {}, []
        for line in subprocess.run([HERE + "/others"], stdout=subprocess.PIPE, text=True).stdout.splitlines():
            match line.split():
                case ["gpsd", program, libraries]:
                    with socket.socket() as free:
                        free.bind(("127.0.0.1", 0))
                        port = free.getsockname()[1]
                    self.start([program, "-N", "-b", "-S", str(port), lines.ask("path", GPSD)], LD_LIBRARY_PATH=libraries)
                    self.ways["gpsd"] = ("gpsd", port)
                case ["lsl", library]:
                    self.start([lines.program, "push", library, lines.ask("path", LSL)], LSLAPICFG=HERE + "/lsl.cfg")
                    self.ways["liblsl"] = ("lsl", library)
                case _:
                    print("skipped:", line, flush=True)

    def start(self, words, **variables):
        self.processes.append(subprocess.Popen(words, env=os.environ | variables, stderr=subprocess.DEVNULL))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.processes:
            process.kill()
            process.wait()


def judge(rate, found):
    """Prints the medians of all rounds, and what of it was asked for."""
    relay, high_relay = found["a bare relay"]
    added = {way: (median - relay, high - high_relay) for way, (median, high) in found.items()}
    for way, (median, high) in found.items():
        more = f", adds {added[way][0]:+.0f} ({added[way][1]:+.0f})" if way not in ("a bare relay", "an eventfd wake") else ""
        print(f"{rate} lines/s, {way}: {median:.0f} us ({high:.0f} at the 99th percentile){more}", flush=True)
    limits = []
    if "liblsl" in added:
        limits.append(added["liblsl"])
    if "gpsd" in added:
        limits.append(tuple(a + b for a, b in zip(added["gpsd"], found["an eventfd wake"])))
    if not limits:
        return True
    most = [min(column) for column in zip(*limits)]
    socket_holds = all(own <= limit for own, limit in zip(added["Monitor, intervalMs 0"], most))
    # The better one, without a wake.
    half = min(added[way][0] for way in ("liblsl", "gpsd") if way in added) / 2
    ring_holds = added["the shared ring"][0] <= half
    print(f"    asked of the socket: {most[0]:+.0f} ({most[1]:+.0f}), {'holds' if socket_holds else 'does not hold'}; "
          f"of the ring: {half:+.0f}, {'holds' if ring_holds else 'does not hold'}", flush=True)
    return socket_holds and ring_holds


def main(seconds, rates):
    holds = True
    for rate in rates:
        with Station(1, rate, "count") as station, Others(station.lines) as others:
            station.feed()
            # The clock of a sensor takes some seconds to lock.
            select.select([], [], [], 8)
            ways = {
                "an eventfd wake": ("wake",),
                "a bare relay": ("relay",),
                "Monitor, intervalMs 0": ("monitor", station.path),
                "the shared ring": ("ring", station.control),
            } | others.ways
            rounds = {way: [] for way in ways}
            for _ in range(ROUNDS):
                for way, (name, *where) in ways.items():
                    median, high, came, sent = station.lines.latency(name, seconds, *where)
                    # A round begins and ends somewhere between two lines; wakes of a busy host come together.
                    assert name == "wake" or came >= 0.98 * sent, f"{way}: {came} of {sent} lines came"
                    rounds[way].append((median, high))
            holds &= judge(rate, {way: tuple(map(statistics.median, zip(*found))) for way, found in rounds.items()})
    assert holds, "a sample takes longer than was asked for"


main(float(sys.argv[1]), [int(rate) for rate in sys.argv[2:]] or [200, 1000])
