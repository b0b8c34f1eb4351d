"""What a machine does to a daemon: its database locked, its disk full, failing, read-only, a page damaged.

For drivers and tests. Every function returns at once; what holds something is a child process that never
outlives this one and can be ended early with stop().

    env = faulty_disk_env(shim, folder)     # for Vouchd(env=...); shim: the built fault_at.so
    fill_disk(folder); ...; free_disk(folder)                from now on every write says ENOSPC
    break_disk(folder, ops="sync", times=1)                  the next sync fails with EIO
    break_disk(folder, ops="write", start=17, torn=True, kill=True)  half of the 17th write from now, then SIGKILL
    make_disk_read_only(folder); mend_disk(folder)
    held = hold_database_lock(folder / "state" / "vouch.db", 3)      as a forgotten sqlite3 shell does
    held = hold_database_snapshot(db, 60)                            a long read: the log grows meanwhile
    damage_page(db, "claim")                                         the root page of this table is overwritten
    with SmallDisk(where, "3m") as disk: ...                         a real full disk; needs root

`folder` is the run's folder: state_dir is folder/state, the plan of faults is folder/fault.plan. None of them
touches anything else on the machine: fill_disk fills no disk, it makes the one process believe so.
"""

import ctypes
import errno
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

PR_SET_PDEATHSIG = 1
_HOLD = """
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
for statement in sys.argv[3:]:
    db.execute(statement).fetchall()
print("held", flush=True)
time.sleep(float(sys.argv[2]))
db.execute("ROLLBACK")
"""


def _end_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _hold(db, seconds, *statements):
    process = subprocess.Popen([sys.executable, "-c", _HOLD, str(db), str(seconds), *statements],
                               stdout=subprocess.PIPE, text=True, preexec_fn=_end_with_parent)
    return Held(process)


class Held:
    """A child process that holds something of the database until its time is over."""

    def __init__(self, process):
        self.process = process
        if process.stdout.readline().strip() != "held":
            process.wait()
            raise RuntimeError("the database could not be held")

    def over(self):
        return self.process.poll() is not None

    def wait(self):
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.kill()
        self.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def hold_database_lock(db, seconds):
    """Another program inside BEGIN IMMEDIATE: nobody else can write. Returns when it holds the lock."""
    return _hold(db, seconds, "BEGIN IMMEDIATE")


def hold_database_snapshot(db, seconds):
    """Another program inside a read transaction: no checkpoint gets past what it sees."""
    return _hold(db, seconds, "BEGIN", "SELECT count(*) FROM sqlite_schema")


def faulty_disk_env(shim, folder, steps=None, others=()):
    """Environment of a vouchd whose disk can be made to fail; `others`: more libraries to preload (kill_at.so)."""
    folder = pathlib.Path(folder)
    env = {"LD_PRELOAD": ":".join([str(shim), *map(str, others)]), "VOUCH_FAULT_PLAN": str(plan_of(folder)),
           "ASAN_OPTIONS": "verify_asan_link_order=0",  # in a sanitized build the shim stands before its runtime
           "VOUCH_FAULT_UNDER": f"{folder / 'state'}/"}
    if steps:
        env["VOUCH_FAULT_STEPS"] = str(steps)
    return env


def plan_of(folder):
    return pathlib.Path(folder) / "fault.plan"


def break_disk(folder, ops="write,sync,truncate", error=errno.EIO, start=1, times=0, match="", torn=False, kill=False):
    """Operations of the kinds `ops` (write sync truncate read) fail from the `start`-th on, `times` of them (0: all).

    match: only files whose path holds this; torn: half of a failing write is done; kill: SIGKILL instead of an error.
    """
    words = f"ops={ops} errno={error} from={start} times={times} torn={int(torn)} kill={int(kill)}"
    if match:
        words += f" match={match}"
    # In place at once: the shim must not read half a plan.
    descriptor, fresh = tempfile.mkstemp(dir=folder, prefix="fault.")
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(words + "\n")
    os.replace(fresh, plan_of(folder))


def mend_disk(folder):
    plan_of(folder).unlink(missing_ok=True)


def fill_disk(folder):
    """From now on every write of the daemon's state says that the disk is full."""
    break_disk(folder, ops="write", error=errno.ENOSPC, torn=True)


free_disk = mend_disk


def make_disk_read_only(folder):
    """What a kernel does to a file system on which it found errors."""
    break_disk(folder, ops="write,truncate", error=errno.EROFS)


def damage_page(db, table, keep=0):
    """Overwrites the root page of `table` in the file (its first `keep` bytes stay); gives the page number.

    What lies in the write-ahead log hides it: checkpoint before, or stop the daemon.
    """
    connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        found = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    finally:
        connection.close()
    with open(db, "r+b") as file:
        file.seek((found[0] - 1) * size + keep)
        file.write(b"\x5a" * (size - keep))
    return found[0]


class SmallDisk:
    """A tmpfs in a mount namespace of its own, gone with this process. `works`: the machine allows it.

    enter: the words before a command that is to see it; root: the same folder as seen from here.
    """

    def __init__(self, where, size):
        self.where, self.process, self.works = pathlib.Path(where), None, False
        if os.geteuid() != 0 or not shutil.which("unshare") or not shutil.which("nsenter"):
            return
        self.process = subprocess.Popen(
            ["unshare", "-m", "--propagation", "private", "sh", "-c",
             f"mount -t tmpfs -o size={size} none {where} && echo mounted && exec sleep 600"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, preexec_fn=_end_with_parent)
        self.works = self.process.stdout.readline() == b"mounted\n"
        self.enter = ["nsenter", "-t", str(self.process.pid), "-m"]
        self.root = pathlib.Path(f"/proc/{self.process.pid}/root{where}")

    def remount(self, options):
        subprocess.run([*self.enter, "mount", "-o", f"remount,{options}", self.where], check=True)

    def fill(self, leave=0):
        """Takes the free room but `leave` bytes; free() gives it back."""
        free = os.statvfs(self.root)
        room = free.f_bavail * free.f_frsize - leave
        with open(self.root / "ballast", "ab", buffering=0) as file:
            os.posix_fallocate(file.fileno(), file.tell(), max(room, 1))

    def free(self):
        (self.root / "ballast").unlink(missing_ok=True)

    def stop(self):
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
