"""The programs under test as child processes that never outlive this one."""

import ctypes
import os
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1


class Trouble(Exception):
    """The run could not be made or did not come to its end."""


class PortTaken(Trouble):
    """Another program took a port between its choice and its use; nothing about Vouch."""


def trouble_of(what, log):
    return (PortTaken if "Address already in use" in log else Trouble)(f"{what}:\n{log}")


def die_with_parent():
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Programs:
    def __init__(self, folder, vouchd=None):
        folder = Path(folder)
        self.vouchd = str(vouchd or folder / "vouchd")
        self.vouch = str(folder / "vouch")
        self.world = str(folder / "vouch-practice")

    def missing(self):
        return [one for one in (self.vouchd, self.vouch, self.world) if not os.access(one, os.X_OK)]


class World:
    def __init__(self, programs, folder, script, seed, days=None):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = open(self.folder / "world.log", "ab")  # noqa: SIM115
        self.process = subprocess.Popen(
            [programs.world, "--dir", str(folder), "--script", script, "--seed", str(seed),
             *(["--days", str(days)] if days else [])],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log, preexec_fn=die_with_parent)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)
        self.log.close()

    def wait_ready(self, patience=30.0):
        end = time.monotonic() + patience
        while not (self.folder / "ready").exists():
            if self.process.poll() is not None or time.monotonic() > end:
                log = (self.folder / "world.log").read_text(errors="replace")
                raise trouble_of("vouch-practice did not get ready", log[-2000:])
            time.sleep(0.005)


class Vouchd:
    def __init__(self, programs, folder, env=None):
        self.programs, self.folder, self.env = programs, Path(folder), env or {}
        self.socket = self.folder / "state" / "vouchd.sock"
        self.process = None
        self.starts = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)

    def start(self, env=None):
        """`env`: of this start alone, beside the one of every start."""
        self.starts += 1
        with open(self.folder / "vouchd.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.programs.vouchd, "--config", str(self.folder / "vouch.toml")],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent,
                env={**os.environ, **self.env, **(env or {})})

    def alive(self):
        return self.process.poll() is None

    def code(self):
        return self.process.poll()

    def ended(self):
        return trouble_of(f"vouchd ended by itself ({self.code()})", self.tail())

    def was_killed(self):
        return self.process.poll() == -signal.SIGKILL

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, patience=30.0):
        self.process.terminate()
        try:
            code = self.process.wait(patience)
        except subprocess.TimeoutExpired as late:
            self.kill()
            raise Trouble(f"vouchd did not end on SIGTERM:\n{self.tail()}") from late
        if code != 0:
            raise Trouble(f"vouchd ended with {code} on SIGTERM:\n{self.tail()}")

    def tail(self):
        try:
            return (self.folder / "vouchd.log").read_text(errors="replace")[-3000:]
        except FileNotFoundError:
            return ""


def stop(process):
    if process is None or process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def check_offline(programs, folder, replay=True):
    """The stopped daemon's files: ledger, replay and the database's own check."""
    problems = []
    config = str(Path(folder) / "vouch.toml")
    for words in (["ledger", "verify"], ["replay"])[:1 + replay]:
        done = subprocess.run([programs.vouch, "--config", config, *words], capture_output=True,
                              text=True, timeout=120, check=False)
        if done.returncode != 0:
            said = (done.stdout + done.stderr).strip()[-400:]
            problems.append(f"vouch {' '.join(words)}: exit {done.returncode}: {said}")
    databases = list((Path(folder) / "state").glob("*.db"))
    if not databases:
        problems.append("no database in the state folder")
    for database in databases:
        connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        try:
            said = connection.execute("PRAGMA integrity_check").fetchall()
            if said != [("ok",)]:
                problems.append(f"{database.name}: {said[:3]}")
            problems += [f"{database.name}: {what}" for what in inside(connection, Path(folder) / "state")]
        finally:
            connection.close()
    return problems


# What no crash may leave behind: looks and observations go together, evidence stands behind every
# conclusive one, and the outbox says of each message what is known of it.
NEVER = {
    "done without an observation": """
        SELECT 'look ' || id FROM look WHERE state = 'done' AND kind IN ('page', 'index')
          AND id NOT IN (SELECT look_id FROM observation WHERE look_id IS NOT NULL)""",
    "observed before it was done": """
        SELECT 'look ' || l.id FROM observation o JOIN look l ON l.id = o.look_id
          WHERE l.state <> 'done'""",
    "conclusive without evidence": """
        SELECT 'observation ' || id FROM observation
          WHERE outcome IN ('FOUND', 'NOT_FOUND') AND route = 'machine' AND claim_id IS NOT NULL
          AND id NOT IN (SELECT observation_id FROM observation_evidence)""",
    "sent without a delivery that says so": """
        SELECT 'message ' || id FROM outbox WHERE state = 'sent'
          AND id NOT IN (SELECT message_id FROM delivery WHERE outcome = 'sent')""",
    "an attempt that the message does not count": """
        SELECT 'message ' || o.id FROM outbox o JOIN delivery d ON d.message_id = o.id
          WHERE d.attempt > o.attempt""",
    "in doubt and not marked as a possible duplicate": """
        SELECT 'message ' || o.id FROM outbox o JOIN delivery d ON d.message_id = o.id
          WHERE d.outcome = 'unknown' AND o.state IN ('sent', 'unknown') AND NOT possible_duplicate""",
}
LENGTHS = """SELECT f.name, max(e.byte_offset + e.byte_length) FROM evidence e
             JOIN warc_file f ON f.id = e.warc_file_id WHERE f.disposed_at IS NULL GROUP BY f.name"""


def inside(connection, state):
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'observation'").fetchone():
        return []
    out = [f"{row[0]}: {why}" for why, query in NEVER.items() for row in connection.execute(query)]
    for name, end in connection.execute(LENGTHS):
        path = state / "evidence" / name
        size = path.stat().st_size if path.exists() else -1
        if size < end:
            out.append(f"{name}: {size} bytes, evidence up to {end}")
    return out
