"""Tec Gihan force plates behind their controller, as the maker's program speaks with it."""
from array import array

from usb import MILLISECOND

from .ftdi import Chip, ascii_lines

RATES = {"10K": (10_000, 100), "5K": (5000, 100), "2.5K": (2500, 100), "1K": (1000, 100), "500": (500, 100), "250": (250, 100),
         "240": (240, 24), "120": (120, 12)}
FULL_SCALES = (1500, 1500, 3000, 300, 300, 200, 3000, 3000, 6000, 600, 600, 400, 5000, 5000, 10000, 1000, 1000, 600)
DEPTH = 0.0415             # metres, of the origin of each plate


class ForcePlates(Chip):
    """Data are pulled: the first block comes by itself, each next one for a `DT`."""
    strings = ["Tec Gihan", "FORCEPLATE CONTROLLER", "TG000017"]
    bauds = (1_000_000,)
    cycle = 4096
    serials = ("0101", "0102")
    kept = 10                   # blocks for a host that is late

    def build(self):
        super().build()
        self.state, self.speed_name, self.range, self.buffer = "SLEEP", "1K", "3kN", bytearray()
        self.idle_at = self.block = self.asked = self.dropped = 0
        self.waves = {}
        self.waking, self.wakes = 300, 0

    def connected(self):
        super().connected()
        self.state, self.wakes = "SLEEP", 0
        self.buffer.clear()

    def disconnected(self):
        super().disconnected()
        self.waking = 300

    @staticmethod
    def value(sample, channel):
        """`channel` counts through the plates: six of each."""
        return 7 * (sample % 4096) - 15000 + 100 * (channel % 6) + 1000 * (channel // 6)

    def heard(self, data):
        for line in ascii_lines(self.buffer, data, b"\n"):
            self.obey(line.strip())

    def reply(self, text):
        self.say(text.encode() + b"\n")

    def obey(self, command):
        if command == "STOP":
            if self.state == "MEASURE":
                self.state = "IDLE"
            self.quiet()
        elif command == "STATE":
            self.reply(self.state)
        elif command == "DT":
            if self.state == "MEASURE":
                self.asked += 1
        elif command == "WAKE":
            self.wakes += 1
            # Called again, it begins to wake again.
            if self.state == "SLEEP":
                self.become_idle(self.waking)
        elif self.state == "IDLE":
            self.obey_idle(command)

    def obey_idle(self, command):
        if command == "START":
            self.state, self.block, self.asked = "MEASURE", 0, 1
            self.origin = self.time()
        elif command == "ZERO":
            self.become_idle(1000, "ZERO")
        elif command.startswith("SPS_") and command[4:] in RATES:
            self.speed_name = command[4:]
            self.reply("SPS_OK")
        elif command in ("RANGE_3kN", "RANGE_6kN", "RANGE_10kN"):
            self.range = command[6:]
        elif command.startswith("FP_") and command.endswith("_GET_AZ0") and command[3:-8] in self.serials:
            self.reply(f"AZ0_{DEPTH}")
        elif command.startswith("FP_") and command.endswith("_GETFS") and command[3:-6] in self.serials:
            self.reply("FS_" + ",".join(map(str, FULL_SCALES)))
        elif command.startswith("FPSERIAL_") and command[9:].isdigit() and int(command[9:]) < len(self.serials):
            self.reply(f"{command}_{self.serials[int(command[9:])]}")
        else:
            answers = {"SERIAL": "SERIAL_17", "VER": "VER_1.04", "SPS": "SPS_" + self.speed_name, "RANGE": "RANGE_" + self.range,
                       "FPCOUNT": f"FPCOUNT_{len(self.serials)}"}
            if command in answers:
                self.reply(answers[command])

    def become_idle(self, milliseconds, meanwhile="SLEEP"):
        self.state, self.idle_at = meanwhile, self.time() + milliseconds * MILLISECOND

    def tick(self, moment):
        if self.idle_at and moment >= self.idle_at:
            self.state, self.idle_at = "IDLE", 0
        wait = None
        if self.state == "MEASURE":
            rate, samples = RATES[self.speed_name]
            length = samples * 1_000_000_000 // rate
            whole = (moment - self.origin) // length
            if whole - self.block > self.kept:
                self.dropped += whole - self.kept - self.block
                self.block = whole - self.kept
            while self.asked > 0 and self.block < whole:
                self.say(self.packed(self.block * samples, samples))
                self.block += 1
                self.asked -= 1
            wait = self.origin + (whole + 1) * length - moment
        below = super().tick(moment)
        return below if wait is None else wait if below is None else min(below, wait)

    def befall_drowsy(self, milliseconds):
        """It takes so long to wake up, until it is pulled out."""
        self.waking = int(milliseconds)

    def befall_wakes(self):
        """How often it was woken."""
        return self.wakes

    def lost(self):
        return super().lost() + self.dropped

    def sent(self, place, moment):
        """When its block was whole."""
        rate, samples = RATES[self.speed_name]
        newest = min(int((moment - self.origin) * rate / 1e9) // samples, self.block) * samples - 1
        return int(self.origin + ((newest - (newest - place) % self.cycle) // samples + 1) * samples * 1e9 / rate)

    def packed(self, first, count):
        """Plate after plate, of each its samples."""
        data = b""
        for plate in range(len(self.serials)):
            if plate not in self.waves:
                wave = array("h", (self.value(sample, 6 * plate + axis) for sample in range(self.cycle) for axis in range(6)))
                self.waves[plate] = wave + wave[:6 * 100]
            begin = first % self.cycle * 6
            data += self.waves[plate][begin:begin + 6 * count].tobytes()
        return data
