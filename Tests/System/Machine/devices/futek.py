"""FUTEK USB225, as the maker's library speaks with it."""
import struct

from .ftdi import Chip

RATES = (2.5, 5, 10, 16.6, 20, 50, 60, 100, 400, 1200, 2400, 4800, 7200, 14000, 19200, 38400)


class Futek(Chip):
    """Commands `00 L hi lo … checksum`; a stream of 3 bytes and a checksum, at the highest rate of 2."""
    strings = ["FUTEK", "USB225", "FT0USB225"]
    bauds = (2_000_000,)
    cycle = 4096
    # Of each direction where it begins and where it ends, as its load cell was calibrated: they differ by a tenth.
    ZERO, POINTS, LOADS = 0x88000000, (0x88000000, 0xC8000000, 0x88000000, 0x48000000), (0.0, 1024.0, 0.0, -921.6)
    NEWTON = 26

    def build(self):
        super().build()
        self.begin()

    def begin(self):
        """As switched on, whatever it is connected by."""
        self.code, self.command, self.tables, self.stray = 7, bytearray(), {}, None

    @classmethod
    def value(cls, sample, channel):
        """Counts of 32 bits on both sides of zero, whose lowest 16 are 0 so that all rates can carry them."""
        return 0x80000000 + (sample % 4096 << 16)

    @classmethod
    def newtons(cls, count):
        away = (count - cls.ZERO) / 2 ** 30
        return away * (cls.LOADS[1] if away > 0 else -cls.LOADS[3])

    @staticmethod
    def checked(data):
        return data + bytes([sum((place + 1) * byte for place, byte in enumerate(data)) & 0xFF])

    def heard(self, data):
        self.command += data
        while self.command:
            if self.command[0] != 0 or len(self.command) > 1 and self.command[1] < 5:
                del self.command[0]
                continue
            length = self.command[1] if len(self.command) > 1 else 2
            if len(self.command) < length:
                return
            frame, self.command = bytes(self.command[:length]), self.command[length:]
            if self.checked(frame[:-1]) == frame:
                self.obey(frame[2] << 8 | frame[3], frame[4:-1], frame[2:4])

    def obey(self, what, arguments, name):
        if what == 0x000C and arguments == b"\0":
            self.quiet()
            self.line.clear()
        elif self.step:
            return
        if what == 0x041E:
            self.code = arguments[-1] & 15
        payload = self.payload(what, arguments)
        if payload is not None:
            self.say(self.checked(bytes([0, 5 + len(payload)]) + name + payload))
        if what == 0x000C and arguments == b"\1":
            self.stream(RATES[self.code], self.frames)

    def payload(self, what, arguments):
        """What an answer carries, or nothing where no answer is known of."""
        index = arguments[-1] & 3 if arguments else 0
        answers = {
            0x0101: b"USB225".ljust(10, b"\0"), 0x0102: b"FSH04454".ljust(10, b"\0"), 0x0104: bytes([1, 2, 3]),
            0x0100: struct.pack(">I", 123456), 0x0300: struct.pack(">I", 654321), 0x010A: b"\0", 0x0317: b"\4",
            0x0318: struct.pack("<f", self.LOADS[index]), 0x0319: struct.pack(">I", self.POINTS[index]), 0x030B: b"\2",
            0x030C: bytes([self.NEWTON]), 0x031E: bytes([self.code]), 0x0005: struct.pack(">I", self.ZERO), 0x0120: b"\0",
            0x000C: b"", 0x041E: b"",
        }
        return answers.get(what)

    def frames(self, first, count):
        """A whole cycle is made once for each width."""
        width = 2 if self.code == 15 else 3
        if width not in self.tables:
            self.tables[width] = b"".join(
                self.checked(self.value(sample, 0).to_bytes(4, "big")[:width]) for sample in range(self.cycle))
        begin, table = first % self.cycle * (width + 1), self.tables[width]
        wanted = count * (width + 1)
        data = (table[begin:] + table * (wanted // len(table) + 1))[:wanted]
        if self.stray is not None:
            data, self.stray = data[:self.stray] + b"\x5A" + data[self.stray:], None
        return data

    def befall_stray(self, place):
        """A byte that is none of its own, so many bytes behind the beginning of a frame."""
        self.stray = int(place)
