"""vouchd while its disk is full, fails or is read-only, its database is locked, read for long or damaged.
What was promised is kept, nothing is promised that is not, and words say what to do."""

import errno
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import sys

from harness import BUILD, SOURCE, Case, Page, Vouchd, main, wait_for

sys.path.insert(0, str(SOURCE / "tests" / "e2e"))
import machine_faults as machine  # noqa: E402

SHIM = os.environ.get("VOUCH_FAULT_SHIM", str(BUILD / "tests" / "fault_at.so"))
PAGE = "<title>空气净化器</title><p>" + "滤芯半年换一次，噪声很小。" * 30


class DiskCase(Case):
    def faulty(self, config="", steps=None):
        """vouchd whose disk obeys machine_faults."""
        if not pathlib.Path(SHIM).exists():
            self.skipTest("the library that makes a disk fail is not built")
        folder = self.folder()
        daemon = Vouchd(folder, config, env=machine.faulty_disk_env(SHIM, folder, steps=steps))
        self.addCleanup(daemon.stop)
        return daemon

    def add_wang(self, daemon):
        done = daemon.vouch("user", "add", "--login", "wang", "--name", "王编辑")
        self.assertEqual(done.code, 0, f"{done}\n{daemon.log}")

    def hand_in(self, daemon, word, count=3, site="https://blog.example"):
        report = daemon.folder / f"report-{word}.csv"
        report.write_text("网址\n" + "".join(f"{site}/{word}/{i}\n" for i in range(count)))
        return daemon.vouch("--json", "report", "import", report, "--as", "wang")

    def urls(self, daemon):
        done = daemon.vouch("--json", "claims", "--limit", "500")
        self.assertEqual(done.code, 0, done)
        return sorted(claim["url"] for claim in done.json()["items"])

    def log_says(self, daemon, words):
        wait_for(f"'{words}' in the log", lambda: re.search(words, daemon.log))

    def assert_whole(self, daemon):
        """Stopped: ledger, verdicts, the database's own check, evidence files at their recorded ends."""
        for words in (("ledger", "verify"), ("replay",)):
            done = daemon.vouch(*words)
            self.assertEqual(done.code, 0, done)
        db = sqlite3.connect(f"file:{daemon.state / 'vouch.db'}?mode=ro", uri=True)
        self.addCleanup(db.close)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
        for name, size in db.execute("SELECT name, bytes FROM warc_file"):
            self.assertEqual((daemon.state / "evidence" / name).stat().st_size, size, name)
        self.assertEqual(db.execute(
            "SELECT count(*) FROM claim WHERE id NOT IN (SELECT claim_id FROM verdict)").fetchone(), (0,))
        self.assertEqual(db.execute("SELECT count(*) FROM (SELECT 1 FROM claim GROUP BY strict_key HAVING count(*) > 1)")
                         .fetchone(), (0,))


class Full(DiskCase):
    def test_a_full_disk_refuses_work_and_goes_on_by_itself(self):
        folder = self.folder()
        (folder / "state").mkdir()
        disk = machine.SmallDisk(folder / "state", "3m")
        self.addCleanup(disk.stop)
        if not disk.works:
            self.skipTest("a small disk needs root that may mount a tmpfs")
        daemon = Vouchd(folder, daemon=f'socket = "{folder}/vouchd.sock"')
        daemon.prefix = disk.enter
        self.addCleanup(daemon.stop)
        daemon.start()
        self.add_wang(daemon)
        promised = []
        for number in range(60):
            done = self.hand_in(daemon, f"n{number}", 60)
            if done.code != 0:
                break
            promised += [f"https://blog.example/n{number}/{i}" for i in range(60)]
        else:
            self.fail("3 MB were not filled by 3,600 claims")
        self.assertTrue(promised)
        self.assertEqual(done.code, 3, done)
        self.assertIn("磁盘已满", done.err)
        self.assertIn("HTTP 507", done.err)
        self.log_says(daemon, "the disk of .* is full: .*goes on by itself")
        self.assertEqual(daemon.vouch("--json", "claims", "--limit", "1").code, 0, "reading goes on")
        self.assertIn("磁盘已满", daemon.vouch("status").out + daemon.vouch("--json", "status").out)
        again = self.hand_in(daemon, "still-full", 60)
        self.assertEqual(again.code, 3, again)
        self.assertIsNone(daemon.process.poll(), daemon.log)

        disk.remount("size=40m")
        self.log_says(daemon, "there is room on the disk again")
        self.assertEqual(self.hand_in(daemon, "later", 60).code, 0)
        promised += [f"https://blog.example/later/{i}" for i in range(60)]
        self.assertEqual(daemon.stop(), 0, daemon.log)
        copy = self.folder() / "vouch.db"
        shutil.copy(disk.root / "vouch.db", copy)  # SQLite opens nothing below /proc
        db = sqlite3.connect(copy)
        self.addCleanup(db.close)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
        self.assertEqual(sorted(url for url, in db.execute("SELECT url FROM claim")), sorted(promised))

    def test_nothing_is_fetched_whose_result_could_not_be_kept(self):
        daemon = self.faulty()

        def page(_):
            # The disk fills while the first page is on its way.
            machine.fill_disk(daemon.folder)
            return Page(PAGE)

        site = self.site({"/robots.txt": Page("", 404), "*": page})
        daemon.write(f'[network]\nallow = ["{site.allow}"]\n[politeness]\nmin_delay = "100ms"\n')
        daemon.start()
        self.add_wang(daemon)
        self.assertEqual(self.hand_in(daemon, "a", 3, site.url("").rstrip("/")).code, 0)
        for claim in (1, 2, 3):
            daemon.vouch("claim", "recheck", claim)
        self.log_says(daemon, "the disk of .* is full")
        asked = [path for _, path, _, _ in site.requests if path != "/robots.txt"]
        machine.free_disk(daemon.folder)
        self.log_says(daemon, "there is room on the disk again")
        self.assertEqual(len(set(asked)), 1, "one page was on its way, no other was asked for")
        wait_for("the other pages to be looked at",
                 lambda: len({path for _, path, _, _ in site.requests if path.startswith("/a/")}) > 1)
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assert_whole(daemon)


class Failing(DiskCase):
    def test_a_failed_sync_is_no_success_and_ends_it_with_1(self):
        daemon = self.faulty()
        daemon.start()
        self.add_wang(daemon)
        self.assertEqual(self.hand_in(daemon, "before").code, 0)
        machine.break_disk(daemon.folder, ops="sync", times=1, match="-wal")
        done = self.hand_in(daemon, "lost")
        self.assertEqual(done.code, 3, done)
        self.assertIn("磁盘出错", done.err)
        self.assertEqual(daemon.wait(), 1, daemon.log)
        self.assertRegex(daemon.log, "the store cannot go on, stopping: the disk failed .*Input/output error")
        machine.mend_disk(daemon.folder)
        daemon.start()
        urls = self.urls(daemon)
        self.assertTrue({f"https://blog.example/before/{i}" for i in range(3)} <= set(urls), urls)
        self.assertIn(len(urls), (3, 6), "a commit in doubt is whole or absent")
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assert_whole(daemon)

    def test_a_disk_that_becomes_read_only_is_named_so(self):
        daemon = self.faulty()
        daemon.start()
        self.add_wang(daemon)
        machine.make_disk_read_only(daemon.folder)
        self.assertEqual(self.hand_in(daemon, "a").code, 3)
        self.assertEqual(daemon.wait(), 1, daemon.log)
        self.assertIn("has become read-only", daemon.log)
        machine.mend_disk(daemon.folder)
        daemon.start()
        self.assertEqual(self.hand_in(daemon, "a").code, 0)
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assert_whole(daemon)


class Sweep(DiskCase):
    """Small runs in which the n-th operation fails; VOUCH_FAULT_STRIDE=1 walks all n."""

    KINDS = (("error", {}), ("torn", {"torn": True}), ("full", {"error": errno.ENOSPC, "torn": True}),
             ("torn and killed", {"torn": True, "kill": True}))

    def once(self, break_at=None, **how):
        site = self.site({"/robots.txt": Page("", 404), "*": PAGE})
        steps = self.folder() / "steps"
        daemon = self.faulty(f'[network]\nallow = ["{site.allow}"]\n[politeness]\nmin_delay = "100ms"\n', steps=steps)
        daemon.start()
        self.add_wang(daemon)
        base = site.url("").rstrip("/")
        begun = len(steps.read_text().splitlines())
        if break_at:
            machine.break_disk(daemon.folder, ops="write,sync,truncate", start=break_at, times=1, **how)
        promised, answers = set(), []
        for word in ("a", "b"):
            done = self.hand_in(daemon, word, 3, base)
            answers.append(done)
            if done.code == 0:
                promised |= {f"{base}/{word}/{i}" for i in range(3)}
            daemon.vouch("claim", "recheck", 1)

        def looked():
            done = daemon.vouch("--json", "claim", "show", 1)
            return daemon.process.poll() is not None or done.code != 0 or "disk of" in daemon.log or done.json()["observations"]

        wait_for("a look, or the end", looked)
        code = daemon.wait() if "cannot go on" in daemon.log else daemon.stop()
        if code == -signal.SIGTERM and "daemon: stopped" in daemon.log:
            code = 1  # it was at its last instruction by itself when it was asked to end
        taken = len(steps.read_text().splitlines()) - begun
        machine.mend_disk(daemon.folder)
        self.assertIn(code, (0, 1, -signal.SIGKILL) if how.get("kill") else (0, 1), daemon.log)
        for done in answers:
            self.assertIn(done.code, (0, 3), done)
        daemon.start()
        there = self.urls(daemon)
        self.assertEqual(len(there), len(set(there)), there)
        self.assertTrue(promised <= set(there), f"promised {promised}, there {there}\n{daemon.log}")
        for word in ("a", "b"):
            mine = [url for url in there if f"/{word}/" in url]
            self.assertIn(len(mine), (0, 3), "a report is there or not")
            if not mine:
                self.assertEqual(self.hand_in(daemon, word, 3, base).code, 0)
        self.assertEqual(len(self.urls(daemon)), 6)
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assert_whole(daemon)
        site.stop()
        self.doCleanups()
        return taken

    def test_whatever_operation_fails_what_was_promised_is_there(self):
        taken = self.once()
        self.assertGreater(taken, 40)
        seed = int(os.environ.get("VOUCH_FAULT_SEED", random.SystemRandom().randrange(1 << 30)))
        stride = int(os.environ.get("VOUCH_FAULT_STRIDE", max(taken // 2, 1)))
        dice = random.Random(seed)
        for name, how in self.KINDS:
            for at in range(1 + dice.randrange(stride), taken + 1, stride):
                with self.subTest(kind=name, operation=at, of=taken, seed=seed):
                    self.once(at, **how)


class Locked(DiskCase):
    def test_a_lock_of_a_moment_is_a_wait(self):
        daemon = self.vouchd()
        self.add_wang(daemon)
        with machine.hold_database_lock(daemon.state / "vouch.db", 2) as held:
            done = self.hand_in(daemon, "a")
            self.assertEqual(done.code, 0, done)
            self.assertTrue(held.over(), "it was answered while another program held the lock")

    def test_a_lock_that_stays_refuses_and_is_got_over(self):
        daemon = self.vouchd()
        self.add_wang(daemon)
        with machine.hold_database_lock(daemon.state / "vouch.db", 60):
            refused = self.hand_in(daemon, "a")
            self.assertEqual(refused.code, 3, refused)
            self.assertIn("locked by another program", refused.err)
            self.assertEqual(self.urls(daemon), [])
        self.assertEqual(self.hand_in(daemon, "a").code, 0)
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assert_whole(daemon)

    def test_a_long_read_of_a_stranger_changes_nothing(self):
        daemon = self.vouchd()
        self.add_wang(daemon)
        with machine.hold_database_snapshot(daemon.state / "vouch.db", 60):
            for word in "abc":
                self.assertEqual(self.hand_in(daemon, word, 50).code, 0)
            self.assertEqual(len(self.urls(daemon)), 150)
            log = (daemon.state / "vouch.db-wal").stat().st_size
            self.assertGreater(log, 0)
            self.assertEqual(daemon.stop(), 0, daemon.log)
        daemon.start()
        self.assertEqual(len(self.urls(daemon)), 150)
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assert_whole(daemon)


class Damaged(DiskCase):
    def running_with_backup(self):
        folder = self.folder()
        daemon = Vouchd(folder, f'[backup]\ndir = "{folder}/backups"\n')
        self.addCleanup(daemon.stop)
        daemon.start()
        self.add_wang(daemon)
        self.assertEqual(self.hand_in(daemon, "a", 5).code, 0)
        self.backup = daemon.vouch("--json", "backup", folder / "backups").json()["path"]
        return daemon

    def wait_for_short_log(self, daemon):
        def empty():
            _, _, body = daemon.http("GET", "/metrics")
            return re.search(rb"^vouch_store_wal_pages 0$", body, re.M)
        wait_for("the log to be checkpointed", empty)

    def test_damage_met_while_running_ends_it_with_65_and_the_way_back_works(self):
        daemon = self.running_with_backup()
        self.wait_for_short_log(daemon)
        machine.damage_page(daemon.state / "vouch.db", "claim")
        # Another change makes readers look at the file again.
        daemon.vouch("user", "add", "--login", "li", "--name", "李编辑")
        met = daemon.vouch("--json", "claims")
        self.assertEqual(met.code, 3, met)
        self.assertIn("数据库损坏", met.err)
        self.assertEqual(daemon.wait(), 65, daemon.log)
        self.assertIn("is damaged", daemon.log)
        self.assertIn(f"vouch restore {self.backup}", daemon.log)

        damaged = (daemon.state / "vouch.db").read_bytes()
        daemon.spawn()
        self.assertEqual(daemon.wait(), 65, daemon.log)
        self.assertEqual(daemon.log.count(f"vouch restore {self.backup}"), 2)
        self.assertEqual(len((daemon.state / "vouch.db").read_bytes()), len(damaged))
        done = daemon.vouch("restore", self.backup)
        self.assertEqual(done.code, 0, done)
        daemon.start()
        self.assertEqual(len(self.urls(daemon)), 5)
        self.assertEqual(daemon.stop(), 0, daemon.log)
        self.assert_whole(daemon)

    def test_damage_that_a_backup_meets_ends_it_too(self):
        daemon = self.running_with_backup()
        self.wait_for_short_log(daemon)
        machine.damage_page(daemon.state / "vouch.db", "audit")
        met = daemon.vouch("backup", daemon.folder / "backups")
        self.assertEqual(met.code, 3, met)
        self.assertEqual(daemon.wait(), 65, daemon.log)
        self.assertEqual(len(os.listdir(daemon.folder / "backups")), 1, "no backup of a damaged database")

    def test_the_unit_does_not_restart_what_is_damaged(self):
        unit = (SOURCE / "systemd" / "vouchd.service.in").read_text()
        self.assertRegex(unit, r"(?m)^RestartPreventExitStatus=.*\b65\b")


class Backup(DiskCase):
    def test_a_folder_that_may_not_be_written_is_no_full_disk(self):
        daemon = self.vouchd()
        met = daemon.vouch("backup", "/sys/vouch-backup")
        self.assertEqual(met.code, 2, met)
        self.assertNotIn("磁盘", met.err)
        self.assertRegex(met.err, "/sys/vouch-backup: (Operation not permitted|Permission denied|Read-only file system)")
        self.assertIn("below its state directory", met.err)
        self.assertEqual(daemon.stop(), 0, daemon.log)


if __name__ == "__main__":
    main()
