"""A disk that becomes read-only in the middle; see readonly."""
import os
import shutil
import signal
import subprocess
import sys
import threading
import time

from client import Client
from kills import CALIBRATION, SESSION, STATION, Station

LIMIT = 90


class Disk:
    """An ext4 of its own in a file, which the kernel makes read-only at the first error that it finds."""

    def __init__(self, place):
        self.place, self.image = place, place + ".img"
        os.makedirs(place)
        with open(self.image, "wb") as file:
            file.truncate(128 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", self.image], check=True)
        self.mount()

    def mount(self):
        self.loop = subprocess.run(
            ["losetup", "--find", "--show", self.image], check=True, capture_output=True, text=True).stdout.strip()
        subprocess.run(["mount", "-o", "errors=remount-ro", self.loop, self.place], check=True)

    def unmount(self):
        subprocess.run(["umount", self.place], check=True)
        subprocess.run(["losetup", "--detach", self.loop], check=True)

    def fails(self):
        with open(f"/sys/fs/ext4/{os.path.basename(self.loop)}/trigger_fs_error", "w") as file:
            file.write("a test\n")
        try:
            open(self.place + "/try", "w")
        except OSError:
            return
        raise AssertionError("the disk is still written to")

    def repair(self):
        # It ends with 1 when it has repaired something.
        assert subprocess.run(["fsck.ext4", "-fy", self.image], capture_output=True).returncode < 2


def until(text, condition):
    deadline, pause = time.monotonic() + LIMIT, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, text
        pause.wait(0.1)


def warnings(one):
    return [finding["condition"] for finding in Client(one.control).call(STATION + "GetStatus")["parameters"]["findings"]]


def writes(one):
    """A calibration, and an athlete now and then: a sensor whose calibration changes all the time finds no hold."""
    client, pause = Client(one.control), threading.Event()
    one.calibrations.add(client.call(CALIBRATION + "Accept", draft=one.draft())["parameters"]["id"])
    while True:
        name = f"P{len(one.athletes)}"
        if "error" not in client.call(SESSION + "AddAthlete", pseudonym=name):
            one.athletes.add(name)
        pause.wait(0.05)


def main(programs):
    one = Station(programs, 1)
    try:
        disk = Disk(one.folder + "/state")
    except (OSError, subprocess.CalledProcessError) as error:
        print("skipped: a disk of its own cannot be had here:", error)
        return shutil.rmtree(one.folder, ignore_errors=True)
    try:
        one.start()
        threading.Thread(target=one.until_death, args=(lambda: writes(one),), daemon=True).start()
        threading.Thread(target=one.until_death, args=(one.watches,), daemon=True).start()
        stream = Client(one.public)
        stream.send(STATION + "Monitor", more=True)
        until("no hold in time", lambda: len(one.holds) >= 2)
        before = len(one.athletes)
        disk.fails()
        print(f"read-only with {len(one.holds)} holds, {before} athletes, {len(one.calibrations)} calibrations acknowledged")
        until("it does not say that nothing is recorded", lambda: "recording" in warnings(one))
        until("it does not say that holds wait", lambda: "database_waits" in warnings(one))
        kept = dict(one.holds)
        # Measuring goes on: the stream follows, without a gap, for as long as two holds take.
        highest = max(one.seen)
        until("no hold begins any more", lambda: max(one.seen) >= highest + 2)
        assert one.holds == kept, "a hold was announced that is not on the disk"
        print("it goes on measuring, and says:", *sorted(set(warnings(one))))
        one.daemon.send_signal(signal.SIGTERM)
        code = one.daemon.wait(60)
        said = one.said()
        assert code == 74, f"it ended with {code}: {said}"
        print("it ended with 74:", said.strip().splitlines()[-1])
        disk.unmount()
        disk.repair()
        disk.mount()
        one.start()
        lacks = one.missing()
        assert not lacks and not one.twice, f"acknowledged and not there: {lacks[:5]}, twice: {one.twice}"
        one.daemon.kill()
        one.daemon.wait()
        print(f"after a repair: nothing of {len(one.athletes)} athletes, {len(one.calibrations)} calibrations, {len(one.holds)} holds is lost")
    finally:
        one.daemon.kill()
        one.daemon.wait()
        disk.unmount()
        shutil.rmtree(one.folder, ignore_errors=True)


main(sys.argv[1])
