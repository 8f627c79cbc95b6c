"""A station of pretend sensors, and somebody at a real terminal (tmux) beside it."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import time


def wait(condition, seconds, what):
    """What `condition` gives, once that is something."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, f"{what} did not come in {seconds} s"
        time.sleep(0.05)


class Station:
    """`holdfast rehearse` and a daemon, with everything in one folder."""

    def __init__(self, programs, rehearse=("--cell",), settings=lambda text, folder: text):
        self.programs = programs
        self.folder = tempfile.mkdtemp(prefix="holdfast-technician.")
        self.children = []
        path = programs + ":" + os.environ["PATH"]
        self.environment = dict(os.environ, PATH=path, XDG_STATE_HOME=self.folder + "/home", XDG_CONFIG_HOME=self.folder + "/config", LANG="C.UTF-8")
        self.environment["HOLDFAST_SOCKET"] = self.folder + "/run/holdfast.sock"
        self.environment["HOLDFAST_CONTROL_SOCKET"] = self.folder + "/run/control.sock"
        self.environment.pop("TMUX", None)
        self.settings = self.folder + "/holdfast.toml"
        self.bench = None
        if rehearse is not None:
            self.bench = self.start([programs + "/holdfast", "rehearse", self.folder, *rehearse], "bench", subprocess.PIPE)
            wait(lambda: os.path.exists(self.settings), 30, self.settings)
        text = settings(open(self.settings).read() if rehearse is not None else "", self.folder)
        with open(self.settings, "w") as file:
            file.write(text)
        self.start_daemon()

    def start(self, command, output="journal", stdin=None):
        child = subprocess.Popen(
            command, stdin=stdin, stdout=open(f"{self.folder}/{output}", "ab"), stderr=subprocess.STDOUT, text=True,
            env=self.environment)
        self.children.append(child)
        return child

    def start_daemon(self):
        self.daemon = self.start(
            [self.programs + "/holdfastd", "--config", self.settings, "--state-directory", self.folder + "/state",
             "--runtime-directory", self.folder + "/run"])
        wait(lambda: self.daemon.poll() is None and self.run("status", check=False).returncode == 0, 30, "the daemon")

    def kill_daemon(self):
        self.daemon.kill()
        self.daemon.wait()

    def hang(self, text):
        """Types into the bench, kilograms or what else it takes, and waits until it hangs there."""
        begin = os.path.getsize(self.folder + "/bench")
        self.bench.stdin.write(f"{text}\n")
        self.bench.stdin.flush()
        wait(lambda: f"on: {text}\n" in open(self.folder + "/bench").read()[begin:], 10, f"{text} on the bench")

    def run(self, *arguments, check=True, stdin=""):
        """One command of the tool, with what it has said."""
        done = subprocess.run(
            ["holdfast", *arguments], env=self.environment, capture_output=True, text=True, input=stdin)
        assert not check or done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done

    def json(self, *arguments):
        return json.loads(self.run(*arguments, "--json").stdout)

    def sensor(self, name):
        return next(sensor for sensor in self.json("sensors")["sensors"] if sensor["name"] == name)

    def wait_until_streaming(self, name="cell"):
        try:
            wait(lambda: self.sensor(name)["state"] == "streaming", 60, f"a stream of {name}")
        except AssertionError as failure:
            raise AssertionError(f"{failure}: {self.sensor(name)}") from failure

    def calibrations(self):
        return self.json("calibrations", "list")["calibrations"]

    def end(self):
        for child in self.children:
            child.terminate()
            child.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


class Terminal:
    """One window of a tmux server of its own."""

    def __init__(self, station):
        self.socket = station.folder + "/tmux"
        self.environment = station.environment
        shell = "env PS1='$ ' bash --norc"
        self.tmux("-f", "/dev/null", "new-session", "-d", "-x", "110", "-y", "50", "-c", station.folder, "-s", "technician", shell)
        self.tmux("set-option", "-g", "history-limit", "10000")
        self.seen = 0

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

    def clear(self):
        """An empty screen, and nothing above it."""
        self.tmux("send-keys", "-R", "-t", "technician")
        self.tmux("clear-history", "-t", "technician")
        self.seen = 0

    def expect(self, pattern, seconds=30, stays=True):
        """The next text that matches, after what was seen last. What is written over later (`stays` false) is looked at again."""
        end = time.monotonic() + seconds
        while True:
            text = self.text()
            found = re.search(pattern, text[self.seen:], re.MULTILINE)
            if found:
                self.seen += found.end() if stays else 0
                return found
            assert time.monotonic() < end, f"no {pattern!r} came; the screen:\n{text[-3000:]}"
            time.sleep(0.05)

    def run(self, command, pattern, seconds=30):
        self.type(command)
        return self.expect(pattern, seconds)

    def programs(self):
        """Numbers of the processes that run in it, the tool's last."""
        number = self.tmux("display-message", "-p", "-t", "technician", "#{pane_pid}").strip()
        found = []
        while number:
            number = subprocess.run(["ps", "-o", "pid=", "--ppid", number], capture_output=True, text=True).stdout.strip()
            found += [int(number)] if number else []
        return found

    def end(self):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"], env=self.environment, capture_output=True)
