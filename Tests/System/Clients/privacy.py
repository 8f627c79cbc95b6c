"""Looks for what is known to be secret in everything that the public socket answers; see privacy."""
import json
import os
import re
import shutil
import signal
import socket
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Kills"))
from client import Client  # noqa: E402
from kills import CONTROL, SESSION, STATION, Station  # noqa: E402

SECRETS = {"pseudonym": "PSEUDONYM-17", "note": "SECRETNOTE", "reason": "SECRETREASON", "phase": "SECRETPHASE"}
MASS = 62.53
# How long a stream is listened to, seconds.
LISTEN = 1.0


def numbers(message):
    """Every number below a message that is no count."""
    if isinstance(message, dict):
        message = list(message.values())
    if isinstance(message, list):
        return {number for part in message for number in numbers(part)}
    return {message} if isinstance(message, float) and message != round(message, 3) else set()


def secret_numbers(hold):
    """Numbers of a hold from which a mass or a maximum follows."""
    return {
        one["value"] for sensor in hold["sensors"] for one in sensor["metrics"]
        if one.get("value") and ("kg" in one["unit"] or one["unit"].startswith("%"))
        and ("kg" in one["unit"] or "maximum" in one["name"] or "mvc" in one["name"])}


def listen(path, method, parameters, more):
    """Replies, until there are no more or time is up."""
    client = Client(path, LISTEN)
    found, end = [], time.monotonic() + LISTEN
    try:
        client.send(method, more, **parameters)
        while True:
            found.append(client.reply())
            if not found[-1].get("continues") or time.monotonic() > end:
                break
    except (socket.timeout, EOFError):
        pass
    client.socket.close()
    return found


def everything(path, holds):
    """Every method of every interface, each with and without `more`: its replies without errors, and those with one."""
    answered, texts = {}, []
    hold, session = max(holds), 1
    choices = [
        {}, {"limit": 200, "includeExcluded": True}, {"number": hold}, {"hold": hold}, {"sensor": "cell"}, {"athlete": SECRETS["pseudonym"]},
        {"session": session}, {"number": session}, {"since": 0}, {"limit": 1000}, {"hold": hold, "signals": ["force", "percent_of_maximum"]},
        {"signals": ["force", "percent_of_maximum"], "intervalMs": 0}, {"sensor": "cell", "sinceSample": 0}, {"text": "x"}, {"id": "x"}]
    interfaces = Client(path).call("org.varlink.service.GetInfo")["parameters"]["interfaces"]
    for interface in interfaces:
        text = Client(path).call("org.varlink.service.GetInterfaceDescription", interface=interface)["parameters"]["description"]
        for name in re.findall(r"^method (\w+)", text, re.MULTILINE):
            for parameters in choices:
                for more in (False, True):
                    for reply in listen(path, f"{interface}.{name}", parameters, more):
                        texts.append(reply)
                        if "error" not in reply:
                            answered[f"{interface}.{name}"] = answered.get(f"{interface}.{name}", 0) + 1
    return answered, texts


def trial(programs, public):
    one = Station(programs, 3)
    try:
        with open(one.folder + "/holdfast.toml", "a") as settings:
            settings.write(f'[station]\npublic = "{public}"\n')
        one.start()
        control = Client(one.control)

        def done(method, **parameters):
            reply = control.call(method, **parameters)
            assert "error" not in reply, reply
            return reply["parameters"]

        done(SESSION + "AddAthlete", pseudonym=SECRETS["pseudonym"])
        done(SESSION + "SetBodyMass", athlete=SECRETS["pseudonym"], kilograms=MASS)
        done(SESSION + "StartSession", athlete=SECRETS["pseudonym"], position="seated")
        deadline = time.monotonic() + 60
        while len(holds := done(STATION + "ListHolds", limit=200)["holds"]) < 3:
            assert time.monotonic() < deadline, "no holds come"
            time.sleep(0.2)
        for hold in holds:
            done(CONTROL + "Annotate", hold=hold["number"], text=SECRETS["note"], phase=SECRETS["phase"])
        done(CONTROL + "Exclude", hold=holds[0]["number"], excluded=True, reason=SECRETS["reason"])
        answered, replies = everything(one.public, [hold["number"] for hold in holds])
        holds = done(STATION + "ListHolds", limit=200, includeExcluded=True)["holds"]
        secret = set().union(*(secret_numbers(hold) for hold in holds))
        assert secret, "no number of a hold is made with the body mass"
        if public == "status":
            secret |= set().union(*(numbers(hold) for hold in holds))
        text = json.dumps(replies)
        found = [kind for kind, word in SECRETS.items() if word in text]
        given = numbers(replies)
        if MASS in given or re.search(r"\b62\.53\b", text):
            found.append("body mass")
        found += sorted(given & secret)[:5]
        # A force per kilogram beside the force.
        for reply in replies:
            values = sorted(value for value in numbers(reply) if value > 0)[:400]
            if any(abs(a / b - MASS) < 1e-9 * MASS for a in values for b in values):
                found.append("body mass, as a quotient")
                break
        print(f'public = "{public}": {len(replies)} replies, {len(answered)} methods answer: {", ".join(sorted(answered))}; '
              f"{len(secret)} secret numbers; found: {found or 0}", flush=True)
        one.daemon.send_signal(signal.SIGTERM)
        return one.daemon.wait(60) == 0 and not found
    finally:
        one.daemon.kill()
        shutil.rmtree(one.folder, ignore_errors=True)


sys.exit(0 if all([trial(sys.argv[1], public) for public in ("force", "status")]) else 1)
