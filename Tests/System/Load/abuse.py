"""Memory and punctuality of a daemon that strangers abuse for hours, with eight sensors at 1 kHz; see abuse."""
import json
import multiprocessing
import os
import select
import socket
import sys
import threading
import time

from cost import MEMORY, Station, client, memory

STATION = "org.holdfast.station1."
# Of each minute so many seconds are a flood; or one flood follows the other.
FLOOD = int(os.environ.get("HOLDFAST_FLOOD_SECONDS", 20))
MINUTE = FLOOD + 3 if "HOLDFAST_FLOOD_SECONDS" in os.environ else 60
CONNECTIONS = 16
# Strangers of so many users, if this is run by root, who may become them. Two connections are left for the witnesses.
USERS = 4 if os.geteuid() == 0 else 1
# How late a stream may be that its client reads, and when a new client of the control socket has its answer, seconds.
LATE, ANSWER = 0.1, 0.2
INTERVAL = 0.05
# How memory may change over the second half, MB an hour.
SLOPE = 1.0


def call(method, more=False, **parameters):
    return json.dumps({"method": method, "parameters": parameters, "more": more}).encode() + b"\0"


# What is sent, and whether anybody reads the replies: None closes the connection at once, "once" sends it once and keeps the connection.
FLOODS = {
    "status": (call(STATION + "GetStatus") * 2000, True),
    "holds": (call(STATION + "ListHolds", limit=200) * 2000, True),
    "unread": (call(STATION + "ListMetrics") * 2000, False),
    "nonsense": (b"{\"method\":\"a.B\",\"parameters\":{\"a\":[" + b"0," * 60000 + b"0]}}\0", True),
    "nothing": (b"\0" * 100_000, True),
    "endless": (b"x" * 2_000_000, True),
    "oneway": (call("a.B").replace(b"false", b"true") * 20000, True),
    "streams": (call(STATION + "Monitor", True, intervalMs=0), True),
    "past": (call(STATION + "Monitor", True, sensor="s0", sinceSample=0, maxReplies=2, intervalMs=0) * 2000, True),
    "past, unread": (call(STATION + "Monitor", True, sensor="s0", sinceSample=0, intervalMs=0), False),
    "traces": (call(STATION + "GetTrace", True, hold=1) * 500, True),
    "traces, unread": (call(STATION + "GetTrace", True, hold=1, signals=["force", "tremor"]) * 500, False),
    "changes": (call(STATION + "Changes", limit=1000) * 2000, True),
    "descriptions, unread": (call("org.varlink.service.GetInterfaceDescription", interface="org.holdfast.station1") * 500, False),
    "half a call": (b"{" * 60_000, "once"),
    "half a long call": (b"x" * 1_000_000, "once"),
    "calls and goes": (call(STATION + "ListHolds", limit=200), None),
    "comes and goes": (b"", None),
}


def waited(process, name):
    """Seconds for which a thread was ready and had no processor."""
    for thread in os.listdir(f"/proc/{process}/task"):
        with open(f"/proc/{process}/task/{thread}/comm") as file:
            if file.read().strip() != name:
                continue
        with open(f"/proc/{process}/task/{thread}/schedstat") as file:
            return int(file.read().split()[1]) / 1e9


def connect(path):
    one = socket.socket(socket.AF_UNIX)
    one.settimeout(5)
    one.connect(path)
    one.setblocking(False)
    return one


class Witness(multiprocessing.Process):
    """Two who behave: one reads a stream, the other comes to the control socket five times a second. How long each has waited. In a process of
    its own, which nothing else holds up."""

    def __init__(self, station):
        super().__init__(daemon=True)
        self.station, self.pause, self.answer = station, multiprocessing.Value("d", 0), multiprocessing.Value("d", 0)
        # In the longest pause: for how long the daemon's thread had no processor.
        self.queued = multiprocessing.Value("d", 0)
        self.start()

    def run(self):
        threading.Thread(target=self.ask, daemon=True).start()
        one = socket.socket(socket.AF_UNIX)
        one.connect(self.station.path)
        one.sendall(call(STATION + "Monitor", True, intervalMs=round(INTERVAL * 1000)))
        last, before = time.monotonic(), 0
        while part := one.recv(1 << 18):
            if b"\0" in part:
                now, queued = time.monotonic(), waited(self.station.process.pid, "hf-publish")
                if now - last > self.pause.value:
                    self.pause.value, self.queued.value = now - last, queued - before
                last, before = now, queued
        self.pause.value = float("inf")

    def ask(self):
        while True:
            begun = time.monotonic()
            self.station.call("GetStatus")
            self.answer.value = max(self.answer.value, time.monotonic() - begun)
            select.select([], [], [], 0.2)

    def take(self):
        """The longest pause, for how long of it the daemon had no processor, and the longest wait, since the last call."""
        found = self.pause.value, self.queued.value, self.answer.value
        self.pause.value = self.queued.value = self.answer.value = 0
        return found


class Null:
    """A stream of a byte from a program that does nothing else: what this machine holds up by itself."""

    def __init__(self):
        self.pause = multiprocessing.Value("d", 0)
        near, far = socket.socketpair()
        for body in (self.send, self.receive):
            multiprocessing.Process(target=body, args=(near, far), daemon=True).start()

    def send(self, near, _):
        begun, count = time.monotonic(), 0
        while True:
            count += 1
            select.select([], [], [], max(0, begun + count * INTERVAL - time.monotonic()))
            near.send(b".")

    def receive(self, _, far):
        last = time.monotonic()
        while far.recv(1):
            now = time.monotonic()
            self.pause.value = max(self.pause.value, now - last)
            last = now

    def take(self):
        found, self.pause.value = self.pause.value, 0
        return found


def flood(path, payload, reads, seconds, user):
    """Keeps its connections full; what the daemon closes is opened again."""
    if USERS > 1:
        os.setpriority(os.PRIO_PROCESS, 0, 0)
        os.setuid(60_001 + user)
    end = time.monotonic() + seconds
    places = {}
    while time.monotonic() < end:
        try:
            while len(places) < CONNECTIONS:
                places[connect(path)] = 0
        except OSError:
            select.select([], [], [], 0.05)
        left = [one for one, place in places.items() if reads != "once" or place < len(payload)]
        readable, writable, _ = select.select(list(places) if reads else [], left, [], 0.1)
        for one in writable:
            try:
                places[one] += one.send(payload[places[one]:places[one] + (1 << 18)])
                if reads != "once":
                    places[one] %= max(len(payload), 1)
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


def main(minutes, quiet, chosen):
    with Station() as station:
        station.feed()
        for _ in range(3):
            client(station.path, 50)
        begun = time.monotonic()
        select.select([], [], [], MINUTE)
        first = memory(station.process.pid)
        if USERS > 1:
            # How the kernel shares processors among the programs of strangers and others is not measured.
            for thread in os.listdir(f"/proc/{station.process.pid}/task"):
                # A thread that gives way to the others continues to.
                own = os.getpriority(os.PRIO_PROCESS, int(thread))
                os.setpriority(os.PRIO_PROCESS, int(thread), own - 10)
            os.setpriority(os.PRIO_PROCESS, 0, -10)
        witness, null = Witness(station), Null()
        points, worst, late, beyond, slow = [], {}, 0, 0, 0
        for minute in range(1, minutes + quiet + 1):
            if minute <= minutes:
                name = chosen[minute % len(chosen)]
                payload, reads = FLOODS[name]
                strangers = [
                    multiprocessing.Process(target=flood, args=(station.path, payload, reads, FLOOD, user)) for user in range(USERS)]
                witness.take()
                null.take()
                for stranger in strangers:
                    stranger.start()
                reached = 0
                while any(stranger.is_alive() for stranger in strangers):
                    strangers[0].join(0.2)
                    reached = max(reached, memory(station.process.pid))
                worst[name] = max(reached, worst.get(name, 0))
                pause, queued, answer = witness.take()
                nothing = null.take()
                late, slow = max(late, pause - INTERVAL), max(slow, answer)
                beyond = max(beyond, pause - max(nothing, INTERVAL))
                print(f"{name}: {reached:.1f} MB, a stream {1000 * (pause - INTERVAL):.0f} ms late "
                      f"({1000 * queued:.0f} ms without a processor; a null stream {1000 * (nothing - INTERVAL):.0f} ms), an answer after {1000 * answer:.0f} ms", flush=True)
            select.select([], [], [], max(0, begun + MINUTE * (minute + 1) - time.monotonic()))
            assert station.process.poll() is None, "the daemon has ended"
            points.append((time.monotonic() - begun, memory(station.process.pid)))
            if minute % 10 == 0:
                print(f"{minute} min: {points[-1][1]:.1f} MB;", ", ".join(f"{name} {value:.1f}" for name, value in worst.items()), flush=True)
        highest = max(worst.values())
        half = points[len(points) // 2:]
        change = slope(half) if len(half) > 1 else 0
        print(f"{minutes} min of floods, {quiet} without: {first:.1f} MB before, {highest:.1f} at most, {points[-1][1]:.1f} at the end; "
              f"{change:+.2f} MB/h over the second half; a stream {1000 * late:.0f} ms late at most, {1000 * beyond:.0f} ms later than a null stream, an answer after {1000 * slow:.0f} ms")
        assert max(highest, points[-1][1]) <= MEMORY, f"more than {MEMORY} MB"
        # A page more or less in some minutes is no slope.
        assert len(half) < 30 or abs(change) <= SLOPE, f"more than {SLOPE} MB/h"
        assert beyond <= LATE and slow <= ANSWER, "somebody who behaves has waited"


main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:] or list(FLOODS))
