#!/usr/bin/env python3
"""Measures rank history at scale and writes a table of docs/performance.md.

    ranks.py --build DIR [--rounds 3] [--small] [--work DIR] [--docs FILE]

2,000 keywords on five engines for a year are what a company has (10,000 series, 3.65 M looks); 100,000 keywords for a week show what more costs.
--small: 200 keywords for 30 days, to see that it works; its table is printed, never written."""
import argparse, datetime, importlib.util, json, os, pathlib, shutil, statistics, subprocess, sys, tempfile

HERE = pathlib.Path(__file__).resolve().parent
spec = importlib.util.spec_from_file_location("looks_bench", HERE.parent / "looks" / "bench.py")
looks_bench = importlib.util.module_from_spec(spec)
sys.path.insert(0, str(HERE.parent / "looks"))
spec.loader.exec_module(looks_bench)

GOAL = 50  # ms, of the company's size
ASKED = {2000: 200}  # questions by number of keywords
FEW = 20  # of other sizes: one answer takes seconds there
QUESTIONS = [("page", "the page 关键词排名, made whole"), ("history", "history of one keyword, five engines"), ("board", "50 keywords with places and moves"),
             ("movers", "movers of a week"), ("visibility", "visibility and share of voice of one engine now"),
             ("visibility_then", "the same on an earlier day")]


def measure(program, keywords, days, work):
    folder = tempfile.mkdtemp(prefix="ranks-", dir=work)
    try:
        out = subprocess.run([program, folder, str(keywords), str(days), str(ASKED.get(keywords, FEW))], check=True, stdout=subprocess.PIPE, text=True).stdout
        return json.loads(out)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def median(rounds, question, which):
    return statistics.median(one[question][which] for one in rounds)


def table(sizes, gate):
    heads = [f"{keywords:,} keywords, {days} days: p50 | p99 | processor" for keywords, days in sizes]
    asked = "; ".join(f"{keywords:,} keywords: medians of {len(rounds)} rounds, {ASKED.get(keywords, FEW)} questions each" for (keywords, _), rounds in sizes.items())
    lines = [f"Measured {datetime.date.today()} on {looks_bench.machine()}, five engines. {asked}.", "",
             "| ms | " + " | ".join(heads) + " | |", "|---|" + "---|---|---|" * len(sizes) + "---|"]
    for question, words in QUESTIONS:
        cells = " | ".join(f"{median(rounds, question, 'p50'):.1f} | {median(rounds, question, 'p99'):.1f} | {median(rounds, question, 'cpu'):.1f}" for rounds in sizes.values())
        slow = median(sizes[gate], question, "p99")
        lines.append(f"| {words} | {cells} | {'within' if slow <= GOAL else 'over'} {GOAL} ms |")
    lines += ["", f"The last column judges {gate[0]:,} keywords on {gate[1]} days. " + "; ".join(
        f"{keywords:,} keywords: {rounds[0]['looks']:,} looks, {rounds[0]['bytes'] / 1e6:.0f} MB" for (keywords, _), rounds in sizes.items()) + "."]
    return "\n".join(lines) + "\n"


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--build", required=True)
    ap.add_argument("--rounds", type=int, default=3)
    ap.add_argument("--small", action="store_true", help="see above")
    ap.add_argument("--work", default="/var/tmp", help="folder for the databases, deleted afterwards")
    ap.add_argument("--docs", default="", help="file whose table is replaced")
    options = ap.parse_args()
    program = os.path.abspath(options.build) + "/bench/scale/vouch-bench-ranks"
    wanted = [(200, 30)] if options.small else [(2000, 365), (100_000, 7)]
    sizes = {size: [] for size in wanted}
    for number in range(options.rounds):
        for size in wanted if number % 2 == 0 else wanted[::-1]:
            sizes[size].append(measure(program, *size, options.work))
            print(f"round {number + 1} of {options.rounds}, {size}: {sizes[size][-1]}", flush=True)
    text = table(sizes, wanted[0])
    print("\n" + text)
    if options.docs and not options.small: looks_bench.write_between_marks(pathlib.Path(options.docs), "ranks", text)


if __name__ == "__main__":
    main()
