"""What `holdfast capture` writes down: every sample in it is the one that the model sent, and the host replays the log as a test."""
import base64
import subprocess
import tempfile

from bench import ask, same
from station import passed, until

# Some take most of the first one to begin; and short logs are read quickly, however they are cut.
SECONDS = 2
# What `holdfast` ends with when a device is not there (yet).
UNAVAILABLE = 69
PIECE = 24_000


def check_captures(programs, sensors):
    parts = {}
    for sensor in sensors.values():
        parts.setdefault(sensor.model, []).append(sensor)
    with tempfile.TemporaryDirectory(prefix="holdfast") as folder:
        for model, of_model in parts.items():
            ask("plug " + model)
            for attempt in range(3):
                path, dropped = f"{folder}/{model}-{attempt}.replay", ask("lost " + model)
                capture(programs, of_model[0], path)
                try:
                    told = compare(of_model, path)
                    break
                except AssertionError as complaint:
                    if ask("lost " + model) == dropped or attempt == 2:
                        raise
                    print(f"again: the model of {model} had no room ({complaint})", flush=True)
            ask("unplug " + model)
            keep(of_model[0].driver, path)
            passed(f"{model}: captured {told}, each the one that the model sent")


def capture(programs, sensor, path):
    settings = "; ".join(setting for setting in sensor.settings if not setting.startswith("part"))
    command = [programs + "/holdfast", "capture", sensor.serial, path, "--driver", sensor.driver, "--seconds", str(SECONDS),
               "--set", settings]
    ran = []
    # Where udev has not seen it yet there is no such device.
    until(60, lambda: ran.append(subprocess.run(command, capture_output=True, text=True)) or ran[-1].returncode != UNAVAILABLE,
          lambda: ran[-1].stderr)
    assert ran[-1].returncode == 0, ran[-1]


def compare(parts, path):
    """How many samples of each part came."""
    with open(path) as file:
        lines = [line.split() for line in file]
    words = [line[1] for line in lines if len(line) > 1]
    assert "farewell" in words and "end" not in words and "fail" not in words, set(words)
    told = []
    for part, sensor in enumerate(parts):
        samples = [(int(line[5]), [float(value) for value in line[7:]]) for line in lines if line[1:3] == ["sample", str(part)]]
        assert len(samples) > sensor.rate * SECONDS / 4, f"{len(samples)} samples"
        first = sensor.channels[0]
        place = min(range(sensor.cycle), key=lambda place: abs(sensor.value(place, first) - samples[0][1][0]))
        for lost, values in samples:
            assert lost == 0, f"{lost} lost"
            expected = [sensor.value(place % sensor.cycle, channel) for channel in sensor.channels]
            assert len(values) == len(expected) and all(map(same, values, expected)), f"{values} in place of {expected}"
            place += 1
        told.append(f"{len(samples)} samples of {len(sensor.channels)}")
    return ", ".join(told)


def keep(name, path):
    """The host has it too then."""
    with open(path, "rb") as file:
        while piece := file.read(PIECE):
            ask(f"keep {name}.replay {base64.b64encode(piece).decode()}")
