"""Ends a daemon on a disk that is slow to synchronise; see slow."""
import os
import re
import shutil
import signal
import sys
import threading
import time

from client import Client
from kills import STATION, Station

SECONDS = 20.0


def limit():
    """How long systemd waits before it kills, seconds."""
    with open("systemd/holdfast.service") as unit:
        return float(re.search(r"^TimeoutStopSec=(\d+)s$", unit.read(), re.MULTILINE).group(1))


def trial(programs, library, slow):
    one = Station(programs, slow)
    try:
        # The database is made on a quick disk.
        one.start()
        one.daemon.send_signal(signal.SIGTERM)
        assert one.daemon.wait(60) == 0, one.said()
        one.start(LD_PRELOAD=library, HOLDFAST_SLOW=str(slow))
        threads = [
            threading.Thread(target=one.until_death, args=(body,), daemon=True) for body in (one.writes, one.watches)]
        for thread in threads:
            thread.start()
        threading.Event().wait(SECONDS)
        begun = time.monotonic()
        one.daemon.send_signal(signal.SIGTERM)
        code = one.daemon.wait(120)
        took = time.monotonic() - begun
        for thread in threads:
            thread.join(60)
        one.start()
        client = Client(one.control)
        stored = {hold["number"] for hold in client.call(STATION + "ListHolds", limit=200)["parameters"]["holds"]}
        traces = 0
        deadline = time.monotonic() + 60
        while (traces := sum(os.path.exists(f"{one.folder}/state/traces/hold-{hold}.hfr") for hold in stored)) < len(stored):
            if time.monotonic() > deadline:
                break
            threading.Event().wait(0.2)
        lacks = one.missing() + [f"hold {hold} that closed" for hold in sorted(one.closed - stored)]
        print(f"a disk that takes {slow} ms: it ended with {code} after {took:.1f} s; {len(one.closed)} holds closed, {len(one.holds)} were "
              f"announced, {len(stored)} are stored, {traces} have a trace; missing: {lacks[:5] or 0}", flush=True)
        return code == 0 and took < limit() and one.closed and not lacks and traces == len(stored)
    finally:
        one.daemon.kill()
        shutil.rmtree(one.folder, ignore_errors=True)


sys.exit(0 if all([trial(sys.argv[1], sys.argv[2], int(slow)) for slow in sys.argv[3:]]) else 1)
