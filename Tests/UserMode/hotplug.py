#!/usr/bin/env python3
"""In the user-mode Linux: every instrument comes and goes until it was done so often in all, and the daemon must stay as it was."""
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Machine"))
import check
from check import passed, until

# What the allocator and the database take before they are at rest; a leak of one buffer at each cycle is several times that.
GROWTH = 1024


class Models:
    """The program that they run in, so that this one's work does not delay them."""

    def __init__(self):
        self.process = subprocess.Popen(["/usr/bin/python3", HERE + "/vhci.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        bufsize=1)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        words = self.process.stdout.readline().split()
        assert words[:1] == ["ok"], f"{line}: {words}"
        return [float(word) for word in words[1:]]


class Usage:
    """What the daemon has of the kernel."""

    def __init__(self, pid):
        self.descriptors = {}
        for name in os.listdir(f"/proc/{pid}/fd"):
            try:
                path = os.readlink(f"/proc/{pid}/fd/{name}").split("[")[0]
            except FileNotFoundError:
                continue
            self.descriptors[path] = self.descriptors.get(path, 0) + 1
        with open(f"/proc/{pid}/status") as file:
            fields = dict(line.split(":", 1) for line in file)
        self.threads, self.resident = int(fields["Threads"]), int(fields["VmRSS"].split()[0])

    def __str__(self):
        return f"{sum(self.descriptors.values())} descriptors, {self.threads} threads, {self.resident} KiB"


def identities(sensors):
    """What a sensor must stay: its name, driver, unit, channels, and the rate once it is known."""
    return {name: (sensor["driver"], sensor["unit"], str(sensor["channels"])) for name, sensor in sensors.items()}


def listed(station):
    """Serial number and port of each device, and the sensors that it is."""
    devices = next(station.replies("ListDevices"))["devices"]
    return sorted((device["serial"], device["port"], device["usbId"], device["sensor"], device["driver"]) for device in devices)


def line(name, times):
    times = sorted(times)
    return f"        {name:10} {len(times):5} times: {times[0]:.3f} s, median {statistics.median(times):.3f}, at most {times[-1]:.3f}"


def run(station, models, cycles, seed):
    order = random.Random(seed)
    came, went = {name: [] for name in check.MODELS}, {name: [] for name in check.MODELS}
    pid = station.process.pid
    first, warm, known, done, said = None, None, None, 0, 0
    check.wait_for(station, check.RAMPS, ("absent",), 10)
    while done < cycles:
        names = list(check.MODELS)[:cycles - done]
        order.shuffle(names)
        before = {name: sensor["frames"] for name, sensor in station.sensors().items()}
        began, waiting = {}, set(names)
        for name in names:
            models.ask("plug " + name)
            began[name] = time.monotonic()

        def watch(is_so, times):
            sensors = station.sensors()
            for name in list(waiting):
                if all(is_so(sensors[sensor], sensor) for sensor in check.MODELS[name]):
                    times[name].append(time.monotonic() - began[name])
                    waiting.discard(name)
            return not waiting
        until(30, lambda: watch(lambda sensor, name: sensor["frames"] > before[name] and sensor["state"] in check.FLOWING, came),
              lambda: f"no samples from {waiting} in cycle {done}, seed {seed}: {station.sensors()}")
        if set(names) == set(check.MODELS):
            now = (identities(station.sensors()), listed(station))
            known = known or now
            assert now == known, f"cycle {done}, seed {seed}: {now} in place of {known}"
        order.shuffle(names)
        waiting = set(names)
        for name in names:
            models.ask("unplug " + name)
            began[name] = time.monotonic()
        until(30, lambda: watch(lambda sensor, _: sensor["state"] == "absent", went),
              lambda: f"{waiting} not absent in cycle {done}, seed {seed}: {station.sensors()}")
        done += len(names)
        usage = Usage(pid)
        if first:
            # A connection of this program's may be on its way out.
            deadline = time.monotonic() + 5
            while usage.descriptors != first.descriptors and time.monotonic() < deadline:
                time.sleep(0.01)
                usage = Usage(pid)
        first = first or usage
        if warm is None and done >= min(cycles / 4, 200):
            warm = usage
            passed(f"{done} cycles: {usage}; after the first round {first}")
        said += len(names)
        if warm and said >= 200:
            said = 0
            print(f"        {done} cycles: {usage}", flush=True)
    assert usage.descriptors == first.descriptors, f"{first.descriptors} became {usage.descriptors}"
    assert usage.threads == first.threads, f"{first.threads} threads became {usage.threads}"
    assert usage.resident - warm.resident <= GROWTH, f"{warm.resident} KiB became {usage.resident}"
    passed(f"{done} times something was plugged in and pulled out in mid-stream, seed {seed}: {usage}, so nothing leaks")
    passed("the identities stayed: " + ", ".join(f"{serial} at {port}" for serial, port, *_ in known[1]))
    print("        from the plug to samples:")
    for name, times in came.items():
        print(line(name, times))
    print("        from the pull to absent:")
    for name, times in went.items():
        print(line(name, times), flush=True)


def main(work, *arguments):
    with tempfile.TemporaryDirectory(prefix="holdfast") as folder:
        models = Models()
        station = check.Station(folder, sys.argv[1])
        try:
            work(station, models, *arguments)
            assert station.process.poll() is None
            station.process.terminate()
            assert station.process.wait(20) == 0
        except BaseException:
            with open(folder + "/journal") as file:
                print(file.read()[-8000:])
            raise
        finally:
            station.process.kill()
            station.process.wait()


if __name__ == "__main__":
    # Under user-mode Linux a call of the kernel costs ten times as much: slower streams leave the processor to plugging in.
    check.SETTINGS = re.sub(r"(?m)^rate = \d+$", "rate = 50", check.SETTINGS)
    main(run, int(sys.argv[2]), int(os.environ.get("HOLDFAST_SEED", 1)))
