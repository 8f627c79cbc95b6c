"""What more sensors, more clients and a busy machine cost; see more."""
import json
import multiprocessing
import os
import select
import socket
import sys

from cost import Station, report

# Users of which each has as many connections as one may have.
USERS, EACH = 4, 16


def watch(path, user, count, ready):
    """Clients at 20 Hz of one user, who read what comes."""
    if user:
        os.setuid(user)
    call = {"method": "org.holdfast.station1.Monitor", "parameters": {}, "more": True}
    clients = []
    for _ in range(count):
        one = socket.socket(socket.AF_UNIX)
        one.connect(path)
        one.sendall(json.dumps(call).encode() + b"\0")
        clients.append(one)
    ready.set()
    while True:
        for one in select.select(clients, [], [])[0]:
            if not one.recv(1 << 18):
                return


def spin():
    while True:
        pass


def beside(processes, station, state, seconds):
    """The share of a processor beside some processes, per cent; no sample is lost."""
    for process in processes:
        process.start()
    select.select([], [], [], 3)
    total = report(state, station, seconds)[2]
    lost, refused = station.loss()
    dropped = station.lines.dropped()
    for process in processes:
        process.kill()
        process.join()
    print(f"    {lost} samples lost, {refused} refused, {dropped} lines found no room", flush=True)
    assert lost == refused == dropped == 0, "samples are missing"
    return total


def line(what, points):
    """Prints the cost of each more, from point to point: a line has one slope."""
    steps = [f"{(b[1] - a[1]) / (b[0] - a[0]):.2f} from {a[0]} to {b[0]}" for a, b in zip(points, points[1:])]
    print(f"per {what}, % of a processor: {', '.join(steps)}", flush=True)


def clients(seconds):
    with Station() as station:
        station.feed()
        select.select([], [], [], 12)
        points = [(0, beside([], station, "no client", seconds))]
        for number in (1, 16, 64) if os.getuid() == 0 else (1, 16):
            ready = multiprocessing.Event()
            processes = [
                multiprocessing.Process(target=watch, args=(station.path, user and 60000 + user, min(number, EACH), ready))
                for user in range(max(1, number // EACH))]
            points.append((number, beside(processes, station, f"{number} clients at 20 Hz", seconds)))
        line("client", points)


def sensors(seconds):
    points = []
    for number in (1, 8, 16, 32):
        with Station(number) as station:
            station.feed()
            select.select([], [], [], 12)
            points.append((number, beside([], station, f"{number} sensors at 1 kHz", seconds)))
    line("sensor", points)


def busy(seconds):
    with Station() as station:
        station.feed()
        select.select([], [], [], 12)
        beside([multiprocessing.Process(target=spin) for _ in range(2)], station, "two busy loops beside it", seconds)


for part in sys.argv[2:] or ["clients", "sensors", "busy"]:
    {"clients": clients, "sensors": sensors, "busy": busy}[part](float(sys.argv[1]))
