#!/usr/bin/env python3
"""Introspects, calls and streams with clients that nobody here wrote: PyPI "varlink" and "asyncvarlink".

usage: stream.py SOCKET [--seconds S]

Both libraries read the interface's text from the station, call its methods, and follow Monitor for S seconds (60); every sample
index must follow on the one before, or the batch must say how many are missing. Says a line per step; exit code 0 when all is well.
"""
import argparse
import asyncio
import sys
import time

STATION = "org.holdfast.station1"


class Follower:
    """Counts samples, and checks that nothing is missing without being told."""

    def __init__(self):
        self.next = {}
        self.samples = 0
        self.replies = 0
        self.silence = 0.0
        self.last = time.monotonic()

    def take(self, reply):
        now = time.monotonic()
        self.silence = max(self.silence, now - self.last)
        self.last = now
        self.replies += 1
        for batch in reply["batches"]:
            count = len(batch["signals"][0]["samples"])
            first = batch["firstSample"]
            expected = self.next.get(batch["sensor"], first)
            assert first == expected + batch["dropped"] + batch["lost"] or batch["sensor"] not in self.next, batch
            self.next[batch["sensor"]] = first + count
            self.samples += count

    def say(self, name):
        print(f"{name}: {self.samples} samples of {len(self.next)} sensors in {self.replies} replies, longest silence {self.silence:.2f} s")
        assert self.samples > 0 and self.silence < 10.5


def plain(path, seconds):
    import varlink

    with varlink.Client(address="unix:" + path) as client:
        service = client.open("org.varlink.service")
        info = service.GetInfo()
        assert STATION in info["interfaces"], info
        station = client.open(STATION)
        status = station.GetStatus()
        print(f"varlink: {info['product']} {info['version']}, station {status['station']}, {status['streaming']} sensors stream")
        assert len(station.ListMetrics()["metrics"]) > 50
        try:
            station.GetHold(10**12)
            raise AssertionError("a hold that is not there was found")
        except varlink.VarlinkError as error:
            assert error.error() == STATION + ".NoSuchHold", error
        station.close()
        stream = client.open(STATION)
        follower = Follower()
        end = time.monotonic() + seconds
        for reply in stream.Monitor(intervalMs=50, _more=True):
            follower.take(reply)
            if time.monotonic() > end:
                break
        follower.say("varlink")


async def asynchronous(path, seconds):
    from asyncvarlink import VarlinkClientProtocol, VarlinkMethodCall, connect_unix_varlink

    # The library says of a stream that is given up that its end was not awaited.
    asyncio.get_running_loop().set_exception_handler(
        lambda loop, context: isinstance(context.get("exception"), ConnectionResetError) or loop.default_exception_handler(context)
    )
    transport, protocol = await connect_unix_varlink(VarlinkClientProtocol, path)
    service = "org.varlink.service."
    reply, _ = await protocol.call(VarlinkMethodCall(service + "GetInfo", {}))
    assert STATION in reply.parameters["interfaces"], reply
    reply, _ = await protocol.call(VarlinkMethodCall(service + "GetInterfaceDescription", {"interface": STATION}))
    assert reply.parameters["description"].startswith("#"), reply
    reply, _ = await protocol.call(VarlinkMethodCall(STATION + ".GetStatus", {}))
    print(f"asyncvarlink: station {reply.parameters['station']}")
    follower = Follower()
    end = time.monotonic() + seconds
    stream = protocol.call_more(VarlinkMethodCall(STATION + ".Monitor", {"intervalMs": 100}, more=True))
    async for reply, _ in stream:
        assert reply.error is None, reply
        follower.take(reply.parameters)
        if time.monotonic() > end:
            break
    await stream.aclose()
    transport.close()
    follower.say("asyncvarlink")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("socket")
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    plain(options.socket, options.seconds)
    asyncio.run(asynchronous(options.socket, options.seconds))
    print("all is well")


if __name__ == "__main__":
    sys.exit(main())
