#!/usr/bin/env python3
"""Runs the bare ceilings and Vouch's look pipeline side by side against one nginx and writes the table of docs/performance.md.

    bench.py --build DIR [--pages 2000] [--rounds 5] [--work DIR] [--docs FILE] [--json FILE]

In each round every program runs once; nginx has one processor, the program the other, and odd rounds run in the opposite order.
Ratios are of processor time a page, in the same round; the table shows medians. Everything stays on loopback."""
import argparse, datetime, json, os, pathlib, platform, resource, shutil, signal, statistics, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from nginx import Nginx  # noqa: E402

PORT = 18480
PASSES = ["first", "changed", "positive", "not-modified", "same-bytes"]


class Bench:
    def __init__(self, options, corpus, run):
        self.options, self.corpus, self.run = options, corpus, run
        self.programs = pathlib.Path(options.build) / "bench"
        self.moment = 1_700_100_000
        many = len(os.sched_getaffinity(0)) > 1
        self.server_cpu, self.client_cpu = (0, 1) if many else (0, 0)

    def pinned(self, argv):
        return ["taskset", "-c", str(self.client_cpu)] + [str(a) for a in argv]

    def fresh(self, name):
        path = pathlib.Path(self.run) / name
        shutil.rmtree(path, ignore_errors=True)
        for suffix in ("", "-wal", "-shm"): pathlib.Path(f"{path}{suffix}").unlink(missing_ok=True)
        return path

    def ceiling(self, job, *more):
        argv = [self.programs / "vouch-bench-ceiling", "--corpus", self.corpus, "--pages", self.options.pages, "--job", job, *more]
        out = subprocess.run(self.pinned(argv), check=True, stdout=subprocess.PIPE, text=True).stdout
        return {f"bare {job}": json.loads(out)}

    def bare(self, nginx):
        nginx.show("first")
        rows = self.ceiling("raw")
        rows |= self.ceiling("tree", "--db", self.fresh("tree.db"))
        rows |= self.ceiling("scan", "--db", self.fresh("scan.db"))
        etags = self.fresh("etags")
        self.ceiling("etags", "--etags", etags)
        rows |= self.ceiling("not-modified", "--etags", etags, "--db", self.fresh("not-modified.db"))
        return rows

    def vouch(self, nginx, passes, pin=True, threads=2):
        """One life of the program; the server's state changes between its passes as each pass means it."""
        nginx.show("first")
        state = self.fresh("state")
        argv = [self.programs / "vouch-bench-looks", "--corpus", self.corpus, "--dir", state, "--pages", self.options.pages, "--parse-threads", threads]
        rows = {}
        process = subprocess.Popen(self.pinned(argv) if pin else list(map(str, argv)), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            if not process.stdout.readline(): raise SystemExit("vouch-bench-looks did not start")
            for name in passes:
                if name == "changed": nginx.show("changed")
                if name == "same-bytes":
                    self.moment += 1000
                    nginx.touch("changed", self.moment)
                process.stdin.write(name + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
                if not line: raise SystemExit(f"vouch-bench-looks ended in pass {name}")
                rows[name] = json.loads(line)
            process.stdin.close()
            process.wait(60)
        finally:
            if process.poll() is None: process.kill()
            process.wait()
            self.fresh("state")
        return rows

    def round(self, number):
        nginx = Nginx(self.corpus, self.run, PORT, self.server_cpu)
        try:
            if number == 0: self.ceiling("raw")  # fills the page cache
            if number % 2 == 0: rows = self.bare(nginx) | self.vouch(nginx, (["facts"] if number == 0 else []) + PASSES)
            else: rows = self.vouch(nginx, PASSES) | self.bare(nginx)
        finally:
            nginx.stop()
        nginx = Nginx(self.corpus, self.run, PORT)  # unpinned: one parse thread on one processor against all on two
        try:
            rows["one thread"] = self.vouch(nginx, ["first"], threads=1)["first"]
            rows["two threads"] = self.vouch(nginx, ["first"], pin=False, threads=2)["first"]
        finally:
            nginx.stop()
        return rows


def cost(row):
    return row["cpu"] / row["pages"]


def speed(row):
    return row["pages"] / row["wall"]


def ratio(rounds, bare, name):
    return statistics.median(cost(r[bare]) / cost(r[name]) for r in rounds)


GOALS = [  # what, value of rounds, goal, how it is compared, how it is shown
    ("first look, through the tree / bare fetch + Gumbo with arena + SQLite", lambda rs: ratio(rs, "bare tree", "first"), 0.9, ">=", "{:.2f}"),
    ("changed bytes, same token digest / bare fetch + scan + SQLite", lambda rs: ratio(rs, "bare scan", "changed"), 0.6, ">=", "{:.2f}"),
    ("unchanged, 304 / bare 304 + SQLite", lambda rs: ratio(rs, "bare not-modified", "not-modified"), 0.6, ">=", "{:.2f}"),
    ("unchanged, 200 with the same bytes / bare 304 + SQLite", lambda rs: ratio(rs, "bare not-modified", "same-bytes"), 0.6, ">=", "{:.2f}"),
    ("memory under full load on the corpus, peak RSS", lambda rs: statistics.median(r["first"]["peak_mb"] for r in rs), 64, "<=", "{:.0f} MB"),
    ("two threads / one, pages a second", lambda rs: statistics.median(speed(r["two threads"]) / speed(r["one thread"]) for r in rs), 1.65, ">=", "{:.2f}"),
    ("storage's share of processor time (the writer thread, verdicts included), first look",
     lambda rs: statistics.median(r["first"]["writer_cpu"] / r["first"]["cpu"] for r in rs), 0.05, "<=", "{:.1%}"),
    ("wrong rows of the corpus, all passes and the reader's own facts", lambda rs: sum(row.get("wrong", 0) for r in rs for row in r.values()), 0, "<=", "{:.0f}"),
]


def machine():
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), platform.machine())
    release = next((line.split("=")[1].strip().strip('"') for line in open("/etc/os-release") if line.startswith("PRETTY_NAME")), "")
    return f"{os.cpu_count()} processors, {model}, {release}"


def table(rounds, pages):
    rows = [f"Measured {datetime.date.today()} on {machine()}: {pages} pages, medians of {len(rounds)} interleaved rounds.", "",
            "| goal | wanted | measured | |", "|---|---|---|---|"]
    for what, value, goal, sign, shown in GOALS:
        is_ = value(rounds)
        reached = is_ >= goal if sign == ">=" else is_ <= goal
        rows.append(f"| {what} | {sign} {shown.format(goal)} | {shown.format(is_)} | {'reached' if reached else 'not reached'} |")
    rows += ["", "| program | CPU ms a page | pages a second | peak RSS MB | CPU / raw |", "|---|---|---|---|---|"]
    raw = statistics.median(cost(r["bare raw"]) for r in rounds)
    for name in ["bare raw", "bare tree", "bare scan", "bare not-modified", "first", "changed", "not-modified", "same-bytes", "one thread", "two threads"]:
        some = [r[name] for r in rounds]
        label = name if name.startswith("bare") else f"Vouch, {name}" if "thread" not in name else f"Vouch, first, {name}"
        rows.append(f"| {label} | {statistics.median(map(cost, some)) * 1000:.3f} | {statistics.median(map(speed, some)):,.0f} | "
                    f"{statistics.median(s['peak_mb'] for s in some):.0f} | {statistics.median(map(cost, some)) / raw:.1f} |")
    rows += ["", "| pass | evidence bytes a page | jobs' groups a 1,000 pages | writer thread, CPU ms a page |", "|---|---|---|---|"]
    for name in ["first", "changed", "not-modified", "same-bytes"]:
        some = [r[name] for r in rounds]
        rows.append(f"| {name} | {statistics.median(s['evidence_bytes'] / s['pages'] for s in some):,.0f} | "
                    f"{statistics.median(s['groups'] * 1000 / s['pages'] for s in some):.0f} | {statistics.median(s['writer_cpu'] / s['pages'] for s in some) * 1000:.3f} |")
    return "\n".join(rows) + "\n"


def write_between_marks(path, name, text):
    begin, end = f"<!-- bench {name} -->\n", f"<!-- /bench {name} -->\n"
    old = path.read_text(encoding="utf-8")
    head, rest = old.split(begin, 1)
    path.write_text(head + begin + text + end + rest.split(end, 1)[1], encoding="utf-8")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--pages", type=int, default=2000, help="of the corpus; 20000 is the whole of it")
    ap.add_argument("--rounds", type=int, default=5)
    ap.add_argument("--work", default="", help="folder for corpus and state; default: a new one below /dev/shm")
    ap.add_argument("--state", default="", help="folder for Vouch's database and evidence, on a real disk; default: below the build folder")
    ap.add_argument("--docs", default="", help="file whose table is replaced")
    ap.add_argument("--json", default="")
    options = ap.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    options.build = os.path.abspath(options.build)
    work = os.path.abspath(options.work) if options.work else tempfile.mkdtemp(prefix="vouch-bench-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    run = tempfile.mkdtemp(prefix="run-", dir=os.path.abspath(options.state or options.build))
    corpus = f"{work}/corpus-{options.pages}"
    try:
        if not os.path.exists(f"{corpus}/expect.tsv"):
            subprocess.run([sys.executable, HERE / "corpus.py", "--out", corpus, "--pages", str(options.pages)], check=True)
        bench = Bench(options, corpus, run)
        rounds = []
        for number in range(options.rounds):
            rounds.append(bench.round(number))
            print(f"round {number + 1} of {options.rounds}: " + ", ".join(f"{n} {cost(r) * 1000:.2f} ms" for n, r in rounds[-1].items() if "cpu" in r), flush=True)
            for name, row in rounds[-1].items():
                if row.get("wrong"): print(f"  {name}: {row['wrong']} wrong, first: {row.get('first_wrong', '')}", flush=True)
        text = table(rounds, options.pages)
        print("\n" + text)
        if options.json: pathlib.Path(options.json).write_text(json.dumps(rounds, indent=1))
        if options.docs: write_between_marks(pathlib.Path(options.docs), "looks", text)
    finally:
        shutil.rmtree(run, ignore_errors=True)
        if not options.work: shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
