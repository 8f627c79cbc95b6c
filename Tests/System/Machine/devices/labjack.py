"""LabJack U6 and U3."""
import struct
from array import array

from usb import BULK, Device, Endpoint


class LabJack(Device):
    """LabJack U6: commands on 01h, answers on 82h, a stream of packets with 25 samples on 83h."""
    vendor, product, version = 0x0CD5, 0x0006, 0x0100
    strings = ["LabJack Corporation", "LabJack U6", "360009876"]
    outputs = (0x01,)
    cycle = 16001

    def build(self):
        self.inputs[0x82] = Endpoint(0x82, BULK, 64)
        # An emulated bus pauses for longer than a real one. Not more than half of what a packet's number counts to, or nobody could tell
        # by the time of arrival how often that number has wrapped.
        self.inputs[0x83] = Endpoint(0x83, BULK, 64, depth=100)
        self.channels, self.period, self.streaming = [], 0, False
        self.empty()

    def empty(self):
        # Packets that the device has no room for, and how many there were.
        self.full, self.unmade = range(0), 0

    def disconnected(self):
        super().disconnected()
        self.streaming = False

    @staticmethod
    def value(sample, channel):
        """`channel` is the input's number."""
        return 16 + 4 * ((7 * sample + 11 * channel) % 16001)

    @staticmethod
    def fold(data):
        total = sum(data)
        for _ in range(2):
            total = total % 256 + total // 256
        return total & 0xFF

    def extended(self, command, data):
        """An answer or packet: the sum of the data in two bytes, then that of the head in the first."""
        head = bytes([0xF8, len(data) // 2, command]) + struct.pack("<H", sum(data) & 0xFFFF)
        return bytes([self.fold(head)]) + head + data

    def short(self, *data):
        return bytes([self.fold(data), *data])

    def written(self, address, data):
        answer = self.answer(data)
        if answer:
            self.inputs[0x82].put(answer)
        return 0

    def answer(self, data):
        if data == b"\xA8\xA8":
            self.streaming = True
            self.empty()
            self.inputs[0x83].start(self.period, self.packet)
            return self.short(0xA9, 0, 0)
        if data == b"\xB0\xB0":
            error, self.streaming = (0 if self.streaming else 52), False
            self.inputs[0x83].stop()
            return self.short(0xB1, error, 0)
        if len(data) < 6 or data[0] != self.fold(data[1:6]) or struct.unpack_from("<H", data, 4)[0] != sum(data[6:]) & 0xFFFF:
            return b"\xB8\xB8"
        if data[3] == 0x08:
            reply = bytearray(38)
            reply[9:11] = bytes([26, 1])
            self.identify(reply)
            return self.extended(0x08, bytes(reply[6:]))
        if data[3] == 0x2D:
            return self.extended(0x2D, b"\0\0" + b"".join(self.constant(4 * data[7] + n) for n in range(4)))
        if data[3] == 0x11:
            return self.extended(0x11, bytes([48 if self.streaming else self.configure(data), 0]))
        return self.other(data)

    def identify(self, reply):
        struct.pack_into("<IH", reply, 15, 360009876, 6)
        reply[37] = 4

    def other(self, data):
        return self.extended(data[3], b"\0\0")

    def configure(self, data):
        """The answer's error."""
        clock = (48e6 if data[11] & 8 else 4e6) / (256 if data[11] & 2 else 1)
        return self.prepare(data[8], clock / struct.unpack_from("<H", data, 12)[0], [data[14 + 2 * n] for n in range(data[6])])

    def prepare(self, per_packet, scans, channels):
        if per_packet != 25:
            return 49
        self.channels, self.period = channels, 1e9 * 25 / (scans * len(channels))
        # All that it will ever send, and a packet more: packets are slices of it.
        self.wave = array("H", (self.read(scan, channel) for scan in range(self.cycle) for channel in channels))
        self.wave.extend(self.wave[:25])
        return 0

    def read(self, scan, channel):
        return self.value(scan, channel)

    @staticmethod
    def constant(index):
        """32 bits of fraction, then 32 of the whole number."""
        slopes = [3.1580578e-4 / 10 ** n for n in range(4)]
        table = [x for slope in slopes for x in (slope, 33523.0)] + [x for slope in slopes for x in (-slope, 33523.0)]
        value = int((table[index] if index < len(table) else 0.0) * 2 ** 32)
        return struct.pack("<Ii", value & 0xFFFFFFFF, value >> 32)

    def befall_overflow(self, packets):
        """No room for so many packets of whole scans; and the packet that says how many scans these were is lost on its way."""
        first = self.inputs[0x83].number + 1
        self.full = range(first, first + int(packets))

    def packet(self, number):
        """Samples go by time; a packet that is not made has no number."""
        if number in self.full:
            self.unmade += 1
            return None
        if self.full and number == self.full.stop:
            self.full = range(0)
            return None
        begin, error = 25 * number % (self.cycle * len(self.channels)), 59 if number + 1 == self.full.start else 0
        data = struct.pack("<IBB", 0, number - self.unmade & 0xFF, error) + self.wave[begin:begin + 25].tobytes() + b"\0\0"
        head = bytes([0xF9, 4 + 25, 0xC0]) + struct.pack("<H", sum(data) & 0xFFFF)
        return bytes([self.fold(head)]) + head + data

    def packet_of(self, sample):
        return ((sample + 1) * len(self.channels) - 1) // 25

    def last_sample(self, packet):
        return 25 * (packet + 1) // len(self.channels) - 1


class LabJackU3(LabJack):
    """LabJack U3-LV: the same framing; inputs are digital until they are made analog."""
    product, version = 0x0003, 0x0100
    strings = ["LabJack Corporation", "LabJack U3", "320054321"]

    def build(self):
        super().build()
        self.analog = 0

    def connected(self):
        self.analog = 0

    def identify(self, reply):
        # Hardware 1.30, and no mark of a U3-HV.
        reply[13:15] = bytes([30, 1])
        struct.pack_into("<IH", reply, 15, 320054321, 3)
        reply[37] = 2

    @staticmethod
    def constant(index):
        nominal = {0: 3.7231e-5, 1: 0.0, 2: 7.4463e-5, 3: -2.44}
        value = int(nominal.get(index, 0.0) * 2 ** 32)
        return struct.pack("<Ii", value & 0xFFFFFFFF, value >> 32)

    def other(self, data):
        if data[3] != 0x0B:
            return super().other(data)
        if data[6] & 4:
            self.analog = self.analog & 0xFF00 | data[10]
        if data[6] & 8:
            self.analog = self.analog & 0x00FF | data[11] << 8
        return self.extended(0x0B, bytes([0, 0, data[8], data[9], self.analog & 0xFF, self.analog >> 8]))

    def configure(self, data):
        clock = (48e6 if data[9] & 8 else 4e6) / (256 if data[9] & 4 else 1)
        pairs = [(data[12 + 2 * n], data[13 + 2 * n]) for n in range(data[6])]
        if any(negative != 31 for _, negative in pairs):
            return 50
        return self.prepare(data[7], clock / struct.unpack_from("<H", data, 10)[0], [positive for positive, _ in pairs])

    def read(self, scan, channel):
        """An input that is digital reads nothing that anybody could take for the ramp."""
        return self.value(scan, channel) if self.analog >> channel & 1 else 0xFFFF
