#!/usr/bin/env python3
"""Measures due queue, start, memory, API lists and pages on filled databases and writes a table of docs/performance.md.

    bench.py --build DIR [--rounds 5] [--whole] [--gate] [--work DIR] [--docs FILE] [--json FILE]

120,000 claims with 2 M observations are the gate; 1 M claims have 4 M observations, --whole gives them 20 M; the due queue has 1 M and
10 M pending looks. --gate leaves all but the first out. In each round every size is measured once. Everything stays on loopback."""
import argparse, datetime, importlib.util, json, os, pathlib, random, shutil, signal, statistics, subprocess, sys, tempfile, time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "looks")]
from daemon import Client, Vouchd  # noqa: E402
from asked import Requests  # noqa: E402

spec = importlib.util.spec_from_file_location("looks_bench", HERE.parent / "looks" / "bench.py")
looks_bench = importlib.util.module_from_spec(spec)
spec.loader.exec_module(looks_bench)

SMALL, LARGE = 120_000, 1_000_000
QUEUES = [1_000_000, 10_000_000]
ASKED_EACH = 40  # times a request in a round
NAME_SECONDS = 1.0  # and not longer than that


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


class Bench:
    def __init__(self, options, work):
        self.options, self.work = options, pathlib.Path(work)
        self.programs = pathlib.Path(options.build)
        self.sizes = {SMALL: (2_000_000, 20)}
        if not options.gate: self.sizes[LARGE] = (20_000_000 if options.whole else 4_000_000, 60)
        self.queues = [] if options.gate else QUEUES
        self.filled = {}

    def state(self, name):
        return self.work / name

    def fill(self, name, *arguments):
        """Makes the folder, or takes one that an earlier run left with --work."""
        note = self.work / f"{name}.json"
        if not note.exists():
            shutil.rmtree(self.state(name), ignore_errors=True)
            begun = time.monotonic()
            argv = [self.programs / "bench/scale/vouch-bench-fill", "--dir", self.state(name), *arguments]
            out = subprocess.run(list(map(str, argv)), check=True, stdout=subprocess.PIPE, text=True).stdout
            made = json.loads(out) | {"seconds": time.monotonic() - begun, "mb": (self.state(name) / "vouch.db").stat().st_size / 1e6}
            note.write_text(json.dumps(made))
        self.filled[name] = json.loads(note.read_text())
        print(f"{name}: {self.filled[name]}", flush=True)

    def fill_all(self):
        for claims, (observations, people) in self.sizes.items():
            self.fill(f"claims-{claims}", "--claims", claims, "--observations", observations, "--people", people)
        for looks in self.queues:
            self.fill(f"looks-{looks}", "--claims", looks // 100, "--observations", 0, "--looks", looks)

    def queue(self, looks):
        argv = [self.programs / "bench/scale/vouch-bench-queue", "--dir", self.state(f"looks-{looks}"), "--takes", 200_000]
        return json.loads(subprocess.run(list(map(str, argv)), check=True, stdout=subprocess.PIPE, text=True).stdout)

    def daemon(self, claims, number):
        run = tempfile.mkdtemp(prefix="run-", dir=self.work)
        vouchd = Vouchd(self.programs / "vouchd", self.state(f"claims-{claims}"), run)
        try:
            row = {"ready": vouchd.start(), "rss_ready": vouchd.megabytes()}
            vouchd.wait_idle()
            row["rss_idle"] = vouchd.megabytes()
            row["requests"] = self.ask(claims, number)
            row["rss_asked"] = vouchd.megabytes()
            row["rss_peak"] = vouchd.megabytes("VmHWM")
            return row
        finally:
            vouchd.stop()
            shutil.rmtree(run, ignore_errors=True)

    def ask(self, claims, number):
        people = self.sizes[claims][1]
        chance = random.Random(number)
        days = int(claims / (people * 500) * 30)
        client, out = Client(), {}
        for name, make in Requests(claims, people, days, chance.randrange).all().items():
            times, end = [], time.monotonic() + NAME_SECONDS
            while len(times) < ASKED_EACH and time.monotonic() < end:
                path, login = make()
                spent, status, body = client.get(path, login)
                if status not in (200, 500, 504): raise SystemExit(f"{name}: {path}: {status} {body[:300]!r}")
                times.append(spent if status == 200 else float("inf"))
            out[name] = {"p50": percentile(times, 0.5), "p99": percentile(times, 0.99), "asked": len(times)}
        return out

    def round(self, number):
        order = [("queue", n) for n in self.queues] + [("claims", n) for n in self.sizes]
        rows = {}
        for kind, size in order if number % 2 == 0 else order[::-1]:
            rows[f"{kind}-{size}"] = self.queue(size) if kind == "queue" else self.daemon(size, number)
        return rows


def median(rounds, size, name):
    return statistics.median(r[size][name] for r in rounds)


def rate(rounds, size):
    return statistics.median(r[size]["takes"] / r[size]["wall"] for r in rounds)


def names_of(rounds, size):
    return list(rounds[0][size]["requests"])


def p(rounds, size, name, which):
    return statistics.median(r[size]["requests"][name][which] for r in rounds)


def worst(rounds, size):
    return max(p(rounds, size, name, "p99") for name in names_of(rounds, size))


def shown(count):
    return f"{count // 1_000_000} M" if count % 1_000_000 == 0 else f"{count:,}"


def goals_of(bench, rounds):
    """(what, wanted, value, how it is compared, how it is shown)"""
    small, large, one, ten = f"claims-{SMALL}", f"claims-{LARGE}", *(f"queue-{n}" for n in QUEUES)
    rows = []
    for size, claims in ((small, SMALL), (large, LARGE)):
        if claims not in bench.sizes: continue
        made = bench.filled[size]
        what = f"{shown(claims)} claims, {shown(bench.sizes[claims][0])} observations, {shown(made['pending'])} pending looks"
        rows += [(f"{what}: start, exec to READY", median(rounds, size, "ready"), 1.0, "<=", "{:.2f} s"),
                 (f"{shown(claims)} claims: memory after start, RSS", median(rounds, size, "rss_ready"), 96, "<=", "{:.0f} MiB"),
                 (f"{shown(claims)} claims: memory when all lists have been read, RSS", median(rounds, size, "rss_asked"), 96, "<=", "{:.0f} MiB"),
                 (f"{shown(claims)} claims: slowest of {len(names_of(rounds, size))} lists and pages, p99", worst(rounds, size), 50, "<=", "{:.0f} ms")]
    if bench.queues:
        rows += [("due queue, 1 M rows, taken and rescheduled a second", rate(rounds, one), 20_000, ">=", "{:,.0f}"),
                 ("due queue, 1 M rows, p99 of one", median(rounds, one, "p99_ms"), 10, "<=", "{:.1f} ms"),
                 ("due queue, 1 M / 10 M, a second", statistics.median((r[one]["takes"] / r[one]["wall"]) / (r[ten]["takes"] / r[ten]["wall"]) for r in rounds), 1.3, "<=", "{:.2f}"),
                 ("due queue, 10 M rows, p99 of one", median(rounds, ten, "p99_ms"), 10, "<=", "{:.1f} ms")]
    return rows


def goal_table(bench, rounds):
    out = [f"Measured {datetime.date.today()} on {looks_bench.machine()}: medians of {len(rounds)} interleaved rounds.", "",
           "| goal | wanted | measured | |", "|---|---|---|---|"]
    for what, value, goal, sign, form in goals_of(bench, rounds):
        reached = value >= goal if sign == ">=" else value <= goal
        out.append(f"| {what} | {sign} {form.format(goal)} | {form.format(value)} | {'reached' if reached else 'not reached'} |")
    return out


def queue_table(bench, rounds):
    if not bench.queues: return []
    out = ["", "| due queue | a second | p50 ms | p99 ms | CPU us each | groups' size | load s | queue MiB | a second in memory alone |", "|---|---|---|---|---|---|---|---|---|"]
    for looks in bench.queues:
        size = f"queue-{looks}"
        takes = median(rounds, size, "takes")
        out.append(f"| {shown(looks)} pending looks | {rate(rounds, size):,.0f} | {median(rounds, size, 'p50_ms'):.2f} | {median(rounds, size, 'p99_ms'):.2f} | "
                   f"{median(rounds, size, 'cpu') / takes * 1e6:.0f} | {takes / median(rounds, size, 'groups'):.0f} | {median(rounds, size, 'load'):.2f} | "
                   f"{median(rounds, size, 'queue_mb'):.0f} | {takes / median(rounds, size, 'memory'):,.0f} |")
    return out


def request_table(bench, rounds):
    sizes = [f"claims-{n}" for n in bench.sizes]
    heads = [f"{shown(n)}: p50 | p99" for n in bench.sizes]
    out = ["", "| ms, by claims | " + " | ".join(heads) + " |", "|---|" + "---|---|" * len(sizes)]
    for name in sorted(names_of(rounds, sizes[-1]), key=lambda n: -p(rounds, sizes[-1], n, "p99")):
        cells = " | ".join(f"{p(rounds, size, name, 'p50'):.1f} | {p(rounds, size, name, 'p99'):.1f}" for size in sizes)
        out.append(f"| {name} | {cells} |")
    return out


def table(bench, rounds):
    return "\n".join(goal_table(bench, rounds) + queue_table(bench, rounds) + request_table(bench, rounds)) + "\n"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--whole", action="store_true", help="20 M observations on 1 M claims")
    ap.add_argument("--gate", action="store_true", help="120,000 claims alone")
    ap.add_argument("--work", default="", help="folder for the databases, kept; default: a new one below /var/tmp, deleted")
    ap.add_argument("--docs", default="", help="file whose table is replaced")
    ap.add_argument("--json", default="")
    options = ap.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options.build = os.path.abspath(options.build)
    work = os.path.abspath(options.work) if options.work else tempfile.mkdtemp(prefix="vouch-scale-", dir="/var/tmp")
    os.makedirs(work, exist_ok=True)
    try:
        bench = Bench(options, work)
        bench.fill_all()
        rounds = []
        for number in range(options.rounds):
            rounds.append(bench.round(number))
            print(f"round {number + 1} of {options.rounds}: {summary(rounds[-1])}", flush=True)
        text = table(bench, rounds)
        print("\n" + text)
        if options.json: pathlib.Path(options.json).write_text(json.dumps(rounds, indent=1))
        if options.docs: looks_bench.write_between_marks(pathlib.Path(options.docs), "scale", text)
    finally:
        if not options.work: shutil.rmtree(work, ignore_errors=True)


def summary(rows):
    parts = []
    for size, row in rows.items():
        if size.startswith("queue"): parts.append(f"{size} {row['takes'] / row['wall']:,.0f}/s p99 {row['p99_ms']:.1f} ms")
        else: parts.append(f"{size} ready {row['ready']:.2f} s, {row['rss_asked']:.0f} MiB, slowest {worst([rows], size):.0f} ms")
    return "; ".join(parts)


if __name__ == "__main__":
    main()
