"""Pretend sensors that count their samples, behind pseudo-terminals."""
import contextlib
import os
import pty
import threading
import time
import tty

RATE = 250


class Board:
    """Says one number after the other, from `first` on, for as long as somebody has its terminal open."""

    def __init__(self, path, first):
        self.path, self.count = path, first
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        os.set_blocking(self.master, False)
        os.symlink(os.ttyname(slave), path)
        os.close(slave)
        self.ends = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        due = time.monotonic()
        while not self.ends.is_set():
            due += 1 / RATE
            self.ends.wait(max(0.0, due - time.monotonic()))
            try:
                # A hang-up: nobody has it open.
                with contextlib.suppress(BlockingIOError):
                    os.read(self.master, 4096)
                os.write(self.master, b"%d\r\n" % self.count)
                self.count += 1
            except OSError:
                due = max(due, time.monotonic())

    def close(self):
        self.ends.set()
        self.thread.join()
        os.close(self.master)
        os.remove(self.path)
