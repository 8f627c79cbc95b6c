#!/usr/bin/env python3
"""Plugs models into this kernel's vhci_hcd, which speaks USB/IP (Documentation/usb/usbip_protocol.rst) on a socket: no network is needed.

usage: vhci.py COMMAND...     runs it while the models are served, and ends with its exit code

Orders (orders.py) are taken at /dev/virtio-ports/ask, as in the emulated machine.
"""
import ctypes
import os
import pty
import select
import socket
import struct
import subprocess
import sys
import time
import tty

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "Machine"))
import machine
from orders import obey
from usb import FULL, HIGH, LOW, STALL, Request

CONTROLLER = "/sys/devices/platform/vhci_hcd.0/"
SPEEDS = {LOW: 1, FULL: 2, HIGH: 3}
FREE = "004"
SUBMIT, UNLINK, SUBMITTED, UNLINKED = 1, 2, 3, 4
HEAD = 48
RESET = -104
PR_SET_TIMERSLACK = 29
PORT = "/dev/virtio-ports/ask"
# What is written here the host can read.
KEPT = "/run/host"


class Cable:
    """The port of one controller, always the same: a device without a serial number is known by where it is plugged in."""

    def __init__(self, controller, model):
        self.controller, self.model = controller, model
        # Each controller has a port for high speed, then one for super speed, and all of them are counted together.
        self.port = 2 * controller
        self.socket = None
        self.received, self.waiting = b"", bytearray()

    def fileno(self):
        return self.socket.fileno()

    def is_free(self):
        with open(CONTROLLER + (f"status.{self.controller}" if self.controller else "status")) as file:
            fields = [line.split() for line in file.readlines()[1:]]
        return any(words[0] == "hs" and int(words[1]) == self.port and words[2] == FREE for words in fields)

    def plug(self):
        deadline = time.monotonic() + 10
        while not self.is_free():
            assert time.monotonic() < deadline, f"port {self.port} stays in use"
            time.sleep(0.001)
        self.socket, theirs = socket.socketpair()
        for end in (self.socket, theirs):
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        self.received = b""
        self.waiting.clear()
        self.model.connected()
        with open(CONTROLLER + "attach", "w") as file:
            file.write(f"{self.port} {theirs.fileno()} {self.port + 1} {SPEEDS[self.model.speed]}")
        theirs.close()
        self.socket.setblocking(False)

    def unplug(self):
        """The connection breaks, as a cable that is pulled out."""
        if self.socket:
            self.socket.close()
            self.socket = None
            self.model.disconnected()

    def flush(self):
        while self.waiting:
            try:
                count = self.socket.send(self.waiting)
            except BlockingIOError:
                return
            except OSError:
                self.waiting.clear()
                return
            del self.waiting[:count]

    def readable(self):
        try:
            data = self.socket.recv(1 << 18)
        except BlockingIOError:
            return
        except ConnectionResetError:
            data = b""
        if not data:
            self.unplug()
            return
        self.received += data
        while len(self.received) >= HEAD:
            command, number, _, direction, endpoint, _, length = struct.unpack_from(">IIIIIIi", self.received)
            size = HEAD + (length if command == SUBMIT and direction == 0 else 0)
            if len(self.received) < size:
                return
            packet, self.received = self.received[:size], self.received[size:]
            if command == UNLINK:
                self.unlink(number, struct.unpack_from(">I", packet, 20)[0])
            else:
                self.submit(number, direction, endpoint, length, packet)

    def unlink(self, number, victim):
        status = 0
        for endpoint in self.model.inputs.values():
            request = endpoint.cancel(victim)
            if request:
                # Packets that it had already are not lost with it.
                if request.data:
                    endpoint.fifo.appendleft(request.data)
                status = RESET
        self.waiting += struct.pack(">IIIIIi24x", UNLINKED, number, 0, 0, 0, status)

    def submit(self, number, direction, endpoint, length, packet):
        def complete(status, data, moved=None):
            count = len(data) if moved is None else moved
            self.waiting += struct.pack(">IIIIIiiiii8x", SUBMITTED, number, 0, 0, 0, status, count, 0, 0, 0) + data

        model = self.model
        if endpoint == 0:
            kind, request, value, index, wanted = struct.unpack_from("<BBHHH", packet, 40)
            answer = model.control(kind, request, value, index, wanted, packet[HEAD:])
            if answer is STALL:
                complete(-32, b"")
            else:
                complete(0, answer, None if kind & 0x80 else length)
        elif direction == 0:
            status = model.written(endpoint, packet[HEAD:])
            complete(status, b"", length if status == 0 else 0)
        elif endpoint | 0x80 in model.inputs:
            model.inputs[endpoint | 0x80].submit(Request(number, length, complete))
        else:
            complete(-32, b"")


def serve(command):
    ctypes.CDLL(None).prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0)
    cables = {name: Cable(controller, model) for controller, (name, model) in enumerate(machine.instruments().items())}
    # The other end stays open here too, so that it does not hang up between two orders.
    orders, other_end = pty.openpty()
    tty.setraw(other_end)
    os.makedirs(os.path.dirname(PORT), exist_ok=True)
    os.symlink(os.ttyname(other_end), PORT)
    program, typed = subprocess.Popen(command), b""
    while program.poll() is None:
        wait, plugged = 100_000_000, [cable for cable in cables.values() if cable.socket]
        for cable in plugged:
            due = cable.model.tick(time.monotonic_ns())
            wait = wait if due is None else min(wait, due)
            cable.flush()
        # select, because epoll knows whole milliseconds only
        for end in select.select([orders, *plugged], [], [], max(wait, 0) / 1e9)[0]:
            if end == orders:
                typed += os.read(orders, 4096)
                while b"\n" in typed:
                    line, typed = typed.split(b"\n", 1)
                    os.write(orders, obey(cables, KEPT, line.decode()))
            elif end.socket:
                end.readable()
                if end.socket:
                    end.flush()
    return program.returncode


if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
