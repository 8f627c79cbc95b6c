#!/usr/bin/env python3
"""Prints every reading of every sensor at once, from the ring that holdfastd shares. Loss is reported on standard error.

    ring.py /run/holdfast/control.sock [COUNT]
"""
import mmap
import select
import socket
import struct
import sys

READING = struct.Struct("=HBBHHQqqddddd10fQQ")  # struct holdfast_reading of holdfast-ring.h
HEADER, SLOTS, INTENT, COMMIT = 4096, 3, 8, 16


class Ring:
    def __init__(self, path):
        self.station = socket.socket(socket.AF_UNIX)
        self.station.connect(path)
        self.station.sendall(b'{"method": "org.holdfast.station1.OpenRing", "more": true}\0')
        # The descriptors come with the first byte of the reply, which lists the sensors: the memory, then the bell.
        self.reply, descriptors, _, _ = socket.recv_fds(self.station, 1 << 16, 2)
        if len(descriptors) != 2:
            sys.exit(f"no ring: {self.reply.decode()}")
        self.memory = mmap.mmap(descriptors[0], 0, mmap.MAP_SHARED, mmap.PROT_READ)
        self.bell = socket.socket(fileno=descriptors[1])
        self.slots = self.word(SLOTS)
        self.position = self.word(COMMIT)

    def word(self, number):
        return int.from_bytes(self.memory[8 * number:8 * number + 8], sys.byteorder)

    def wait(self):
        """Waits for new readings; false when the station has closed the ring."""
        poll = select.poll()
        poll.register(self.bell, select.POLLIN)
        poll.register(self.station, select.POLLIN)
        ready = dict(poll.poll())
        # Further replies have the sensors again when they have changed.
        if self.station.fileno() in ready and not self.station.recv(1 << 16):
            return False
        if self.bell.fileno() in ready:
            self.bell.recv(4096)
        return True

    def readings(self):
        """The new readings, the oldest first."""
        while self.position < self.word(COMMIT):
            place = HEADER + self.position % self.slots * READING.size
            reading = READING.unpack(self.memory[place:place + READING.size])
            # The writer announces a slot before it writes it.
            if self.word(INTENT) - self.position > self.slots:
                oldest = self.word(COMMIT) - self.slots * 15 // 16
                print(oldest - self.position, "readings lost", file=sys.stderr)
                self.position = oldest
                continue
            self.position += 1
            yield reading


def main(path, left):
    ring = Ring(path)
    print(ring.reply.decode(), file=sys.stderr)
    while ring.wait():
        for sensor, _, _, _, _, index, time, _, force, *_ in ring.readings():
            print(sensor, index, f"{time / 1e9:.6f} {force:.4f}")
            left -= 1
            if left == 0:
                return
    sys.exit("the station has closed the ring")


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else -1)
