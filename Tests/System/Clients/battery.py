#!/usr/bin/env python3
"""Errors, limits and pipelining of a Varlink socket, in raw bytes; nothing but the standard library.

usage: battery.py SOCKET [--stream METHOD [--parameters JSON]] [--denied METHOD] [--patience SECONDS]

SOCKET       a Unix socket that serves Varlink; org.varlink.service is all it needs
--stream     a method that answers with a stream, to be tested as one; without it no stream is tested
--denied     a method that this socket must answer with PermissionDenied
--patience   listen to the stream for so long: no silence may exceed 10 s (and half a second for the host)

Says a line per check; the exit code is the number of checks that failed.
"""
import argparse
import json
import socket
import sys
import time

SERVICE = "org.varlink.service."
MEBIBYTE = 1 << 20


class Client:
    def __init__(self, path, timeout=20.0):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(timeout)
        self.socket.connect(path)
        self.buffer = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self):
        """One reply; None when the server has closed the connection."""
        while b"\0" not in self.buffer:
            try:
                data = self.socket.recv(65536)
            except (ConnectionResetError, BrokenPipeError):
                return None
            if not data:
                assert not self.buffer, "closed in the middle of a reply"
                return None
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message.decode("utf-8", "strict"))

    def call(self, method, parameters=None, **flags):
        self.send(message(method, parameters, **flags))
        return self.receive()


def message(method, parameters=None, **flags):
    call = {"method": method, **flags}
    if parameters is not None:
        call["parameters"] = parameters
    return json.dumps(call).encode() + b"\0"


def is_info(reply):
    return reply is not None and "error" not in reply and "interfaces" in reply["parameters"]


def is_error(reply, name, **parameters):
    return reply == {"error": SERVICE + name, "parameters": parameters}


INFO = message(SERVICE + "GetInfo")
CHECKS = []


def check(function):
    CHECKS.append(function)
    return function


def closes(path, data):
    """The server answers nothing and closes; a correct call before it is answered all the same."""
    with Client(path) as client:
        try:
            client.send(INFO + data)
        except (ConnectionResetError, BrokenPipeError):
            pass
        assert is_info(client.receive()), "the call before it was not answered"
        assert client.receive() is None, "not closed"


@check
def info_says_who_it_is(path, _):
    with Client(path) as client:
        reply = client.call(SERVICE + "GetInfo")
        assert set(reply) == {"parameters"}, reply
        assert set(reply["parameters"]) == {"vendor", "product", "version", "url", "interfaces"}
        names = reply["parameters"]["interfaces"]
        assert names == sorted(names) and "org.varlink.service" in names, names
        for name in names:
            text = client.call(SERVICE + "GetInterfaceDescription", {"interface": name})["parameters"]["description"]
            assert any(line.split()[:2] == ["interface", name] for line in text.splitlines()), name


@check
def messages_may_be_split_anywhere(path, _):
    with Client(path) as client:
        for byte in INFO:
            client.send(bytes([byte]))
        assert is_info(client.receive())


@check
def messages_may_be_joined(path, _):
    with Client(path) as client:
        client.send(INFO * 3 + INFO[:10])
        assert all(is_info(client.receive()) for _ in range(3))
        client.send(INFO[10:])
        assert is_info(client.receive())


@check
def parameters_may_be_missing_or_null_or_empty(path, _):
    with Client(path) as client:
        for text in ('', ',"parameters":null', ',"parameters":{}', ',"vendor.key":[1]', ',"more":false,"oneway":false'):
            client.send(b'{"method":"org.varlink.service.GetInfo"' + text.encode() + b"}\0")
            assert is_info(client.receive()), text


@check
def bad_parameters_are_named(path, _):
    with Client(path) as client:
        describe = SERVICE + "GetInterfaceDescription"
        assert is_error(client.call(SERVICE + "GetInfo", {"x": 1}), "InvalidParameter", parameter="x")
        for bad in (None, {}, {"interface": None}, {"interface": 1}, {"interface": ["a"]}):
            assert is_error(client.call(describe, bad), "InvalidParameter", parameter="interface"), bad
        reply = client.call(describe, {"interface": "org.varlink.service", "extra": 1})
        assert is_error(reply, "InvalidParameter", parameter="extra")


@check
def what_is_not_there_is_said_by_name(path, _):
    with Client(path) as client:
        assert is_error(client.call("org.nowhere.Do"), "InterfaceNotFound", interface="org.nowhere")
        assert is_error(client.call("Do"), "InterfaceNotFound", interface="Do")
        assert is_error(client.call(""), "InterfaceNotFound", interface="")
        assert is_error(client.call(SERVICE + "Nothing"), "MethodNotFound", method=SERVICE + "Nothing")
        assert is_error(client.call(SERVICE), "MethodNotFound", method=SERVICE)
        reply = client.call(SERVICE + "GetInterfaceDescription", {"interface": "org.nowhere"})
        assert is_error(reply, "InterfaceNotFound", interface="org.nowhere")


@check
def oneway_is_silent_even_about_errors(path, _):
    with Client(path) as client:
        client.send(message(SERVICE + "GetInfo", oneway=True) + message("org.nowhere.Do", oneway=True))
        client.send(message(SERVICE + "GetInfo", {"x": 1}, oneway=True) + message("org.last.Do"))
        assert is_error(client.receive(), "InterfaceNotFound", interface="org.last")


@check
def more_on_a_single_reply_gives_one(path, _):
    with Client(path) as client:
        reply = client.call(SERVICE + "GetInfo", more=True)
        assert is_info(reply) and "continues" not in reply
        assert is_error(client.call("org.last.Do"), "InterfaceNotFound", interface="org.last")


@check
def upgrade_is_refused(path, _):
    with Client(path) as client:
        assert is_error(client.call(SERVICE + "GetInfo", upgrade=True), "InvalidParameter", parameter="upgrade")
        assert is_info(client.call(SERVICE + "GetInfo", upgrade=False))


@check
def what_is_no_call_closes(path, _):
    for data in (
        b"\0", b"{}\0", b"[]\0", b"null\0", b"x\0", b'"a"\0', b"{\0", b'{"method":null}\0', b'{"method":1}\0',
        b'{"method":["org.varlink.service.GetInfo"]}\0', b'{"method":"a.B","parameters":[]}\0',
        b'{"method":"a.B","parameters":1}\0', b'{"method":"a.B","more":1}\0', b'{"method":"a.B","oneway":"true"}\0',
        b'{"method":"a.B","upgrade":null}\0', b'{"method":"a.B","more":true,"oneway":true}\0',
        b'{"method":"a.B","method":"a.B"}\0', b'{"method":"a.B","parameters":{"x":{"y":1,"y":1}}}\0',
        b'{"method":"a.\xff"}\0', b'{"method":"a.B","parameters":{"x":"\xed\xa0\x80"}}\0', b'{"method":"a.B"}}\0',
        b'{"method":"a.B"}{}\0', b"{'method':'a.B'}\0", b'{"method":"a.B","parameters":{"x":NaN}}\0',
        b'\xef\xbb\xbf{"method":"a.B"}\0', b'GET / HTTP/1.1\r\n\r\n\0',
    ):
        try:
            closes(path, data)
        except AssertionError as error:
            raise AssertionError(f"{data!r}: {error}") from None


@check
def thirty_two_levels_are_taken(path, _):
    def nested(levels):
        brackets = levels - 2
        return b'{"method":"a.B","parameters":{"x":' + b"[" * brackets + b"]" * brackets + b"}}\0"

    with Client(path) as client:
        client.send(nested(32))
        assert is_error(client.receive(), "InterfaceNotFound", interface="a")
    closes(path, nested(33))
    closes(path, nested(100_000))


@check
def a_mebibyte_is_taken(path, _):
    def sized(size):
        frame = b'{"method":"a.B","parameters":{"x":""}}'
        return frame[:-3] + b"y" * (size - len(frame)) + frame[-3:] + b"\0"

    with Client(path) as client:
        client.send(sized(MEBIBYTE))
        assert is_error(client.receive(), "InterfaceNotFound", interface="a")
        assert is_info(client.call(SERVICE + "GetInfo"))
    closes(path, sized(MEBIBYTE + 1))
    closes(path, b"x" * (MEBIBYTE + 1))


@check
def many_empty_values_cost_the_server_nothing(path, _):
    closes(path, b'{"method":"a.B","parameters":{"x":[' + b"{}," * 300_000 + b"{}]}}\0")


@check
def answers_keep_the_order_of_the_calls(path, _):
    with Client(path) as client:
        client.send(b"".join(message(f"org.number{index}.Do") for index in range(500)))
        for index in range(500):
            assert is_error(client.receive(), "InterfaceNotFound", interface=f"org.number{index}")


@check
def a_client_that_does_not_read_is_not_read(path, _):
    with Client(path) as client:
        client.socket.setblocking(False)
        data = INFO * 100
        sent = 0
        rest = b""
        idle = 0
        # Full for half a second is full for good.
        while idle < 50 and sent < 64 * MEBIBYTE:
            rest = rest or data
            try:
                count = client.socket.send(rest)
                sent += count
                rest = rest[count:]
                idle = 0
            except BlockingIOError:
                idle += 1
                time.sleep(0.01)
        assert sent < 8 * MEBIBYTE, f"{sent} bytes were taken"
        client.socket.settimeout(20)
        for _ in range(sent // len(INFO)):
            assert is_info(client.receive())


@check
def calls_before_the_end_are_answered(path, _):
    with Client(path) as client:
        client.send(INFO * 5)
        client.socket.shutdown(socket.SHUT_WR)
        assert all(is_info(client.receive()) for _ in range(5))
        assert client.receive() is None
    with Client(path) as client:
        client.send(INFO + INFO[:-1])
        client.socket.shutdown(socket.SHUT_WR)
        assert is_info(client.receive()) and client.receive() is None


@check
def one_user_has_sixteen_connections(path, _):
    clients = []
    try:
        refused = None
        for index in range(17):
            client = Client(path)
            clients.append(client)
            try:
                alive = is_info(client.call(SERVICE + "GetInfo"))
            except BrokenPipeError:
                alive = False
            if not alive:
                refused = index
                break
        assert refused is not None, "17 connections were taken"
        # Somebody else of the same user may hold a few.
        assert refused >= 8, f"only {refused} connections were taken"
        clients[0].socket.close()
        for _ in range(200):
            with Client(path) as client:
                try:
                    if is_info(client.call(SERVICE + "GetInfo")):
                        return
                except BrokenPipeError:
                    pass
            time.sleep(0.01)
        raise AssertionError("no place became free")
    finally:
        for client in clients:
            client.socket.close()


@check
def control_methods_are_denied_here(path, options):
    if not options.denied:
        return "no method named"
    with Client(path) as client:
        assert is_error(client.call(options.denied), "PermissionDenied")
        assert is_info(client.call(SERVICE + "GetInfo"))


@check
def a_stream_wants_more(path, options):
    if not options.stream:
        return "no stream named"
    with Client(path) as client:
        assert is_error(client.call(options.stream, options.parameters), "ExpectedMore")
        client.send(message(options.stream, options.parameters, oneway=True))
        assert is_info(client.call(SERVICE + "GetInfo"))


@check
def a_stream_goes_on_and_other_calls_wait(path, options):
    if not options.stream:
        return "no stream named"
    with Client(path) as client:
        client.send(message(options.stream, options.parameters, more=True) + message("org.later.Do"))
        for _ in range(3):
            reply = client.receive()
            assert set(reply) == {"parameters", "continues"} and reply["continues"] is True, reply


@check
def the_end_of_the_client_ends_its_stream(path, options):
    if not options.stream:
        return "no stream named"
    with Client(path) as client:
        client.send(message(options.stream, options.parameters, more=True))
        assert client.receive()["continues"] is True
        client.socket.shutdown(socket.SHUT_WR)
        start = time.monotonic()
        while client.receive() is not None:
            assert time.monotonic() - start < 10, "the stream went on"


@check
def a_stream_is_never_silent_for_long(path, options):
    if not options.stream or not options.patience:
        return "no stream or no patience"
    with Client(path) as client:
        client.send(message(options.stream, options.parameters, more=True))
        end = time.monotonic() + options.patience
        last = time.monotonic()
        while last < end:
            assert client.receive()["continues"] is True
            now = time.monotonic()
            assert now - last < 10.5, f"silent for {now - last:.1f} s"
            last = now


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1].split("\n")[0])
    parser.add_argument("socket")
    parser.add_argument("--stream")
    parser.add_argument("--parameters", type=json.loads)
    parser.add_argument("--denied")
    parser.add_argument("--patience", type=float, default=0)
    options = parser.parse_args()
    failed = 0
    for function in CHECKS:
        name = function.__name__.replace("_", " ")
        try:
            skipped = function(options.socket, options)
            print(f"skipped: {name}: {skipped}" if skipped else f"passed: {name}")
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a failed check
            failed += 1
            print(f"FAILED: {name}: {type(error).__name__}: {error}")
    print(f"{len(CHECKS)} checks, {failed} failed")
    sys.exit(min(failed, 100))


if __name__ == "__main__":
    main()
