#!/usr/bin/env python3
"""kill -9 at every step of a guided calibration in a real terminal (tmux), and to the daemon beside it.

usage: kills.py PROGRAMS [--all]

PROGRAMS   the folder of holdfast and holdfastd
--all      also two series of nine points on a cell that scatters, creeps, drifts and has hysteresis

At each step `holdfast calibrate` is killed at the prompt, while the load settles, when the reading is captured and not yet saved
(before rename), and when it is saved and not yet said (before fsync of the folder); then while the fit is printed, at the prompt that
asks whether to accept it, before each message to the daemon, after the daemon has the last one, and before the state is taken away.
strace sends the signal at exactly these system calls. What was captured must stay to the bit, nothing may be in force before it is
accepted, there must be one record in the end, and it must be that of a run that nobody interrupts.

Exit code 0 when all that is so.
"""
import json
import math
import os
import re
import signal
import sys
import tomllib

from station import Station, Terminal, wait

PROMPT = r"((?:preload|series \d+ of \d+, point \d+)[^:\n]*): (everything off|([0-9.]+) kg on), then Enter"
ACCEPT = r"a: accept and put it in force"


class Calibration:
    """One calibration of a pretend cell, begun as often as it takes."""

    def __init__(self, programs, points, series, cell):
        self.station = Station(programs, ("--cell", "--seed", "7", *cell))
        self.terminal = Terminal(self.station)
        self.command = (
            f"holdfast calibrate cell --points {points} --gravity 9.80665 --load-uncertainty 0.05 --series {series} --preloads 1"
            " --window 0.5 --dwell 0.3")
        self.trace = self.station.folder + "/trace"
        self.starts = 0
        self.captured = []

    def __enter__(self):
        self.station.wait_until_streaming()
        return self

    def __exit__(self, *_):
        self.terminal.end()
        self.station.end()

    # What the technician does

    def start(self, call=None, when=1, what="signal=KILL"):
        """Begins, or goes on. With `call`: something happens at the tool's system call of this name, the `when`th of its kind."""
        self.starts += 1
        self.terminal.clear()
        strace = f"strace -f -qq -s 200 -o {self.trace} -e trace={call} -e inject={call}:{what}:when={when} " if call else ""
        self.terminal.type(strace + self.command)

    def prompt(self):
        """The next title and the load that it asks for; no title at the end."""
        found = self.terminal.expect(PROMPT + "|" + ACCEPT)
        return (found.group(1) or "", float(found.group(3) or 0))

    def obey(self, kilograms):
        self.station.hang(kilograms)
        self.terminal.type("")

    def kill(self):
        os.kill(self.terminal.programs()[-1], signal.SIGKILL)
        self.killed()

    def killed(self):
        self.terminal.expect(r"^(.*)Killed", 60)
        wait(lambda: len(self.terminal.programs()) == 0, 10, "the end of the tool")

    # What must be so meanwhile

    def steps(self):
        """What is on the disk: whether it has begun, and the steps."""
        path = self.station.folder + "/home/holdfast/calibrate-cell.json"
        if not os.path.exists(path):
            return (False, [])
        with open(path) as file:
            state = json.load(file)
        return (state["isBegun"], state["steps"])

    def done(self):
        begun, steps = self.steps()
        return int(begun) + sum(step["done"] for step in steps)

    def look(self, done):
        """So many steps are on the disk, none of the readings has changed, and nothing is in force."""
        assert self.done() == done, f"{self.done()} steps are done, not {done}"
        readings = [step["reading"] for step in self.steps()[1] if "reading" in step]
        assert readings[: len(self.captured)] == self.captured, "what was captured has changed"
        self.captured = readings
        assert not self.station.calibrations(), "something is in force before it was accepted"
        assert self.station.sensor("cell")["unit"] == "counts"

    def record(self):
        """The only record there is."""
        found = self.station.calibrations()
        assert len(found) == 1 and found[0]["state"] == "in_force", found
        return tomllib.loads(self.station.run("calibrations", "export", found[0]["id"]).stdout)


def undisturbed(calibration):
    calibration.start()
    calibration.terminal.expect("Take everything off")
    calibration.obey(0.0)
    while True:
        title, kilograms = calibration.prompt()
        if not title:
            break
        calibration.obey(kilograms)
    calibration.terminal.run("a", r"accepted: \S+ is in force on cell")
    return calibration.record()


def kill_at_step(calibration, done, title, kilograms):
    """Four times at one step; at the last one it is saved."""
    isPoint = title.startswith("series")
    calibration.kill()
    calibration.look(done)
    if isPoint or not title:
        calibration.start()
        again(calibration, title, kilograms)
        calibration.terminal.expect("filling|noisy|drifting|settling" if isPoint else "measuring the noise", stays=False)
        calibration.kill()
        calibration.look(done)
    calibration.start("rename")
    again(calibration, title, kilograms)
    calibration.killed()
    calibration.look(done)
    calibration.start("fsync", when=2)
    again(calibration, title, kilograms)
    calibration.killed()
    calibration.look(done + 1)


def again(calibration, title, kilograms):
    if not title:
        calibration.terminal.expect("Take everything off")
    else:
        assert calibration.prompt() == (title, kilograms), f"it should go on with {title}"
    calibration.obey(kilograms)


def killed_everywhere(calibration):
    calibration.start()
    calibration.terminal.expect("Take everything off")
    kill_at_step(calibration, 0, "", 0.0)
    while True:
        calibration.start()
        calibration.terminal.expect("continues with the points captured before")
        title, kilograms = calibration.prompt()
        if not title:
            break
        kill_at_step(calibration, calibration.done(), title, kilograms)
    done = calibration.done()
    calibration.kill()
    calibration.look(done)
    # While it prints what the points say.
    calibration.start("write", when=4)
    calibration.killed()
    assert "residual" not in calibration.terminal.text().split("series   point")[-1]
    calibration.look(done)
    number = killed_before_each_message(calibration, done)
    accepted(calibration, number)
    return calibration.record()


def killed_before_each_message(calibration, done):
    """Which of its messages the last one is."""
    for number in range(1, 30):
        calibration.start("sendto", when=number)
        if calibration.terminal.expect(ACCEPT + r"|Killed", 60).group(0) != "Killed":
            calibration.terminal.type("a")
            calibration.terminal.expect("Killed")
        calibration.look(done)
        with open(calibration.trace) as file:
            if "calibration1.Accept" in file.read():
                return number
    raise AssertionError("it sends no Accept")


def accepted(calibration, number):
    station, terminal = calibration.station, calibration.terminal
    # The daemon has it, the tool does not know it yet.
    calibration.start("sendto", when=number, what="delay_exit=20000000")
    terminal.expect(ACCEPT)
    terminal.type("a")
    wait(station.calibrations, 10, "the record")
    calibration.kill()
    identity = station.calibrations()[0]["id"]
    # Before the state goes.
    calibration.start("unlink")
    calibration.killed()
    calibration.record()
    calibration.start()
    terminal.expect(rf"accepted before: {re.escape(identity)} is in force on cell")
    wait(lambda: not terminal.programs(), 10, "the end of the tool")
    # Then the next one begins from the beginning.
    calibration.start()
    terminal.expect("Take everything off")
    assert "continues with" not in terminal.text()
    calibration.kill()
    calibration.record()


def daemon_killed(calibration):
    """The daemon is killed at a prompt, while a load settles, and when everything is captured."""
    station, terminal = calibration.station, calibration.terminal

    def cut():
        station.kill_daemon()
        terminal.expect("the station does not answer any more; waiting a minute for it")
        station.start_daemon()
        terminal.expect("the station is back")

    calibration.start()
    terminal.expect("Take everything off")
    calibration.obey(0.0)
    number = 0
    while True:
        title, kilograms = calibration.prompt()
        if not title:
            break
        number += 1
        if number == 3:
            cut()
        calibration.obey(kilograms)
        if number == 5:
            terminal.expect("filling|noisy|drifting|settling", stays=False)
            cut()
    cut()
    station.kill_daemon()
    terminal.run("a", "no station answers at .*start it with")
    terminal.expect("the captured points are kept")
    station.start_daemon()
    station.wait_until_streaming()
    calibration.start()
    terminal.expect(ACCEPT)
    terminal.run("a", r"accepted: \S+ is in force on cell")
    return calibration.record()


def points(record):
    return [(series["forces"], series["readings"], series["deviations"]) for _, series in sorted(record["series"].items())]


def compare(record, truth, exactly):
    assert [part[0] for part in points(record)] == [part[0] for part in points(truth)], "other loads"
    if exactly:
        assert points(record) == points(truth) and record["curve"] == truth["curve"], f"{points(record)}\n{points(truth)}"
        return
    # Both are right within their uncertainties, Eₙ ≤ 1.
    top = max(max(part[0]) for part in points(record))
    reading = points(record)[0][1][points(record)[0][0].index(top)]
    forces = [force(found["curve"], reading) for found in (record, truth)]
    score = abs(forces[0] - forces[1]) / math.hypot(record["expanded_at_top"], truth["expanded_at_top"])
    assert score <= 1, f"{forces}: E_n {score}"


def force(curve, reading):
    *coefficients, zero = curve
    return sum(c * (reading - zero) ** power for power, c in enumerate(coefficients))


def main():
    if sys.argv[2:] not in ([], ["--all"]):
        sys.exit(__doc__)
    plans = [("0,20,40", 1, ("--still",))] + ([("0,10,20,30,40", 2, ())] if sys.argv[2:] else [])
    for loads, series, cell in plans:
        with Calibration(sys.argv[1], loads, series, cell) as calibration:
            truth = undisturbed(calibration)
        with Calibration(sys.argv[1], loads, series, cell) as calibration:
            compare(killed_everywhere(calibration), truth, bool(cell))
            starts = calibration.starts
        with Calibration(sys.argv[1], loads, series, cell) as calibration:
            compare(daemon_killed(calibration), truth, bool(cell))
        print(f"{loads} kg, {series} series: the same record after {starts - 1} kills of the tool, and after 4 of the daemon")


if __name__ == "__main__":
    main()
