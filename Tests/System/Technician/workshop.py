#!/usr/bin/env python3
"""Everything that a technician does besides the first calibration, through the daemon and the tool, on pretend devices.

usage: workshop.py PROGRAMS      the folder of holdfast and holdfastd

A reference cell, a cell beside it, a laboratory's table, checks and their chart, zero and tare, an overload, a record on another station, plates, a band, and
an instrument that knows its own calibration. Exit code 0 when all is as it should be.
"""
import glob
import json
import math
import os
import re
import shutil
import subprocess
import sys
import time

from instrument import FutekTerminal
from station import Station, wait

GRAVITY = 9.80665
QUICK = ("--window", "0.5", "--dwell", "0.3")
POINTS = ("--points", "0,150,300,450", "--unit", "N", "--series", "2", "--preloads", "1", *QUICK, "--yes")


def kilograms(newtons):
    return f"{newtons / GRAVITY:.6f}"


def talk(station, arguments, put, code=0):
    """Runs a command; `put` gets each line of it and says what is put on the bench before Enter. The question at the end is answered with
    `a`. What it has said."""
    child = subprocess.Popen(
        ["holdfast", *arguments], env=station.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True)
    said = []
    for line in child.stdout:
        said.append(line)
        if "press Enter" in line or "then Enter" in line:
            load = put(line)
            if load is not None:
                station.hang(load)
            child.stdin.write("\n")
            child.stdin.flush()
        elif "a: accept and put it in force" in line:
            child.stdin.write("a\n")
            child.stdin.flush()
    text = "".join(said)
    assert child.wait() == code, f"{arguments} ended with {child.returncode}:\n{text}"
    return text


def talk_killed(station, arguments, put):
    """The same for a test of a plate or a band that is killed (kill -9) at each prompt once, that for acceptance too: it goes on with
    what it had. And the kills."""
    test, action, sensor = arguments[:3]
    path = f"{station.folder}/home/holdfast/{'band' if test == 'band' else action}-{sensor}.json"
    killed_at, had, whole = set(), [], b""
    while True:
        child = subprocess.Popen(
            ["holdfast", *arguments], env=station.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        said, ends = [], True
        for line in child.stdout:
            said.append(line)
            is_last = "a: accept and put it in force" in line
            if "press Enter" not in line and not is_last:
                continue
            kept = captures(path)
            assert kept[:len(had)] == had, f"what was captured has changed: {had}, {kept}"
            assert not kept or "continues with the points captured before" in said[0] or len(kept) > len(had), said
            had = kept
            if (len(kept), is_last) not in killed_at:
                killed_at.add((len(kept), is_last))
                child.kill()
                ends = False
                break
            if is_last:
                with open(path, "rb") as file:
                    whole = file.read()
            else:
                station.hang(put(line))
            child.stdin.write("a\n" if is_last else "\n")
            child.stdin.flush()
        code = child.wait()
        if ends:
            break
    text = "".join(said)
    assert code == 0, text
    assert not captures(path), "what was captured stays behind"
    # As if it had been killed between the acceptance and this.
    with open(path, "wb") as file:
        file.write(whole)
    identity = re.search(r"accepted: (\S+) is in force", text).group(1)
    again = station.run(*arguments).stdout
    assert f"accepted before: {identity} is in force on {sensor}" in again and not captures(path), again
    return text, len(killed_at)


def captures(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return json.load(file)["captures"]


def warnings(station, name):
    return [text for text in station.json("status").get("warnings", []) if text.startswith(name + ":")]


def expect_warning(station, name, pattern):
    wait(lambda: [text for text in warnings(station, name) if re.search(pattern, text)], 20, f"a warning {pattern!r}")


def expect_no_warning(station, name, pattern):
    wait(lambda: not [text for text in warnings(station, name) if re.search(pattern, text)], 20, f"no warning {pattern!r}")


def settled(station, name):
    """Its clock has locked, and it has been at rest for two seconds."""
    begin = [None]

    def rests():
        sensor = station.sensor(name)
        if sensor["state"] != "streaming" or sensor.get("phase") not in ("rest", "armed"):
            begin[0] = None
            return False
        begin[0] = begin[0] or time.monotonic()
        return time.monotonic() - begin[0] > 2

    wait(rests, 60, f"rest of {name}")


def force(station, name, newtons):
    """Hangs a force on; the sensor shows it within its U. Force and U."""
    station.hang(kilograms(newtons))

    def seen():
        sensor = station.sensor(name)
        if sensor.get("expanded") and abs(sensor["force"] - newtons) <= sensor["expanded"]:
            return (sensor["force"], sensor["expanded"])

    return wait(seen, 20, f"{newtons} N on {name} within its U; it is {station.sensor(name)}")


def expect_refusal(station, arguments, pattern):
    done = station.run(*arguments, check=False)
    assert done.returncode != 0 and re.search(pattern, done.stderr), f"{arguments}: {done.returncode} {done.stdout}{done.stderr}"


def take(station, what):
    """A tare or a zero of the cell, once it measures; what it says."""
    def taken():
        done = station.run(what, "cell", check=False)
        assert done.returncode == 0 or re.search("does not measure yet|is not steady|was a second ago", done.stderr), done.stderr
        return done.stdout

    return wait(taken, 20, f"a {what}")


# What there is to do


def before(station):
    """Nobody has calibrated anything."""
    settled(station, "cell")
    assert station.sensor("cell")["unit"] == "counts"
    expect_refusal(station, ["zero", "cell"], "no calibration")
    expect_refusal(station, ["check", "cell", "--weight", "200N"], "no calibration")
    expect_refusal(station, ["band", "stretch", "cell", "--lengths", ",".join(str(0.5 + 0.05 * n) for n in range(12))], "not calibrated")
    expect_refusal(station, ["calibrate", "cell", "--reference", "reference", *POINTS], "reference has no calibration")
    assert "counts" in take(station, "tare")


def load_of(line, error=0.0):
    """What a line of the wizard asks for, wrong by so many newtons."""
    found = re.search(r"(?:about )?([0-9.]+) N on", line)
    return kilograms(float(found.group(1)) + error) if found else "0"


def weights(station):
    """The weights of the station, and a calibration that names them."""
    station.run("weights", "add", "A1", "--mass", "20,5kg", "--class", "M1", "--certificate", "DKD 4711", "--due", "2020-01-31")
    station.run("weights", "add", "A2", "--mass", "45lb", "--load-uncertainty", "0.05")
    listed = station.run("weights").stdout
    assert re.search(r"A1 +20\.50+ .*M1 +2020-01-31 OVERDUE +DKD 4711", listed), listed
    assert re.search(r"A2 +20\.412 .* none: not traceable", listed), listed
    expect_refusal(station, ["weights", "add", "A3", "--mass", "20kg"], "needs an uncertainty")
    expect_refusal(station, ["weights", "remove", "A3"], "no weight A3")
    table = station.folder + "/weighed.csv"

    def weigh(*loads):
        with open(table, "w") as file:
            file.write("load [kg];run 1 [counts]\n" + "".join(f"{load};{84000 + 800 * load + load % 3}\n" for load in loads))
        return ["calibrate", "--table", table, "--gravity", "9.80665", "--weights"]

    expect_refusal(station, [*weigh(0, 20.5, 41), "A9"], "no weight A9")
    expect_refusal(station, [*weigh(0, 25, 41), "A1,A2"], r"do not make 25\.0+ kg; the nearest is 20\.50+ kg \(A1\)")
    # What is engraved on a weight is not quite its mass.
    text = station.run(*weigh(0, 20.41, 20.5, 40.91), "A1,A2").stdout
    assert "weights A1, A2 up to 40.91 kg ± 0.050 %" in text and "was due on 2020-01-31" in text and "A2 has no certificate" in text, text
    station.run("weights", "remove", "A2")
    assert "A2" not in station.run("weights").stdout


def references(station):
    """The reference by weights, the cell beside the reference, with loads that nobody meets."""
    weights(station)
    talk(station, ["calibrate", "reference", *POINTS, "--load-uncertainty", "0.02"], load_of)
    settled(station, "reference")
    assert station.sensor("cell")["unit"] == "counts"
    _, small = force(station, "reference", 300)
    station.hang(0)
    settled(station, "cell")
    misses = iter([4.1, -3.3, 2.2, -5.0, 1.7, -2.6, 3.9] * 4)
    text = talk(station, ["calibrate", "cell", "--reference", "reference", *POINTS], lambda line: load_of(line, next(misses)))
    assert "the reference cell reads" in text
    settled(station, "cell")
    for newtons in (80, 240, 410):
        _, large = force(station, "cell", newtons)
    assert large > small, f"U beside a reference {large} is not above that of the reference {small}"
    station.hang(0)


def identity(station, name):
    return station.sensor(name)["calibrationId"]


def records(station, other):
    """History, certificates, another station, and back."""
    name = identity(station, "cell")
    assert re.search(rf"cell +{name} +in force", station.run("calibrations", "list", "cell").stdout)
    shown = station.run("calibrations", "show", name).stdout
    assert "the cell reference, up to about 450" in shown and "standard error" in shown and re.search(r"standard uncertainties, N: .*reference 0\.0", shown), shown
    page = station.run("calibrations", "certificate", name, "--html").stdout
    assert page.startswith("<!DOCTYPE html>") and name in page and "<svg" in page and "readings" in page, page[:500]
    on_paper(station, name)
    path = station.folder + "/record.toml"
    station.run("calibrations", "export", name, "--out", path)
    other.run("calibrations", "import", path)
    with open(path, "rb") as file:
        record = file.read()
    assert other.run("calibrations", "export", name).stdout.encode() == record, "the record has changed on its way"
    assert other.sensor("cell")["calibrationId"] == name
    assert other.run("calibrations", "certificate", name).stdout == station.run("calibrations", "certificate", name).stdout
    # A slip of the hand is found.
    with open(path, "wb") as file:
        file.write(record.replace(b"[0.0, 150.0", b"[0.0, 151.0", 1))
    expect_refusal(other, ["calibrations", "import", path], "was changed after it was written")
    station.run("calibrations", "revert", "cell", "--to", "settings")
    settled(station, "cell")
    assert station.sensor("cell")["unit"] == "counts"
    assert re.search(rf"{name} +superseded", station.run("calibrations", "list").stdout)
    station.run("calibrations", "revert", "cell", "--to", name)
    settled(station, "cell")
    assert identity(station, "cell") == name
    overdue(other, record.decode(), path)


def on_paper(station, name):
    """A PDF, where something is installed that makes one."""
    path = station.folder + "/certificate.pdf"
    done = station.run("calibrations", "certificate", name, "--format", "pdf", "--out", path, check=False)
    if shutil.which("weasyprint") or shutil.which("chromium"):
        assert done.returncode == 0, done.stderr
        with open(path, "rb") as file:
            assert file.read(5) == b"%PDF-"
        assert not glob.glob(path + ".*"), "something stays behind"
    else:
        assert done.returncode != 0 and "sudo apt install weasyprint" in done.stderr, done.stderr


def table(other):
    """Points that a laboratory has measured become a record, here on a station whose sensor is not even plugged in."""
    path = other.folder + "/laboratory.csv"

    def write(text):
        with open(path, "w") as file:
            file.write(text)

    def calibrate(*arguments, code=0, stdin=""):
        done = other.run("calibrate", *arguments, "--load-uncertainty", "0.02", check=False, stdin=stdin)
        assert done.returncode == code, f"{arguments}: {done.returncode} {done.stdout}{done.stderr}"
        return done.stdout + done.stderr

    forces = [0, 100, 200, 300, 400, 500]
    rows = [(force, *(round(force / 0.02 + 40 + series + force * force * 1e-6) for series in range(3))) for force in forces]
    write("load [lbf];run 1;run 2;run 3\n" + "".join(";".join(str(cell).replace(".", ",") for cell in row) + "\n" for row in rows))
    assert "the loads are in lbf, but --unit says N" in calibrate("--table", path, "--unit", "N", code=64)
    write("load [stone],run 1\n0,1\n10,2\n20,3\n")
    assert "give their unit with --unit" in calibrate("--table", path, code=64)
    write("load [N],run 1 [counts],run 2,run 3\n" + "".join(",".join(map(str, row)) + "\n" for row in rows))
    assert "--points cannot be used with --table" in calibrate("--table", path, "--points", "0,1,2", code=64)
    # Without a sensor it is only looked at.
    assert "degree " in calibrate("--table", path)
    assert "nothing was changed" in calibrate("cell", "--table", path, stdin="no\n")
    before = other.sensor("cell").get("calibrationId")
    text = calibrate("cell", "--table", path, stdin="a\n")
    name = re.search(r"accepted: (\S+) is in force on cell", text)[1]
    assert name != before and other.sensor("cell")["calibrationId"] == name
    shown = other.run("calibrations", "show", name).stdout
    assert "the table laboratory.csv, known forces up to 500" in shown and re.search(r"500\.00 +0\.\d+ ", shown), shown
    # Readings in another unit are not those of this sensor, and one point that contradicts the others is not taken unseen.
    write("load [N],run 1 [mV/V]\n0,0\n100,1\n200,2\n300,3\n")
    assert "cell reads in counts: convert" in calibrate("cell", "--table", path, "--yes", code=1)
    wrong = [row if row[0] != 300 else (300, row[1] + 700, *row[2:]) for row in rows]
    write("load [N],run 1,run 2,run 3\n" + "".join(",".join(map(str, row)) + "\n" for row in wrong))
    assert "a point contradicts the others" in calibrate("cell", "--table", path, "--yes", code=1)
    assert other.sensor("cell")["calibrationId"] == name


def overdue(other, record, path):
    """The same record, made two years ago."""
    lines = [line for line in record.split("\n") if not line.startswith("id = ")]
    long_ago = int(time.time() * 1e6) - 2 * 365 * 86_400_000_000
    text = "\n".join(re.sub(r"^made_wall_us = .*", f"made_wall_us = {long_ago}", line) for line in lines)
    checksum = 0xCBF29CE484222325
    for byte in text.encode():
        checksum = (checksum ^ byte) * 0x100000001B3 % 2**64
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(long_ago // 1_000_000))
    name = f"{stamp}-{(checksum ^ checksum >> 32) & 0xFFFFFFFF:08x}"
    with open(path, "w") as file:
        file.write(f'id = "{name}"\n{text}')
    expect_no_warning(other, "cell", "was due on")
    other.run("calibrations", "import", path)
    expect_warning(other, "cell", "its calibration was due on")
    assert identity(other, "cell") == name
    # The one before is put in force again.
    other.run("calibrations", "revert", "cell")
    expect_no_warning(other, "cell", "was due on")


def check(station, error, code=0):
    """A check with 200 N, of which `error` more hang on it."""
    loads = iter(["0", kilograms(200 + error)])
    return talk(
        station, ["check", "cell", "--weight", "200N", "--load-uncertainty", "0.05", *QUICK], lambda _: next(loads), code=code)


def checks(station):
    station.hang(0)
    settled(station, "cell")
    passed = re.search(r"passed +known ([0-9.]+) N, measured ([0-9.]+) N, U ([0-9.]+) N, Eₙ ([0-9.]+)", check(station, 0))
    known, measured, expanded, _ = map(float, passed.groups())
    assert known == 200 and abs(measured - 200) <= expanded
    both = math.hypot(expanded, 0.0005 * 200)
    assert "FAILED" in check(station, 2 * both, code=1)
    expect_warning(station, "cell", "the last check failed")
    # Each passes, all on one side.
    bias = 0.75 * both - (measured - known)
    for _ in range(5):
        assert "passed" in check(station, bias)
    expect_no_warning(station, "cell", "the last check failed")
    expect_warning(station, "cell", "its checks drift to one side")
    chart = station.run("check", "cell").stdout
    assert chart.count("passed") == 6 and chart.count("FAILED") == 1 and "it drifts" in chart, chart
    assert "the next calibration is due on" in chart, chart
    station.hang(0)


def zero_and_tare(station):
    name = identity(station, "cell")
    settled(station, "cell")
    # A harness: for the session.
    station.hang(kilograms(1.5))
    wait(lambda: abs(station.sensor("cell")["force"] - 1.5) < 0.3, 20, "the harness")
    settled(station, "cell")
    # The mean of half a second must not have the hand in it.
    wait(lambda: float(re.search(r"SD ([0-9.]+) N", take(station, "tare")).group(1)) < 0.05, 20, "a tare of what hangs still")
    wait(lambda: abs(station.sensor("cell")["force"]) < 0.3, 20, "no force after the tare")
    assert abs(station.sensor("cell")["tare"] - 1.5) < 0.3
    assert "uses the zero of its calibration" in station.run("zero", "cell", "--list").stdout
    # What it reads with nothing on it: for the calibration, and the tare goes.
    take(station, "zero")
    settled(station, "cell")
    assert station.sensor("cell").get("tare", 0) == 0 and identity(station, "cell") == name
    assert re.search(r"zero [0-9.]+, 1\.[0-9]+ N from that of the calibration", station.run("zero", "cell", "--list").stdout)
    wait(lambda: abs(station.sensor("cell")["force"]) < 0.3, 20, "no force after the zero")
    # Under load neither.
    station.hang(kilograms(200))
    wait(lambda: station.sensor("cell").get("phase") == "hold", 20, "a hold")
    expect_refusal(station, ["zero", "cell"], "under load|something hangs on it|is not steady")
    expect_refusal(station, ["tare", "cell"], "cell")
    station.hang(0)
    settled(station, "cell")
    take(station, "zero")
    settled(station, "cell")


def overload(station):
    """Counted once from the rise to the release, and kept over a crash."""
    expect_no_warning(station, "cell", "overloaded")
    for times in (1, 2):
        station.hang(kilograms(500))
        expect_warning(station, "cell", rf"overloaded (once|{times} times), up to")
        station.hang(0)
        settled(station, "cell")
    expect_warning(station, "cell", r"overloaded 2 times, up to (49[5-9]|50[0-5])")
    station.kill_daemon()
    station.start_daemon()
    expect_warning(station, "cell", r"overloaded 2 times, up to (49[5-9]|50[0-5])")
    settled(station, "cell")


CORNERS = {"front left": (-180, 270), "front right": (180, 270), "rear left": (-180, -270), "rear right": (180, -270), "middle": (0, 0)}


def on_plate(line):
    corner = re.search(r"20kg on: ([a-z ]+), then", line)
    point = re.search(r"weight on: (-?[0-9.]+) mm to the right, (-?[0-9.]+) mm forward", line)
    axes = re.search(r"load \d+ of \d+: (.*) \(N", line)
    if corner:
        return "plate 20 {} {}".format(*CORNERS[corner.group(1)])
    if point:
        return "plate 20 {} {}".format(*point.groups())
    if axes:
        return "axes " + " ".join(re.findall(r"[FM][xyz] (-?[0-9.e-]+)", axes.group(1)))
    return "axes 0 0 0 0 0 0" if "six" in line else "plate 0 0 0"


def change_settings(station, old, new):
    with open(station.settings) as file:
        text = file.read()
    assert old in text, text
    with open(station.settings, "w") as file:
        file.write(text.replace(old, new))
    station.kill_daemon()
    station.start_daemon()


def plates(station):
    corners = ["plate", "corners", "plate", "--weight", "20kg", "--gravity", "9.80665", "--density", "24999", "--yes", *QUICK]
    points = ["plate", "points", "plate", "--at", "0:0,100:150,-100:150,-100:-200", "--yes", *QUICK]
    station.wait_until_streaming("plate")
    # What the empty plate reads moves the centre of pressure, and that is said.
    seen = talk(station, points, on_plate)
    assert "axes: as expected" in seen and re.search(r"warning: empty, the cells read (2\.0|1\.9)", seen), seen
    station.run("plate", "revert", "plate", "points", "--to", "none")
    text, kills = talk_killed(station, [word for word in corners if word != "--yes"], on_plate)
    assert kills == 12, f"{kills} kills"
    found = re.search(r"gains, front left, front right, rear left, rear right: ([0-9.±, ]+)", text).group(1)
    gains = [float(gain.split(" ±")[0]) for gain in found.split(", ")]
    for gain, wrong in zip(gains, (1.02, 0.99, 1.0, 0.97)):
        assert abs(gain * wrong - 1) < 5e-4, text
    # Gains and zeros are in force now, and it is even.
    worst = re.search(r"largest error: ([0-9.e-]+) % before", talk(station, corners, on_plate)).group(1)
    assert float(worst) < 0.05, f"with the gains the largest error is {worst} %"
    seen = talk(station, points, on_plate)
    assert float(re.search(r"largest ([0-9.]+) mm", seen).group(1)) < 0.5 and "warning" not in seen, seen
    # Cables of left and right exchanged: the corner test says so, and is not accepted unread.
    change_settings(station, "columns = [2, 3, 4, 5]", "columns = [3, 2, 5, 4]")
    station.wait_until_streaming("plate")
    wrong = talk(station, corners, on_plate, code=1)
    assert "MIRRORED" in wrong and "not accepted" in wrong, wrong
    # Gains and zeros were those of other cells: they are measured again, whatever the corners are called.
    accepted = talk(station, [word for word in corners if word != "--yes"], on_plate)
    assert "MIRRORED" in accepted and "is in force" in accepted, accepted
    wrong = talk(station, points, on_plate, code=1)
    assert "MIRRORED" in wrong and "2, 1, 4, 3" in wrong and "not accepted" in wrong, wrong
    # Three eccentric-load tests and two checks were accepted; all of them stay.
    tests = station.json("plate", "list", "plate")["tests"]
    assert sorted(test["test"] for test in tests) == ["corners"] * 3 + ["points"] * 2, tests


def on_middle(line):
    return f"plate {load_of(line)} 0 0"


def plate_force(station):
    """A plate of four cells has U once the sum of them is calibrated, wherever the load stands; and that stays with its eccentric-load test."""
    expect_no_warning(station, "plate", "is not used")
    assert station.sensor("plate")["expandedReason"] == "no_certificate"
    weights = ["calibrate", "plate", "--points", "0,100,200,300", "--unit", "N", "--series", "2", "--preloads", "1",
               "--load-uncertainty", "0.05", *QUICK, "--yes"]
    text = talk(station, weights, on_middle)
    assert re.search(r"^degree +1,", text, re.MULTILINE) and "position of the load" in re.search("standard uncertainties, N: .*", text).group(0), text
    name = station.sensor("plate")["calibrationId"]
    shown = station.run("calibrations", "show", name).stdout
    corners = [test["id"] for test in station.json("plate", "list", "plate")["tests"] if (test["test"], test["state"]) == ("corners", "in_force")]
    assert len(corners) == 1 and f"the sum of 4 channels, with the eccentric-load test {corners[0]}" in shown, shown
    for newtons, x, y in ((50, 0, 0), (290, 150, 200), (200, -150, -250), (120, 180, -270)):
        station.hang(f"plate {kilograms(newtons)} {x} {y}")

        def seen():
            sensor = station.sensor("plate")
            return sensor.get("expanded") and abs(sensor["force"] + sensor["tare"] - newtons) <= sensor["expanded"] < 0.01 * newtons + 0.3

        wait(seen, 20, f"{newtons} N within U at {x}, {y}: {station.sensor('plate')}")
    # Beyond what was put on nobody knows.
    station.hang(f"plate {kilograms(400)} 0 0")
    wait(lambda: station.sensor("plate").get("expandedReason") == "outside_range", 20, "no U above the range")
    station.hang("plate 0 0 0")
    settled(station, "plate")
    loads = iter(["plate 0 0 0", f"plate {kilograms(200)} 100 -100"])
    text = talk(station, ["check", "plate", "--weight", "200N", "--load-uncertainty", "0.05", *QUICK], lambda _: next(loads))
    assert "passed" in text, text
    # Something that stays on it from now on is taken away by a zero.
    station.hang("plate 0.1 0 0")
    wait(lambda: abs(station.sensor("plate")["force"] + station.sensor("plate")["tare"] - 0.98) < 0.2, 20, "100 g")
    settled(station, "plate")

    def zeroed():
        done = station.run("zero", "plate", check=False)
        assert done.returncode == 0 or re.search("does not measure yet|is not steady|was a second ago", done.stderr), done.stderr
        return done.returncode == 0

    wait(zeroed, 20, "a zero")
    wait(lambda: abs(station.sensor("plate")["force"] + station.sensor("plate")["tare"]) < 0.15, 20, "nothing after the zero")
    # Other gains would be another plate.
    expect_refusal(station, ["plate", "corners", "plate"], "revert it first")
    expect_refusal(station, ["plate", "revert", "plate", "corners", "--to", "none"], "revert it first")
    station.run("calibrations", "revert", "plate", "--to", "settings")
    wait(lambda: station.sensor("plate").get("expandedReason") == "no_certificate", 20, "no U")
    station.run("plate", "revert", "plate", "corners", "--to", "none")
    station.run("calibrations", "revert", "plate", "--to", name)
    expect_warning(station, "plate", f"its calibration {name} is not used")
    assert station.sensor("plate").get("expandedReason") == "no_certificate"
    station.run("plate", "revert", "plate", "corners", "--to", corners[0])
    expect_no_warning(station, "plate", "is not used")
    wait(lambda: station.sensor("plate").get("expanded"), 20, "U again")
    # Readings in another unit would be others, too.
    change_settings(station, 'unit = "N"\nkind', 'unit = "lbf"\nkind')
    expect_warning(station, "plate", f"its calibration {name} is not used")
    change_settings(station, 'unit = "lbf"\nkind', 'unit = "N"\nkind')
    expect_no_warning(station, "plate", "is not used")
    assert identity(station, "plate") == name


def matrix(station):
    loads = []
    for axis, full in enumerate((100, 100, 400, 50, 50, 30)):
        loads += [[sign * full if other == axis else 0 for other in range(6)] for sign in (1, -1)]
    loads += [[50, 0, 300, 0, 20, 0], [0, -50, 300, 20, 0, 10]]
    path = station.folder + "/loads.csv"
    with open(path, "w") as file:
        file.write("".join(",".join(map(str, row)) + "\n" for row in loads))
    station.wait_until_streaming("six-axis")
    station.hang("axes 0 0 0 0 0 0")
    text = talk(station, ["plate", "matrix", "six-axis", "--loads", path, "--window", "0.5", "--yes"], on_axes)
    before, after = (float(share) for share in re.findall(r"at most ([0-9.e-]+) % of full scale", text))
    assert before > 2 and after < 0.1, text


def on_axes(line):
    return "axes 0 0 0 0 0 0" if "everything off" in line else on_plate(line)


def band(station):
    """400 N/m from 0.5 m on; on the way back a tenth less."""
    lengths = [0.40 + 0.05 * number for number in range(16)]
    longest = [0.0]

    def put(line):
        found = re.search(r"stretch to ([0-9.]+) m", line)
        if not found:
            return "0"
        length = float(found.group(1))
        share = 1 if length >= longest[0] else 0.9
        longest[0] = max(longest[0], length)
        return kilograms(share * 400 * max(0, length - 0.5))

    text, kills = talk_killed(station, ["band", "stretch", "cell", "--lengths", ",".join(f"{length:.2f}" for length in lengths), "--window", "0.5"], put)
    assert kills == 2 * len(lengths) + 1, f"{kills} kills"
    slack, error = re.search(r"slack length +([0-9.]+) m, U ([0-9.]+) mm", text).groups()
    assert abs(float(slack) - 0.5) <= float(error) / 1000 < 0.02, text
    for stiffness in re.findall(r"^ *[0-9.]+ +[0-9.]+ +[0-9.]+ +([0-9.]+)$", text, re.MULTILINE)[1:]:
        assert abs(float(stiffness) - 400) < 8, text
    lost = float(re.search(r"lost +([0-9.]+) %", text).group(1))
    assert abs(lost - 10) < 1, text
    for entry in station.json("band", "tension", "cell", "--lengths", "0.6,0.8,1.0")["tensions"]:
        assert abs(entry["tension"] - 400 * (entry["length"] - 0.5)) <= entry["expanded"] < 20, entry


def device(station):
    """The instrument says what its counts are worth; nobody says how well."""
    wait(lambda: station.sensor("loads").get("state") == "streaming", 60, "a stream of the instrument")
    sensor = station.sensor("loads")
    assert sensor["unit"] == "N" and sensor["calibration"] == "device", sensor
    wait(lambda: station.sensor("loads").get("expandedReason"), 20, "a reason why there is no U")
    assert "expanded" not in station.sensor("loads")
    found = station.json("calibrations", "device", "loads")["calibrations"]
    assert len(found) == 1, found
    for name, first in (("scale", 0), ("scaleBelow", 2)):
        load, count = (table[first + 1] - table[first] for table in (FutekTerminal.LOADS, FutekTerminal.POINTS))
        assert abs(found[0][name] * count / load - 1) < 1e-6, found
    assert found[0]["expandedReason"] == "unknown" and "expanded" not in found[0], found
    # It is a record: kept over a crash, and not added again while the device says the same.
    station.kill_daemon()
    station.start_daemon()
    wait(lambda: station.sensor("loads").get("state") == "streaming", 60, "a stream of the instrument")
    assert station.sensor("loads")["calibration"] == "device"
    shown = station.run("calibrations", "device").stdout
    assert re.search(r"loads +1 +0\.00000095367 .* unknown ", shown) and shown.count("loads ") == 1, shown


def settings(text, folder):
    text = text.replace('[sensor."cell"]', '[sensor."cell"]\noverload_newtons = 480.0')
    return text + f'\n[sensor."loads"]\npath = "{folder}/loads"\ndriver = "futek"\n'


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    station = Station(sys.argv[1], ("--workshop",), settings)
    other = Station(sys.argv[1], None, settings=lambda *_: '[sensor.cell]\ndriver = "text"\npath = "/nowhere"\nunit = "counts"\n')
    try:
        instrument = FutekTerminal(station.folder + "/loads")
        for part in (before, references, lambda one: records(one, other), lambda _: table(other), checks, zero_and_tare, overload, band, plates, plate_force, matrix, device):
            part(station)
        assert instrument.thread.is_alive()
        print("reference, records, checks, zero and tare, overload, band, plates and an instrument's own calibration: all is well")
    finally:
        station.end()
        other.end()


if __name__ == "__main__":
    main()
