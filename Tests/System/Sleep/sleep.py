"""Lets a host sleep while sensors stream; see run."""
import os
import pty
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import tty

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Kills"))
from client import Client

STATION = "org.holdfast.station1."
RATE, HOUR = 100, 3600
SENSORS = ("left", "right")


def speak(terminal, stopping):
    """A cell that says its own time, so that its clock is known soon."""
    begin, sample = time.monotonic(), 0
    while not stopping.wait(0.01):
        while sample / RATE <= time.monotonic() - begin:
            try:
                os.write(terminal, b"%d,%d\n" % (sample * 1_000_000 // RATE, 10 + sample % 7))
            except BlockingIOError:
                pass
            sample += 1


def wait_for(seconds, condition, what):
    deadline, pause = time.monotonic() + seconds, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, what()
        pause.wait(0.05)


def main(programs, library):
    folder, stopping = tempfile.mkdtemp(prefix="holdfast-sleep."), threading.Event()
    ends = []
    with open(folder + "/holdfast.toml", "w") as settings:
        for name in SENSORS:
            near, far = pty.openpty()
            ends += [near, far]
            tty.setraw(far)
            os.set_blocking(near, False)
            settings.write(
                f'[sensor.{name}]\ndriver = "text"\npath = "{os.ttyname(far)}"\nunit = "N"\ncolumns = [2]\nseparator = ","\n'
                'time_column = 1\ntime_unit = "us"\n')
            threading.Thread(target=speak, args=(near, stopping), daemon=True).start()
    asleep = folder + "/asleep"
    open(asleep, "w").close()
    with open(folder + "/journal", "wb") as journal:
        daemon = subprocess.Popen(
            [programs + "/holdfastd", "--config", folder + "/holdfast.toml", "--state-directory", folder + "/state",
             "--runtime-directory", folder + "/run"], stderr=journal, env={**os.environ, "LD_PRELOAD": library, "HOLDFAST_ASLEEP": asleep})
    try:
        wait_for(20, lambda: os.path.exists(folder + "/run/control.sock"), lambda: "it does not start")
        client = Client(folder + "/run/control.sock")

        def sensors():
            return {one["name"]: one for one in client.call(STATION + "ListSensors")["parameters"]["sensors"]}

        wait_for(60, lambda: all(one["state"] == "streaming" for one in sensors().values()), sensors)
        before = sensors()
        os.truncate(asleep, HOUR)
        states = {name: set() for name in SENSORS}

        def is_back():
            for name, one in sensors().items():
                states[name].add(one["state"])
            return all(one["state"] == "streaming" and one["lost"] > before[one["name"]]["lost"] for one in sensors().values())

        wait_for(60, is_back, lambda: f"{sensors()} {states}")
        after = sensors()
        lost = {name: after[name]["lost"] - before[name]["lost"] for name in SENSORS}
        assert all(len(seen) > 1 for seen in states.values()), f"a stream has not ended: {states}"
        # The hour, and the seconds until the stream was there again.
        assert all(HOUR * RATE <= count <= (HOUR + 30) * RATE for count in lost.values()), lost
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(20) == 0
        with sqlite3.connect(folder + "/state/holdfast.db") as database:
            events = [text for text, in database.execute("SELECT text FROM event WHERE kind = 'suspend'")]
        assert len(events) == 1 and "3600" in events[0], events
        print(f"{events[0]}; lost: {lost}; seen meanwhile: {({name: sorted(seen) for name, seen in states.items()})}")
    finally:
        stopping.set()
        daemon.kill()
        with open(folder + "/journal", errors="replace") as journal:
            said = journal.read()
        shutil.rmtree(folder, ignore_errors=True)
        if sys.exc_info()[0] is not None:
            print(said[-2000:])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
