#!/usr/bin/env python3
"""A script of the practice world on a machine that misbehaves; the judge must not find a trace of it.

  machine_week.py --bin build/release --shim fault_at.so [--script first] [--seed N] [--rounds N]

In turn, at seeded moments: the disk is full and later is not; another program holds the database, for a moment and
for longer than a write waits; a stranger reads for long; a sync, a write (torn), a read fails; the disk becomes
read-only. Where the daemon ends with 1, it is started again, as the unit does.
"""

import argparse
import random
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import machine_faults as machine  # noqa: E402
from drive import PLACE, STALL, finish, settle  # noqa: E402
from events import FULL, append, lines_in, note_kill, read_moment  # noqa: E402
from judge.__main__ import judge  # noqa: E402
from judge.said import collect  # noqa: E402
from programs import Programs, Trouble, Vouchd, World, check_offline  # noqa: E402

ROOM = re.compile(r"there is room on the disk again")


class Week:
    def __init__(self, programs, shim, script, seed, rounds):
        self.programs, self.script, self.seed, self.rounds = programs, script, seed, rounds
        self.folder = Path(tempfile.mkdtemp(prefix="vouch-machine-", dir=PLACE))
        self.daemon = Vouchd(programs, self.folder, machine.faulty_disk_env(shim, self.folder))
        self.database = self.folder / "state" / "vouch.db"
        self.dice = random.Random(seed)
        self.held = []
        self.ends = 0
        self.done = []

    def log(self):
        return (self.folder / "vouchd.log").read_text(errors="replace")

    def over(self):
        return (self.folder / "done").exists()

    def wait(self, what, condition):
        end = time.monotonic() + STALL
        while not condition():
            if self.over():
                return False
            if time.monotonic() > end:
                raise Trouble(f"waited for {what}:\n{self.daemon.tail()}")
            time.sleep(0.005)
        return True

    def revive(self):
        """What the unit does after exit 1."""
        machine.mend_disk(self.folder)
        if self.daemon.code() != 1:
            raise self.daemon.ended()
        note_kill(self.folder)
        self.ends += 1
        self.daemon.start()

    def full(self):
        heard = len(FULL.findall(self.log()))
        machine.fill_disk(self.folder)
        if self.wait("a full disk to be noticed", lambda: len(FULL.findall(self.log())) > heard):
            moment = read_moment(self.folder / "clock")
            refilled = len(ROOM.findall(self.log()))
            machine.free_disk(self.folder)
            self.wait("room to be noticed", lambda: len(ROOM.findall(self.log())) > refilled)
            return f"the clock stood at {moment}"
        machine.free_disk(self.folder)
        return "at the end"

    def fatal(self, **how):
        machine.break_disk(self.folder, **how)
        if self.wait("the daemon to stop", lambda: not self.daemon.alive()):
            self.revive()
            return "ended with 1, started again"
        machine.mend_disk(self.folder)
        return "at the end"

    def lock(self, seconds):
        self.held.append(machine.hold_database_lock(self.database, seconds))
        return f"{seconds} s"

    def snapshot(self):
        self.held.append(machine.hold_database_snapshot(self.database, 20))
        return "20 s"

    def kinds(self):
        return {
            "disk full": self.full,
            "lock of a moment": lambda: self.lock(1),
            "failed sync": lambda: self.fatal(ops="sync", times=1),
            "long lock": lambda: self.lock(7),
            "torn write": lambda: self.fatal(ops="write", times=1, torn=True, start=self.dice.randint(1, 40)),
            "long read of a stranger": self.snapshot,
            "torn write of evidence": lambda: self.fatal(ops="write", times=1, torn=True, match=".warc"),
            "read-only disk": lambda: self.fatal(ops="write,truncate", error=30),
        }

    def go(self):
        kinds = self.kinds()
        with World(self.programs, self.folder, self.script, self.seed) as world:
            world.wait_ready()
            with self.daemon as daemon:
                daemon.start()
                mark = 0
                for _ in range(self.rounds):
                    for name, act in kinds.items():
                        mark += self.dice.randint(4, 16)
                        if not self.wait("pages to be looked at",
                                         lambda: lines_in(self.folder / "access.jsonl") >= mark):
                            break
                        mark = max(mark, lines_in(self.folder / "access.jsonl"))
                        self.done.append(name)
                        print(f"  {name}: {act()}", flush=True)
                finish(self.folder, daemon)
                settle(daemon.socket)
                said = collect(daemon.socket, self.programs.vouch)
                daemon.stop()
        return judge(self.folder, said), check_offline(self.programs, self.folder)

    def clean(self):
        for one in self.held:
            one.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True, help="folder of the programs")
    parser.add_argument("--shim", type=Path, required=True)
    parser.add_argument("--script", default="first")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args(arguments)
    week = Week(Programs(options.bin), options.shim, options.script, options.seed, options.rounds)
    try:
        report, problems = week.go()
        print(report.text())
        for line in [*map(str, report.violations), *problems]:
            print(line)
        missed = set(week.kinds()) - set(week.done)
        print(f"{len(week.done)} faults, {week.ends} ends, {len(report.violations)} violations")
        if missed:
            print(f"did not come about: {', '.join(sorted(missed))}")
        return 1 if report.violations or problems or missed else 0
    except Trouble as trouble:
        print(trouble)
        return 1
    finally:
        week.clean()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
