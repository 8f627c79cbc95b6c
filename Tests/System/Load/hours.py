"""What a daemon needs, minute by minute, and whether it needs more at the end than at the beginning; see hours."""
import os
import select
import statistics
import sys
import time

from cost import MEMORY, Cost, Station, client, memory

MINUTE = 60
# How long each latency is measured in each minute, seconds.
ROUND = 4
# How memory may change over the second half, MB an hour, and how far from their first values latencies may get.
SLOPE, LATER = 1.0, 2.0
WAYS = ("relay", "monitor", "ring")


def descriptors(process):
    return len(os.listdir(f"/proc/{process}/fd"))


def latencies(station):
    """Median and 99th percentile of each way, microseconds."""
    places = {"relay": (), "monitor": (station.path,), "ring": (station.control,)}
    return {way: station.lines.latency(way, ROUND, *places[way])[:2] for way in WAYS}


def slope(points):
    """Least squares, per hour."""
    mean = [sum(column) / len(points) for column in zip(*points)]
    top = sum((moment - mean[0]) * (value - mean[1]) for moment, value in points)
    return 3600 * top / sum((moment - mean[0]) ** 2 for moment, _ in points)


def added(rows, way):
    """What a way adds to the bare relay of the same minute: the middle of the medians of some minutes, microseconds."""
    return statistics.median(row[way][0] - row["relay"][0] for row in rows)


def main(minutes):
    with Station(kind="both") as station:
        process = station.process.pid
        station.feed()
        for _ in range(3):
            client(station.path, 50)
        select.select([], [], [], 12)
        begun, points, opened, rows, before = time.monotonic(), [], [], [], Cost(process)
        for minute in range(1, minutes + 1):
            rows.append(latencies(station))
            select.select([], [], [], max(0, begun + MINUTE * minute - time.monotonic()))
            assert station.process.poll() is None, "the daemon has ended"
            after = Cost(process)
            share, before = sum(after.share_since(before).values()), after
            points.append((after.moment, memory(process)))
            opened.append(descriptors(process))
            (lost, refused), dropped = station.loss(), station.lines.dropped()
            times = ", ".join(f"{way} {median:.0f} us (p99 {high:.0f})" for way, (median, high) in rows[-1].items())
            print(f"{minute} min: {points[-1][1]:.1f} MB, {opened[-1]} descriptors, {share:.1f} % of a processor, "
                  f"{lost} lost, {refused} refused, {dropped} found no room; {times}", flush=True)
        part = max(1, min(10, minutes // 3))
        change = slope(points[minutes // 2:]) if minutes > 3 else 0
        print(f"{minutes} min: {points[0][1]:.1f} MB after the first, {points[-1][1]:.1f} at the end, "
              f"{max(value for _, value in points):.1f} at most, {change:+.2f} MB/h over the second half; "
              f"{max(opened[:part])} descriptors at most in the first {part} min, {min(opened[-part:])} at least in the last; "
              f"{lost} lost, {refused} refused, {dropped} found no room")
        worse = False
        for way in WAYS[1:]:
            first, last = added(rows[:part], way), added(rows[-part:], way)
            worse |= last > LATER * max(first, 20)
            print(f"{way} adds {first:.0f} us to a bare relay in the first {part} min, {last:.0f} in the last")
        assert max(value for _, value in points) <= MEMORY, f"more than {MEMORY} MB"
        # A page more or less in some minutes is no slope.
        assert minutes < 60 or abs(change) <= SLOPE, f"more than {SLOPE} MB/h"
        assert min(opened[-part:]) <= max(opened[:part]), "descriptors were not closed"
        assert lost == refused == dropped == 0, "samples are missing"
        assert not worse, "a sample takes longer than at the beginning"


main(int(sys.argv[1]))
