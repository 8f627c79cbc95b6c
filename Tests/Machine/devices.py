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
