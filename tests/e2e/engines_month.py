#!/usr/bin/env python3
"""Thirty days of three people and five engines, with a day on which every engine shows a captcha.

  engines_month.py --bin BUILD [--days 30] [--seed N...]

Plays each seed twice, with that day and without it, and demands: the judge finds nothing in either
(nothing negative seen that day, one letter to the operator, all caught up within quota and pace,
pages found in time: judge/engine_rules.py), and the day changed no verdict and no word to anybody
of the staff.
"""

import argparse
import concurrent.futures
import sqlite3
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from drive import Run  # noqa: E402
from judge import engine_rules, moments  # noqa: E402
from judge.case import Case  # noqa: E402
from judge.verdict_rules import INDEX_WORDS  # noqa: E402
from month import accused  # noqa: E402
from programs import Programs, Trouble  # noqa: E402

SETTLED = 72 * moments.HOUR  # after the captchas; from then on verdicts are as if they had never been
LATEST = 30  # days; the calendar of the script allows some more


class Played:
    """What is compared of one run when its folder is gone."""

    def __init__(self, run, outage=None):
        case = Case(run.folder, run.said)
        self.problems = [] if run.good() else [run.explain()]
        wrong = accused(case)
        if wrong:
            self.problems.append(f"true work called false: claims {wrong}")
        self.outage = outage or next(iter(engine_rules.outages(case)), None)
        self.claims = len(case.truth.claims)
        self.violations = len(run.report.violations)
        self.checked = sum(run.report.checked.values())
        self.at_end = {claim.n: at_end(case, claim) for claim in case.truth.claims.values()}
        self.truth = {(claim.n, engine): case.truth.is_indexed(claim.url, case.now, engine)
                      for claim in case.truth.claims.values() for engine in case.truth.engines()}
        self.settled = {}
        if self.outage:
            moment = self.outage.end + SETTLED
            self.settled = {claim.n: folded(case, claim, moment)
                            for claim in case.truth.claims.values() if claim.submitted <= moment}
            self.truth_settled = {key: case.truth.is_indexed(
                case.truth.claims[key[0]].url, moment, key[1]) for key in self.truth}
        self.staff = staff_notices(case)
        self.letters = len(engine_rules.alerts(case, 0, case.now))
        self.asked = asked(case)
        self.delays = catch_up_delays(case, self.outage) if self.outage else {}
        self.ranks = ranks_of(run.folder, self.outage) if self.outage else None
        self.seconds = run.seconds


def at_end(case, claim):
    file = case.file(claim)
    return [file["work"]["verdict"], file["work"]["reason"],
            {one["engine"]: one["verdict"] for one in file["engines"]}] if file else None


def folded(case, claim, moment):
    """The same at an earlier moment, from the observations that were made by then."""
    expected = case.expected(claim, moment)
    return [expected.work, expected.reason,
            {engine: INDEX_WORDS[expected.stages[f"index:{engine}"].state]
             for engine in case.truth.engines()}]


def staff_notices(case):
    """Who of the staff was told what; not when."""
    out = []
    for claim in case.truth.claims.values():
        for notice in (case.file(claim) or {"notices": []})["notices"]:
            if notice["audience"] in ("employee", "supervisor"):
                out.append((claim.n, notice["kind"], notice["audience"], notice["state"],
                            (notice["body"] or {}).get("stage")))
    return sorted(out, key=str)


def asked(case):
    """Most queries of a day to each engine."""
    days = {}
    for row in case.logs.access:
        if row["engine"]:
            key = (row["engine"], moments.day_of(row["moment"]))
            days[key] = days.get(key, 0) + 1
    most = {}
    for (engine, _), count in days.items():
        most[engine] = max(most.get(engine, 0), count)
    return {engine: (count, case.truth.daily_quota(engine)) for engine, count in sorted(most.items())}


def catch_up_delays(case, outage):
    """Of each engine: how long after the end the looks that the outage spoiled told something."""
    out = {}
    for claim in case.truth.claims.values():
        for engine in case.truth.engines():
            rows = engine_rules.seen(case, claim, engine)
            spoiled = any(outage.start <= at < outage.end for at, _ in rows)
            known = min((at for at, row in rows if at >= outage.end and engine_rules.sure(row)),
                        default=None)
            if spoiled and known is not None:
                out.setdefault(engine, []).append(known - outage.end)
    return {engine: sorted(spans) for engine, spans in sorted(out.items())}


def ranks_of(folder, outage):
    """Places measured while no engine showed any, and places measured at all."""
    connection = sqlite3.connect(f"file:{folder / 'state' / 'vouch.db'}?mode=ro", uri=True)
    try:
        count = "SELECT count(*) FROM observation WHERE keyword_id IS NOT NULL AND outcome <> ?"
        all_ = connection.execute(count, ("INCONCLUSIVE",)).fetchone()[0]
        during = connection.execute(
            count + " AND observed_at >= ? AND observed_at < ?",
            ("INCONCLUSIVE", outage.start + 5 * moments.MINUTE, outage.end)).fetchone()[0]
        return during, all_
    finally:
        connection.close()


def play(programs, script, seed, days, outage=None):
    run = Run(programs, script, seed)
    run.days = days
    began = time.monotonic()
    run.go()
    run.seconds = time.monotonic() - began
    played = Played(run, outage)
    if played.problems:
        print(f"kept: {run.folder}", flush=True)
    else:
        run.clean()
    return played


def compare(where, stormy, calm, truth):
    """Differences between two lists of verdicts, and how many engines' are only ahead: a look made
    when the captchas ended found a page that the other run looks for at a later hour."""
    problems, ahead = [], 0
    for n in sorted(set(stormy) | set(calm)):
        left, right = stormy.get(n), calm.get(n)
        if left is None or right is None or left[:2] != right[:2]:
            problems.append(f"{where}: claim {n}: work {left and left[:2]}, "
                            f"without the captchas {right and right[:2]}")
            continue
        for engine in sorted(set(left[2]) | set(right[2])):
            one, other = left[2].get(engine), right[2].get(engine)
            if one == other:
                continue
            if {one, other} == {"INDEXED", "WATCHING"} and truth.get((n, engine)):
                ahead += 1
                continue
            problems.append(f"{where}: claim {n} on {engine}: {one}, without the captchas {other}")
    return problems, ahead


def differences(stormy, calm):
    problems, ahead = compare("at the end", stormy.at_end, calm.at_end, stormy.truth)
    more, ahead_then = compare("72 h after the captchas", stormy.settled, calm.settled,
                               stormy.truth_settled)
    problems += more
    only_stormy = [one for one in stormy.staff if one not in calm.staff]
    only_calm = [one for one in calm.staff if one not in stormy.staff]
    if only_stormy or only_calm:
        problems.append(f"the staff was told something else: {only_stormy[:5]} and {only_calm[:5]}")
    if stormy.letters != calm.letters + 1:
        problems.append(f"{stormy.letters} letters about engines, {calm.letters} without the captchas")
    during, all_ = stormy.ranks
    if during or not all_:
        problems.append(f"{during} of {all_} ranks were measured while no engine showed any")
    return problems, ahead, ahead_then


def hours(span):
    return f"{span / moments.HOUR:.1f} h"


def tell(name, played):
    print(f"{name}: {played.claims} claims, {played.checked} things checked, "
          f"{played.violations} violations, {played.letters} letters about engines, "
          f"{played.seconds:.0f} s")
    print("  most queries a day: " + ", ".join(
        f"{engine} {count} of {quota}" for engine, (count, quota) in played.asked.items()))


def prove(programs, seed, days):
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        jobs = [pool.submit(run_to, programs, script, seed, days)
                for script in ("engines", "engines-calm")]
        stormy, calm = (job.result() for job in jobs)
    problems, ahead, ahead_then = differences(stormy, calm)
    tell(f"seed {seed}", stormy)
    tell(f"seed {seed} without the captchas", calm)
    for engine, spans in stormy.delays.items():
        print(f"  {engine}: {len(spans)} looks made good, the median {hours(spans[len(spans) // 2])} "
              f"after the captchas, the last {hours(spans[-1])}")
    print(f"  engines' verdicts that another hour of looking brought sooner or later: {ahead} at the "
          f"end, {ahead_then} after 72 h", flush=True)
    return stormy.problems + calm.problems + problems


def run_to(programs, script, seed, days):
    return play(programs, script, seed, days, captcha_day(days) if script == "engines-calm" else None)


class Span:
    """The same hours in the world without captchas."""

    def __init__(self, start, end):
        self.start, self.end = start, end


def captcha_day(days):
    """Noon of the working day in the middle, counted from the first Monday."""
    middle = days // 2
    middle += max(0, 7 - middle % 7) if middle % 7 > 4 else 0
    start = moments.at(FIRST_MONDAY, 12) + middle * moments.DAY
    return Span(start, start + moments.DAY)


FIRST_MONDAY = moments.day_of(moments.parse("2026-11-02T00:00:00+08:00"))


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True, help="folder of the programs")
    parser.add_argument("--days", type=int, default=LATEST)
    parser.add_argument("--seed", type=int, nargs="+", default=[1])
    options = parser.parse_args(arguments)
    programs = Programs(options.bin)
    if programs.missing():
        print(f"not built: {', '.join(programs.missing())}")
        return 2
    failed = 0
    for seed in options.seed:
        try:
            problems = prove(programs, seed, options.days)
        except Trouble as trouble:
            problems = [f"seed {seed} came to no end: {trouble}"]
        for problem in problems:
            print(problem, flush=True)
        failed += len(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
