"""Memory of a daemon that strangers abuse for hours, with eight sensors at 1 kHz; see abuse."""
import json
import multiprocessing
import select
import socket
import sys
import time

from cost import MEMORY, Station, client, memory

STATION = "org.holdfast.station1."
# Of each minute so many seconds are a flood.
FLOOD = 20
CONNECTIONS = 12
# How memory may change over the second half, MB an hour.
SLOPE = 1.0


def call(method, more=False, **parameters):
    return json.dumps({"method": method, "parameters": parameters, "more": more}).encode() + b"\0"


# What is sent, and whether anybody reads the replies.
FLOODS = {
    "status": (call(STATION + "GetStatus") * 2000, True),
    "holds": (call(STATION + "ListHolds", limit=200) * 2000, True),
    "unread": (call(STATION + "ListMetrics") * 2000, False),
    "nonsense": (b"{\"method\":\"a.B\",\"parameters\":{\"a\":[" + b"0," * 60000 + b"0]}}\0", True),
    "endless": (b"x" * 2_000_000, True),
    "oneway": (call("a.B").replace(b"false", b"true") * 20000, True),
    "streams": (call(STATION + "Monitor", True, intervalMs=0), True),
    "past": (call(STATION + "Monitor", True, sensor="s0", sinceSample=0, maxReplies=2, intervalMs=0) * 2000, True),
    "calls and goes": (call(STATION + "ListHolds", limit=200), None),
}


def connect(path):
    one = socket.socket(socket.AF_UNIX)
    one.settimeout(5)
    one.connect(path)
    one.setblocking(False)
    return one


def flood(path, payload, reads, seconds):
    """Keeps its connections full; what the daemon closes is opened again."""
    end = time.monotonic() + seconds
    places = {}
    while time.monotonic() < end:
        try:
            while len(places) < CONNECTIONS:
                places[connect(path)] = 0
        except OSError:
            select.select([], [], [], 0.05)
        readable, writable, _ = select.select(list(places) if reads else [], list(places), [], 0.1)
        for one in writable:
            try:
                sent = one.send(payload[places[one]:places[one] + (1 << 18)])
                places[one] = (places[one] + sent) % len(payload)
            except BlockingIOError:
                pass
            except OSError:
                places.pop(one)
                one.close()
        for one in readable:
            if one not in places:
                continue
            try:
                if one.recv(1 << 20):
                    continue
            except BlockingIOError:
                continue
            except OSError:
                pass
            places.pop(one)
            one.close()
        if reads is None:
            for one in places:
                one.close()
            places = {}


def slope(points):
    """Least squares, per hour."""
    mean = [sum(column) / len(points) for column in zip(*points)]
    top = sum((moment - mean[0]) * (value - mean[1]) for moment, value in points)
    return 3600 * top / sum((moment - mean[0]) ** 2 for moment, _ in points)


def main(minutes, quiet):
    with Station() as station:
        station.feed()
        for _ in range(3):
            client(station.path, 50)
        begun = time.monotonic()
        select.select([], [], [], 60)
        first = memory(station.process.pid)
        points, worst = [], {}
        for minute in range(1, minutes + quiet + 1):
            if minute <= minutes:
                name = list(FLOODS)[minute % len(FLOODS)]
                payload, reads = FLOODS[name]
                stranger = multiprocessing.Process(target=flood, args=(station.path, payload, reads, FLOOD))
                stranger.start()
                reached = 0
                while stranger.is_alive():
                    stranger.join(0.2)
                    reached = max(reached, memory(station.process.pid))
                worst[name] = max(reached, worst.get(name, 0))
            select.select([], [], [], max(0, begun + 60 * (minute + 1) - time.monotonic()))
            assert station.process.poll() is None, "the daemon has ended"
            points.append((time.monotonic() - begun, memory(station.process.pid)))
            if minute % 10 == 0:
                print(f"{minute} min: {points[-1][1]:.1f} MB;", ", ".join(f"{name} {value:.1f}" for name, value in worst.items()), flush=True)
        highest = max(worst.values())
        half = points[len(points) // 2:]
        change = slope(half) if len(half) > 1 else 0
        print(f"{minutes} min of floods, {quiet} without: {first:.1f} MB before, {highest:.1f} at most, {points[-1][1]:.1f} at the end; "
              f"{change:+.2f} MB/h over the second half")
        assert max(highest, points[-1][1]) <= MEMORY, f"more than {MEMORY} MB"
        # A page more or less in some minutes is no slope.
        assert len(half) < 30 or abs(change) <= SLOPE, f"more than {SLOPE} MB/h"


main(int(sys.argv[1]), int(sys.argv[2]))
