"""Reads what a recording holds, with the program of Recording.md: the values of the first channel of each sensor, in their order."""
import pathlib

PAGE = pathlib.Path(__file__).resolve().with_name("Recording.md")
exec(PAGE.read_text().split("```python\n")[2].split("```")[0])


def values(path):
    with open(path, "rb") as file:
        kinds = [kind for kind, _ in blocks(file.read())]
    assert 4 not in kinds, f"{path}: frames were refused"
    assert 5 in kinds, f"{path} was not closed"
    found = {}
    for name, present, *_, numbers in read(path):
        if present:
            found.setdefault(name, []).append(numbers[min(numbers)])
    return found
