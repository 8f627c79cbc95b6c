"""Lets each system call that the store and the recorder write with fail once, at many places; see errors."""
import errno
import multiprocessing
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
SHORT = 0
# Exit codes: all is kept; something could not be, and that was said; it did not start, and said why.
ALLOWED = (0, 74, 69)


def trial(arguments):
    programs, library, seconds, seed, call, place, error = arguments
    name = f"{call} {place} {errno.errorcode.get(error, 'short')}"
    one = Station(programs, seed)
    try:
        try:
            one.start(LD_PRELOAD=library, HOLDFAST_FAIL=f"{call}:{place}:{error}")
            code = one.use(seconds, signal.SIGTERM)
        except AssertionError:
            code = one.daemon.wait(60)
        said = one.said()
        came = "FAILED" in said
        if code not in ALLOWED or code != 0 and not re.search(r"holdfastd:|store:|recording:", said):
            return came, code, f"{name}: ended with {code}: {said[-500:]}"
        one.start()
        lacks = one.missing()
        return came, code, f"{name}: lacks {lacks[:3]}: {said[-500:]}" if lacks else None
    except Exception as error:
        return False, None, f"{name}: {error!r}: {one.said()[-500:]}"
    finally:
        one.daemon.kill()
        shutil.rmtree(one.folder, ignore_errors=True)


def main(programs, library, seconds):
    trials = [
        (programs, library, seconds, place, call, place, error) for call, places in PLACES.items() for place in places
        for error in ((errno.EIO,) + ((errno.ENOSPC,) if call in WRITES else ()) + ((SHORT,) if "write" in call else ()))]
    with multiprocessing.Pool(STATIONS) as pool:
        results = pool.map(trial, trials, chunksize=1)
    wrong = [text for *_, text in results if text]
    for text in wrong:
        print(text)
    came = sum(result[0] for result in results)
    codes = {code: sum(result[1] == code for result in results) for code in sorted({result[1] for result in results}, key=str)}
    print(f"{len(trials)} runs, a call failed in {came}; exit codes {codes}; wrong: {len(wrong)}")
    sys.exit(1 if wrong or came < len(trials) / 3 else 0)


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
