#!/usr/bin/env python3
"""Every interface that the station serves is the text that is shipped, and what others wrote can read it.

usage: interfaces.py SOCKET...     all of them together must serve every file of Sources/Interface

Read by PyPI "varlink", and by Debian's varlink-go-interface-generator where that is installed.
"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

import varlink
from varlink.scanner import Interface

GENERATOR = shutil.which("varlink-go-interface-generator")


def generated(text, methods):
    """What the Go generator makes of it has every method."""
    with tempfile.TemporaryDirectory() as folder:
        with open(folder + "/interface.varlink", "w") as file:
            file.write(text)
        subprocess.run([GENERATOR, folder + "/interface.varlink"], check=True, cwd=folder)
        (source,) = glob.glob(folder + "/*.go")
        with open(source) as file:
            code = file.read()
    missing = [method for method in methods if f"func {method}() " not in code]
    assert not missing, missing


def main():
    shipped = {}
    for path in glob.glob("Sources/Interface/*.varlink"):
        with open(path) as file:
            shipped[os.path.basename(path).removesuffix(".varlink")] = file.read()
    served = set()
    for path in sys.argv[1:]:
        with varlink.Client(address="unix:" + path) as client:
            service = client.open("org.varlink.service")
            for name in service.GetInfo()["interfaces"]:
                text = service.GetInterfaceDescription(name)["description"]
                assert text == shipped[name], f"{name} is not the text that is shipped"
                methods = re.findall(r"^method (\w+)", text, re.MULTILINE)
                members = Interface(text).members
                assert methods and all(method in members for method in methods), (name, methods)
                if GENERATOR:
                    generated(text, methods)
                if name not in served:
                    print(f"{name}: {len(methods)} methods, read by varlink" + (" and varlink-go" if GENERATOR else ""))
                served.add(name)
    assert served == set(shipped), set(shipped) - served


if __name__ == "__main__":
    main()
