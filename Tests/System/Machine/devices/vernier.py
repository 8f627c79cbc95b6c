"""Vernier Go Direct."""
import struct

from usb import HIGH, HIDDevice


class GoDirect(HIDDevice):
    """A Vernier force sensor: packets in reports of 64 bytes with their count in front; it says what it measures."""
    vendor, product, version = 0x08F7, 0x0010, 0x0100
    strings = ["Vernier Software & Technology", "GDX-FOR 071000U1", "071000U1"]
    reports = bytes.fromhex("0600ff 0901 a101 150026ff00 7508 9540 0902 8102 9540 0903 9102 c0")
    cycle = 4096
    # How many moments a packet holds when they come in less than 5 ms. Which device packs how much, nobody says.
    packs = 4
    # Whether the third byte counts its measurements, which nobody says.
    counts = False

    def build(self):
        super().build()
        self.command, self.microseconds, self.sets = b"", 10_000, 1

    @staticmethod
    def value(sample, channel):
        return (sample % 4096) / 8

    def reported(self, data):
        self.command += data[1:1 + data[0]]
        if len(self.command) >= 2 and len(self.command) >= self.command[1]:
            command, self.command = self.command, b""
            self.obey(command)

    def obey(self, command):
        what = command[4]
        if what == 0x1B:
            self.microseconds = struct.unpack_from("<I", command, 7)[0]
        self.send(0x9E, bytes([what, command[2]]) + self.payload(what, command))
        if what == 0x18:
            self.sets = self.packs if self.microseconds < 5000 else 1
            self.inputs[0x81].start(self.sets * self.microseconds * 1000, self.measurement)
        elif what in (0x19, 0x54):
            self.inputs[0x81].stop()

    def payload(self, what, command):
        if what == 0x10:
            return struct.pack("<BBBBHBBHBB", 0, 0, 1, 4, 7, 1, 4, 7, 88, 0)
        if what == 0x55:
            name, serial = (text.encode() for text in self.strings[1:])
            return struct.pack("<16s16s32sHHBBBBHBBH6sI64s", b"GDX-FOR", serial, name, 1, 2019, 5, 6, 1, 4, 7, 1, 4, 7,
                               b"\1\2\3\4\5\6", 0, b"Go Direct Force")
        if what in (0x56, 0x51):
            return struct.pack("<I", 1 << 1)
        if what == 0x50:
            return struct.pack("<bBIBB60s32sdddIQIII", command[5], 0, 0x42, 0, 0, b"Force", b"N", 0.1, -50.0, 50.0, 1000, 10 ** 9, 20_000,
                               1000, 0)
        return b"\0"

    def packet(self, first, data, number=0):
        """The checksum is the sum of everything else."""
        head = bytes([first, len(data) + 4, number & 0xFF if self.counts else 0])
        return head + bytes([sum(head + data) & 0xFF]) + data

    def split(self, packet):
        return [bytes([len(part)]) + part.ljust(63, b"\0") for part in (packet[at:at + 63] for at in range(0, len(packet), 63))]

    def send(self, first, data):
        for report in self.split(self.packet(first, data)):
            self.inputs[0x81].put(report)

    def measurement(self, number):
        values = [self.value(sample, 0) for sample in range(self.sets * number, self.sets * (number + 1))]
        return self.split(self.packet(0x20, struct.pack(f"<BHBB{self.sets}f", 0x06, 1 << 1, self.sets, 0, *values), number))[0]

    def packet_of(self, sample):
        return sample // self.sets

    def last_sample(self, packet):
        return self.sets * (packet + 1) - 1


class GoDirectReports(GoDirect):
    """One that sends every sample in a report of its own, and counts them.

    The kernel's HID driver has one transfer under way and sends the next when it has heard of its end. At full speed there is one place in a
    frame, which a late interrupt misses and nothing makes up for: an emulated processor fetches 860 reports in a second, and no host can
    fetch more than 1000. At high speed it is asked four times in a millisecond.
    """
    strings = ["Vernier Software & Technology", "GDX-FOR 071000U2", "071000U2"]
    packs, counts = 1, True
    speed, interval = HIGH, 2
