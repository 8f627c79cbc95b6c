"""A FUTEK USB225 on a pseudo-terminal: the model of the machine's tests, without its USB."""
import os
import pathlib
import sys
import threading
import time
import tty

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Machine"))
from devices.futek import RATES, Futek  # noqa: E402


class FutekTerminal(Futek):
    """Speaks behind `path` until it is closed; what it measures is a ramp from no load to full scale."""

    def __init__(self, path):
        self.begin()
        self.line, self.step = bytearray(), 0
        self.origin, self.sent, self.make = 0.0, 0, None
        self.near, far = os.openpty()
        tty.setraw(far)
        os.symlink(os.ttyname(far), path)
        # Kept open: a terminal that everybody has closed ends the reader.
        self.far = far
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        os.set_blocking(self.near, False)
        while True:
            try:
                self.heard(os.read(self.near, 4096))
            except BlockingIOError:
                time.sleep(0.005)
            except OSError:
                return
            count = int((time.monotonic() - self.origin) * RATES[self.code]) - self.sent if self.make else 0
            if count > 0:
                self.line += self.make(self.sent, count)
                self.sent += count
            while self.line:
                try:
                    del self.line[: os.write(self.near, self.line)]
                except BlockingIOError:
                    break

    def say(self, data):
        self.line += data

    def stream(self, rate, make):
        self.step, self.origin, self.sent, self.make = 1, time.monotonic(), 0, make

    def quiet(self):
        self.step, self.make = 0, None
