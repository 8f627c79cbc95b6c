"""A client of the station in a few lines."""
import json
import socket


class Client:
    """Calls one method after the other; an error when the daemon has gone meanwhile."""

    def __init__(self, path, seconds=60):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds)
        self.socket.connect(path)
        self.data = b""

    def send(self, method, more=False, **parameters):
        self.socket.sendall(json.dumps({"method": method, "parameters": parameters, "more": more}).encode() + b"\0")

    def reply(self):
        while b"\0" not in self.data:
            part = self.socket.recv(1 << 18)
            if not part:
                raise EOFError
            self.data += part
        message, self.data = self.data.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.send(method, **parameters)
        return self.reply()
