"""USB devices made of Python: descriptors, control requests, and endpoints that the device fills at its own pace.

A model knows nothing of how it is plugged in; redirect.py does that.
"""
import struct
import time
from collections import deque

CONTROL, ISOCHRONOUS, BULK, INTERRUPT = range(4)
LOW, FULL, HIGH = range(3)
STALL = object()
PIPE, OVERFLOW = -32, -75
MILLISECOND = 1_000_000
now = time.monotonic_ns


class Request:
    """What the host wants to read; `complete(status, data)` ends it."""

    def __init__(self, tag, length, complete):
        self.tag, self.length, self.complete, self.data = tag, length, complete, b""


class Endpoint:
    """One that the host reads. Packets wait in a FIFO that loses the oldest when it is full, as in a device."""

    def __init__(self, address, kind, size, interval=0, depth=64):
        self.address, self.kind, self.size, self.interval, self.depth = address, kind, size, interval, depth
        self.fifo, self.requests = deque(), deque()
        self.push = None        # interrupt packets go out unasked
        self.halted = False
        self.lost = self.packets = 0
        self.period = 0         # nanoseconds; 0: sends nothing by itself
        self.make = None
        self.due = 0
        self.times = deque(maxlen=8192)     # of packets that it sent by itself: number, nanoseconds
        self.number = 0

    def start(self, period, make):
        self.period, self.make, self.number, self.due = int(period), make, 0, now() + int(period)
        self.times.clear()

    def stop(self):
        self.period = 0
        self.fifo.clear()

    def tick(self, moment):
        """Sends what is due; nanoseconds until the next packet."""
        if not self.period:
            return None
        while self.due <= moment:
            self.times.append((self.number, moment))
            self.put(self.make(self.number))
            self.number += 1
            self.due += self.period
        return self.due - moment

    def put(self, packet):
        if packet is None:
            return
        self.packets += 1
        if self.push:
            self.push(self, packet)
            return
        if len(self.fifo) >= self.depth:
            self.fifo.popleft()
            self.lost += 1
        self.fifo.append(packet)
        self.match()

    def submit(self, request):
        if self.halted:
            request.complete(PIPE, b"")
            return
        self.requests.append(request)
        self.match()

    def cancel(self, tag):
        for request in self.requests:
            if request.tag == tag:
                self.requests.remove(request)
                return request
        return None

    def match(self):
        """A packet shorter than the largest ends a request (USB 2.0, 5.8.3)."""
        while self.requests and self.fifo:
            request, packet = self.requests[0], self.fifo.popleft()
            if len(request.data) + len(packet) > request.length:
                self.requests.popleft()
                request.complete(OVERFLOW, b"")
                continue
            request.data += packet
            if len(packet) < self.size or len(request.data) >= request.length:
                self.requests.popleft()
                request.complete(0, request.data)

    def halt(self, yes):
        self.halted = yes
        while yes and self.requests:
            self.requests.popleft().complete(PIPE, b"")

    def forget(self):
        self.requests.clear()
        self.push, self.halted = None, False
        self.stop()


class Device:
    """One instrument. What it measures is a ramp: `value(sample, channel)`, the same again after `cycle` samples."""
    cycle = 1
    speed, vendor, product, version = FULL, 0, 0, 0x0100
    interface_class = 0xFF
    strings = ["maker", "product", "serial"]
    outputs = ()                # addresses of bulk endpoints that the host writes

    def __init__(self):
        self.inputs = {}
        self.configuration = 0
        self.build()

    def build(self):
        """Makes `inputs`."""

    def class_descriptor(self):
        return b""

    def endpoints(self):
        """Address, kind, interval, largest packet."""
        return [(e.address, e.kind, e.interval, e.size) for e in self.inputs.values()] + [(a, BULK, 0, 64) for a in self.outputs]

    def device_descriptor(self):
        return struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x0200, 0, 0, 0, 64, self.vendor, self.product, self.version, 1, 2, 3, 1)

    def configuration_descriptor(self):
        ends = [struct.pack("<BBBBHB", 7, 5, address, kind, size, interval) for address, kind, interval, size in self.endpoints()]
        body = bytes([9, 4, 0, 0, len(ends), self.interface_class, 0, 0, 0]) + self.class_descriptor() + b"".join(ends)
        return struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), 1, 1, 0, 0x80, 50) + body

    def control(self, kind, request, value, index, length, data):
        """Bytes, or STALL."""
        if kind & 0x60:
            answer = self.request(kind, request, value, index, length, data)
        else:
            answer = self.standard(kind, request, value, index)
        if answer is STALL:
            return STALL
        return answer[:length] if kind & 0x80 else b""

    def standard(self, kind, request, value, index):
        if request == 6:
            return self.descriptor(kind, value >> 8, value & 0xFF)
        if request == 9:
            self.configuration = value & 0xFF
        if request == 1 and kind == 2 and index & 0xFF in self.inputs:
            self.inputs[index & 0xFF].halt(False)
        return {0: b"\0\0", 8: bytes([self.configuration]), 10: b"\0"}.get(request, b"")

    def descriptor(self, kind, which, number):
        if kind == 0x81:
            return self.interface_descriptor(which)
        if which == 1:
            return self.device_descriptor()
        if which == 2 and number == 0:
            return self.configuration_descriptor()
        if which == 3 and number == 0:
            return b"\x04\x03\x09\x04"
        if which == 3 and number <= len(self.strings):
            text = self.strings[number - 1].encode("utf-16le")
            return bytes([len(text) + 2, 3]) + text
        return STALL

    def interface_descriptor(self, which):
        return STALL

    def request(self, kind, request, value, index, length, data):
        return STALL

    def written(self, address, data):
        """Bytes for an endpoint that the host writes; 0 or a negative error."""
        return 0

    def connected(self):
        """The cable is in."""

    def disconnected(self):
        self.configuration = 0
        for endpoint in self.inputs.values():
            endpoint.forget()

    def sent(self, place, moment):
        """When the newest sample before a moment went out that has this place in the ramp, in nanoseconds; 0 where it is forgotten."""
        times = next(endpoint.times for endpoint in self.inputs.values() if endpoint.times)
        newest = next((packet for packet, time in reversed(times) if time <= moment), None)
        if newest is None:
            return 0
        newest = self.last_sample(newest)
        number = self.packet_of(newest - (newest - place) % self.cycle)
        return next((time for packet, time in reversed(times) if packet == number), 0)

    def packet_of(self, sample):
        """The number of the packet that ends a sample."""
        return sample

    def last_sample(self, packet):
        """The number of the newest sample that is whole with a packet."""
        return packet

    def lost(self):
        """Packets for which there was no room."""
        return sum(endpoint.lost for endpoint in self.inputs.values())

    def befall(self, what, *words):
        """A mishap of this model's, by name; a number where it has one to tell."""
        return getattr(self, "befall_" + what)(*words)

    def tick(self, moment):
        waits = [wait for wait in (e.tick(moment) for e in self.inputs.values()) if wait is not None]
        return min(waits) if waits else None


class HIDDevice(Device):
    """Reports in and out, without numbers unless `reports` says so; output reports come as SET_REPORT."""
    interface_class = 3
    reports = b""
    interval, size = 1, 64

    def build(self):
        self.inputs[0x81] = Endpoint(0x81, INTERRUPT, self.size, self.interval)

    def class_descriptor(self):
        return struct.pack("<BBHBBBH", 9, 0x21, 0x0111, 0, 1, 0x22, len(self.reports))

    def interface_descriptor(self, which):
        return self.reports if which == 0x22 else STALL

    def request(self, kind, request, value, index, length, data):
        if (kind, request, value >> 8) == (0x21, 9, 2):
            self.reported(data)
            return b""
        return b"" if (kind, request) == (0x21, 10) else STALL

    def reported(self, data):
        """An output report."""
