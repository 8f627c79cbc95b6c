"""Instruments that are pulled out and plugged in again, many times: nothing of them may stay behind."""
import os
import struct
import tempfile
import time

from bench import FLOWING, Bench, ask
from station import passed

# Buffers that grow once are no leak.
WARM = 2
# KiB that may be allocated more, however many rounds: the store keeps 128 of its file in memory, and the analysis of each sensor as much as
# its longest stream was, which is long on a busy host: 0.25 MiB were seen, and no more after the seventh round.
GROWTH = 512
# KiB over the later half of many rounds, but for the largest step: this is what would show a leak. A buffer that grows as long as its
# longest stream may do so late, once (80 KiB were seen, in the fifteenth of 25 rounds and never again).
CREEP, MANY = 32, 20
# KiB that the kernel gives: the allocator gives 2 MiB back a moment later than it had to, now and then, so that it is only a bound for what
# is allocated past the count above.
TAKEN = 4096


def reach(bench, models, states, seconds):
    """Seconds until each model's sensors are in these states."""
    began, found = time.monotonic(), {}
    while len(found) < len(models):
        sensors, passing = bench.sensors(), time.monotonic() - began
        for model, names in models.items():
            if model not in found and all(sensors[name]["state"] in states for name in names):
                found[model] = passing
        assert passing < seconds, f"not {states} after {seconds} s: {sensors}"
        time.sleep(0.02)
    return found


def live(bench):
    """KiB that it has allocated and not given back, with as few answers under way as there may be (live.c)."""
    sizes = []
    for _ in range(10):
        with open(bench.folder + "/live", "rb") as file:
            sizes.append(struct.unpack("<2q", file.read(16))[0])
        time.sleep(0.02)
    return min(sizes) // 1024


def figures(bench):
    """Descriptors, threads, KiB that it has allocated, KiB of its own memory: the ring of readings, which is shared memory, fills once."""
    return len(bench.open_files()), bench.figure("Threads"), live(bench), bench.figure("RssAnon")


def told(times):
    times = sorted(times)
    return f"{times[len(times) // 2]:.2f} s, at most {times[-1]:.2f} s"


def check_cycles(programs, cycles, sensors, groups):
    """All models of a group go and come at once, which counts as one cycle of each; the groups share what is asked for."""
    with tempfile.TemporaryDirectory(prefix="holdfast") as folder:
        counted = {"LD_PRELOAD": os.environ["HOLDFAST_LIVE_LIBRARY"], "HOLDFAST_LIVE": folder + "/live"}
        with Bench(folder, programs, sensors, counted) as bench:
            for group in groups:
                models = {model: names for model, names in bench.models().items() if model in group}
                if models:
                    check_group(bench, models, -(-cycles // len(bench.models())))


def check_group(bench, models, rounds):
    gone, back, identity, channels, course = [], {model: [] for model in models}, None, None, []
    for number in range(WARM + rounds):
        for model in models:
            ask("plug " + model)
        for model, seconds in reach(bench, models, FLOWING, 120).items():
            back[model].append(seconds)
        found = {(device["serial"], device["driver"], device.get("sensor")) for device in bench.devices()}
        widths = {name: bench.width(name) for names in models.values() for name in names}
        assert number == 0 or (found, widths) == (identity, channels), (identity, found, channels, widths)
        identity, channels = found, widths
        assert len(bench.nodes()) == len(models), bench.nodes()
        for model in models:
            ask("unplug " + model)
        gone += reach(bench, models, ("absent",), 20).values()
        assert bench.nodes() == [], bench.nodes()
        course.append(figures(bench))
    before, after = course[WARM - 1], course[-1]
    for place, name in ((2, "allocated"), (3, "of its own")):
        passed(f"KiB {name} after each round: {' '.join(str(each[place]) for each in course)}")
    limits = [most + more for most, more in zip(before, (0, 0, GROWTH, TAKEN))]
    assert all(figure <= limit for figure, limit in zip(after, limits)), (before, after)
    later = [each[2] for each in course[len(course) // 2:]]
    steps = [after - before for before, after in zip(later, later[1:])]
    assert rounds < MANY or sum(steps) - max(steps) <= CREEP, later
    passed(f"{rounds * len(models)} times out and in again ({rounds} rounds of {', '.join(models)}): descriptors, threads, KiB allocated "
           f"and of its own {before} before and {after} after; who they are stays")
    passed(f"absent after {told(gone)}")
    for model, seconds in back.items():
        passed(f"{model}: samples after {told(seconds)}")
