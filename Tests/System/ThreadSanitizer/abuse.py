#!/usr/bin/env python3
"""A daemon that ThreadSanitizer or AddressSanitizer watches, and clients that ask everything of it at once.

usage: abuse.py PROGRAMS_WATCHED PROGRAMS SECONDS

Calibrations change, athletes come, sessions begin and end, sensors are tared, settings are read anew and holds are stored while others read.
Then the database is damaged under it. No call may fail that should not, and what was acknowledged must be there after a restart. Exit code 0
when all is well and nothing was reported.
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Kills"))
from client import Client  # noqa: E402

STATION, CONTROL, SESSION, CALIBRATION = (f"org.holdfast.{name}1." for name in ("station", "control", "session", "calibration"))
# What clients who ask at the same time may do to each other.
EXPECTED = (
    "SessionRunning", "NoSession", "NoSuchHold", "NotInMemory", "SensorNotReady", "NoSuchCalibration", "Outside", "SensorsChanged",
    "Refused", "WhichSensor", "NoSensor", "NotStreaming", "NotCalibrated",
)


class Abuse:
    def __init__(self, watched, programs, seconds):
        self.watched, self.programs, self.seconds = watched, programs, seconds
        self.folder = tempfile.mkdtemp(prefix="holdfast-threads.")
        self.reports = self.folder + "/race"
        self.athletes, self.calibrations, self.unexpected = [], [], []
        self.counts = {}
        self.end = 0
        self.bench = subprocess.Popen(
            [programs + "/holdfast", "rehearse", self.folder, "--seed", "3"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.until(30, lambda: os.path.exists(self.folder + "/holdfast.toml"), "no settings")

    def until(self, seconds, condition, complaint):
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, complaint
            time.sleep(0.05)

    # MARK: the daemon

    def start(self):
        reports = f"log_path={self.reports} exitcode=66"
        options = {"TSAN_OPTIONS": f"{reports} history_size=4", "ASAN_OPTIONS": f"{reports} detect_leaks=0"}
        if os.path.exists(self.watched + "/mutex.so"):
            options["LD_PRELOAD"] = self.watched + "/mutex.so"
        self.journal = open(self.folder + "/journal", "ab")
        self.daemon = subprocess.Popen(
            [self.watched + "/holdfastd", "--config", self.folder + "/holdfast.toml", "--state-directory", self.folder + "/state",
             "--runtime-directory", self.folder + "/run"], stderr=self.journal,
            env={**os.environ, **options})
        self.until(90, self.answers, "the daemon does not come up: " + self.said())

    def answers(self):
        assert self.daemon.poll() is None, self.said()
        try:
            self.client().call(STATION + "GetStatus")
            return True
        except (FileNotFoundError, ConnectionRefusedError):
            return False

    def client(self):
        return Client(self.folder + "/run/control.sock")

    def status(self):
        return self.client().call(STATION + "GetStatus")["parameters"]

    def said(self):
        with open(self.folder + "/journal") as file:
            return file.read()[-4000:]

    def stop(self):
        self.daemon.send_signal(signal.SIGTERM)
        return self.daemon.wait(60)

    # MARK: clients

    def asks(self, client, method, **parameters):
        """The answer's parameters; nil when it was refused."""
        answer = client.call(method, **parameters)
        name = method.rsplit(".", 1)[1]
        self.counts[name] = self.counts.get(name, 0) + 1
        if "error" not in answer:
            return answer["parameters"]
        if not answer["error"].endswith(EXPECTED):
            self.unexpected.append(f"{method}: {json.dumps(answer)[:300]}")
        return None

    def calibrates(self):
        client = self.client()
        forces = [0.0, 100, 200, 300, 400, 300, 200, 100, 0]
        for step in self.steps():
            series = [
                {"forces": forces, "readings": [force * (1 + step * 1e-6) + shift * (place % 3) for place, force in enumerate(forces)]}
                for shift in (0.01, -0.02)
            ]
            found = self.asks(
                client, CALIBRATION + "Accept",
                draft={"sensor": "left-band", "rawUnit": "N", "resolution": 0.001, "reference": {"relativeUncertainty": 0.001}, "series": series})
            if found:
                self.calibrations.append(found["id"])
            if step > 2:
                self.asks(client, CALIBRATION + "Revert", sensor="left-band")
            if step % 7 == 3:
                self.asks(client, CALIBRATION + "Zero", sensor="left-band")

    def trains(self):
        client = self.client()
        for step in self.steps():
            name = f"A{step}"
            if self.asks(client, SESSION + "AddAthlete", pseudonym=name) is not None:
                self.athletes.append(name)
            self.asks(client, SESSION + "SetBodyMass", athlete=name, kilograms=70.0)
            self.asks(client, SESSION + "StartSession", athlete=name, position="seated")
            time.sleep(0.3)
            self.asks(client, SESSION + "StopSession")

    def annotates(self):
        client = self.client()
        for step in self.steps():
            self.asks(client, CONTROL + "Annotate", hold=1, text="x" * 300)
            self.asks(client, CONTROL + "Exclude", hold=1, excluded=step % 2 == 0)
            self.asks(client, SESSION + "MarkOnset", hold=1, sensor="left-band", onset=3.0)
            if step % 20 == 5:
                self.asks(client, CONTROL + "Tare", sensor="plate")

    def reads(self):
        client = self.client()
        for _ in self.steps():
            for method in ("GetStatus", "ListSensors", "ListDevices"):
                self.asks(client, STATION + method)
            self.asks(client, STATION + "ListHolds", limit=5)
            self.asks(client, CALIBRATION + "ListZeros", sensor="left-band")
            self.asks(client, CONTROL + "Annotations", hold=1)
            self.asks(client, SESSION + "GetSession")

    def reloads(self):
        """Other settings make another engine: everything that measures stops and begins anew."""
        client = self.client()
        for step in self.steps():
            time.sleep(4)
            with open(self.folder + "/holdfast.toml", "a") as file:
                file.write(f"\n# {step}\n" if step % 2 else f'\n[sensor.more{step}]\ndriver = "text"\npath = "/nowhere{step}"\nunit = "N"\n')
            self.asks(client, CONTROL + "Reload")

    def streams(self, method, **parameters):
        while time.monotonic() < self.end:
            client = self.client()
            client.send(method, more=True, **parameters)
            while time.monotonic() < self.end:
                answer = client.reply()
                self.counts[method] = self.counts.get(method, 0) + 1
                # The sensors are others now.
                if "error" in answer:
                    break

    def steps(self):
        step = 0
        while time.monotonic() < self.end and not self.unexpected:
            yield step
            step += 1

    def abuse(self):
        self.until(60, lambda: self.status()["streaming"] == 3, "sensors do not stream: " + self.said())
        self.until(90, lambda: self.client().call(STATION + "ListHolds", limit=1)["parameters"]["holds"], "no hold comes")
        self.end = time.monotonic() + self.seconds
        work = [
            self.calibrates, self.trains, self.annotates, self.reads, self.reloads,
            lambda: self.streams(STATION + "Monitor", intervalMs=50), lambda: self.streams(STATION + "WatchHolds"),
        ]
        threads = [threading.Thread(target=self.guarded, args=(body,)) for body in work]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def guarded(self, body):
        try:
            body()
        except Exception as error:
            self.unexpected.append(f"{type(error).__name__}: {error}")

    # MARK: what must be so

    def check(self):
        assert not self.unexpected, self.unexpected[:3]
        client = self.client()
        have = {athlete["pseudonym"] for athlete in self.asks(client, SESSION + "Athletes")["athletes"]}
        known = {record["id"] for record in self.asks(client, CALIBRATION + "List")["calibrations"]}
        assert set(self.athletes) <= have and set(self.calibrations) <= known, "acknowledged and not there"
        assert not [text for text in self.status()["warnings"] if "database" in text], self.status()["warnings"]

    def damage(self):
        """Bytes of the database are overwritten under the daemon; a read finds it."""
        self.until(60, lambda: self.status()["streaming"] == 3, "sensors do not stream: " + self.said())
        calibrations = [sensor["calibration"] for sensor in self.client().call(STATION + "ListSensors")["parameters"]["sensors"]]
        path = self.folder + "/state/holdfast.db"
        for name in (path, path + "-wal"):
            with open(name, "r+b") as file:
                file.seek(4096)
                file.write(b"\x5a" * max(0, os.path.getsize(name) - 4096))
        client = self.client()

        def replaced():
            client.call(SESSION + "Athletes")
            client.call(CALIBRATION + "List")
            return any("while the station ran" in text for text in self.status()["warnings"])

        self.until(60, replaced, "nobody says that the database is damaged: " + self.said())
        assert self.client().call(SESSION + "AddAthlete", pseudonym="after").get("parameters") == {}
        assert self.status()["streaming"] == 3, "the sensors do not stream on"
        sensors = self.client().call(STATION + "ListSensors")["parameters"]["sensors"]
        assert [sensor["calibration"] for sensor in sensors] == calibrations, "other calibrations are in force"

    def run(self):
        try:
            self.start()
            self.abuse()
            self.check()
            codes = [self.stop()]
            self.start()
            self.check()
            self.damage()
            codes.append(self.stop())
            print(f"asked: {self.counts}; acknowledged: {len(self.athletes)} athletes, {len(self.calibrations)} calibrations", flush=True)
            assert codes == [0, 0], f"exit codes {codes}"
        except BaseException:
            print(self.said(), flush=True)
            raise
        finally:
            for child in (self.daemon, self.bench):
                child.kill()
                child.wait()
            found = [name for name in os.listdir(self.folder) if name.startswith("race.")]
            for name in found:
                with open(self.folder + "/" + name) as file:
                    text = file.read()
                print(text[:20000], *[line for line in text.splitlines() if line.startswith("SUMMARY")], sep="\n", flush=True)
            shutil.rmtree(self.folder)
            assert not found, f"{len(found)} reports"


if __name__ == "__main__":
    Abuse(sys.argv[1], sys.argv[2], float(sys.argv[3])).run()
    print("nothing was reported")
