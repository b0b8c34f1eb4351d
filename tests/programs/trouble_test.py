"""vouchd in trouble: no room to begin with, directory or database not writable, locked, damaged. A clear
message, exit code 1 where going on would lose data, 65 where no restart helps, and never a half-written
state. What happens while it runs: disk_test.py."""

import os
import shutil
import sqlite3
import sys
import unittest

from harness import SOURCE, Case, Vouchd, main, run

sys.path.insert(0, str(SOURCE / "tests" / "e2e"))
from machine_faults import SmallDisk  # noqa: E402

ROOT = os.geteuid() == 0
NOBODY = 65534


class TroubleCase(Case):
    def import_rows(self, daemon, count, word="a", code=0):
        report = daemon.folder / f"report-{word}.csv"
        report.write_text("网址\n" + "".join(f"https://blog.example/{word}/{i}\n" for i in range(count)))
        done = daemon.vouch("--json", "report", "import", report, "--as", "wang")
        self.assertEqual(done.code, code, f"{done}\n{daemon.log}")
        return done

    def with_claims(self, count=40):
        daemon = self.vouchd()
        daemon.vouch("user", "add", "--login", "wang", "--name", "王编辑")
        self.import_rows(daemon, count)
        return daemon


@unittest.skipUnless(ROOT and shutil.which("unshare") and shutil.which("nsenter"), "a small disk needs root to mount it")
class DiskFull(TroubleCase):
    def test_no_room_to_begin_with_ends_with_1_and_words(self):
        folder = self.folder()
        (folder / "state").mkdir()
        disk = SmallDisk(folder / "state", "16k")
        self.addCleanup(disk.stop)
        if not disk.works:
            self.skipTest("this machine does not let root mount a tmpfs")
        daemon = Vouchd(folder, daemon=f'socket = "{folder}/vouchd.sock"')
        daemon.prefix = disk.enter
        self.addCleanup(daemon.stop)
        daemon.spawn()
        self.assertEqual(daemon.wait(), 1, daemon.log)
        self.assertRegex(daemon.log, "[Nn]o space left|disk")
        self.assertFalse((folder / "vouchd.sock").exists())


class NotWritable(TroubleCase):
    @unittest.skipUnless(ROOT, "needs two users")
    def test_a_database_of_another_user_ends_with_1_and_stays_as_it_was(self):
        daemon = self.with_claims()
        daemon.stop()
        daemon.folder.chmod(0o755)
        daemon.state.chmod(0o777)
        for path in daemon.state.rglob("*"):
            path.chmod(0o777 if path.is_dir() else 0o644)
        before = (daemon.state / "vouch.db").read_bytes()
        done = run("vouchd", "--config", daemon.file, as_user=NOBODY)
        self.assertEqual(done.code, 1, done)
        self.assertIn(str(daemon.state), done.err)
        self.assertRegex(done.err, "may not be written|Permission denied|may write")
        self.assertEqual((daemon.state / "vouch.db").read_bytes(), before)

    @unittest.skipUnless(ROOT and shutil.which("unshare"), "a read-only disk needs root to mount it")
    def test_a_state_directory_on_a_read_only_disk_is_78_with_its_line(self):
        folder = self.folder()
        (folder / "state").mkdir()
        disk = SmallDisk(folder / "state", "3m")
        self.addCleanup(disk.stop)
        if not disk.works:
            self.skipTest("this machine does not let root mount a tmpfs")
        disk.remount("ro")
        daemon = Vouchd(folder)
        daemon.prefix = disk.enter
        self.addCleanup(daemon.stop)
        daemon.spawn()
        self.assertEqual(daemon.wait(), 78)
        self.assertRegex(daemon.log, r"vouch\.toml:2: .*state_dir.*cannot be written")


class Locked(TroubleCase):
    def lock(self, daemon, how):
        db = sqlite3.connect(daemon.state / "vouch.db", isolation_level=None, timeout=10)
        self.addCleanup(db.close)
        db.execute(how)
        return db

    def test_a_database_locked_by_another_program_ends_the_start_with_1(self):
        daemon = self.with_claims()
        daemon.stop()
        other = self.lock(daemon, "PRAGMA journal_mode=WAL")
        other.execute("BEGIN EXCLUSIVE")
        done = run("vouchd", "--config", daemon.file)
        self.assertEqual(done.code, 1, done)
        self.assertIn("locked by another program", done.err)
        other.execute("ROLLBACK")
        other.close()
        daemon.start()
        self.assertEqual(len(daemon.vouch("--json", "claims").json()["items"]), 40)


class Damaged(TroubleCase):
    def damage(self, daemon, where, content=b"\x5a" * 4096):
        with open(daemon.state / "vouch.db", "r+b") as file:
            file.seek(where)
            file.write(content)

    def test_a_damaged_page_ends_it_with_65(self):
        daemon = self.with_claims(400)
        daemon.stop()
        db = sqlite3.connect(daemon.state / "vouch.db")
        page, = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'").fetchone()
        size, = db.execute("PRAGMA page_size").fetchone()
        db.close()
        self.damage(daemon, (page - 1) * size, b"\x5a" * size)
        damaged = (daemon.state / "vouch.db").read_bytes()
        daemon.spawn()
        self.assertEqual(daemon.wait(), 65, daemon.log)
        self.assertIn("is damaged", daemon.log)
        self.assertIn("vouch restore", daemon.log)
        self.assertEqual(len((daemon.state / "vouch.db").read_bytes()), len(damaged))

    def test_a_file_that_is_no_database_ends_the_start_with_65(self):
        daemon = self.with_claims()
        daemon.stop()
        for rest in ("vouch.db-wal", "vouch.db-shm"):
            (daemon.state / rest).unlink(missing_ok=True)
        self.damage(daemon, 0)
        before = (daemon.state / "vouch.db").read_bytes()
        done = run("vouchd", "--config", daemon.file)
        self.assertEqual(done.code, 65, done)
        self.assertIn("is damaged", done.err)
        self.assertEqual((daemon.state / "vouch.db").read_bytes(), before)

    def test_a_newer_database_is_not_touched(self):
        daemon = self.with_claims()
        daemon.stop()
        db = sqlite3.connect(daemon.state / "vouch.db")
        db.execute("PRAGMA user_version = 999")
        db.commit()
        db.close()
        done = run("vouchd", "--config", daemon.file)
        self.assertEqual(done.code, 78, done)
        self.assertRegex(done.err, "newer|999")


if __name__ == "__main__":
    main()
