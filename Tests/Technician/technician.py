#!/usr/bin/env python3
"""Types into a real terminal (tmux) what a technician types, and checks what the screen says.

usage: technician.py PROGRAMS [TRANSCRIPT]

PROGRAMS     the folder of holdfast and holdfastd
TRANSCRIPT   a file for everything that stood on the screen

Exit code 0 when every line came that should, within its time.
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

GRAVITY = 9.80665
CALIBRATE = (
    "holdfast calibrate cell --points 0,10,20,30,40 --gravity 9.80665 --load-uncertainty 0.05 --series 2 --preloads 1"
    " --window 2 --dwell 2"
)


class Terminal:
    """One window of a tmux server of its own."""

    def __init__(self, folder, environment):
        self.socket = folder + "/tmux"
        self.environment = environment
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "110", "-y", "50", "-s", "technician", "env PS1='$ ' bash --norc")
        self.tmux("set-option", "-g", "history-limit", "10000")

    def tmux(self, *arguments):
        command = ["tmux", "-S", self.socket, *arguments]
        return subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True).stdout

    def type(self, text):
        if text:
            self.tmux("send-keys", "-t", "technician", "-l", text)
        self.tmux("send-keys", "-t", "technician", "Enter")

    def text(self):
        """Everything that has stood on the screen; long lines whole."""
        return self.tmux("capture-pane", "-p", "-J", "-S", "-", "-t", "technician")

    def shell(self):
        return int(self.tmux("display-message", "-p", "-t", "technician", "#{pane_pid}"))

    def end(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], env=self.environment, capture_output=True)


class Technician:
    def __init__(self, programs, folder):
        self.folder = folder
        self.children = []
        environment = dict(os.environ, PATH=programs + ":" + os.environ["PATH"], XDG_STATE_HOME=folder + "/home", LANG="C.UTF-8")
        environment["HOLDFAST_SOCKET"] = folder + "/run/holdfast.sock"
        environment["HOLDFAST_CONTROL_SOCKET"] = folder + "/run/control.sock"
        environment.pop("TMUX", None)
        self.environment = environment
        self.cell = self.start([programs + "/holdfast", "rehearse", folder, "--cell"], stdin=subprocess.PIPE)
        self.wait_for(folder + "/holdfast.toml")
        self.start(
            [programs + "/holdfastd", "--config", folder + "/holdfast.toml", "--state-directory", folder + "/state",
             "--runtime-directory", folder + "/run"])
        self.wait_for(folder + "/run/control.sock")
        self.terminal = Terminal(folder, environment)
        self.seen = 0

    def start(self, command, stdin=None):
        child = subprocess.Popen(
            command, stdin=stdin, stdout=open(self.folder + "/journal", "ab"), stderr=subprocess.STDOUT, text=True,
            env=self.environment)
        self.children.append(child)
        return child

    def wait_for(self, path):
        end = time.monotonic() + 30
        while not os.path.exists(path):
            assert time.monotonic() < end, f"{path} did not come"
            time.sleep(0.05)

    def hang(self, kilograms):
        self.cell.stdin.write(f"{kilograms}\n")
        self.cell.stdin.flush()

    def expect(self, pattern, seconds=30, stays=True):
        """The next text that matches, after what was seen last. What is written over later (`stays` false) is looked at again."""
        end = time.monotonic() + seconds
        while True:
            text = self.terminal.text()
            found = re.search(pattern, text[self.seen:], re.MULTILINE)
            if found:
                self.seen += found.end() if stays else 0
                return found
            assert time.monotonic() < end, f"no {pattern!r} came; the screen:\n{text[-3000:]}"
            time.sleep(0.05)

    def wait_until_streaming(self):
        end = time.monotonic() + 60
        while True:
            command = ["holdfast", "sensors", "--json"]
            done = subprocess.run(command, env=self.environment, check=True, capture_output=True, text=True)
            if json.loads(done.stdout)["sensors"][0]["state"] == "streaming":
                return
            assert time.monotonic() < end, done.stdout
            time.sleep(0.2)

    def run(self, command, pattern, seconds=30):
        self.terminal.type(command)
        return self.expect(pattern, seconds)

    def load(self, wrong=None):
        """Does what the next title says; what it was. `wrong` maps a title to what is hung on instead."""
        found = self.expect(r"((?:preload|series \d+ of \d+, point \d+)[^:\n]*): (everything off|([0-9.]+) kg on), then Enter")
        title, kilograms = found.group(1), float(found.group(3) or 0)
        self.hang((wrong or {}).get(title, kilograms))
        # What stands on the screen live must be there before anybody presses Enter.
        self.expect(r"^ +-?[0-9.]+ counts *$", stays=False)
        self.terminal.type("")
        if not title.startswith("preload"):
            self.expect(r"counts, SD [0-9.]+, \d+ samples", 60)
        return title

    def kill_calibration(self):
        """kill -9 to what runs in the terminal."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.terminal.shell())], capture_output=True, text=True)
        for number in children.stdout.split():
            os.kill(int(number), signal.SIGKILL)
        self.expect(r"Killed")

    def end(self):
        self.terminal.end()
        for child in self.children:
            child.terminate()
            child.wait()


def calibrate(technician):
    technician.wait_until_streaming()
    technician.run("holdfast sensors", r"cell +streaming +[0-9.]+ counts")
    # A host that is busy with other tests hands samples over in batches, and that is said.
    technician.run("holdfast diagnose cell --nominal 80", r"verdict: fit to be calibrated|samples come in batches", 40)
    technician.run(CALIBRATE, r"Take everything off, let it rest, then press Enter\.")
    technician.terminal.type("")
    technician.expect(r"noise [0-9.]+ counts")
    while not technician.load().startswith("series 1 of 2, point 4"):
        pass
    technician.kill_calibration()
    technician.run(CALIBRATE, r"goes on with what was captured before")
    while not technician.load({"series 2 of 2, point 4": 25.0}).startswith("series 2 of 2, point 4"):
        pass
    asked = technician.expect(r"by the points before, ([0-9.]+) kg hangs on it, not 30\.0")
    assert abs(float(asked.group(1)) - 25) < 0.05, asked.group(0)
    technician.run("u", r"taken back")
    while technician.load() != "series 2 of 2, point 9":
        pass
    technician.expect(r"residual, N")
    technician.expect(r"class \(ISO 376 manner\) +unclassified")
    technician.expect(r"a: accept and put it in force")
    identity = technician.run("a", r"accepted: (\S+) is in force on cell").group(1)
    return identity


def use(technician, identity):
    technician.hang(20)
    # The sensor is opened anew and its clock must lock.
    technician.wait_until_streaming()
    found = technician.run("holdfast sensors", r"cell +streaming +([0-9.]+) N +([0-9.]+) ")
    assert abs(float(found.group(1)) - 20 * GRAVITY) < 0.5 and float(found.group(2)) < 0.5, found.group(0)
    technician.expect(re.escape(identity))
    technician.hang(0)
    technician.run("holdfast check cell --weight 20kg --gravity 9.80665 --load-uncertainty 0.05 --window 2 --dwell 2", r"Take everything off")
    technician.terminal.type("")
    technician.expect(r"Put 20kg on, then press Enter\.", 60)
    technician.hang(20)
    technician.terminal.type("")
    technician.expect(r"passed +known 196\.1", 60)
    technician.run("holdfast calibrations list", r"cell +" + re.escape(identity) + r" +in force")
    technician.run("holdfast status", r"1 of 1 stream")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = tempfile.mkdtemp(prefix="holdfast-technician.")
    technician = Technician(sys.argv[1], folder)
    try:
        identity = calibrate(technician)
        use(technician, identity)
        if len(sys.argv) == 3:
            with open(sys.argv[2], "w") as file:
                file.write(technician.terminal.text().rstrip() + "\n")
        print("a technician calibrated a cell in a terminal, through a kill and a wrong weight: all is well")
    finally:
        technician.end()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
