#!/usr/bin/env python3
"""Types into a real terminal (tmux) what a technician types, and checks what the screen says.

usage: technician.py PROGRAMS [TRANSCRIPT]

PROGRAMS     the folder of holdfast and holdfastd
TRANSCRIPT   a file for everything that stood on the screen

Exit code 0 when every line came that should, within its time.
"""
import os
import re
import shutil
import signal
import sys
import time

from station import Station, Terminal, wait

GRAVITY = 9.80665
CALIBRATE = (
    "holdfast calibrate cell --points 0,10,20,30,40 --gravity 9.80665 --weights A1,A2,A3 --series 2 --preloads 1 --window 2 --dwell 2"
)
WEIGHTS = {"A1": 10, "A2": 10, "A3": 20}


def load(station, terminal, wrong=None):
    """Does what the next title says; what it was. `wrong` maps a title to what is hung on instead."""
    found = terminal.expect(r"((?:preload|series \d+ of \d+, point \d+)[^:\n]*): (everything off|([0-9.]+) kg( \([A-Z0-9 +]+\))? on), then Enter")
    title, kilograms = found.group(1), float(found.group(3) or 0)
    named = sum(WEIGHTS[serial] for serial in re.findall(r"A\d", found.group(4) or ""))
    assert named == kilograms, f"{named} kg are named: {found.group(0)}"
    station.hang((wrong or {}).get(title, kilograms))
    # What stands on the screen live must be there before anybody presses Enter.
    terminal.expect(r"^ +-?[0-9.]+ counts *$", stays=False)
    terminal.type("")
    if not title.startswith("preload"):
        terminal.expect(r"counts, SD [0-9.]+, \d+ samples", 60)
    return title


def calibrate(station, terminal):
    station.wait_until_streaming()
    terminal.run("holdfast sensors", r"cell +streaming +[0-9.]+ counts")
    # A host that is busy with other tests hands samples over in batches, and that is said.
    terminal.run("holdfast diagnose cell --nominal 80", r"verdict: fit to be calibrated|samples come in batches", 40)
    due = time.strftime("%Y-%m-%d", time.localtime(time.time() + 600 * 86400))
    for serial, mass in WEIGHTS.items():
        terminal.run(
            f'holdfast weights add {serial} --mass {mass}kg --class M3 --certificate "DKD 471{serial[1:]}" --due {due}',
            rf"{serial}: {mass}\.0+ kg ± 0\.058 %")
    terminal.run(CALIBRATE, r"Take everything off, let it rest, then press Enter\.")
    terminal.type("")
    terminal.expect(r"noise [0-9.]+ counts")
    while not load(station, terminal).startswith("series 1 of 2, point 4"):
        pass
    os.kill(terminal.programs()[-1], signal.SIGKILL)
    terminal.expect("Killed")
    terminal.run(CALIBRATE, r"continues with the points captured before")
    while not load(station, terminal, {"series 2 of 2, point 4": 25.0}).startswith("series 2 of 2, point 4"):
        pass
    asked = terminal.expect(r"the earlier points suggest a load of ([0-9.]+) kg, not 30\.0")
    assert abs(float(asked.group(1)) - 25) < 0.05, asked.group(0)
    terminal.run("u", r"undone")
    while load(station, terminal) != "series 2 of 2, point 9":
        pass
    terminal.expect(r"residual, N")
    terminal.expect(r"class \(limits of ISO 376\) +unclassified")
    terminal.expect(r"a: accept and put it in force")
    return terminal.run("a", r"accepted: (\S+) is in force on cell").group(1)


def use(station, terminal, identity):
    station.hang(20)
    # The sensor is opened anew and its clock must lock.
    station.wait_until_streaming()
    found = terminal.run("holdfast sensors", r"cell +streaming +([0-9.]+) N +([0-9.]+) ")
    assert abs(float(found.group(1)) - 20 * GRAVITY) < 0.5 and float(found.group(2)) < 0.5, found.group(0)
    terminal.expect(re.escape(identity))
    station.hang(0)
    terminal.run(
        "holdfast check cell --weight 20kg --gravity 9.80665 --weights A3 --window 2 --dwell 2", r"Take everything off")
    terminal.type("")
    terminal.expect(r"Put 20kg \(A3\) on, then press Enter\.", 60)
    station.hang(20)
    terminal.type("")
    terminal.expect(r"passed +known 196\.1", 60)
    terminal.run("holdfast calibrations list", r"cell +" + re.escape(identity) + r" +in force")
    terminal.run("holdfast status", r"1 of 1 stream")


def print_certificate(station, terminal, identity):
    """What is the same on every certificate is asked for once."""
    kind = "pdf" if shutil.which("weasyprint") or shutil.which("chromium") else "html"
    command = (
        f"holdfast calibrations certificate {identity} --format {kind} --out certificate.{kind} --maker Pretend --type 'cell, 500 N'"
        " --serial 7 --temperature '21.5 °C ± 0.5 °C'")
    terminal.type(command)
    for asked, answer in (
        ("Laboratory", "Strength Laboratory"), ("Place of calibration", "Station Road 1"), ("Customer", ""),
        ("Measured by", "A. Technician"), ("Approved by", ""),
    ):
        terminal.expect(rf"^{asked}, .* \(empty: not stated\)")
        terminal.type(answer)
    terminal.expect(r"kept in .*certificate\.json")
    path = f"{station.folder}/certificate.{kind}"
    wait(lambda: os.path.exists(path), 60, "the certificate")
    with open(path, "rb") as file:
        assert file.read(5) == (b"%PDF-" if kind == "pdf" else b"<!DOC"), path


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    station = Station(sys.argv[1])
    terminal = Terminal(station)
    try:
        identity = calibrate(station, terminal)
        use(station, terminal, identity)
        print_certificate(station, terminal, identity)
        text = terminal.text()
        assert "\\u00" not in text, "control characters stand on the screen"
        if len(sys.argv) == 3:
            with open(sys.argv[2], "w") as file:
                for path, shown in (("/home", "~/.local/state"), ("/config", "~/.config"), ("/cell", "cell")):
                    text = text.replace(station.folder + path, shown)
                file.write(text.rstrip() + "\n")
        print("a technician calibrated a cell in a terminal, through a kill and a wrong weight: all is well")
    finally:
        terminal.end()
        station.end()


if __name__ == "__main__":
    main()
