"""A postal scale, as the HID usage tables for points of sale describe it."""
import struct

from usb import MILLISECOND, HIDDevice


class Scale(HIDDevice):
    """Report 3: status, unit, power of ten, weight; ten times a second."""
    vendor, product, version = 0x0922, 0x8003, 0x0100
    strings = ["DYMO", "DYMO M25 25 kg Postal Scale", "0071234567"]
    # Usage page 8Dh, a weighing device; report 3 with 5 bytes to the host, report 2 with one from it.
    reports = bytes.fromhex("058d 0920 a101 150026ff00 7508 8503 0940 9505 8102 8502 0960 9501 9102 c0")
    interval, size = 10, 8
    cycle = 4096
    STABLE, MOVING, UNDER_ZERO = 4, 3, 5
    # Kilograms, in hundredths.
    unit, power = 3, 2

    def connected(self):
        self.inputs[0x81].start(100 * MILLISECOND, self.report)

    @classmethod
    def value(cls, sample, channel):
        """Every third is below zero."""
        weight = (sample % 4096) / 10 ** cls.power
        return -weight if sample % 4096 % 3 == 0 else weight

    def report(self, number):
        place = number % self.cycle
        status = self.UNDER_ZERO if place % 3 == 0 else self.STABLE if place % 3 == 1 else self.MOVING
        return struct.pack("<BBBbH", 3, status, self.unit, -self.power, place)


class OunceScale(Scale):
    """One that weighs in tenths of an ounce."""
    strings = ["DYMO", "DYMO M10 10 lb Postal Scale", "0070001611"]
    unit, power = 11, 1
