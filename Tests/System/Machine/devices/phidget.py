"""PhidgetBridge, both generations."""
import struct

from usb import INTERRUPT, MILLISECOND, STALL, Device, Endpoint, HIDDevice


class PhidgetBridge(HIDDevice):
    """PhidgetBridge 1046_0: a packet every 8 ms, whatever the rate; all of its state is set by one output report."""
    vendor, product, version = 0x06C2, 0x003B, 0x0102
    strings = ["Phidgets Inc.", "PhidgetBridge 4-Input", "500123"]
    # Usage page FF00h; 18 bytes to the host, 8 from it, without numbers.
    reports = bytes.fromhex("0600ff 0901 a101 150026ff00 7508 0902 9512 8102 0903 9508 9102 c0")
    # Asked more often than it has something to say: QEMU keeps every report that nobody fetched in time, and would be late for good.
    interval = 2
    cycle = 4096

    def build(self):
        super().build()
        self.enabled, self.gains, self.steps, self.since = 0, [0, 0], 1, 0
        self.counts = [0] * 4

    @staticmethod
    def value(sample, channel):
        return 0x800000 + 1000 * channel + 16 * (sample % 4096)

    def connected(self):
        self.enabled, self.gains, self.steps = 0, [0, 0], 1
        self.inputs[0x81].start(8 * MILLISECOND, self.packet)

    def reported(self, data):
        if len(data) >= 5:
            self.enabled, self.gains = data[0] & 0x0F, [data[1], data[2]]
            self.steps = max(data[3] | (data[4] & 3) << 8, 1)

    def packet(self, _):
        self.since += 1
        new = 0
        if self.since >= self.steps:
            self.since, new = 0, self.enabled
        raw = b""
        for channel in range(4):
            if new >> channel & 1:
                self.counts[channel] += 1
            raw += self.value(self.counts[channel], channel).to_bytes(3, "big")
        return bytes([new << 4 | self.enabled, 0, *self.gains, 0, 0]) + raw

    def last_sample(self, packet):
        return self.counts[0] - (self.inputs[0x81].number - 1 - packet) // self.steps

    def packet_of(self, sample):
        return self.inputs[0x81].number - 1 - (self.counts[0] - sample) * self.steps


class PhidgetMessages(Device):
    """PhidgetBridge 1046_1: vendor requests set it, and every value of an input is a message on 81h."""
    vendor, product, version = 0x06C2, 0x003B, 0x0200
    strings = ["Phidgets Inc.", "PhidgetBridge 4-Input", "600321"]
    cycle = 4096

    def build(self):
        self.inputs[0x81] = Endpoint(0x81, INTERRUPT, 64, 1)
        self.intervals, self.enabled = [8.0] * 4, set()
        # What happens to the next message of an input, and what has still to be sent.
        self.mishap, self.late = ("", None), b""

    def disconnected(self):
        super().disconnected()
        self.enabled = set()

    @staticmethod
    def value(sample, channel):
        return ((sample + 100 * channel) % 4096) / 2 ** 20

    def request(self, kind, request, value, index, length, data):
        what, channel = value >> 8, value & 0xFF
        if channel > 3 or (kind, request) not in ((0x41, 0), (0xC1, 1)):
            return STALL
        if kind == 0xC1:
            return struct.pack("<f", self.intervals[channel]) if what == 0xFC else STALL
        if what == 0xFC:
            self.intervals[channel] = struct.unpack("<f", data)[0]
        elif what == 0x1E:
            (self.enabled.add if data[0] else self.enabled.discard)(channel)
            self.inputs[0x81].stop()
            if self.enabled:
                self.inputs[0x81].start(self.intervals[channel] * MILLISECOND, self.message)
        return b"" if what in (0xFC, 0x1E, 0x1D, 0x1A, 0xFA) else STALL

    def message(self, number):
        """One packet may carry several messages or not: the maker does not say. Here the inputs of a moment go together."""
        messages = {channel: struct.pack("<BBf", 0x1B, channel, self.value(number, channel)) for channel in sorted(self.enabled)}
        data, self.late = self.late, b""
        what, channel = self.mishap
        if channel in messages:
            self.mishap = ("", None)
            message = messages.pop(channel)
            if what == "late":
                self.late = message
            elif what == "overtaken":
                messages[channel] = message
        return data + b"".join(messages.values())

    def befall_message(self, what, channel):
        """The next message of an input is "lost", "overtaken" by the others of its moment, or an interval "late": just before the next."""
        self.mishap = (what, int(channel))
