#!/usr/bin/env python3
"""Boots a machine whose root is this one's, with models of instruments on its USB, and runs a command in it.

usage: machine.py FOLDER COMMAND...     FOLDER is what prepare has filled

In the machine a line to /dev/virtio-ports/ask is an order (orders.py).
Its processor is emulated (TCG): KVM that is itself emulated is slower than that.
"""
import base64
import os
import select
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time

import devices
from orders import obey
from redirect import Cable

HERE = os.path.dirname(os.path.abspath(__file__))
SECONDS = 900


def instruments():
    """One model of each, by the name that plugs it in."""
    return {name: model() for name, model in devices.MODELS.items()}


class Machine:
    def __init__(self, folder, command, run, root="/", here=HERE):
        self.run, self.result = run, None
        self.kept = folder + "/kept"
        shutil.rmtree(self.kept, ignore_errors=True)
        os.mkdir(self.kept)
        self.sockets, self.buffer = {}, b""
        words = ["qemu-system-x86_64", "-accel", "tcg,thread=multi,tb-size=512", "-cpu", "max", "-M", "q35,smm=off,hpet=off",
                 "-smp", "2", "-m", "2048", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
                 "-serial", f"file:{run}/console", "-kernel", folder + "/kernel", "-initrd", folder + "/first",
                 "-device", "virtio-serial-pci",
                 "-fsdev", f"local,id=root,path={root},security_model=none,readonly=on,multidevs=remap",
                 "-device", "virtio-9p-pci,fsdev=root,mount_tag=root", "-device", "qemu-xhci,id=xhci,p2=15,p3=1"]
        for name in ("ask", "output"):
            words += ["-chardev", f"socket,id={name},path={self.listen(name)}",
                      "-device", f"virtserialport,chardev={name},name={name}"]
        self.models = instruments()
        for name in self.models:
            words += ["-chardev", f"socket,id={name},path={self.listen(name)}",
                      "-device", f"usb-redir,chardev={name},id=usb-{name},bus=xhci.0"]
        told = base64.b64encode(command.encode()).decode()
        words += ["-append", "console=ttyS0 quiet loglevel=4 panic=-1 nokaslr mitigations=off no_timer_check random.trust_cpu=on audit=0 "
                  f"cryptomgr.notests tsc=reliable MACHINE_HERE={here} MACHINE_FOLDER={folder} MACHINE_COMMAND={told}"]
        self.qemu = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=sys.stderr)

    def listen(self, name):
        listener = self.sockets[name] = socket.socket(socket.AF_UNIX)
        listener.bind(f"{self.run}/{name}")
        listener.listen(1)
        listener.settimeout(20)
        return f"{self.run}/{name}"

    def accept(self):
        ends = {name: listener.accept()[0] for name, listener in self.sockets.items()}
        self.ask, self.output = ends["ask"], ends["output"]
        self.cables = {name: Cable(ends[name], model) for name, model in self.models.items()}

    def answer(self, line):
        if line.startswith("end "):
            self.result = int(line.split()[1])
        else:
            self.ask.sendall(obey(self.cables, self.kept, line))

    def serve(self):
        """Until the machine is off; the result of the command."""
        deadline = time.monotonic() + SECONDS
        open_ends = {self.ask, self.output, *self.cables.values()}
        while self.qemu.poll() is None and time.monotonic() < deadline:
            wait = 200_000_000
            for cable in self.cables.values():
                due = cable.device.tick(time.monotonic_ns()) if cable.device else None
                wait = wait if due is None else min(wait, due)
                cable.flush()
            # select, because epoll knows whole milliseconds only
            for end in select.select(list(open_ends), [], [], max(wait, 0) / 1e9)[0]:
                if isinstance(end, Cable):
                    if not end.readable():
                        open_ends.discard(end)
                    continue
                data = end.recv(65536)
                if not data:
                    open_ends.discard(end)
                elif end is self.output:
                    sys.stdout.buffer.write(data)
                    sys.stdout.flush()
                else:
                    self.buffer += data
                    while b"\n" in self.buffer:
                        line, self.buffer = self.buffer.split(b"\n", 1)
                        self.answer(line.decode())
        return self.result


def boot(folder, command, root="/", here=HERE):
    """The result of the command. `root` is the folder that the machine sees as its own, `here` where in it guest/second is."""
    with tempfile.TemporaryDirectory(prefix="holdfast-machine.") as run:
        machine = Machine(os.path.abspath(folder), command, run, root, here)
        try:
            machine.accept()
            result = machine.serve()
        finally:
            if machine.qemu.poll() is None:
                machine.qemu.terminate()
            machine.qemu.wait()
        if result is None:
            with open(run + "/console", errors="replace") as file:
                sys.stderr.write("".join(file.readlines()[-30:]))
            print("machine: the command did not come to its end", file=sys.stderr)
            return 1
        return result


if __name__ == "__main__":
    sys.exit(boot(sys.argv[1], shlex.join(sys.argv[2:])))
