"""Reads what a recording holds (Recording.md): the values of the first channel of each sensor, in their order."""
import json
import struct


def values(path):
    with open(path, "rb") as file:
        data = file.read()
    assert data[:8] == b"HFRECORD", path
    names, found, place, closed = [], {}, 16, False
    while place < len(data):
        magic, kind, length, _ = struct.unpack_from("<4sIII", data, place)
        assert magic == b"HFb1", f"{path}: damage at {place}"
        payload = data[place + 16:place + 16 + length]
        place += 16 + length
        if kind == 1:
            names = [sensor["name"] for sensor in json.loads(payload)["sensors"]]
        elif kind == 2:
            at = 0
            while at < len(payload):
                sensor, present, count = struct.unpack_from("<HBB", payload, at)
                at += 32
                if present:
                    found.setdefault(names[sensor], []).append(struct.unpack_from("<d", payload, at)[0])
                at += 8 * count
        elif kind == 4:
            raise AssertionError(f"{path}: frames were refused")
        elif kind == 5:
            closed = True
        elif kind == 7:
            sensor = struct.unpack_from("<H", payload)[0]
            name = json.loads(payload[24:])["name"]
            assert sensor <= len(names), (sensor, names)
            names[sensor:sensor + 1] = [name]
    assert closed, f"{path} was not closed"
    return found
