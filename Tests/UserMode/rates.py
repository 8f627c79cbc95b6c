#!/usr/bin/env python3
"""In the user-mode Linux: the fastest streams, one instrument after the other, and how late their samples reach a client.

A model makes sample n when it is due, by the clock that this program reads too: a value says which n it is, so that its way through the
kernel, libusb or hidraw, the daemon and the socket can be timed.
"""
import sys
import time

import hotplug
import check
from check import passed, until

SETTINGS = """
[sensor.plate]
driver = "labjack-u6"
serial = "360009876"
inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
rate = 1000
part = 1

[sensor.amplifier]
driver = "labjack-u6"
serial = "360009876"
inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
rate = 1000
part = 2

[sensor.cell]
driver = "phidget-1046-1"
serial = "600321"
inputs = [2]
rate = 1000

[sensor.hand]
driver = "go-direct"
serial = "071000U1"
rate = 1000
"""
# A stream: the model's endpoint and counter, the sensor that is timed.
STREAMS = {"labjack": ("83", "none", "plate"), "messages": ("81", "counts", "cell"), "vernier": ("81", "count", "hand")}


def packet(model, place, counted):
    """In which packet the sample at a place of the ramp was sent, from the first one of the stream on."""
    # Ten channels to a scan, 25 samples to a packet, and the plate has the first eight.
    return (10 * place + 7) // 25 if model == "labjack" else place - counted - 1


def batches(station, sensor):
    """Index of the first sample, values, and when they were here."""
    for reply in station.replies("Monitor", {"sensor": sensor, "intervalMs": 0, "signals": ["force"]}, more=True):
        arrival = time.monotonic()
        for batch in reply["batches"]:
            yield batch["firstSample"], batch["signals"][0]["samples"], arrival


def measure(station, models, model, seconds):
    endpoint, counter, name = STREAMS[model]
    ramp = {value: place for place, value in enumerate(check.RAMPS[name])}
    models.ask("plug " + model)
    until(60, lambda: station.sensors()[name]["state"] == "streaming", lambda: f"{name} does not stream: {station.sensors()[name]}")
    before, dropped = station.sensors()[name], models.ask("lost " + model)[0]
    began, period, counted = models.ask(f"began {model} {endpoint} {counter}")
    # After so long the ramp begins anew; a delay is shorter than that.
    turn = packet(model, len(ramp), 0) - packet(model, 0, 0)
    ends, expected, delays = time.monotonic() + seconds, None, []
    for first, values, arrival in batches(station, name):
        assert expected in (None, first), f"{name}: index {first} in place of {expected}"
        expected = first + len(values)
        for value in values:
            due = began + period * packet(model, ramp[value], counted)
            delays.append((arrival * 1e9 - due) % (period * turn) / 1e6)
        if time.monotonic() > ends:
            break
    after, dropped = station.sensors()[name], models.ask("lost " + model)[0] - dropped
    delays.sort()

    def quantile(part):
        return delays[min(int(part * len(delays)), len(delays) - 1)]
    print(f"        {model}: {1e9 / period:.0f} packets/s, {len(delays)} samples of {name} in {seconds} s; here after {quantile(0.5):.1f} ms, "
          f"99 % within {quantile(0.99):.1f}, all within {delays[-1]:.1f}; lost {after['lost'] - before['lost']}, "
          f"the model had no room for {dropped:.0f}", flush=True)
    models.ask("unplug " + model)
    return after["lost"] - before["lost"], dropped


def run(station, models, seconds):
    lost = {model: measure(station, models, model, seconds) for model in STREAMS}
    assert not any(daemon or model for daemon, model in lost.values()), f"lost by the daemon and before it: {lost}"
    passed("no sample was lost at 1000 packets/s, and at 10 000 samples/s with 25 in a packet")


if __name__ == "__main__":
    check.SETTINGS = SETTINGS
    hotplug.main(run, int(sys.argv[2]))
