"""A database of a newer program: refused with 78, unchanged, and the way back is named and works."""

import re
import sqlite3

from harness import Case, main, run


class Newer(Case):
    def prepare(self):
        daemon = self.vouchd()
        self.assertEqual(daemon.vouch("user", "add", "--login", "wang", "--name", "王编辑").code, 0)
        return daemon

    @staticmethod
    def make_newer(daemon):
        daemon.stop()
        db = sqlite3.connect(daemon.state / "vouch.db")
        db.execute("PRAGMA user_version=999")
        db.close()

    @staticmethod
    def content(daemon):
        db = sqlite3.connect(daemon.state / "vouch.db")
        try:
            return db.execute("PRAGMA user_version").fetchone(), list(db.iterdump())
        finally:
            db.close()

    def refused(self, daemon):
        before = self.content(daemon)
        done = run("vouchd", "--config", daemon.file)
        self.assertEqual((done.code, done.out), (78, ""), done)
        self.assertIn("has version 999", done.err)
        self.assertIn("install the newer program again", done.err)
        self.assertEqual(self.content(daemon), before)
        return done.err

    def test_the_command_that_is_named_is_the_way_back(self):
        daemon = self.prepare()
        path = daemon.vouch("--json", "backup", daemon.state / "backup").json()["path"]
        self.make_newer(daemon)
        named = re.search(r"`vouch (restore \S+)`", self.refused(daemon)).group(1)
        self.assertEqual(named, f"restore {path}")
        done = daemon.vouch(*named.split())
        self.assertEqual(done.code, 0, done)
        daemon.start()
        self.assertIn("wang", daemon.vouch("user", "list").out)

    def test_without_a_backup_it_says_what_to_look_for(self):
        daemon = self.prepare()
        self.make_newer(daemon)
        said = self.refused(daemon)
        self.assertIn("a backup made before the upgrade", said)
        self.assertNotIn("`vouch restore", said)

    def test_tools_refuse_it_too(self):
        daemon = self.prepare()
        self.make_newer(daemon)
        for words in (["replay"], ["ledger", "verify"]):
            done = daemon.vouch(*words)
            self.assertNotEqual(done.code, 0, done)
            self.assertIn("has version 999", done.err)


if __name__ == "__main__":
    main()
