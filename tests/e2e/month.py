#!/usr/bin/env python3
"""The month under fire: a hundred claims a working day of five employees, or of twenty (--script people,
with more trouble on every channel), and every trouble there is.

  month.py simulate --bin BUILD [--days 30] [--seed N]      one month and its report
  month.py prove --bin BUILD [--seed N...] [--kills K]      each seed twice, calm and with K SIGKILLs:
                                                            no violation, equal verdicts, flat memory

World and daemon are separate processes on loopback; both end with this program.
"""

import argparse
import concurrent.futures
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import machine_faults  # noqa: E402
from drive import Run, difference  # noqa: E402
from events import Memory  # noqa: E402
from judge import moments  # noqa: E402
from judge.case import Case  # noqa: E402
from judge.message_rules import is_daily, is_reminder, is_weekly  # noqa: E402
from programs import Programs, Trouble  # noqa: E402

FLAT = 1.05  # peak of the last week over that of the second


def compiled(folder, source):
    """The shim that makes a disk fail, as a shared object."""
    made = Path(folder) / (Path(source).stem + ".so")
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl", "-lpthread"],
                   check=True)
    return made


class Month(Run):
    most = {"access": 15000, "mail": 350, "webhook": 300}

    def __init__(self, programs, seed, days=30, kills=0, folder=None, say=None, script="month"):
        super().__init__(programs, script, seed, folder, say=say)
        self.days, self.kills = days, kills
        self.look_after = kills > 0
        # A shorter month writes shorter logs.
        most = {**self.most, "robot": 160} if script == "people" else self.most
        self.most = {what: max(2, count * days // 30) for what, count in most.items()}
        self.memory = None
        shim = compiled(self.folder, Path(__file__).parent / "fault_at.c")
        self.daemon_env = machine_faults.faulty_disk_env(shim, self.folder)

    def run(self):
        began = time.monotonic()
        self.go(self.kills)
        self.seconds = time.monotonic() - began
        return self

    def watch(self, folder, daemon):
        if self.memory is None:
            head = json.loads((folder / "world.json").read_text(encoding="utf-8"))
            self.memory = Memory(moments.parse(head["start"]))
        self.memory.watch(folder, daemon)

    def flat(self):
        """Ratio of the last whole week with reports to the second one; None: too short a run."""
        last = self.days // 7 - 1
        peaks = self.memory.peaks if self.memory else {}
        return peaks[last] / peaks[1] if last > 1 and last in peaks and 1 in peaks else None


def verdicts(said):
    """What kills must not change: the verdicts at the end, by page and person."""
    out = {}
    for file in said["claims"]:
        key = f"{file['raw_url'].split(':', 2)[1]}{file['raw_url'].split('/', 3)[3]} {file['user']['login']}"
        engines = sorted((one["engine"], one["verdict"]) for one in file["engines"])
        out[key] = [file["work"]["verdict"], file["work"]["reason"], engines]
    return out


def quantile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else None


def hours(span):
    return "-" if span is None else f"{span / moments.HOUR:.1f} h"


def counted(rows):
    out = {}
    for row in rows:
        out[row] = out.get(row, 0) + 1
    return out


def report(run):
    """What a person wants to know of the month, as text."""
    case = Case(run.folder, run.said)
    staff = sum(person["role"] == "employee" for person in case.people.values())
    lines = [f"{run.days} days, seed {run.seed}: {len(case.truth.claims)} claims of {staff} people, "
             f"{run.seconds:.0f} s, {run.killed} kills"]
    lines += ["", "verdict at the end             claims   as the truth has it"]
    for name, (count, right) in by_verdict(case).items():
        lines.append(f"  {name:<28} {count:>6}   {right:>6}")
    wrong = accused(case)
    lines.append(f"  true work called FAILED or REGRESSED: {len(wrong)}")
    for name, spans in delays(case).items():
        lines.append(f"{name:<46} n {len(spans):>4}  median {hours(quantile(spans, .5)):>8}  "
                     f"p90 {hours(quantile(spans, .9)):>8}  worst {hours(max(spans, default=None)):>8}")
    hosts = counted(row["host"] for row in case.logs.access)
    engine = hosts.pop("engine", 0)
    hooks = hosts.pop("hook", 0)
    hosts.pop("provider", 0)
    lines.append(f"queries to the engine {engine}, requests to {len(hosts)} sites {sum(hosts.values())}, "
                 f"{sum(hosts.values()) / max(1, len(case.truth.claims)):.1f} a claim")
    mails = counted(kind_of(mail) for mail in case.logs.mail)
    lines.append("letters: " + ", ".join(f"{kind} {count}" for kind, count in sorted(mails.items()))
                 + f"; events {len(case.logs.hooks)} in {hooks} calls")
    for stage, (sure, all_) in coverage(case).items():
        lines.append(f"coverage of {stage:<14} {sure / max(1, all_):6.1%}  ({sure} of {all_} looks told something)")
    if run.memory and run.memory.peaks:
        weeks = ", ".join(f"{peak / 1024:.1f}" for _, peak in sorted(run.memory.peaks.items()))
        ratio = run.flat()
        lines.append(f"peak memory by week, MiB: {weeks}" + (f"; last over second {ratio:.3f}" if ratio else ""))
    lines.append(f"violations: {len(run.report.violations)}, {sum(run.report.checked.values())} things checked")
    return "\n".join(lines)


def by_verdict(case):
    out = {}
    for claim in case.truth.claims.values():
        file = case.file(claim)
        said = file["work"]["verdict"] if file else "(none)"
        count, right = out.get(said, (0, 0))
        out[said] = (count + 1, right + (case.expected(claim, case.now).work == said))
    return dict(sorted(out.items()))


def accused(case):
    """Claims that stand as negatives and that the truth calls true."""
    return [claim.n for claim in case.truth.claims.values()
            if claim.honest and case.file(claim)
            and case.file(claim)["work"]["verdict"] in ("FAILED", "REGRESSED")]


def delays(case):
    """From the moment at which something was so to the moment at which it was told."""
    found, false, lost = [], [], []
    for claim in case.truth.claims.values():
        file = case.file(claim)
        if file is None:
            continue
        live = next((one for one in file["stages"] if one["stage"] == "live"), None)
        if claim.honest and live and live["first_pass_at"]:
            found.append(moments.parse(live["first_pass_at"]) - claim.submitted)
        told = [moments.parse(one["created_at"]) for one in file["notices"]
                if one["kind"] in ("needs_correction", "regressed") and one["audience"] == "employee"]
        if not told:
            continue
        gone = [at for at in case.truth.changes(claim.url) if claim.submitted < at < min(told)]
        if live and live["first_pass_at"]:
            if gone:
                lost.append(min(told) - max(gone))
        else:
            false.append(min(told) - claim.submitted - claim.policy.live_deadline)
    return {"true work seen, after the hand-in": found,
            "false work told, after its deadline": false,
            "lost pages told, after they went": lost}


def kind_of(mail):
    if is_daily(mail):
        return "daily"
    if is_weekly(mail):
        return "weekly"
    if is_reminder(mail):
        return "reminder"
    return mail["subject"].split("：")[0].split(" ")[0][:12]


def coverage(case):
    out = {}
    for claim in case.truth.claims.values():
        for row in (case.file(claim) or {"observations": []})["observations"]:
            stage = row["stage"].split(":")[0]
            sure, all_ = out.get(stage, (0, 0))
            told = row["outcome"] == "FOUND" or (row["outcome"] == "NOT_FOUND" and row["negative_proved"])
            out[stage] = (sure + told, all_ + 1)
    return out


def problems_of(run, name):
    out = []
    if not run.good():
        out.append(f"{name}:\n{run.explain()}")
    wrong = accused(Case(run.folder, run.said))
    if wrong:
        out.append(f"{name}: true work called false: claims {wrong}")
    return out


def simulate(programs, options):
    run = Month(programs, options.seed[0], options.days, options.kills, options.folder,
                say=print if options.loud else None, script=options.script)
    try:
        run.run()
        print(report(run))
        for problem in problems_of(run, "the month"):
            print(problem)
        return 0 if run.good() else 1
    finally:
        if options.keep or options.folder:
            print(f"kept: {run.folder}")
        else:
            run.clean()


@dataclass
class Played:
    """What is told of one month when its folder is gone."""
    text: str
    problems: list
    verdicts: dict
    killed: int
    flat: float = None


def play(programs, seed, days, kills, keep=False, script="month"):
    name = f"seed {seed} with kills" if kills else f"seed {seed}"
    run = Month(programs, seed, days, kills, script=script)
    try:
        run.run()
    except Trouble as trouble:
        return Played(f"{name} came to no end: {run.folder}", [f"{name}: {trouble}"], {}, 0)
    played = Played(report(run), problems_of(run, name), verdicts(run.said), run.killed, run.flat())
    if keep and played.problems:
        played.problems.append(f"{name}: kept {run.folder}")
    else:
        run.clean()
    return played


def prove(programs, options):
    """One seed after the other; of each the calm run and the one with kills at the same time."""
    failed = 0
    for seed in options.seed:
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            jobs = [pool.submit(play, programs, seed, options.days, kills, options.keep, options.script)
                    for kills in ([0, options.kills] if options.kills else [0])]
            months = [job.result() for job in jobs]
        for problem in problems_of_seed(seed, months, options.kills):
            print(problem, flush=True)
            failed += 1
    return 1 if failed else 0


def problems_of_seed(seed, months, kills):
    calm, problems = months[0], []
    for month in months:
        print(f"{month.text}\n", flush=True)
        problems += month.problems
    if calm.flat is not None and calm.flat > FLAT:
        problems.append(f"seed {seed}: memory grows, last week over second {calm.flat:.3f}")
    for month in months[1:]:
        if month.killed < kills:
            problems.append(f"only {month.killed} of {kills} kills came about")
        if month.verdicts != calm.verdicts:
            problems.append(f"seed {seed}: kills changed verdicts:\n"
                            f"{difference(calm.verdicts, month.verdicts)}")
    return problems


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["simulate", "prove"])
    parser.add_argument("--bin", type=Path, required=True, help="folder of the programs")
    parser.add_argument("--script", choices=["month", "people"], default="month")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--keep", action="store_true", help="the folder of a month, or of each that went wrong")
    parser.add_argument("--loud", action="store_true", help="say each trouble as it comes")
    options = parser.parse_args(arguments)
    programs = Programs(options.bin)
    if programs.missing():
        print(f"not built: {', '.join(programs.missing())}")
        return 2
    try:
        return simulate(programs, options) if options.what == "simulate" else prove(programs, options)
    except Trouble as trouble:
        print(trouble)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
