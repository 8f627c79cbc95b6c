"""What the machine's programs share: sensors and what their models send, the station that reads them, the port to the host."""
import multiprocessing
import os
import sys
import threading
import time
from array import array

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Clients"))
import devices  # noqa: E402
from station import Station, passed  # noqa: E402

# Samples come; whether a clock has locked depends on how busy this host is.
FLOWING = ("settling", "streaming")


def ask(text):
    """What the host answers: a number, or nothing."""
    with open("/dev/virtio-ports/ask", "r+b", buffering=0) as port:
        port.write(text.encode() + b"\n")
        words = port.readline().split()
    assert words[:1] == [b"ok"], (text, words)
    return int(words[1]) if words[1:] else None


# Models whose packets have numbers.
NUMBERED = ("labjack", "u3")


class Overrun(AssertionError):
    """The station has said that this client was too slow: an emulated processor beside other work may be. No value was wrong."""


class StandStill:
    """How long each processor of this machine has not run what must run: a busy host gives it none for a while.

    The kernel keeps 64 reports of a HID device. At 1000 in a second a daemon that is not let run for longer loses some, and says so.
    """
    LIMIT = 0.03

    def __init__(self):
        self.longest = multiprocessing.Value("d", 0)
        self.watchers = [multiprocessing.Process(target=self.watch, args=(cpu,), daemon=True) for cpu in range(os.cpu_count())]
        for watcher in self.watchers:
            watcher.start()

    def watch(self, cpu):
        os.sched_setaffinity(0, {cpu})
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
        while True:
            began = time.monotonic()
            time.sleep(0.005)
            late = time.monotonic() - began - 0.005
            with self.longest.get_lock():
                self.longest.value = max(self.longest.value, late)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for watcher in self.watchers:
            watcher.kill()

    @property
    def is_long(self):
        return self.longest.value > self.LIMIT


class Sensor:
    """One sensor of the settings: the model that it is read from, which of its channels it has, and its rate."""

    def __init__(self, model, driver, channels, rate, *settings):
        self.model, self.driver, self.channels, self.rate, self.settings = model, driver, channels, rate, settings
        kind = devices.MODELS[model]
        self.serial, self.cycle, self.value = kind.strings[2], kind.cycle, kind.value
        self.columns = []

    def section(self, name):
        return "\n".join([f"[sensor.{name}]", f'driver = "{self.driver}"', f'serial = "{self.serial}"', *self.settings]) + "\n"

    def prepare(self):
        """Live values are float32."""
        for channel in self.channels:
            once = array("f", (self.value(sample, channel) for sample in range(self.cycle)))
            self.columns.append(once + once)

    def place(self, batch):
        """Where in the ramp its first sample is."""
        first = array("f", batch["signals"][0]["samples"][:1])[0]
        return min(range(self.cycle), key=lambda place: abs(self.columns[0][place] - first))


def same(value, sent):
    """A raw value is made of a force that is a float32 already: with a conversion that is no power of two it may be the neighbour."""
    return value == sent or abs(value - sent) <= abs(sent) * 2 ** -22


class Bench(Station):
    """The station with these sensors."""

    def __init__(self, folder, programs, sensors, environment=None):
        self.table = sensors
        for sensor in sensors.values():
            sensor.prepare()
        super().__init__(
            folder, programs, "\n".join(sensor.section(name) for name, sensor in sensors.items()), environment=environment)

    def models(self, names=None):
        """The models that these sensors are read from, each with its sensors."""
        found = {}
        for name in names or self.table:
            found.setdefault(self.table[name].model, []).append(name)
        return found

    def monitor(self, name, seconds, channels=8):
        """The batches of one sensor over so many of its own seconds."""
        sensor, count, found = self.table[name], 0, []
        signals = [f"raw_{number + 1}" for number in range(min(len(sensor.channels), channels))]
        for reply in self.replies("Monitor", {"sensor": name, "intervalMs": 200, "signals": signals}, more=True):
            for batch in reply["batches"]:
                found.append(batch)
                count += len(batch["signals"][0]["samples"])
            if count >= seconds * sensor.rate:
                return found

    def compare(self, name, batches):
        """Every value is the one that the model sent at this index. How many came and how many are missing."""
        sensor, came, missing = self.table[name], 0, 0
        shift, following = sensor.place(batches[0]) - batches[0]["firstSample"], batches[0]["firstSample"]
        for batch in batches:
            first = batch["firstSample"]
            if batch["dropped"] and first >= following:
                raise Overrun(f"{name}: index {first} after {following}, {batch['dropped']} dropped")
            assert first >= following and batch["dropped"] == 0, f"{name}: index {first} after {following}, {batch['dropped']} dropped"
            missing += first - following
            for signal, column in zip(batch["signals"], sensor.columns):
                assert not signal["missing"], f"{name}: {signal['name']} has no number at {first} + {signal['missing']}"
                values = array("f", signal["samples"])
                for place in range(0, len(values), sensor.cycle):
                    part, begin = values[place:place + sensor.cycle], (first + place + shift) % sensor.cycle
                    if part != column[begin:begin + len(part)]:
                        wrong = next((n for n, value in enumerate(part) if not same(value, column[begin + n])), None)
                        assert wrong is None, (f"{name}: {signal['name']} is {part[wrong]} in place of {column[begin + wrong]}, "
                                               f"{place + wrong} behind {first}")
            came += len(values)
            following = first + len(values)
        return came, missing

    def opened(self, names):
        """How often a device was opened for these sensors."""
        return sum(any(f" {name}: /dev/" in line for name in names) and "nothing" not in line for line in self.journal().splitlines())

    def check_stream(self, names, seconds, channels=8):
        """Over so many seconds every value is the one that its model sent, and none is lost that the model had room for."""
        self.patiently(names, lambda: self.check_stream_once(names, seconds, channels))

    def patiently(self, names, check):
        """A check of streams, again where this host was too busy for it."""
        at_first, was_busy = self.without_room(names), False
        for _ in range(3):
            self.settle(names)
            opened, lost, numbered = self.opened(names), self.without_room(names), self.without_room(names, NUMBERED)
            try:
                with StandStill() as still:
                    check()
                return
            except AssertionError as complaint:
                # A driver gives up after seconds of silence and begins anew, and what was sent meanwhile nobody can count. Of what a model had no room for, only packets with numbers
                # leave a trace that is exact.
                # A number of 8 bits is exact up to three quarters of a turn: a model that got no processor for longer leaves a gap that only the time shows.
                is_overrun = isinstance(complaint, Overrun) or self.without_room(names, NUMBERED) - numbered >= 128
                if self.opened(names) == opened and self.without_room(names) == lost and not still.is_long and not is_overrun:
                    raise
                was_busy = was_busy or still.is_long or is_overrun
                print(f"again: a device was opened anew, a model had no room, this client was overrun, or this machine stood still, for "
                      f"{still.longest.value:.3f} s at the longest ({complaint})", flush=True)
        assert was_busy or self.without_room(names) > at_first, "devices are opened anew again and again"
        print(f"undecided: this host is too busy for models of {', '.join(names)}", flush=True)

    def without_room(self, names, numbered=()):
        """Packets that models had no room for: models without numbers in their packets, or those with."""
        return sum(ask("lost " + model) for model in self.models(names) if (model in NUMBERED) == bool(numbered))

    def check_stream_once(self, names, seconds, channels):
        before, models = self.sensors(), self.models(names)
        dropped, packets = ({model: ask(f"{what} {model}") for model in models} for what in ("lost", "packets"))
        began, found, failed = ask("clock"), {}, []

        def collect(name):
            try:
                found[name] = self.monitor(name, seconds, channels)
            except AssertionError as complaint:
                failed.append(complaint)

        threads = [threading.Thread(target=collect, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = (ask("clock") - began) / 1e9
        made = {model: (ask("packets " + model) - packets[model]) / took for model in models}
        assert not failed, failed
        after, told, total = self.sensors(), [], 0
        for name in names:
            model = self.table[name].model
            came, missing = self.compare(name, found[name])
            lost, without_room = after[name]["lost"] - before[name]["lost"], ask("lost " + model) - dropped[model]
            assert after[name]["corrupt"] == before[name]["corrupt"], f"{name}: something garbled"
            # A model has a FIFO: when this host is too slow for it, packets are lost there, and counted.
            assert lost == 0 or without_room > 0, f"{name}: {lost} lost"
            assert missing == 0 or lost > 0, f"{name}: {missing} missing, {lost} lost"
            total += missing
            told.append(f"{came} of {name}")
        passed(f"in {took:.1f} s " + ", ".join(told) + " came, each value the one that the model sent; "
               + (f"{total} lost, for which a model had no room; " if total else "none lost; ")
               + ", ".join(f"{rate:.0f} {model}" for model, rate in made.items()) + " packets/s")

    def latencies(self, name, seconds):
        """Milliseconds from the model's sending to the reply on the socket, of some newest samples; and what the clocks leave open."""
        sensor, found, begin = self.table[name], [], same_moment()
        until = time.monotonic() + seconds
        for reply in self.replies("Monitor", {"sensor": name, "intervalMs": 0, "signals": ["raw_1"]}, more=True):
            arrival = time.monotonic_ns()
            found += [(arrival, batch) for batch in reply["batches"][-1:]]
            if arrival > until * 1e9:
                break
        end = same_moment()
        # An emulated clock may run some per cent slow: it is compared before and after.
        pace = (end[1] - begin[1]) / (end[0] - begin[0])
        times = []
        for arrival, batch in found[len(found) // 4::max(len(found) // 100, 1)]:
            last = dict(batch, signals=[dict(batch["signals"][0], samples=batch["signals"][0]["samples"][-1:])])
            moment = begin[1] + int((arrival - begin[0]) * pace)
            sent = ask(f"sent {sensor.model} {sensor.place(last)} {moment}")
            if sent:
                times.append((moment - sent) / 1e6)
        assert times, f"{name}: nobody knows when these were sent"
        return sorted(times), max(begin[2], end[2]) / 1e6

    def width(self, name):
        """How many channels it has. (Their names and units are listed as the driver's own until the device's have made the round.)"""
        return len(self.sensors()[name]["channels"])

    def nodes(self):
        """Device nodes that the daemon has open."""
        return [path for path in self.open_files() if path.startswith(("/dev/hidraw", "/dev/bus/usb", "/dev/ttyUSB"))]

    def settle(self, names=None, seconds=120):
        return self.wait_for(names or self.table, FLOWING, seconds)


def same_moment():
    """A moment by this machine's clock and by the host's, nanoseconds, and by how much they may be two moments: half of a round trip."""
    best = None
    for _ in range(50):
        before = time.monotonic_ns()
        theirs = ask("clock")
        after = time.monotonic_ns()
        if best is None or after - before < 2 * best[2]:
            best = ((before + after) // 2, theirs, (after - before) // 2)
    return best
