#!/usr/bin/env python3
"""Runs the certification clients of other projects against a socket that serves org.varlink.certification.

usage: certify.py SOCKET

python        the client of PyPI's `varlink`, if this Python has the package
asyncvarlink  the same steps through PyPI's `asyncvarlink`, if this Python has it
go            varlink-go-certification of Debian's package varlink-go, if it is in the path

Says a line per client. Exit code: how many failed; 77 when none of them is there.
"""
import asyncio
import importlib.util
import shutil
import subprocess
import sys

LIMIT = 60


class Missing(Exception):
    pass


def run(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT, text=True)
    if done.returncode != 0:
        raise AssertionError(f"exit code {done.returncode}: {done.stdout[-500:]}")
    return done.stdout


def python(path):
    if importlib.util.find_spec("varlink") is None:
        raise Missing
    output = run([sys.executable, "-m", "varlink.tests.test_certification", "--client", f"--varlink=unix:{path}"])
    assert "Certification passed" in output, output[-500:]


def go(path):
    program = shutil.which("varlink-go-certification")
    if program is None:
        raise Missing
    output = run([program, "--client", f"--varlink=unix:{path}"])
    assert "End: 'true'" in output, output[-500:]


def through_asyncvarlink(path):
    if importlib.util.find_spec("asyncvarlink") is None:
        raise Missing
    asyncio.run(asyncio.wait_for(asynchronous(path), LIMIT))


async def asynchronous(path):
    from asyncvarlink import VarlinkClientProtocol, VarlinkMethodCall, connect_unix_varlink

    transport, protocol = await connect_unix_varlink(VarlinkClientProtocol, path)

    def call(step, parameters, **flags):
        return VarlinkMethodCall("org.varlink.certification." + step, parameters, **flags)

    async def ask(step, parameters):
        reply, _ = await protocol.call(call(step, parameters))
        assert reply.error is None, (step, reply)
        return reply.parameters

    client = await ask("Start", {})
    last = {}
    for number in range(1, 10):
        last = await ask(f"Test{number:02}", {**client, **last})
    texts = []
    async for reply, _ in protocol.call_more(call("Test10", {**client, **last}, more=True)):
        assert reply.error is None, reply
        texts.append(reply.parameters["string"])
    await protocol.call(call("Test11", {**client, "last_more_replies": texts}, oneway=True))
    assert await ask("End", client) == {"all_ok": True}
    transport.close()


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    failed = 0
    passed = 0
    for name, client in (("python", python), ("asyncvarlink", through_asyncvarlink), ("go", go)):
        try:
            client(sys.argv[1])
            passed += 1
            print(f"passed: {name}")
        except Missing:
            print(f"missing: {name}")
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a failed client
            failed += 1
            print(f"FAILED: {name}: {type(error).__name__}: {error}")
    sys.exit(failed if failed or passed else 77)


if __name__ == "__main__":
    main()
