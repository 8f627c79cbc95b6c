"""The force platforms of C3D files in ezc3d and kineticstoolkit: corners, forces and centre of pressure; see C3DReaderTests.swift."""
import sys

import ezc3d
import kineticstoolkit as ktk
import numpy

size, force, centre = (400.0, 600.0), 500.0, (50.0, -30.0)
for path in sys.argv[1:]:
    file = ezc3d.c3d(path, extract_forceplat_data=True)
    (plate,) = file["data"]["platform"]
    corners = plate["corners"]
    assert sorted(map(tuple, corners.T[:, :2])) == sorted(
        (x * size[0] / 2, y * size[1] / 2) for x in (-1, 1) for y in (-1, 1)), (path, corners)
    # The plate measures the force of the foot on it, which points down.
    assert numpy.allclose(numpy.abs(plate["force"][2]), force, atol=1e-3), (path, plate["force"])
    assert numpy.allclose(plate["center_of_pressure"][:2].T, centre, atol=1e-3), (path, plate["center_of_pressure"])

    read = ktk.read_c3d(path)
    platforms = read["ForcePlatforms"].data
    names = sorted(platforms)
    by_name = {name.split("_")[-1] if "_" in name else name: platforms[name] for name in names}
    cop = next(platforms[name] for name in names if "COP" in name.upper())
    assert numpy.allclose(cop[:, :2] * 1000, centre, atol=1e-3), (path, names, cop[:2])
    assert read["Analogs"].data, path
    print(path, names)
