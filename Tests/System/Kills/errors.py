"""Lets each system call that the store and the recorder write with fail once, at many places; see errors."""
import errno
import multiprocessing
import os
import re
import shutil
import signal
import sys

from kills import STATIONS, Station

# Those that write, at each of many places; those that look and read, at fewer.
WRITES = ("open", "open64", "write", "pwrite", "pwrite64", "fdatasync", "fsync", "ftruncate64", "mkdir", "rename", "unlink")
READS = ("read", "pread", "pread64", "fstat", "fstat64", "stat", "stat64", "access", "statvfs", "mmap64")
RARE = ("mkdir", "rename", "unlink", "statvfs", "ftruncate64")
PLACES = {**dict.fromkeys(WRITES, (1, 2, 3, 5, 8, 13, 21)), **dict.fromkeys(READS, (1, 3, 8, 21)), **dict.fromkeys(RARE, (1, 2, 3))}
# Without these nothing was tried.
NEEDED = ("open64", "write", "pwrite64", "fdatasync", "rename", "pread64")
SHORT = 0
# Exit codes: all is kept; something could not be, and that was said; it did not start, and said why.
ALLOWED = (0, 74, 69)


def trial(arguments):
    programs, library, seconds, isNew, call, place, error = arguments
    name = f"{call} {place} {errno.errorcode.get(error, 'short')}{', new' if isNew else ''}"
    one = Station(programs, place)
    # Holds come while the others do not keep the machine busy.
    one.pace = 0.1
    traces = one.folder + "/state/traces"
    try:
        if not isNew:
            one.start()
            assert one.use(1, signal.SIGTERM) == 0, one.said()
        try:
            one.start(LD_PRELOAD=library, HOLDFAST_FAIL=f"{call}:{place}:{error}")
            # Two holds, and what the recorder does after the first.
            code = one.use(seconds, signal.SIGTERM, lambda: len(one.holds) >= 2 and os.path.isdir(traces) and os.listdir(traces))
        except AssertionError:
            code = one.daemon.wait(60)
        said = one.said()
        came = "FAILED" in said
        if code not in ALLOWED or code != 0 and not re.search(r"holdfastd:|store:|recording:", said):
            return call, came, code, f"{name}: ended with {code}: {said[-500:]}"
        one.start()
        lacks = one.missing()
        return call, came, code, f"{name}: lacks {lacks[:3]}: {said[-500:]}" if lacks else None
    except Exception as error:
        return call, False, None, f"{name}: {error!r}: {one.said()[-500:]}"
    finally:
        one.daemon.kill()
        shutil.rmtree(one.folder, ignore_errors=True)


def main(programs, library, seconds, chosen):
    trials = [
        (programs, library, seconds, isNew, call, place, error) for call, places in PLACES.items() if call in chosen for place in places
        # A database that is there; and one that is made, which takes the first calls.
        for isNew in ((False, True) if place in (1, 5, 21) else (False,))
        for error in ((errno.EIO,) + ((errno.ENOSPC,) if call in WRITES else ()) + ((SHORT,) if "write" in call else ()))]
    with multiprocessing.Pool(STATIONS) as pool:
        results = []
        for result in pool.imap_unordered(trial, trials):
            results.append(result)
            if result[-1]:
                print(result[-1], flush=True)
    wrong = [text for *_, text in results if text]
    came = {name: sum(call == name and failed for call, failed, *_ in results) for name in chosen}
    codes = {code: sum(result[2] == code for result in results) for code in sorted({result[2] for result in results}, key=str)}
    print(f"{len(trials)} runs, a call failed in {sum(came.values())}: " + ", ".join(f"{name} {count}" for name, count in came.items() if count)
          + f"; not called: {', '.join(name for name, count in came.items() if not count)}; exit codes {codes}; wrong: {len(wrong)}")
    lacking = [name for name in NEEDED if name in chosen and not came[name]]
    if lacking:
        print(f"never failed: {', '.join(lacking)}")
    sys.exit(1 if wrong or lacking else 0)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:] or list(PLACES))
