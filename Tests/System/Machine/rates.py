"""What each family can carry at the most that its protocol or this bus allows.

A PhidgetBridge 1046_0 sends a packet every 8 ms whatever is asked of it, and a scale some ten in a second: both are at their most
already in the other checks.
"""
import tempfile

from bench import Bench, Sensor, ask

TEN = "inputs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]"
# Whether samples in packets make 10 000 a second or packets make 1000: each does at least one of them.
FASTEST = (
    {"cell": Sensor("messages", "phidget-1046-1", [0], 1000, "inputs = [0]", "rate = 1000")},
    # A report for each sample, and four samples in one.
    {"grip": Sensor("reports", "go-direct", [0], 1000, "rate = 1000")},
    {"hand": Sensor("vernier", "go-direct", [0], 1000, "rate = 1000")},
    # 25 samples a packet: 10 inputs 2500 times a second are 1000 packets, half of what the device can.
    {"plate": Sensor("labjack", "labjack-u6", list(range(8)), 2500, TEN, "rate = 2500", "part = 1"),
     "amplifier": Sensor("labjack", "labjack-u6", [8, 9], 2500, TEN, "rate = 2500", "part = 2")},
    {"analog": Sensor("u3", "labjack-u3", [0, 1, 2, 3, 4], 5000, "inputs = [0, 1, 2, 3, 4]", "rate = 5000")},
    # 76 800 bytes a second: 1239 packets that are full.
    {"futek": Sensor("futek", "futek", [0], 19200, "rate = 19200")},
    # All that the device can: a line every millisecond.
    {"loadstar": Sensor("loadstar", "loadstar", [0], 1000)},
    # 60 000 bytes a second. More would fit on the line, but not the way there and back of each `DT`.
    {"force1": Sensor("plates", "tec-gihan", list(range(6)), 2500, "rate = 2500", "part = 1"),
     "force2": Sensor("plates", "tec-gihan", list(range(6, 12)), 2500, "rate = 2500", "part = 2")},
)


def check_rates(programs, seconds, wanted):
    for sensors in FASTEST:
        model = next(iter(sensors.values())).model
        if wanted and model not in wanted:
            continue
        with tempfile.TemporaryDirectory(prefix="holdfast") as folder, Bench(folder, programs, sensors) as bench:
            ask("plug " + model)
            bench.settle()
            # One channel of each: what is compared here is that nothing is missing, and an emulated processor writes JSON slowly.
            bench.check_stream(list(sensors), seconds, channels=1)
            ask("unplug " + model)
            bench.wait_for(sensors, ("absent",), 10)
