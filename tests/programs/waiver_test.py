"""Exemptions of more than one entry and weekly digests, from the command line."""

from harness import Case, main


class Waivers(Case):
    def test_one_is_added_listed_and_taken_back(self):
        daemon = self.vouchd()
        self.assertEqual(daemon.vouch("waiver", "list").out, "没有成批的免检\n")
        done = daemon.vouch("waiver", "add", "--from", "2026-11-23", "--to", "2026-11-25", "--reason", "平台故障")
        self.assertEqual(done.code, 0, done)
        listed = daemon.vouch("waiver", "list").out
        for words in ("#1 全部平台 · 全部团队", "工作日期 2026-11-23 至 2026-11-25", "平台故障"):
            self.assertIn(words, listed)
        self.assertEqual(daemon.vouch("waiver", "end", "1").code, 0)
        self.assertIn("收回于", daemon.vouch("waiver", "list").out)
        again = daemon.vouch("waiver", "end", "1")
        self.assertEqual(again.code, 2, again)
        self.assertIn("已经收回", again.err)
        self.assertEqual(daemon.vouch("waiver", "end", "9").code, 1)

    def test_a_mistake_says_what_is_wrong(self):
        daemon = self.vouchd()
        day = ("--from", "2026-11-23")
        for words, said in (((*day, "--platform", "nowhere", "--reason", "平台故障"), "nowhere"),
                             ((*day, "--user", "nobody", "--reason", "平台故障"), "nobody"),
                             ((*day, "--to", "2026-11-22", "--reason", "平台故障"), "早于"),
                             ((*day, "--reason", "x"), "理由")):
            done = daemon.vouch("waiver", "add", *words)
            self.assertEqual(done.code, 2, done)
            self.assertIn(said, done.err)
        self.assertEqual(daemon.vouch("--json", "waiver", "list").json(), {"items": []})

    def test_before_the_first_sunday_there_is_no_digest(self):
        daemon = self.vouchd()
        self.assertIn("还没有周报", daemon.vouch("week", "list").out)
        self.assertEqual(daemon.vouch("week", "show", "2026-11-23").code, 1)


if __name__ == "__main__":
    main()
