"""Letters put off, from the command line: who, what, until when; and what a mistake says."""

from harness import Case, main


class Silences(Case):
    def test_one_is_added_listed_and_ended(self):
        daemon = self.vouchd()
        self.assertEqual(daemon.vouch("silence", "list").out, "没有静默\n")
        done = daemon.vouch("silence", "add", "system", "--about", "mail", "--hours", "4", "--reason", "机房今天搬迁")
        self.assertEqual(done.code, 0, done)
        listed = daemon.vouch("silence", "list").out
        for words in ("#1 检测系统异常：mail", "静默到", "机房今天搬迁", "生效中", "压下 0 封"):
            self.assertIn(words, listed)
        self.assertEqual(daemon.vouch("silence", "end", "1").code, 0)
        self.assertIn("提前结束于", daemon.vouch("silence", "list").out)
        again = daemon.vouch("silence", "end", "1")
        self.assertEqual(again.code, 2, again)
        self.assertIn("已经结束", again.err)
        self.assertEqual(daemon.vouch("silence", "end", "9").code, 1)

    def test_a_mistake_says_what_is_wrong(self):
        daemon = self.vouchd()
        for words, said in ((("regressed", "--hours", "4", "--reason", "机房今天搬迁"), "检测系统异常"),
                             (("system", "--hours", "400", "--reason", "机房今天搬迁"), "336 小时"),
                             (("system", "--hours", "4", "--reason", "x"), "原因")):
            done = daemon.vouch("silence", "add", *words)
            self.assertEqual(done.code, 2, done)
            self.assertIn(said, done.err)
        self.assertEqual(daemon.vouch("--json", "silence", "list").json(), {"items": []})

    def test_nothing_is_wrong_and_somebody_takes_it_on(self):
        daemon = self.vouchd()
        self.assertEqual(daemon.vouch("trouble", "list").out, "没有异常\n")
        done = daemon.vouch("trouble", "ack", "mail", "--hours", "2", "--reason", "正在换证书了")
        self.assertEqual(done.code, 0, done)
        self.assertIn("已接手", daemon.vouch("silence", "list").out)


if __name__ == "__main__":
    main()
