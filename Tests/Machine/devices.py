"""Models of instruments, from their makers' descriptions of the wire. What they measure is a ramp: a value says which sample it is."""
import struct

from usb import BULK, INTERRUPT, MILLISECOND, STALL, Device, Endpoint


class PhidgetBridge(Device):
    """PhidgetBridge 1046_0: a packet every 8 ms, whatever the rate; all of its state is set by one output report."""
    vendor, product, version = 0x06C2, 0x003B, 0x0102
    interface_class = 3
    strings = ["Phidgets Inc.", "PhidgetBridge 4-Input", "500123"]
    # Usage page FF00h; 18 bytes to the host, 8 from it, without numbers.
    reports = bytes.fromhex("0600ff 0901 a101 150026ff00 7508 0902 9512 8102 0903 9508 9102 c0")

    def build(self):
        self.inputs[0x81] = Endpoint(0x81, INTERRUPT, 64, 8)
        self.enabled, self.gains, self.steps, self.since = 0, [0, 0], 1, 0
        self.counts = [0] * 4

    def class_descriptor(self):
        return struct.pack("<BBHBBBH", 9, 0x21, 0x0111, 0, 1, 0x22, len(self.reports))

    def interface_descriptor(self, which):
        return self.reports if which == 0x22 else STALL

    def connected(self):
        self.enabled, self.gains, self.steps = 0, [0, 0], 1
        self.inputs[0x81].start(8 * MILLISECOND, self.packet)

    def request(self, kind, request, value, index, length, data):
        if (kind, request, value) == (0x21, 9, 0x0200) and len(data) >= 5:
            self.enabled, self.gains = data[0] & 0x0F, [data[1], data[2]]
            self.steps = max(data[3] | (data[4] & 3) << 8, 1)
            return b""
        return b"" if (kind, request) == (0x21, 10) else STALL

    def packet(self, _):
        self.since += 1
        new = 0
        if self.since >= self.steps:
            self.since, new = 0, self.enabled
        raw = b""
        for channel in range(4):
            if new >> channel & 1:
                self.counts[channel] += 1
            raw += (0x800000 + 1000 * channel + 16 * (self.counts[channel] % 4096)).to_bytes(3, "big")
        return bytes([new << 4 | self.enabled, 0, *self.gains, 0, 0]) + raw


class LabJack(Device):
    """LabJack U6: commands on 01h, answers on 82h, a stream of packets with 25 samples on 83h."""
    vendor, product, version = 0x0CD5, 0x0006, 0x0100
    strings = ["LabJack Corporation", "LabJack U6", "360009876"]
    outputs = (0x01,)

    def build(self):
        self.inputs[0x82] = Endpoint(0x82, BULK, 64)
        self.inputs[0x83] = Endpoint(0x83, BULK, 64, depth=40)
        self.channels, self.period, self.streaming = [], 0, False

    def disconnected(self):
        super().disconnected()
        self.streaming = False

    @staticmethod
    def value(scan, channel):
        return 16 + 4 * ((7 * scan + 11 * channel) % 16001)

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
            struct.pack_into("<IH", reply, 15, 360009876, 6)
            reply[37] = 4
            return self.extended(0x08, bytes(reply[6:]))
        if data[3] == 0x2D:
            return self.extended(0x2D, b"\0\0" + b"".join(self.constant(4 * data[7] + n) for n in range(4)))
        if data[3] == 0x11:
            count = data[6]
            clock = (48e6 if data[11] & 8 else 4e6) / (256 if data[11] & 2 else 1)
            scans = clock / struct.unpack_from("<H", data, 12)[0]
            self.channels = [data[14 + 2 * n] for n in range(count)]
            self.period = 1e9 * 25 / (scans * count)
            return self.extended(0x11, bytes([48 if self.streaming else 0, 0]))
        return self.extended(data[3], b"\0\0")

    @staticmethod
    def constant(index):
        """32 bits of fraction, then 32 of the whole number."""
        slopes = [3.1580578e-4 / 10 ** n for n in range(4)]
        table = [x for slope in slopes for x in (slope, 33523.0)] + [x for slope in slopes for x in (-slope, 33523.0)]
        value = int((table[index] if index < len(table) else 0.0) * 2 ** 32)
        return struct.pack("<Ii", value & 0xFFFFFFFF, value >> 32)

    def packet(self, number):
        samples = b""
        for position in range(25 * number, 25 * number + 25):
            scan, place = divmod(position, len(self.channels))
            samples += struct.pack("<H", self.value(scan, self.channels[place]))
        data = struct.pack("<IBB", 0, number & 0xFF, 0) + samples + b"\0\0"
        head = bytes([0xF9, 4 + 25, 0xC0]) + struct.pack("<H", sum(data) & 0xFFFF)
        return bytes([self.fold(head)]) + head + data


class PhidgetMessages(Device):
    """PhidgetBridge 1046_1: vendor requests set it, and every value of an input is a message on 81h."""
    vendor, product, version = 0x06C2, 0x003B, 0x0200
    strings = ["Phidgets Inc.", "PhidgetBridge 4-Input", "600321"]

    def build(self):
        self.inputs[0x81] = Endpoint(0x81, INTERRUPT, 64, 1)
        self.intervals, self.enabled, self.counts = [8.0] * 4, set(), [0] * 4

    def disconnected(self):
        super().disconnected()
        self.enabled = set()

    @staticmethod
    def value(count):
        return (count % 4096) / 2 ** 20

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

    def message(self, _):
        packet = b""
        for channel in sorted(self.enabled):
            self.counts[channel] += 1
            packet += struct.pack("<BBf", 0x1B, channel, self.value(self.counts[channel]))
        return packet


class GoDirect(Device):
    """A Vernier force sensor: packets in reports of 64 bytes with their count in front; it says what it measures."""
    vendor, product, version = 0x08F7, 0x0010, 0x0100
    interface_class = 3
    strings = ["Vernier Software & Technology", "GDX-FOR 071000U1", "071000U1"]
    reports = bytes.fromhex("0600ff 0901 a101 150026ff00 7508 9540 0902 8102 9540 0903 9102 c0")
    class_descriptor = PhidgetBridge.class_descriptor
    interface_descriptor = PhidgetBridge.interface_descriptor

    def build(self):
        self.inputs[0x81] = Endpoint(0x81, INTERRUPT, 64, 1)
        self.command, self.period, self.count = b"", 10_000, 0

    @staticmethod
    def value(count):
        return (count % 4096) / 8

    def request(self, kind, request, value, index, length, data):
        if (kind, request, value) != (0x21, 9, 0x0200):
            return b"" if (kind, request) == (0x21, 10) else STALL
        self.command += data[1:1 + data[0]]
        if len(self.command) >= 2 and len(self.command) >= self.command[1]:
            command, self.command = self.command, b""
            self.obey(command)
        return b""

    def obey(self, command):
        what = command[4]
        if what == 0x1B:
            self.period = struct.unpack_from("<I", command, 7)[0]
        self.send(0x9E, bytes([what, command[2]]) + self.payload(what, command))
        if what == 0x18:
            self.inputs[0x81].start(self.period * 1000, self.measurement)
        elif what in (0x19, 0x54):
            self.inputs[0x81].stop()

    def payload(self, what, command):
        if what == 0x10:
            return struct.pack("<BBBBHBBHBB", 0, 0, 1, 4, 7, 1, 4, 7, 88, 0)
        if what == 0x55:
            return (struct.pack("<16s16s32sHHBBBBHBBH6sI64s", b"GDX-FOR", b"071000U1", b"GDX-FOR 071000U1", 1, 2019, 5, 6, 1, 4, 7, 1, 4,
                                7, b"\1\2\3\4\5\6", 0, b"Go Direct Force"))
        if what in (0x56, 0x51):
            return struct.pack("<I", 1 << 1)
        if what == 0x50:
            return struct.pack("<bBIBB60s32sdddIQIII", command[5], 0, 0x42, 0, 0, b"Force", b"N", 0.1, -50.0, 50.0, 1000, 10 ** 9, 20_000,
                               1000, 0)
        return b"\0"

    def packet(self, first, data):
        """The checksum is the sum of everything else."""
        head = bytes([first, len(data) + 4, 0])
        return head + bytes([sum(head + data) & 0xFF]) + data

    def split(self, packet):
        return [bytes([len(part)]) + part.ljust(63, b"\0") for part in (packet[at:at + 63] for at in range(0, len(packet), 63))]

    def send(self, first, data):
        for report in self.split(self.packet(first, data)):
            self.inputs[0x81].put(report)

    def measurement(self, _):
        self.count += 1
        return self.split(self.packet(0x20, struct.pack("<BHBBf", 0x06, 1 << 1, 1, 0, self.value(self.count))))[0]
