"""How long a line takes from a pseudo-terminal to a client, beside a bare relay in the same run; see latency."""
import select
import statistics
import sys

from cost import Station

ROUNDS = 3


def main(seconds):
    for rate in (200, 1000):
        with Station(1, rate, "count") as station:
            station.feed()
            # The clock of a sensor takes some seconds to lock.
            select.select([], [], [], 12)
            ways = {
                "a bare relay": ("relay", seconds),
                "Monitor, intervalMs 0": ("monitor", seconds, station.path),
                "the shared ring": ("ring", seconds, station.control),
            }
            found = {way: [] for way in ways}
            for _ in range(ROUNDS):
                for way, words in ways.items():
                    median, high, came, sent = station.lines.latency(*words)
                    # A round begins and ends somewhere between two lines.
                    assert came >= 0.98 * sent, f"{way}: {came} of {sent} lines came"
                    found[way].append((median, high))
            relay = statistics.median(median for median, _ in found["a bare relay"])
            for way, rounds in found.items():
                median = statistics.median(median for median, _ in rounds)
                high = statistics.median(high for _, high in rounds)
                print(f"{rate} lines/s, {way}: {median:.0f} us ({high:.0f} at the 99th percentile), {median - relay:+.0f}", flush=True)


main(float(sys.argv[1]))
