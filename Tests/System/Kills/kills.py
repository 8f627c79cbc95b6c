"""Kills a daemon again and again, and looks for what it has acknowledged; see run."""
import math
import multiprocessing
import os
import pty
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tty

from client import Client

STATION, CONTROL = "org.holdfast.station1.", "org.holdfast.control1."
CALIBRATION, SESSION = "org.holdfast.calibration1.", "org.holdfast.session1."
RATE = 200
STATIONS = 4
# So many sessions are looked for at a time.
SESSIONS = 100
# Seconds before a kill: most hit the start and the calls; some wait until holds have come.
BRIEF, LONG, LONG_EVERY = (0.0, 1.2), (8.0, 16.0), 12


class Bench:
    """A cell behind a pseudo-terminal that is pulled for a second every three. It says its own time, so its clock is known soon."""

    def __init__(self, path):
        self.near, self.far = pty.openpty()
        tty.setraw(self.far)
        os.set_blocking(self.near, False)
        os.symlink(os.ttyname(self.far), path)
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        begin, sample = time.monotonic(), 0
        pause = threading.Event()
        while True:
            while sample / RATE <= time.monotonic() - begin:
                moment = sample / RATE % 3
                force = 200 * (1 - math.exp(-moment / 0.05)) if moment < 1 else 200 * math.exp(-(moment - 1) / 0.05)
                try:
                    os.write(self.near, b"%d,%.3f\n" % (sample * 1_000_000 // RATE, force + random.gauss(0, 0.2)))
                except BlockingIOError:
                    pass
                sample += 1
            pause.wait(0.01)


class Station:
    def __init__(self, programs, seed):
        self.programs, self.random = programs, random.Random(seed)
        self.folder = tempfile.mkdtemp(prefix="holdfast-kills.")
        self.public, self.control = self.folder + "/run/holdfast.sock", self.folder + "/run/control.sock"
        self.bench = Bench(self.folder + "/cell")
        with open(self.folder + "/holdfast.toml", "w") as file:
            file.write(
                f'[sensor.cell]\ndriver = "text"\npath = "{self.folder}/cell"\nunit = "N"\ncolumns = [2]\nseparator = ","\n'
                'time_column = 1\ntime_unit = "us"\n')
        # What was acknowledged.
        self.athletes, self.masses, self.notes, self.calibrations, self.holds = set(), {}, {}, set(), {}
        # The athlete of each session, and the sessions that have ended.
        self.sessions, self.ended = {}, set()
        # The highest number of a hold that anybody has seen, and the holds whose number came twice.
        self.highest, self.twice = 0, []
        self.seen, self.closed = set(), set()
        self.count = 0
        # Seconds between an athlete and the next, and how many calibrations at most: a sensor whose calibration changes all the time finds no hold.
        self.pace, self.limit = 0, math.inf

    def start(self, **environment):
        with open(self.folder + "/journal", "ab") as journal:
            self.daemon = subprocess.Popen(
                [self.programs + "/holdfastd", "--config", self.folder + "/holdfast.toml", "--state-directory", self.folder + "/state",
                 "--runtime-directory", self.folder + "/run"], stdout=journal, stderr=journal,
                env={**os.environ, **environment})
        deadline = time.monotonic() + 60
        pause = threading.Event()
        while True:
            try:
                return Client(self.control).call(STATION + "GetStatus")["parameters"]
            except (OSError, EOFError):
                assert self.daemon.poll() is None and time.monotonic() < deadline, self.said()
                pause.wait(0.01)

    def journal(self):
        with open(self.folder + "/journal", errors="replace") as file:
            return file.read()

    def said(self):
        return self.journal()[-2000:]

    # MARK: what goes on meanwhile

    def writes(self):
        """Athletes, masses, sessions, notes and calibrations, as fast as they are acknowledged."""
        client = Client(self.control)
        pause = threading.Event()
        while True:
            pause.wait(self.pace)
            self.count += 1
            name = f"P{self.count}"
            if "error" not in client.call(SESSION + "AddAthlete", pseudonym=name):
                self.athletes.add(name)
            mass = 60 + self.count % 4000 / 100
            if "error" not in client.call(SESSION + "SetBodyMass", athlete=name, kilograms=mass):
                self.masses[name] = mass
            if self.count % 10 == 0:
                found = client.call(SESSION + "StopSession")
                if "error" not in found:
                    self.ended.add(found["parameters"]["session"]["number"])
                found = client.call(SESSION + "StartSession", athlete=name, position="seated")
                if "error" not in found:
                    self.sessions[found["parameters"]["session"]["number"]] = name
            if self.holds:
                hold = self.random.choice(sorted(self.holds))
                text = f"note {self.count}"
                if "error" not in client.call(CONTROL + "Annotate", hold=hold, text=text):
                    self.notes.setdefault(hold, set()).add(text)
            if self.count % 5 == 0 and len(self.calibrations) < self.limit:
                found = client.call(CALIBRATION + "Accept", draft=self.draft())
                if "error" not in found:
                    self.calibrations.add(found["parameters"]["id"])

    def draft(self):
        forces = [0, 50, 100, 150, 200, 250, 150, 50, 0]
        gain = 1 + self.count * 1e-6
        return {
            "sensor": "cell", "rawUnit": "N", "resolution": 0.001, "reference": {"relativeUncertainty": 0.001},
            "series": [
                {"forces": forces, "readings": [force * gain + scatter * (place % 3) for place, force in enumerate(forces)]}
                for scatter in (0.01, -0.02)]}

    def watches(self):
        """Holds, and the numbers of those that begin."""
        client = Client(self.public)
        client.send(STATION + "WatchHolds", more=True)
        begun = set()
        while True:
            parameters = client.reply()["parameters"]
            for event in parameters.get("events", []):
                number = event.get("hold", 0)
                if event["name"] == "hold_closed":
                    self.closed.add(number)
                if number and number not in begun:
                    begun.add(number)
                    if number in self.seen:
                        self.twice.append(number)
                    self.seen.add(number)
            if "hold" in parameters:
                hold = parameters["hold"]
                self.holds[hold["number"]] = hold

    @staticmethod
    def until_death(body):
        try:
            body()
        except (OSError, EOFError, ValueError):
            pass

    # MARK: what must be there

    def missing(self):
        """What was acknowledged and is not there, or is something else."""
        client = Client(self.control)
        lacks = []
        athletes = {one["pseudonym"]: one for one in client.call(SESSION + "Athletes")["parameters"]["athletes"]}
        lacks += [f"athlete {name}" for name in self.athletes - set(athletes)]
        lacks += [f"mass of {name}" for name, mass in self.masses.items() if athletes.get(name, {}).get("bodyMassKg") != mass]
        known = {one["id"] for one in client.call(CALIBRATION + "List")["parameters"]["calibrations"]}
        lacks += [f"calibration {name}" for name in self.calibrations - known]
        # The numbers of a session are many; the last ones are those that a kill can have met.
        for number in sorted(self.sessions)[-SESSIONS:]:
            answer = client.call(SESSION + "GetNumbers", session=number)
            session = answer.get("parameters", {}).get("session", {})
            if session.get("athlete") != self.sessions[number] or number in self.ended and not session.get("stopWallUs"):
                lacks.append(f"session {number}: {answer}")
        for number, told in self.holds.items():
            answer = client.call(STATION + "GetHold", number=number)
            if "error" in answer:
                lacks.append(f"hold {number}: {answer}")
                continue
            kept = answer["parameters"]["hold"]
            for before, after in zip(told["sensors"], kept["sensors"], strict=True):
                numbers = {one["name"]: one.get("value") for one in after["metrics"]}
                lacks += [
                    f"hold {number}: {one['name']}" for one in before["metrics"] if numbers.get(one["name"], one.get("value")) != one.get("value")]
            texts = {one["text"] for one in client.call(CONTROL + "Annotations", hold=number)["parameters"]["annotations"]}
            lacks += [f"hold {number}: {text}" for text in self.notes.get(number, set()) - texts]
        return lacks

    def use(self, seconds, end, enough=lambda: False):
        """Clients write and watch for so long, or until it is enough, and the daemon gets a signal; its exit code."""
        threads = [
            threading.Thread(target=self.until_death, args=(body,), daemon=True) for body in (self.writes, self.watches)]
        for thread in threads:
            thread.start()
        pause, deadline = threading.Event(), time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and not enough() and self.daemon.poll() is None:
            pause.wait(min(left, 0.2))
        self.daemon.send_signal(end)
        code = self.daemon.wait(60)
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
        return code

    def round(self, number):
        status = self.start()
        self.use(self.random.uniform(*(LONG if number % LONG_EVERY == 0 else BRIEF)), signal.SIGKILL)
        return [text for text in status["warnings"] if "database" in text]


def station(arguments):
    programs, kills, seed = arguments
    one = Station(programs, seed)
    lost, warned = [], []
    try:
        for number in range(1, kills + 1):
            warned += one.round(number)
            # All of it is looked for at times, and at the end: it grows.
            if number % 10 == 0 or number == kills:
                one.start()
                lost += one.missing()
                one.daemon.kill()
                one.daemon.wait()
            if lost or one.twice or warned:
                break
        counts = dict(
            kills=number, athletes=len(one.athletes), masses=len(one.masses), notes=sum(map(len, one.notes.values())),
            calibrations=len(one.calibrations), sessions=len(one.sessions), holds=len(one.holds))
        return counts, lost[:5], one.twice[:5], warned[:2]
    finally:
        one.daemon.kill()
        shutil.rmtree(one.folder, ignore_errors=True)


def main(programs, kills, seed):
    parts = [(programs, kills // STATIONS + (place < kills % STATIONS), seed * STATIONS + place) for place in range(STATIONS)]
    with multiprocessing.Pool(STATIONS) as pool:
        results = pool.map(station, [part for part in parts if part[1] > 0], chunksize=1)
    total = {}
    for counts, *_ in results:
        for name, count in counts.items():
            total[name] = total.get(name, 0) + count
    lost, twice, warned = (sum((result[place] for result in results), []) for place in (1, 2, 3))
    print(", ".join(f"{count} {name}" for name, count in total.items()) + f"; lost: {lost or 0}, numbers given twice: {twice or 0}, warnings: {warned or 0}")
    sys.exit(1 if lost or twice or warned else 0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
