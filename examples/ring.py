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


def open_ring(path):
    """The connection, the memory and the bell."""
    station = socket.socket(socket.AF_UNIX)
    station.connect(path)
    station.sendall(b'{"method": "org.holdfast.station1.OpenRing", "more": true}\0')
    # The descriptors come with the first byte of the reply, which lists the sensors.
    reply, descriptors, _, _ = socket.recv_fds(station, 1 << 16, 2)
    if len(descriptors) != 2:
        sys.exit(f"no ring: {reply.decode()}")
    print(reply.decode(), file=sys.stderr)
    return station, mmap.mmap(descriptors[0], 0, mmap.MAP_SHARED, mmap.PROT_READ), socket.socket(fileno=descriptors[1])


def main(path, left):
    station, memory, bell = open_ring(path)

    def word(number):
        return int.from_bytes(memory[8 * number:8 * number + 8], sys.byteorder)

    slots, position = word(SLOTS), word(COMMIT)
    while left != 0:
        # Further replies have the sensors again when they have changed.
        for ready in select.select([station, bell], [], [])[0]:
            if not ready.recv(1 << 16):
                sys.exit("the station has closed the ring")
        while left != 0 and position < word(COMMIT):
            reading = READING.unpack_from(memory, HEADER + position % slots * READING.size)
            # The writer announces a slot before it writes it.
            if word(INTENT) - position > slots:
                oldest = word(COMMIT) - slots * 15 // 16
                print(oldest - position, "readings lost", file=sys.stderr)
                position = oldest
                continue
            sensor, _, _, _, _, index, time, _, force, *_ = reading
            print(sensor, index, f"{time / 1e9:.6f} {force:.4f}")
            position, left = position + 1, left - 1


main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else -1)
