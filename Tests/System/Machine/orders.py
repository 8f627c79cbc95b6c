"""What a program in the machine may ask of the models that are plugged into it: a line, answered with "ok" or "ok NUMBER".

plug NAME, unplug NAME     by hand
halt NAME ENDPOINT         the endpoint stalls until the host clears it
befall NAME WHAT WORD...   a mishap of the model's own (its befall_WHAT)
lost NAME, packets NAME    packets for which a model had no room, and that it made
sent NAME PLACE MOMENT     when it made the newest sample of this place in the ramp before a moment
keep FILE BASE64           appends to what the host keeps of this name
clock                      the time of these answers
"""
import base64
import os
import time


def obey(cables, kept, line):
    word, *rest = line.split()
    if word == "clock":
        return b"ok %d\n" % time.monotonic_ns()
    if word == "keep":
        with open(os.path.join(kept, os.path.basename(rest[0])), "ab") as file:
            file.write(base64.b64decode(rest[1]))
        return b"ok\n"
    cable, *rest = cables[rest[0]], *rest[1:]
    if word == "plug":
        cable.plug()
    elif word == "unplug":
        cable.unplug()
    elif word == "halt":
        cable.model.inputs[int(rest[0], 16)].halt(True)
    else:
        number = {"lost": cable.model.lost,
                  "befall": lambda: cable.model.befall(rest[0], *rest[1:]),
                  "packets": lambda: sum(endpoint.packets for endpoint in cable.model.inputs.values()),
                  "sent": lambda: cable.model.sent(int(rest[0]), int(rest[1]))}[word]()
        if number is not None:
            return b"ok %d\n" % number
    return b"ok\n"
