"""Loadstar DI-1000U, as its list of commands describes it."""
from .ftdi import Chip, ascii_lines


class Loadstar(Chip):
    strings = ["FTDI", "FT232R USB UART", "LS0DI1000"]
    bauds = (230_400,)
    cycle = 4096
    rate = 1000

    def build(self):
        super().build()
        self.buffer = bytearray()

    @staticmethod
    def value(sample, channel):
        return (sample % 4096) / 8 - 256

    def heard(self, data):
        for line in ascii_lines(self.buffer, data, b"\r"):
            self.obey(line.strip().upper())

    def obey(self, command):
        if self.step:
            # An empty line ends the output; whether it is answered, sources do not agree: here it is not.
            if not command:
                self.quiet()
            return
        if command == "WC":
            self.stream(self.rate, self.lines)
            return
        answers = {"": "A", "UNIT": "N", "LC": "500.0", "MODEL": "DI-1000U", "ID": "F123456", "W": "0.000", "R": "8388608"}
        self.say(answers.get(command, "E").encode() + b"\r\n")

    def lines(self, first, count):
        return b"".join(b"%.3f\r\n" % self.value(sample, 0) for sample in range(first, first + count))
