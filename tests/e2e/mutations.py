#!/usr/bin/env python3
"""Plants a known defect in vouchd and demands that the judge sees it.

Each defect is a patch in mutations/. The sources that it changes are copied to the build folder,
patched, compiled with the project's own commands and linked before the libraries that hold the
originals. The same scenario with the unpatched vouchd must be green, with the patched one red by
one of the named rules.
"""

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from drive import Run  # noqa: E402
from programs import Programs, Trouble  # noqa: E402

HERE = Path(__file__).resolve().parent


@dataclass
class Mutation:
    name: str
    script: str
    rules: tuple  # red by at least one of these
    kill: dict = field(default_factory=dict)  # environment of the shim at the first start
    seed: int = 7
    days: int = None  # of the scripts that ask


ENGINE_DAYS = 12  # their middle is a Monday after the first looks of a week's work

MUTATIONS = [
    Mutation("captcha_as_absence", "first", ("negative_untrue",)),
    Mutation("stale_snapshot", "first", ("told_while_settled",)),
    Mutation("canary_ignored", "first", ("negative_untrue",)),
    # Writes and syncs of evidence are counted: the third group is written when the power goes.
    Mutation("commit_before_evidence", "single", ("evidence",),
             {"VOUCH_KILL_ONLY": ".warc", "VOUCH_KILL_AT": "5",
              "VOUCH_KILL_POWER": "1"}),
    Mutation("first_marked", "first", ("text_match_untrue",)),
    Mutation("supervisor_before_grace", "single-false", ("supervisor_early",)),
    Mutation("engine_captcha_as_absence", "engines", ("outage_observation",), days=ENGINE_DAYS),
    Mutation("engines_catch_up_as_one", "engines", ("catch_up",), days=ENGINE_DAYS),
    Mutation("engine_alert_each_time", "engines", ("outage_alert",), days=ENGINE_DAYS),
]


def run(words, where):
    done = subprocess.run(words, cwd=where, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        text = (done.stdout + done.stderr)[-3000:]
        raise Trouble(f"{' '.join(words)[:200]}: exit {done.returncode}\n{text}")
    return done.stdout


class Builder:
    def __init__(self, source, build, work):
        self.source, self.build, self.work = source, build, work
        commands = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
        self.commands = {Path(one["file"]).resolve(): one for one in commands}
        lines = run(["ninja", "-t", "commands", "vouchd"], build).strip().splitlines()
        self.link = lines[-1]
        if " -o vouchd " not in self.link:
            raise Trouble(f"no link command for vouchd: {self.link[:300]}")

    def make(self, patch):
        """A vouchd with that patch; its path."""
        folder = self.work / patch.stem
        files = re.findall(r"^\+\+\+ b/(\S+)", patch.read_text(encoding="utf-8"), re.M)
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.source / file, folder / file)
        run(["patch", "-p1", "--no-backup-if-mismatch", "-i", str(patch)], folder)
        objects = [self.compile(folder, file) for file in files]
        vouchd = folder / "vouchd"
        joined = " ".join(shlex.quote(str(one)) for one in objects)
        run(["sh", "-c", self.link.replace(" -o vouchd ", f" -o {shlex.quote(str(vouchd))} "
                                           f"{joined} ", 1)], self.build)
        return vouchd

    def compile(self, folder, file):
        entry = self.commands[(self.source / file).resolve()]
        words = shlex.split(entry["command"])
        made = folder / (file.replace("/", "_") + ".o")
        words[words.index("-o") + 1] = str(made)
        words[words.index("-c") + 1] = str(folder / file)
        run(words, entry["directory"])
        return made


def scenario(programs, mutation, shim):
    """The run and the rules that it broke."""
    one = Run(programs, mutation.script, mutation.seed)
    one.days = mutation.days
    env = {**mutation.kill, "LD_PRELOAD": str(shim)} if mutation.kill else None
    try:
        one.go(first_env=env)
        if mutation.kill and not one.died:
            raise Trouble(f"{mutation.name}: the kill did not come about")
        return one.report.rules() + (["offline"] if one.problems else []), one.explain()
    finally:
        one.clean()


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bin", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--shim", type=Path, required=True)
    parser.add_argument("--only")
    options = parser.parse_args(arguments)
    build = options.bin.resolve()
    work = Path(tempfile.mkdtemp(prefix="mutations-", dir=build))
    failed = 0
    calm = {}
    try:
        builder = Builder(options.source.resolve(), build, work)
        for mutation in MUTATIONS:
            if options.only and options.only != mutation.name:
                continue
            began = time.monotonic()
            key = (mutation.script, mutation.seed, tuple(sorted(mutation.kill.items())))
            if key not in calm:
                calm[key] = scenario(Programs(build), mutation, options.shim)
            if calm[key][0]:
                print(f"{mutation.name}: the unpatched run is red\n{calm[key][1]}", flush=True)
                failed += 1
                continue
            vouchd = builder.make(HERE / "mutations" / f"{mutation.name}.patch")
            rules, _ = scenario(Programs(build, vouchd), mutation, options.shim)
            seen = [rule for rule in mutation.rules if rule in rules]
            word = f"red by {', '.join(rules)}" if seen else \
                f"NOT SEEN: wanted {', '.join(mutation.rules)}, broken: {', '.join(rules) or 'none'}"
            print(f"{mutation.name} on {mutation.script}: {word} "
                  f"({time.monotonic() - began:.0f} s)", flush=True)
            failed += not seen
    except Trouble as trouble:
        print(trouble)
        failed += 1
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
