"""The chip that makes a serial line of USB: FT232R, by FTDI's AN232B-05 and what its drivers ask of it."""
from usb import BULK, MILLISECOND, STALL, Device, Endpoint, now

RESET, MODEM_CONTROL, FLOW, BAUD, DATA, MODEM_STATUS, LATENCY, READ_LATENCY, READ_MEMORY = 0, 1, 2, 3, 4, 5, 9, 10, 0x90
EIGHTHS = (0, 4, 2, 1, 3, 5, 6, 7)
CTS_DSR, OVERRUN = 0x31, 0x02


class Receiver(Endpoint):
    """What the host reads: packets of at most 62 bytes behind two of status; what does not fill one waits for the latency timer."""
    # A real chip has room for 128 to 1024 bytes, but an emulated bus pauses for longer than a real one.
    room = 65536

    def __init__(self, address, chip):
        super().__init__(address, BULK, 64)
        self.chip, self.bytes, self.overrun = chip, bytearray(), False

    def tick(self, moment):
        while self.requests and len(self.bytes) >= 62:
            self.send(moment, 62)
        if self.requests and moment >= self.due:
            self.send(moment, len(self.bytes))
        return self.due - moment if self.requests else None

    def send(self, moment, count):
        self.due = moment + self.chip.latency * MILLISECOND
        self.put(bytes([CTS_DSR, 0x60 | (OVERRUN if self.overrun else 0)]) + self.bytes[:count])
        self.overrun = False
        del self.bytes[:count]

    def take(self, data):
        """Bytes from the line; how many found room."""
        count = min(len(data), self.room - len(self.bytes))
        self.bytes += data[:count]
        return count

    def forget(self):
        super().forget()
        self.bytes.clear()


class Chip(Device):
    """An instrument behind such a chip says `heard` what is written to it, and speaks with `say` or, at a rate, by `stream`."""
    vendor, product, version = 0x0403, 0x6001, 0x0600
    outputs = (0x02,)
    bauds = (115_200,)          # at which the instrument understands and is understood

    def build(self):
        self.inputs[0x81] = self.receiver = Receiver(0x81, self)
        self.baud, self.latency, self.has_flow_control = 9600, 16, False
        # What the instrument has said and the line has not carried yet, and until when it has carried it.
        self.line, self.carried = bytearray(), 0
        self.step, self.make, self.next, self.origin = 0, None, 0, 0
        self.refused = 0

    def connected(self):
        self.baud, self.latency, self.has_flow_control = 9600, 16, False
        self.line.clear()
        self.quiet()

    def disconnected(self):
        super().disconnected()
        self.quiet()

    def request(self, kind, request, value, index, length, data):
        if kind & 0x60 != 0x40:
            return STALL
        if request == RESET and value in (0, 1):
            self.receiver.bytes.clear()
        elif request == FLOW:
            self.has_flow_control = bool(index & 0x0100)
        elif request == BAUD:
            eighths = EIGHTHS[value >> 14 | (index & 1) << 2]
            divisor = value & 0x3FFF
            # Two that are not what they say.
            self.baud = 3_000_000 if divisor == 0 else 2_000_000 if (divisor, eighths) == (1, 0) else 3_000_000 / (divisor + eighths / 8)
        elif request == LATENCY:
            self.latency = max(value & 0xFF, 1)
        elif request == READ_LATENCY:
            return bytes([self.latency])
        elif request == MODEM_STATUS:
            return bytes([CTS_DSR, 0x60])
        elif request == READ_MEMORY:
            return b"\0\0"
        return b""

    def understands(self):
        return any(abs(self.baud / baud - 1) < 0.02 for baud in self.bauds)

    def written(self, address, data):
        if self.understands():
            self.heard(data)
        return 0

    def heard(self, data):
        """Bytes from the host."""

    def say(self, data):
        if not self.line:
            self.carried = self.time()
        # At another rate of the line other bytes come out of it.
        self.line += data if self.understands() else bytes(byte * 7 & 0xFF for byte in data)

    time = staticmethod(now)

    def stream(self, rate, make):
        """From now on `make(first, count)` is what the instrument says in its samples from `first` on."""
        self.step, self.make, self.next, self.origin = 1e9 / rate, make, 0, self.time()

    def quiet(self):
        self.step = 0

    def befall_pause(self, milliseconds):
        """The samples of so long are never said."""
        self.next += int(float(milliseconds) * MILLISECOND / self.step)

    def sent(self, place, moment):
        """When the instrument said it, whatever the chip did then."""
        newest = min(int((moment - self.origin) / self.step), self.next) - 1
        return int(self.origin + (newest - (newest - place) % self.cycle + 1) * self.step)

    def lost(self):
        return self.refused

    def tick(self, moment):
        wait = None
        if self.step:
            count = int((moment - self.origin) / self.step) - self.next
            if count > 0:
                self.say(self.make(self.next, count))
                self.next += count
            # Faster than twice a millisecond nobody could see.
            wait = max(int(self.origin + (self.next + 1) * self.step - moment), MILLISECOND // 2)
        if self.line:
            count = int((moment - self.carried) * self.baud / 1e10)
            if count > 0:
                self.carry(count, moment)
            if self.line:
                wait = min(wait or MILLISECOND, MILLISECOND // 2)
        due = self.receiver.tick(moment)
        return due if wait is None else wait if due is None else min(wait, due)

    def carry(self, count, moment):
        """Ten bits a byte. With flow control the instrument waits for room, without it the bytes are gone."""
        count = min(count, len(self.line))
        taken = self.receiver.take(self.line[:count])
        if taken < count and not self.has_flow_control:
            self.refused += count - taken
            self.receiver.overrun = True
            taken = count
        del self.line[:taken]
        self.carried = self.carried + int(taken * 1e10 / self.baud) if taken == count else moment


def ascii_lines(buffer, data, ends):
    """Adds to a buffer; the lines that are whole."""
    buffer += data
    lines = []
    while (place := next((place for place, byte in enumerate(buffer) if byte in ends), None)) is not None:
        lines.append(bytes(buffer[:place]).decode("ascii", "replace"))
        del buffer[:place + 1]
    return lines
