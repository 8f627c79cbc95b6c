"""The device's side of usbredir 0.7, which QEMU's usb-redir speaks: plugs models into the machine's xHCI."""
import struct

from usb import BULK, INTERRUPT, STALL, Request

(HELLO, CONNECT, DISCONNECT, RESET, INTERFACES, ENDPOINTS, SET_CONFIGURATION, GET_CONFIGURATION, CONFIGURATION_STATUS, SET_ALTERNATE,
 GET_ALTERNATE, ALTERNATE_STATUS) = range(12)
START_INTERRUPT, STOP_INTERRUPT, INTERRUPT_STATUS = 15, 16, 17
CANCEL = 21
DATA_CONTROL, DATA_BULK, DATA_INTERRUPT = 100, 101, 103
# Versions in connect, acknowledged disconnects, largest packets, 64-bit numbers, 32-bit bulk lengths.
CAPABILITIES = sum(1 << bit for bit in (1, 3, 4, 5, 6))
CANCELLED, STALLED, BABBLE, FAILED = 1, 4, 6, 3
STATUS = {0: 0, -32: STALLED, -75: BABBLE}


class Cable:
    """One port. QEMU stays connected to the socket whether or not something is plugged in."""

    def __init__(self, socket, device):
        self.socket, self.model = socket, device
        self.device = None
        self.received, self.waiting = b"", bytearray()
        self.is_ready, self.wide, self.wanted = False, False, False
        socket.setblocking(False)
        self.send(HELLO, 0, struct.pack("<64sI", b"holdfast", CAPABILITIES))

    def fileno(self):
        return self.socket.fileno()

    def send(self, kind, number, body):
        self.waiting += struct.pack("<IIQ" if self.wide else "<III", kind, len(body), number) + body
        self.flush()

    def flush(self):
        while self.waiting:
            try:
                count = self.socket.send(self.waiting)
            except BlockingIOError:
                return
            except (BrokenPipeError, ConnectionResetError):
                # The machine is off.
                self.device = None
                self.waiting.clear()
                return
            del self.waiting[:count]

    def plug(self):
        if not self.is_ready:
            self.wanted = True
            return
        device = self.device = self.model
        device.connected()
        words = [bytearray(32) for _ in range(4)]
        words[1][0] = device.interface_class
        self.send(INTERFACES, 0, struct.pack("<I", 1) + b"".join(words))
        self.tell_endpoints()
        self.send(CONNECT, 0, struct.pack(
            "<BBBBHHH", device.speed, 0, 0, 0, device.vendor, device.product, device.version))

    def tell_endpoints(self):
        kinds, intervals, interfaces, sizes = bytearray(b"\xff" * 32), bytearray(32), bytearray(32), [0] * 32
        for place in (0, 16):
            kinds[place], sizes[place] = 0, 64
        for address, kind, interval, size in self.device.endpoints():
            place = (address & 15) | (16 if address & 0x80 else 0)
            kinds[place], intervals[place], sizes[place] = kind, interval, size
        self.send(ENDPOINTS, 0, bytes(kinds + intervals + interfaces) + struct.pack("<32H", *sizes))

    def unplug(self):
        if self.device:
            self.device.disconnected()
            self.device = None
            self.send(DISCONNECT, 0, b"")

    def readable(self):
        """Whether QEMU is still there."""
        try:
            data = self.socket.recv(262144)
        except BlockingIOError:
            return True
        except ConnectionResetError:
            data = b""
        self.received += data
        while True:
            head = 16 if self.wide else 12
            if len(self.received) < head:
                return bool(data)
            kind, length, number = struct.unpack_from("<IIQ" if self.wide else "<III", self.received)
            if len(self.received) < head + length:
                return bool(data)
            body, self.received = self.received[head:head + length], self.received[head + length:]
            self.packet(kind, number, body)

    def packet(self, kind, number, body):
        if kind == HELLO:
            theirs = struct.unpack_from("<I", body, 64)[0] if len(body) >= 68 else 0
            self.wide, self.is_ready = bool(theirs >> 5 & 1), True
            if self.wanted:
                self.plug()
        elif self.device is None:
            return      # on its way when the cable was pulled
        elif kind == DATA_CONTROL:
            self.control(number, body)
        elif kind == DATA_BULK:
            self.bulk(number, body)
        elif kind == CANCEL:
            for endpoint in self.device.inputs.values():
                request = endpoint.cancel(number)
                if request:
                    # Packets that it had already are not lost with it.
                    if request.data:
                        endpoint.fifo.appendleft(request.data)
                    self.send(DATA_BULK, number, struct.pack("<BBHIH", endpoint.address, CANCELLED, 0, 0, 0))
        elif kind == SET_CONFIGURATION:
            self.device.standard(0, 9, body[0], 0)
            self.tell_endpoints()
            self.send(CONFIGURATION_STATUS, number, bytes([0, body[0]]))
        elif kind == GET_CONFIGURATION:
            self.send(CONFIGURATION_STATUS, number, bytes([0, self.device.configuration]))
        elif kind in (SET_ALTERNATE, GET_ALTERNATE):
            self.send(ALTERNATE_STATUS, number, bytes([0, body[0], 0]))
        elif kind in (START_INTERRUPT, STOP_INTERRUPT):
            endpoint = self.device.inputs.get(body[0])
            if endpoint:
                endpoint.fifo.clear()
                endpoint.push = self.push if kind == START_INTERRUPT else None
            self.send(INTERRUPT_STATUS, number, bytes([0 if endpoint else 2, body[0]]))

    def control(self, number, body):
        address, request, kind, _, value, index, length = struct.unpack_from("<BBBBHHH", body)
        answer = self.device.control(kind, request, value, index, length, body[10:])
        stalled = answer is STALL
        data = b"" if stalled or not kind & 0x80 else answer
        moved = len(data) if kind & 0x80 else 0 if stalled else length
        self.send(DATA_CONTROL, number, struct.pack(
            "<BBBBHHH", address, request, kind, STALLED if stalled else 0, value, index, moved) + data)

    def bulk(self, number, body):
        address, _, low, stream, high = struct.unpack_from("<BBHIH", body)
        length = low | high << 16

        def complete(status, data):
            moved = len(data) if address & 0x80 else length
            self.send(DATA_BULK, number, struct.pack(
                "<BBHIH", address, STATUS.get(status, FAILED), moved & 0xFFFF, stream, moved >> 16) + data)

        if not address & 0x80:
            complete(self.device.written(address, body[10:]), b"")
        elif address in self.device.inputs:
            self.device.inputs[address].submit(Request(number, length, complete))
        else:
            complete(-32, b"")

    def push(self, endpoint, packet):
        self.send(DATA_INTERRUPT, endpoint.number, struct.pack("<BBH", endpoint.address, 0, len(packet)) + packet)
