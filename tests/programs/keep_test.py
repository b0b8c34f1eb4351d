"""vouch backup, restore, replay and ledger verify."""

import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess

from harness import BUILD, Case, environment, main, wait_for


class KeepCase(Case):
    def setUp(self):
        page = "<title>空气净化器</title><p>" + "滤芯半年换一次。" * 30
        self.pages = self.site({"*": page})
        self.daemon = self.vouchd(f'[network]\nallow = ["{self.pages.allow}"]\n[politeness]\nmin_delay = "100ms"\n')
        self.ok("user", "add", "--login", "wang", "--name", "王编辑")
        self.take("a", 6)
        self.ok("claim", "recheck", 1)
        wait_for("an observation", lambda: self.ok("--json", "claim", "show", 1).json()["observations"])
        self.ok("claim", "decide", 2, "--kind", "waive", "--reason", "客户要求撤稿")

    def ok(self, *arguments):
        done = self.daemon.vouch(*arguments)
        self.assertEqual((done.code, done.err), (0, ""), f"{done}\n{self.daemon.log}")
        return done

    def take(self, word, count):
        report = self.daemon.folder / f"{word}.csv"
        report.write_text("网址\n" + "".join(f"{self.pages.url(f'/{word}/{i}')}\n" for i in range(count)))
        self.ok("report", "import", report, "--as", "wang")

    def claims(self):
        return [claim["url"] for claim in self.ok("--json", "claims").json()["items"]]

    def backup(self):
        out = self.ok("--json", "backup", self.daemon.folder / "backups").json()
        return out["path"]

    def whole(self):
        for words in (("ledger", "verify"), ("replay",)):
            self.ok(*words)


class Backup(KeepCase):
    def test_a_backup_holds_database_evidence_and_manifest(self):
        path = self.backup()
        self.assertRegex(path, r"/backups/vouch-\d{8}T\d{6}Z$")
        self.assertEqual(json.loads(pathlib.Path(path, "manifest.json").read_text())["observations"], 1)
        db = sqlite3.connect(os.path.join(path, "vouch.db"))
        self.addCleanup(db.close)
        self.assertEqual(db.execute("PRAGMA integrity_check").fetchone()[0], "ok")
        self.assertTrue(os.listdir(os.path.join(path, "evidence")))
        for root, _, files in os.walk(path):
            for name in files:
                self.assertEqual(os.stat(os.path.join(root, name)).st_mode & 0o007, 0, name)
        self.assertIn("备份写在", self.ok("backup", self.daemon.folder / "backups2").out)

    def test_a_path_is_meant_as_the_caller_sees_it(self):
        done = subprocess.run([BUILD / "vouch", "--config", self.daemon.file, "--json", "backup", "here"], cwd=self.daemon.folder,
                              env=environment(), capture_output=True, timeout=30)
        self.assertEqual(done.returncode, 0, done)
        self.assertTrue(json.loads(done.stdout)["path"].startswith(f"{self.daemon.folder}/here/"))

    def test_a_folder_that_cannot_be_written_is_said(self):
        done = self.daemon.vouch("backup", "/proc/backup")
        self.assertEqual((done.code, done.out), (3, ""), done)
        self.assertRegex(done.err, "[\u4e00-\u9fff]")

    def test_restore_takes_it_back_and_keeps_what_was_there(self):
        path = self.backup()
        before = self.claims()
        seen = self.ok("--json", "claim", "show", 1).json()["observations"]
        self.take("later", 3)
        refused = self.daemon.vouch("restore", path)
        self.assertEqual((refused.code, refused.out), (3, ""), refused)
        self.assertIn("in use by process", refused.err)
        self.daemon.stop()
        done = self.ok("restore", path)
        kept = re.search(r"kept in (\S+)", done.out).group(1)
        db = sqlite3.connect(os.path.join(kept, "vouch.db"))
        self.addCleanup(db.close)
        self.assertEqual(db.execute("SELECT count(*) FROM claim").fetchone()[0], 9)
        self.whole()
        self.daemon.start()
        self.assertEqual(self.claims(), before)
        claim = self.ok("--json", "claim", "show", 1).json()
        self.assertEqual(claim["observations"], seen)
        status, _, body = self.evidence(seen[0]["evidence"][0]["id"])
        self.assertEqual(status, 200)
        self.assertIn("空气净化器".encode(), body)
        self.take("after", 2)
        self.daemon.stop()
        self.whole()

    def evidence(self, number):
        self.ok("user", "add", "--login", "boss", "--name", "管理员", "--role", "admin")
        token = self.ok("--json", "user", "token", "boss", "--label", "x").json()["token"]
        return self.daemon.http("GET", f"/api/v1/evidence/{number}", headers={"Authorization": f"Bearer {token}"})

    def test_what_is_no_backup_changes_nothing(self):
        path = self.backup()
        self.daemon.stop()
        before = (self.daemon.state / "vouch.db").read_bytes()
        empty = self.folder()
        torn = self.folder() / "torn"
        shutil.copytree(path, torn)
        with open(torn / "vouch.db", "r+b") as file:
            file.truncate(5000)
        for wrong in ("/nonexistent", empty, torn):
            with self.subTest(str(wrong)):
                done = self.daemon.vouch("restore", wrong)
                self.assertIn(done.code, (1, 2, 3), done)
                self.assertEqual(done.out, "")
                self.assertNotEqual(done.err.strip(), "vouch:")
                self.assertEqual((self.daemon.state / "vouch.db").read_bytes(), before)
        self.daemon.start()
        self.assertEqual(len(self.claims()), 6)

    def test_a_backup_that_misses_evidence_is_refused(self):
        path = self.backup()
        self.daemon.stop()
        for name in os.listdir(os.path.join(path, "evidence")):
            os.unlink(os.path.join(path, "evidence", name))
        done = self.daemon.vouch("restore", path)
        self.assertNotEqual(done.code, 0, done)
        self.assertIn("evidence", done.err)


class Proofs(KeepCase):
    def test_ledger_and_replay_hold_and_say_how_much(self):
        self.daemon.stop()
        self.assertRegex(self.ok("ledger", "verify").out, r"\d+ rows hold; head [0-9a-f]{64}")
        ledger = self.ok("--json", "ledger", "verify").json()
        self.assertGreater(ledger["rows"], 2)
        self.assertIsNone(ledger["first_bad"])
        self.assertRegex(self.ok("replay").out, "6 claims, 0 different")
        self.assertEqual(self.ok("--json", "replay", "--from", 4).json(), {"claims": 3, "different": []})

    def test_an_engine_connected_since_is_no_difference(self):
        self.daemon.stop()
        self.daemon.write('[[provider]]\nname = "main"\nkind = "searxng"\nengine = "baidu"\nurl = "http://127.0.0.1:9"\n'
                          'canary_url = "http://known.example/"\n')
        self.assertRegex(self.ok("replay").out, "6 claims, 0 different")

    def tamper(self, statement):
        self.daemon.stop()
        db = sqlite3.connect(self.daemon.state / "vouch.db")
        for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        changed = db.execute(statement).rowcount
        db.commit()
        db.close()
        self.assertGreater(changed, 0)

    def test_a_changed_observation_breaks_the_ledger(self):
        self.tamper("UPDATE observation SET outcome = 'NOT_FOUND', reason = 'http_404' WHERE id = 1")
        done = self.daemon.vouch("ledger", "verify")
        self.assertEqual(done.code, 1, done)
        self.assertIn("does not hold", done.out)

    def test_a_changed_reason_of_a_decision_breaks_the_ledger(self):
        self.tamper("UPDATE decision SET reason = '没有原因的原因' WHERE id = 1")
        done = self.daemon.vouch("--json", "ledger", "verify")
        self.assertEqual(done.code, 1, done)
        self.assertIsNotNone(done.json()["first_bad"])

    def test_a_removed_row_of_the_ledger_breaks_it(self):
        self.tamper("DELETE FROM ledger WHERE sequence = (SELECT max(sequence) FROM ledger) - 1")
        self.assertEqual(self.daemon.vouch("ledger", "verify").code, 1)

    def test_a_verdict_written_by_hand_is_found_by_replay(self):
        self.tamper("UPDATE verdict SET json = replace(json, 'VERIFIED', 'FAILED') WHERE claim_id = 1")
        done = self.daemon.vouch("--json", "replay")
        self.assertEqual((done.code, done.json()["different"]), (1, [1]), done)

    def test_the_database_refuses_to_rewrite_the_past(self):
        self.daemon.stop()
        db = sqlite3.connect(self.daemon.state / "vouch.db")
        self.addCleanup(db.close)
        for statement in ("UPDATE observation SET outcome = 'NOT_FOUND'", "DELETE FROM observation", "UPDATE decision SET reason = 'x'",
                          "DELETE FROM decision", "DELETE FROM ledger", "UPDATE ledger SET hash = 'x'"):
            with self.subTest(statement), self.assertRaises(sqlite3.IntegrityError):
                db.execute(statement)


if __name__ == "__main__":
    main()
