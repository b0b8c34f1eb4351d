"""judge: python3 -m judge FOLDER [--said FILE | --socket S [--vouch V]] [--quiet]

Prints one line a violation and a table of what was checked. Exit 1 when anything was wrong,
2 when it could not judge.
"""

import argparse
import json
import sys
from pathlib import Path

from . import engine_rules, look_rules, message_rules, polite_rules, robot_rules, text_rules, verdict_rules
from .case import Case
from .report import Report
from .said import collect


def judge(folder, said):
    case = Case(folder, said)
    report = Report()
    for number in sorted(case.unknown_ids):
        report.add(None, "claim_taken", "no claim that nobody handed in", f"claim {number}")
    for rules in (look_rules, verdict_rules, engine_rules, message_rules, robot_rules, polite_rules,
                  text_rules):
        rules.check(case, report)
    command_line(said, report)
    return report


def command_line(said, report):
    """`vouch status --json` tells the same as the API."""
    shown = said.get("command_line")
    if shown is None:
        return
    try:
        totals = json.loads(shown["text"])["totals"]
    except (ValueError, KeyError):
        totals = shown["text"][:100]
    report.check(shown["code"] == 0 and totals == said["status"]["totals"], None, "command_line",
                 f"exit 0 and {said['status']['totals']}", f"exit {shown['code']} and {totals}")


def main(arguments):
    parser = argparse.ArgumentParser(prog="judge", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--said", type=Path, help="what Vouch said, saved earlier")
    parser.add_argument("--socket", type=Path, help="ask vouchd here, and save it")
    parser.add_argument("--vouch", help="the command line, asked too")
    parser.add_argument("--save", type=Path)
    options = parser.parse_args(arguments)
    if options.socket:
        said = collect(options.socket, options.vouch)
        save = options.save or options.folder / "said.json"
        save.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    else:
        file = options.said or options.folder / "said.json"
        said = json.loads(file.read_text(encoding="utf-8"))
    report = judge(options.folder, said)
    print(report.text())
    return 1 if report.violations else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
