"""Lets each system call that the store and the recorder make fail once, at many places; see errors."""
import errno
import multiprocessing
import os
import re
import shutil
import signal
import sys
import time

from kills import Station

BOTH, WRITE = (errno.EIO, errno.ENOSPC), (errno.EIO, errno.ENOSPC, 0)
FEW, SOME, MANY = (1, 2, 3), (1, 3, 8, 21), (1, 2, 3, 5, 8, 13, 21, 55, 144)
# The calls of each thread, at which of them one fails, and with what.
CALLS = {
    "hf-store": {
        "open": (MANY[:6], BOTH), "pwrite": (MANY, WRITE), "fdatasync": (MANY, BOTH), "ftruncate": (FEW, BOTH), "unlink": (FEW, BOTH),
        "fchown": (FEW, (errno.EPERM,)), "pread": (SOME, (errno.EIO,)), "mmap": (FEW[:1], (errno.ENOMEM,)), "fstat": (SOME, (errno.EIO,)),
        "stat": (SOME, (errno.EIO,)), "lock": (SOME, (errno.EIO,)), "close": (SOME, (errno.EIO,))},
    "hf-record": {
        "open": (MANY[:7], BOTH), "write": (MANY[:6], WRITE), "fdatasync": (MANY[:6], BOTH), "fsync": (FEW, BOTH), "mkdir": (FEW[:1], BOTH),
        "chmod": (FEW[:1], (errno.EPERM,)), "rename": (FEW[:2], BOTH), "unlink": (FEW[:2], (errno.EIO,)), "statvfs": (SOME[:3], (errno.EIO,)),
        "pread": (SOME, (errno.EIO,)), "fstat": (SOME, (errno.EIO,)), "stat": (SOME, (errno.EIO,)), "opendir": (FEW, (errno.EIO,)),
        "readdir": (FEW, (errno.EIO,)), "close": (SOME, (errno.EIO,))},
}
# At these a database that is new is tried, too: it takes the first calls.
NEW = (1, 5, 21)
# Most of a run is waiting.
STATIONS = 8
# Exit codes: all is kept; something could not be, and that was said; it did not start, and said why.
ALLOWED = (0, 74, 69)


def said(one):
    """Its last lines, without what clients ask."""
    return "\n".join(line for line in one.journal().splitlines() if not re.match("control:|calibration:", line))[-700:]


def trial(arguments):
    programs, library, seconds, isNew, thread, call, place, error = arguments
    name = f"{thread} {call} {place} {errno.errorcode.get(error, 'short')}{', new' if isNew else ''}"
    one = Station(programs, place)
    # Few calibrations, so that holds come.
    one.pace, one.limit = 0.1, 3
    traces = one.folder + "/state/traces"
    try:
        if not isNew:
            one.start()
            assert one.use(1, signal.SIGTERM) == 0, said(one)
        try:
            one.start(LD_PRELOAD=library, HOLDFAST_FAIL=f"{thread}:{call}:{place}:{error}")
            # Two holds, and what the recorder does after the first.
            code = one.use(seconds, signal.SIGTERM, lambda: len(one.holds) >= 2 and os.path.isdir(traces) and os.listdir(traces))
        except AssertionError:
            code = one.daemon.wait(60)
        came, holds = f"FAILED {call} of {thread}\n" in one.journal(), len(one.holds)
        if code not in ALLOWED or code != 0 and not re.search(r"holdfastd:|store:|recording:", one.journal()):
            return thread, call, came, holds, code, f"{name}: ended with {code}: {said(one)}"
        one.start()
        lacks = one.missing() + [f"hold {number}: given twice" for number in one.twice]
        return thread, call, came, holds, code, f"{name}: lacks {lacks[:3]}: {said(one)}" if lacks else None
    except Exception as failure:
        return thread, call, False, 0, None, f"{name}: {failure!r}: {said(one)}"
    finally:
        one.daemon.kill()
        shutil.rmtree(one.folder, ignore_errors=True)


def main(programs, library, seconds, chosen):
    trials = [
        (programs, library, seconds, isNew, thread, call, place, error)
        for thread, calls in CALLS.items() for call, (places, errors) in calls.items() if not chosen or call in chosen for place in places
        for isNew in ((False, True) if place in NEW else (False,)) for error in errors]
    begun = time.monotonic()
    with multiprocessing.Pool(STATIONS) as pool:
        results = []
        for result in pool.imap_unordered(trial, trials):
            results.append(result)
            if result[-1]:
                print(result[-1], flush=True)
    never = []
    for thread, calls in CALLS.items():
        came = {call: sum(result[:3] == (thread, call, True) for result in results) for call in calls if not chosen or call in chosen}
        never += [f"{call} of {thread}" for call, count in came.items() if not count]
        print(f"{thread}: a call failed in {sum(came.values())} runs: " + ", ".join(f"{call} {count}" for call, count in came.items()))
    wrong = [text for *_, text in results if text]
    codes = {code: sum(result[4] == code for result in results) for code in sorted({result[4] for result in results}, key=str)}
    print(f"{len(trials)} runs in {(time.monotonic() - begun) / 60:.0f} minutes with {sum(result[3] for result in results)} holds; exit codes {codes}; "
          f"never failed: {', '.join(never) or 0}; wrong: {len(wrong)}")
    sys.exit(1 if wrong or never else 0)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:])
