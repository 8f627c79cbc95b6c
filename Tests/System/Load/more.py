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
    for process in processes:
        process.start()
    select.select([], [], [], 3)
    report(state, station, seconds)
    lost, refused = station.loss()
    for process in processes:
        process.kill()
        process.join()
    print(f"    {lost} samples lost, {refused} refused", flush=True)
    assert lost == refused == 0, "samples are missing"


def main(seconds):
    with Station() as station:
        os.chmod(os.path.dirname(station.path), 0o755)
        os.chmod(station.folder.name, 0o755)
        station.feed()
        select.select([], [], [], 12)
        for clients in (1, 16, 64) if os.getuid() == 0 else (1, 16):
            ready = multiprocessing.Event()
            processes = [
                multiprocessing.Process(target=watch, args=(station.path, user and 60000 + user, min(clients, EACH), ready))
                for user in range(max(1, clients // EACH))]
            beside(processes, station, f"{clients} clients at 20 Hz", seconds)
        beside([multiprocessing.Process(target=spin) for _ in range(2)], station, "two busy loops beside it", seconds)
    with Station(32) as station:
        station.feed()
        select.select([], [], [], 12)
        beside([], station, "32 sensors at 1 kHz", seconds)


main(float(sys.argv[1]))
