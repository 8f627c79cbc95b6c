"""The same recording as CSV (pandas, R), JSON lines, XDF (pyxdf) and C3D (ezc3d, kineticstoolkit): the same samples, times and units; and
the table of all holds in one line of pandas and one of R. See run."""
import glob
import json
import logging
import shutil
import subprocess
import sys

import ezc3d
import kineticstoolkit
import numpy
import pandas
import pyxdf

folder = sys.argv[1]
tables = {}
for path in glob.glob(f"{folder}/export-csv.*.csv"):
    tables[path.split(".")[-2]] = pandas.read_csv(path, comment="#")
events = tables.pop("events")


def in_r(path, column):
    """The number of rows, and the sum of a column to 12 digits, as R reads the table."""
    program = f'd <- read.csv("{path}", comment.char = "#"); cat(nrow(d), sprintf("%.12g", sum(d${column}, na.rm = TRUE)))'
    rows, total = subprocess.run(["Rscript", "-e", program], check=True, capture_output=True, text=True).stdout.split()
    return int(rows), float(total)


holds = pandas.read_csv(f"{folder}/holds.csv", comment="#")
assert len(holds) > 0 and holds["peak_force"].notna().any() and (holds["result"] == 1).all(), holds
if shutil.which("Rscript"):
    for path, column, table in [(f"{folder}/holds.csv", "peak_force", holds)] + [
        (f"{folder}/export-csv.{name}.csv", "force_N", table) for name, table in tables.items()
    ]:
        rows, total = in_r(path, column)
        assert rows == len(table) and numpy.isclose(total, table[column].sum(), rtol=1e-9), (path, rows, total)
    print(f"R reads the same {1 + len(tables)} tables")
assert len(tables) == 3 and all(len(table) > 500 for table in tables.values()), {n: len(t) for n, t in tables.items()}


def same(name, what, values):
    column = tables[name][what].to_numpy()
    assert len(values) == len(column), (name, what, len(values), len(column))
    assert numpy.array_equal(numpy.nan_to_num(values, nan=-1e9), numpy.nan_to_num(column, nan=-1e9)), (name, what)


# JSON lines: a signal without a value is left out.
lines = [json.loads(line) for line in open(f"{folder}/export-jsonl.jsonl", encoding="utf-8")]
for name in tables:
    samples = [line for line in lines if line.get("sensor") == name and "sample" in line and "event" not in line and "type" not in line]
    for what in ("force_N", "tremor_N", "raw_1_raw"):
        same(name, what, numpy.array([line.get(what.rsplit("_", 1)[0], numpy.nan) for line in samples]))
assert sum("event" in line for line in lines) == len(events)

# XDF: pyxdf smooths times unless it is told not to.
streams, _ = pyxdf.load_xdf(f"{folder}/export-xdf.xdf", dejitter_timestamps=False)
streams = {stream["info"]["name"][0]: stream for stream in streams}
assert set(streams) == set(tables) | {"events"}, set(streams)
assert len(streams["events"]["time_stamps"]) == len(events)
first = min(streams[name]["time_stamps"][0] for name in tables)
for name, table in tables.items():
    stream = streams[name]
    channels = [(c["label"][0], c["unit"][0]) for c in stream["info"]["desc"][0]["channels"][0]["channel"]]
    assert channels == [("force", "N"), ("tremor", "N"), ("raw_1", "raw")], channels
    for place, what in enumerate(("force_N", "tremor_N", "raw_1_raw")):
        same(name, what, stream["time_series"][:, place])
    assert numpy.max(numpy.abs(stream["time_stamps"] - first - table["time_s"])) < 1e-6, name

# A file that was cut still loads.
whole = open(f"{folder}/export-xdf.xdf", "rb").read()
with open(f"{folder}/cut.xdf", "wb") as file:
    file.write(whole[:len(whole) // 2])
# pyxdf warns that it is cut.
logging.getLogger("pyxdf").setLevel(logging.CRITICAL)
cut, _ = pyxdf.load_xdf(f"{folder}/cut.xdf", dejitter_timestamps=False)
kept, of = (sum(len(stream["time_stamps"]) for stream in file) for file in (cut, streams.values()))
assert kept > 0.3 * of, (kept, of)
print(f"of the first half of the XDF file pyxdf reads {kept} of {of} samples and events")

# C3D: float32, and files that follow each other.
for name, table in tables.items():
    parts = sorted(glob.glob(f"{folder}/export-c3d.{name}*.c3d"), key=lambda path: (len(path), path))
    analogs = [ezc3d.c3d(part) for part in parts]
    assert analogs[0]["parameters"]["ANALOG"]["LABELS"]["value"] == ["force", "tremor", "raw_1"]
    assert [unit.strip() for unit in analogs[0]["parameters"]["ANALOG"]["UNITS"]["value"]] == ["N", "N", "raw"]
    values = numpy.concatenate([part["data"]["analogs"][0] for part in analogs], axis=1)
    force = values[0][~numpy.isnan(values[2])]
    assert numpy.array_equal(force, table["force_N"].to_numpy().astype(numpy.float32)[-len(force):]), name
    analog = kineticstoolkit.read_c3d(parts[0])["Analogs"]
    assert numpy.array_equal(analog.data["force"], analogs[0]["data"]["analogs"][0][0], equal_nan=True), name

print(f"{sum(map(len, tables.values()))} samples and {len(events)} events are the same in pandas, JSON, pyxdf, ezc3d and kineticstoolkit")
