"""Instruments that are pulled out and plugged in again, many times: nothing of them may stay behind."""
import tempfile
import time

from bench import FLOWING, Bench, ask
from station import passed

# Buffers that grow once are no leak: what the allocator takes after the first rounds was 0.8 MiB at the most on a busy host.
WARM = 2
GROWTH = 2048   # KiB, however many rounds


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


def figures(bench):
    """Descriptors, threads, KiB of its own memory: the ring of readings, which is shared memory, fills once, with or without cycles."""
    return len(bench.open_files()), bench.figure("Threads"), bench.figure("RssAnon")


def told(times):
    times = sorted(times)
    return f"{times[len(times) // 2]:.2f} s, at most {times[-1]:.2f} s"


def check_cycles(programs, cycles, sensors, groups):
    """All models of a group go and come at once, which counts as one cycle of each; the groups share what is asked for."""
    with tempfile.TemporaryDirectory(prefix="holdfast") as folder, Bench(folder, programs, sensors) as bench:
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
    sizes = [size for _, _, size in course]
    passed(f"KiB after each round: {' '.join(map(str, sizes))}")
    assert after[0] <= before[0] and after[1] <= before[1] and after[2] < before[2] + GROWTH, (before, after)
    passed(f"{rounds * len(models)} times out and in again ({rounds} rounds of {', '.join(models)}): descriptors, threads, KiB {before} "
           f"before and {after} after; who they are stays")
    passed(f"absent after {told(gone)}")
    for model, seconds in back.items():
        passed(f"{model}: samples after {told(seconds)}")
