"""The daemon as a program that tests start, and its socket (https://varlink.org) as they speak to it."""
import json
import os
import socket
import subprocess
import time


def until(seconds, condition, complaint):
    """Looks again and again, because nothing says when a device is there."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, complaint() if callable(complaint) else complaint
        time.sleep(0.02)


def passed(text):
    print("passed: " + text, flush=True)


class Station:
    def __init__(self, folder, programs, settings, patience=60, environment=None):
        """`patience`: seconds that an answer may take. `environment`: variables for the daemon alone."""
        self.folder, self.patience = folder, patience
        with open(folder + "/holdfast.toml", "w") as file:
            file.write(settings)
        with open(folder + "/journal", "w") as journal:
            self.process = subprocess.Popen(
                [programs + "/holdfastd", "--config", folder + "/holdfast.toml", "--state-directory", folder + "/state",
                 "--runtime-directory", folder + "/run"], stderr=journal,
                # Without any it has what this process has, also what a library has set without Python's knowledge.
                env={**os.environ, **environment} if environment else None)
        until(patience, self.answers, "the daemon does not come up")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        """Ends it; what it said is shown when something else went wrong."""
        try:
            if kind is None:
                assert self.process.poll() is None, "the daemon has ended"
                self.process.terminate()
                assert self.process.wait(20) == 0, "the daemon does not end well"
        except BaseException:
            kind = AssertionError
            raise
        finally:
            self.process.kill()
            self.process.wait()
            if kind is not None:
                print(self.journal()[-20000:], flush=True)

    def journal(self):
        with open(self.folder + "/journal") as file:
            return file.read()

    def answers(self):
        assert self.process.poll() is None, self.journal()
        try:
            return next(self.replies("GetStatus"))["sensors"] >= 0
        except (FileNotFoundError, ConnectionRefusedError):
            return False

    def replies(self, method, parameters=None, more=False):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(self.patience)
            connection.connect(self.folder + "/run/holdfast.sock")
            call = {"method": "org.holdfast.station1." + method, "parameters": parameters or {}, "more": more}
            connection.sendall(json.dumps(call).encode() + b"\0")
            data = b""
            while True:
                while b"\0" not in data:
                    part = connection.recv(1 << 20)
                    if not part:
                        return
                    data += part
                message, data = data.split(b"\0", 1)
                reply = json.loads(message)
                assert "error" not in reply, reply
                yield reply["parameters"]
                if not reply.get("continues"):
                    return

    def sensors(self):
        return {sensor["name"]: sensor for sensor in next(self.replies("ListSensors"))["sensors"]}

    def devices(self):
        return next(self.replies("ListDevices"))["devices"]

    def has(self, names, *states):
        sensors = self.sensors()
        return all(sensors[name]["state"] in states for name in names)

    def wait_for(self, names, states, seconds):
        """The seconds until all of these sensors are in one of these states."""
        began = time.monotonic()
        until(seconds, lambda: self.has(names, *states), lambda: f"not {states} after {seconds} s: {self.sensors()}")
        return time.monotonic() - began

    def open_files(self):
        folder = f"/proc/{self.process.pid}/fd/"
        found = []
        for name in os.listdir(folder):
            try:
                found.append(os.readlink(folder + name))
            except FileNotFoundError:
                pass
        return found

    def figure(self, key):
        """A number from the kernel's account of the process: "Threads", "VmRSS" in KiB."""
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(key))
