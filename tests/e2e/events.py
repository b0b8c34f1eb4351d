"""What happens to vouchd and its machine during a run: kills, and the faults that the script names."""

import json
import os
import random
import re
import signal
import struct
import time
from pathlib import Path

import machine_faults
from judge import moments
from programs import Trouble, check_offline

REFUSED = re.compile(r"^vouchd: no space left on the disk of ", re.MULTILINE)  # a start on a full disk
FULL = re.compile(r"the disk of .* is full")  # in vouchd's log
BUSY_SECONDS = 5  # real ones
BACK_TO_LIFE = 60.0  # real seconds for vouchd to notice what happened to its disk


def read_moment(path):
    try:
        return struct.unpack("<q", path.read_bytes())[0]
    except (FileNotFoundError, struct.error):
        return 0


_counted = {}  # path: bytes read, lines in them


def lines_in(path):
    """Logs grow; only what is new is read."""
    read, lines = _counted.get(path, (0, 0))
    try:
        with open(path, "rb") as file:
            if os.fstat(file.fileno()).st_size < read:
                read, lines = 0, 0
            file.seek(read)
            new = file.read()
    except FileNotFoundError:
        return 0
    _counted[path] = read + len(new), lines + new.count(b"\n")
    return _counted[path][1]


def append(path, line):
    with open(path, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def note_kill(folder):
    """The judge asks of nobody to remember what was not yet written down."""
    append(folder / "kills.jsonl", {"moment": read_moment(folder / "clock")})


def wait_for(condition, what, daemon):
    end = time.monotonic() + BACK_TO_LIFE
    while not condition():
        if time.monotonic() > end:
            raise Trouble(f"waited for {what}:\n{daemon.tail()}")
        time.sleep(0.005)


class Kill:
    """SIGKILL at a simulated moment, or when a log has so many lines."""

    def __init__(self, what, mark, look_after=False):
        self.what, self.mark, self.look_after = what, mark, look_after
        self.problems = []

    def due(self, folder):
        if self.what == "clock":
            return read_moment(folder / "clock") >= self.mark
        return lines_in(folder / f"{self.what}.jsonl") >= self.mark

    def happen(self, folder, daemon):
        daemon.kill()
        note_kill(folder)
        if self.look_after:
            self.problems = check_offline(daemon.programs, folder, replay=False)
        daemon.start()

    def __str__(self):
        return f"SIGKILL at {self.what} " \
            f"{moments.show(self.mark) if self.what == 'clock' else self.mark}"


def random_kills(folder, count, seed, most, look_after=False):
    """Half at moments of the clock, the rest when so much was asked, mailed or called."""
    world = json.loads((folder / "world.json").read_text(encoding="utf-8"))
    start, end = (moments.parse(world[key]) for key in ("start", "end"))
    dice = random.Random(seed)
    kills = []
    for number in range(count):
        if number % 2 == 0:
            # Most happens in the first half of a script.
            share = dice.random() ** 1.5
            kills.append(Kill("clock", start + int((end - start) * share), look_after))
        else:
            what = dice.choice(["access", "access", "mail", "webhook"] + ["robot"] * ("robot" in most))
            kills.append(Kill(what, dice.randint(2, most[what]), look_after))
    return kills


class MachineTrouble:
    """A line `machine` of the truth file, carried out; what it did goes to D/machine.jsonl."""

    def __init__(self, at, trouble, amount):
        self.at, self.trouble, self.amount = at, trouble, amount
        self.problems = []

    def due(self, folder):
        return read_moment(folder / "clock") >= self.at

    def happen(self, folder, daemon):
        before = read_moment(folder / "clock")
        span = getattr(self, self.trouble)(folder, daemon) or (before, read_moment(folder / "clock"))
        append(folder / "machine.jsonl", {"trouble": self.trouble, "from": span[0], "to": span[1]})

    def set_clock(self, folder, daemon, by):
        os.kill(daemon.process.pid, signal.SIGSTOP)
        with open(folder / "clock", "r+b") as file:
            moment = struct.unpack("<q", file.read(8))[0]
            file.seek(0)
            file.write(struct.pack("<q", moment + by))
        os.kill(daemon.process.pid, signal.SIGCONT)
        return moment, moment + by  # the clock runs on, at night by minutes

    def clock_forward(self, folder, daemon):
        return self.set_clock(folder, daemon, self.amount)

    suspend = clock_forward  # stopped in the middle of whatever it did, and later it is later

    def clock_back(self, folder, daemon):
        return self.set_clock(folder, daemon, -self.amount)

    def database_busy(self, folder, _):
        self.held = machine_faults.hold_database_lock(folder / "state" / "vouch.db", BUSY_SECONDS)

    def disk_full(self, folder, daemon):
        """Until vouchd has noticed it; it then begins nothing, the clock stands, and room brings it back."""
        log = folder / "vouchd.log"
        seen = len(FULL.findall(log.read_text(errors="replace")))
        refused = len(REFUSED.findall(log.read_text(errors="replace")))
        machine_faults.fill_disk(folder)
        try:
            wait_for(lambda: len(FULL.findall(log.read_text(errors="replace"))) > seen or not daemon.alive(),
                     "a full disk to be noticed", daemon)
        finally:
            machine_faults.free_disk(folder)
        if not daemon.alive():
            # One that a kill had just ended and that was starting again may say no.
            if len(REFUSED.findall(log.read_text(errors="replace"))) == refused:
                self.problems.append(f"vouchd ended with {daemon.code()} on a full disk")
            daemon.start()

    def disk_broken(self, folder, daemon):
        """A sync fails: vouchd must stop, and be right when it is started again."""
        machine_faults.break_disk(folder, ops="sync", times=1)
        try:
            code = daemon.process.wait(BACK_TO_LIFE)
            if code == 0:
                self.problems.append("vouchd ended with 0 after a failed sync")
        except Exception as late:
            raise Trouble(f"vouchd goes on after a failed sync:\n{daemon.tail()}") from late
        finally:
            machine_faults.mend_disk(folder)
        note_kill(folder)
        daemon.start()

    def __str__(self):
        return f"{self.trouble} at {moments.show(self.at)}"


def machine_troubles(folder):
    out = []
    with open(folder / "truth.jsonl", encoding="utf-8") as file:
        for line in file:
            if '"machine"' not in line:
                continue
            fact = json.loads(line)
            if fact["fact"] == "machine":
                out.append(MachineTrouble(moments.parse(fact["at"]), fact["value"]["trouble"],
                                          fact["value"]["amount"]))
    return out


class Memory:
    """Peak resident memory of each simulated week, as the kernel counts it."""

    def __init__(self, start):
        self.start, self.week, self.peaks = start, 0, {}

    def watch(self, folder, daemon):
        week = (read_moment(folder / "clock") - self.start) // (7 * moments.DAY)
        if week == self.week:
            return
        self.read(daemon)
        self.week = week
        try:
            Path(f"/proc/{daemon.process.pid}/clear_refs").write_text("5", encoding="ascii")
        except OSError:
            pass

    def read(self, daemon):
        try:
            text = Path(f"/proc/{daemon.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return
        for line in text.splitlines():
            if line.startswith("VmHWM:"):
                self.peaks[self.week] = max(self.peaks.get(self.week, 0), int(line.split()[1]))
