"""Pseudo-terminals that a C program feeds with lines at an even rate, and a bare reader of a second set; see lines.c."""
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..", "..")


class Lines:
    """`kind`: "holds" (athletes who hold), "count" (numbers by which a line is recognised), "both": the first sensor counts, or
    "wide": eight channels of a hold, in blocks of ten lines."""

    def __init__(self, sensors, rate, kind="holds"):
        self.folder = tempfile.TemporaryDirectory(prefix="holdfast-lines")
        self.program = program = self.folder.name + "/lines"
        subprocess.run(
            ["cc", "-O2", "-pthread", "-I", ROOT + "/include", "-o", program, HERE + "/lines.c", HERE + "/ways.c",
             "-lm", "-ldl"], check=True)
        self.process = subprocess.Popen(
            [program, str(sensors), str(rate), kind], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"LSLAPICFG": HERE + "/lsl.cfg"})
        self.paths = [self.process.stdout.readline().strip() for _ in range(sensors)]

    def ask(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def start(self):
        assert self.ask("start") == "ok"

    def spent(self):
        """Processor seconds of the bare reader."""
        return float(self.ask("cpu"))

    def dropped(self):
        """Lines for the daemon that found no room."""
        return int(self.ask("dropped"))

    def latency(self, *words):
        """Median and 99th percentile, microseconds; how many lines came, and how many were sent."""
        median, high, came, sent = self.ask(*words).split()
        return float(median), float(high), int(came), int(sent)

    def stop(self):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()
