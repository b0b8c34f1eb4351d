#!/usr/bin/env python3
"""Runs vouchd on the practice world, kills it where asked, and has the judge look at the end.

  drive.py run --script S [--seed N] [--kills N]     one run, N times SIGKILL at seeded moments
  drive.py kill-every-step --script S... --shim SO   one run for every step at which it may die

World and daemon are separate processes on free loopback ports; both end with this program.
"""

import argparse
import concurrent.futures
import json
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judge import moments  # noqa: E402
from judge.__main__ import judge  # noqa: E402
from judge.said import Api, collect  # noqa: E402
from events import Kill, lines_in, machine_troubles, note_kill, random_kills, read_moment  # noqa: E402
from programs import PortTaken, Programs, Trouble, Vouchd, World, check_offline  # noqa: E402

# In memory where there is room: what is proved is the order of writes and syncs, not the disk's pace.
ROOMY = Path("/dev/shm")
PLACE = str(ROOMY) if ROOMY.is_dir() and shutil.disk_usage(ROOMY).free > 2 << 30 else None

STALL = 90.0  # real seconds without any move of the simulated clock


MOST = {"access": 600, "mail": 40, "webhook": 20}  # lines at which a kill may come


def finish(folder, daemon, events=(), patience=STALL, say=None, watch=None):
    """Lets the run go on to D/done; what is due happens on the way. Gives what happened."""
    waiting = list(events)
    moved, last = time.monotonic(), 0
    done = []
    while not (folder / "done").exists():
        if not daemon.alive():
            raise daemon.ended()
        for event in waiting:
            if event.due(folder):
                if say:
                    say(f"  {event}, {moments.show(read_moment(folder / 'clock'))}")
                event.happen(folder, daemon)
                waiting.remove(event)
                done.append(event)
                moved = time.monotonic()  # the clock stood while that was going on
                break
        if watch:
            watch(folder, daemon)
        now = read_moment(folder / "clock")
        if now != last:
            last, moved = now, time.monotonic()
        if time.monotonic() - moved > patience:
            raise Trouble(f"the clock stands at {moments.show(last)}, next act "
                          f"{moments.show(read_moment(folder / 'world_next'))}\n{daemon.tail()}")
        time.sleep(0.002)
    return done


def settle(socket, patience=30.0):
    """What was due at the end is still on its way for a moment."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        try:
            outbox = Api(socket).json("/api/v1/status")["outbox"]
            if outbox["pending"] == 0 and outbox["unknown"] == 0:
                return
        except OSError:
            pass
        time.sleep(0.05)


def result_of(folder, said):
    """What must be equal with and without kills: everything but moments."""
    claims = {}
    for file in said["claims"]:
        claims[file["raw_url"].split("localhost")[0] + str(file["id"])] = {
            "work": [file["work"][key] for key in ("verdict", "phase", "reason", "stage")],
            "engines": sorted((one["engine"], one["verdict"]) for one in file["engines"]),
            "seen": sorted((one["stage"], one["look_no"], one["outcome"], one["reason"])
                           for one in file["observations"]),
            "notices": sorted((one["kind"], one["audience"], one["state"])
                              for one in file["notices"])}
    mails = {}
    for line in (folder / "mail.jsonl").read_text(encoding="utf-8").splitlines() \
            if (folder / "mail.jsonl").exists() else []:
        mail = json.loads(line)
        mails[mail["message_id"]] = (mail["to"], mail["subject"])
    return {"claims": claims, "mails": sorted(mails.values())}


class Run:
    """One folder, one world, one daemon."""

    days = None  # of the script month
    most = MOST
    daemon_env = None  # beside what the shim of kills needs
    look_after = False  # each kill
    watch = None

    def __init__(self, programs, script, seed, folder=None, env=None, say=None):
        self.programs, self.script, self.seed, self.env = programs, script, seed, env
        self.own = folder is None
        self.folder = Path(folder or tempfile.mkdtemp(prefix=f"vouch-{script}-", dir=PLACE))
        self.folder.mkdir(parents=True, exist_ok=True)
        self.say = say
        self.said = None
        self.report = None
        self.problems = []

    def go(self, kills=0, first_env=None):
        for turn in range(3):
            try:
                return self.once(kills, first_env)
            except PortTaken:
                if turn == 2:
                    raise
                for rest in self.folder.iterdir():
                    shutil.rmtree(rest) if rest.is_dir() else rest.unlink()
        return self

    def once(self, kills, first_env):
        if self.env:
            Path(self.env["VOUCH_KILL_STEPS"]).unlink(missing_ok=True)
        with World(self.programs, self.folder, self.script, self.seed, self.days) as world:
            world.wait_ready()
            with Vouchd(self.programs, self.folder,
                        {**(self.daemon_env or {}), **(self.env or {})}) as daemon:
                daemon.start(first_env)
                if first_env:
                    self.until_dead(daemon)
                plan = random_kills(self.folder, kills, self.seed * 1000 + kills, self.most,
                                    self.look_after) + machine_troubles(self.folder)
                done = finish(self.folder, daemon, plan, say=self.say, watch=self.watch)
                self.killed = sum(isinstance(one, Kill) for one in done)
                self.happened = done
                settle(daemon.socket)
                self.steps = lines_in(Path(self.env["VOUCH_KILL_STEPS"])) if self.env else 0
                self.said = collect(daemon.socket, self.programs.vouch)
                daemon.stop()
        (self.folder / "said.json").write_text(json.dumps(self.said, ensure_ascii=False),
                                               encoding="utf-8")
        self.report = judge(self.folder, self.said)
        self.problems = check_offline(self.programs, self.folder)
        self.problems += [f"{one}: {problem}" for one in done for problem in one.problems]
        return self

    def until_dead(self, daemon):
        """The shim ends the daemon at its step; then it runs on without it."""
        moved, last = time.monotonic(), 0
        while daemon.alive() and not (self.folder / "done").exists():
            now = read_moment(self.folder / "clock")
            if now != last:
                last, moved = now, time.monotonic()
            if time.monotonic() - moved > STALL:
                raise Trouble(f"the clock stands at {moments.show(last)}\n{daemon.tail()}")
            time.sleep(0.002)
        self.died = not daemon.alive()
        if self.died and not daemon.was_killed():
            raise daemon.ended()
        if not self.died:
            daemon.kill()  # its step would come while the judge asks
        note_kill(self.folder)
        daemon.start()

    def result(self):
        return result_of(self.folder, self.said)

    def good(self):
        return not self.report.violations and not self.problems

    def explain(self):
        return "\n".join([str(one) for one in self.report.violations] + self.problems)

    def clean(self):
        if self.own:
            shutil.rmtree(self.folder, ignore_errors=True)


def run_once(programs, options):
    run = Run(programs, options.script[0], options.seed, options.folder, say=print)
    began = time.monotonic()
    try:
        run.go(options.kills)
        print(run.report.text())
        for problem in run.problems:
            print(problem)
        print(f"{options.script[0]}, seed {options.seed}: {run.killed} kills, "
              f"{len(run.said['claims'])} claims, {len(run.report.violations)} violations, "
              f"{time.monotonic() - began:.1f} s")
        if options.kills and run.killed < options.kills:
            print(f"only {run.killed} of {options.kills} kills came about")
            return 1
        return 0 if run.good() else 1
    finally:
        if options.keep:
            print(f"kept: {run.folder}")
        else:
            run.clean()


def kill_at_step(programs, script, seed, shim, step, wanted):
    run = Run(programs, script, seed)
    env = {"LD_PRELOAD": str(shim), "VOUCH_KILL_AT": str(step), "VOUCH_KILL_POWER": "1"}
    try:
        run.go(first_env=env)
        if not run.died:
            return step, "", False
        text = run.explain()
        if run.result() != wanted:
            text += f"\nthe result differs:\n{difference(wanted, run.result())}"
        return step, text.strip(), True
    except Exception:  # noqa: BLE001  one bad run must not hide the others
        return step, traceback.format_exc(limit=-3), True
    finally:
        run.clean()


NEAR = 6  # steps


def choose(steps, stride, afford, seed):
    """Step numbers to die at: around everything but the database's log, and a sample of the rest
    (most of it is the heartbeat). Every one of them with a stride of 1; else as many as can be
    afforded, at another offset for another seed."""
    kinds = [line.split(" ", 1)[1] for line in steps]
    near = set()
    for number, kind in enumerate(kinds):
        if not kind.endswith("-wal"):
            near.update(range(max(0, number - NEAR), min(len(kinds), number + NEAR + 1)))
    # Of writes in a row to one file the first and the last tell all.
    edges = [n for n in range(len(kinds))
             if n == 0 or n + 1 == len(kinds) or kinds[n] != kinds[n - 1] or kinds[n] != kinds[n + 1]]
    telling = [n for n in edges if n in near]
    rest = [n for n in edges if n not in near]
    if stride != 1:
        step = stride or max(1, -(-len(telling) * 10 // (afford * 9)))
        telling = telling[seed % step::step]
        step = max(1, -(-len(rest) // max(1, len(telling) // 9)))
        rest = rest[seed % step::step]
    return [n + 1 for n in sorted(telling + rest)]


def difference(wanted, got):
    left, right = (json.dumps(one, ensure_ascii=False, indent=1, sort_keys=True).splitlines()
                   for one in (wanted, got))
    return "\n".join([f"- {one}" for one in left if one not in right][:10]
                     + [f"+ {one}" for one in right if one not in left][:10])


def kill_every_step(programs, options):
    failed = 0
    for script in options.script:
        journal = Path(tempfile.mkdtemp(prefix="vouch-steps-", dir=PLACE)) / "steps"
        calm = Run(programs, script, options.seed)
        env = {"LD_PRELOAD": str(options.shim), "VOUCH_KILL_STEPS": str(journal)}
        began = time.monotonic()
        try:
            calm.env = env
            calm.go()
            if not calm.good():
                print(f"{script} without a kill:\n{calm.explain()}")
                return 1
            wanted = calm.result()
        finally:
            calm.clean()
        once = time.monotonic() - began
        steps = journal.read_text(encoding="utf-8").splitlines()[:calm.steps]
        shutil.rmtree(journal.parent, ignore_errors=True)
        afford = round(options.budget / len(options.script) * options.jobs / once)
        chosen = choose(steps, options.stride, afford, options.seed)
        print(f"{script}: {len(steps)} steps, {once:.1f} s a run, {len(chosen)} kills", flush=True)
        died = 0
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            jobs = [pool.submit(kill_at_step, programs, script, options.seed, options.shim, step,
                                wanted) for step in chosen]
            for job in concurrent.futures.as_completed(jobs):
                step, text, dead = job.result()
                died += dead
                if text:
                    failed += 1
                    print(f"{script} killed at step {steps[step - 1]}:\n{text}", flush=True)
        print(f"{script}: {died} kills, {failed} went wrong", flush=True)
        if died < len(chosen) * 0.8:
            print("the kills did not come about")
            failed += 1
    return 1 if failed else 0


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["run", "kill-every-step"])
    parser.add_argument("--bin", type=Path, required=True, help="folder of the programs")
    parser.add_argument("--script", nargs="+", default=["single"])
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--shim", type=Path)
    parser.add_argument("--stride", type=int, default=0)
    parser.add_argument("--budget", type=float, default=150, help="seconds, sets the stride")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    programs = Programs(options.bin)
    missing = programs.missing()
    if missing:
        print(f"not built: {', '.join(missing)}")
        return 2
    try:
        if options.what == "run":
            return run_once(programs, options)
        return kill_every_step(programs, options)
    except Trouble as trouble:
        print(trouble)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
