"""A claim from report to verdict over vouch: looks at live pages, decisions, disputes, rechecks."""

from harness import Case, Page, main, wait_for

GOOD = "<title>空气净化器</title><body><p>" + "滤芯半年换一次，噪声很小。" * 20 + "<a href='https://example.com/p'>官网</a></p>"


# 400 characters of which no four stand there twice, a full stop after each twenty.
TEXT = "".join(chr(0x4E00 + (i * i * 31 + i * 77) % 5003) + ("。" if i % 20 == 19 else "") for i in range(400))


def article(text):
    return "<title>空气净化器</title><body><p>" + text + "</p><p>滤芯半年换一次。<a href='https://example.com/p'>官网</a></p>"


class ClaimCase(Case):
    def begin(self, pages, rows, allow=True):
        self.site_now = self.site(pages)
        self.daemon = self.vouchd(f'[network]\nallow = ["{self.site_now.allow}"]\n[politeness]\nmin_delay = "100ms"\n' if allow else "")
        self.ok("team", "add", "网销部")
        self.ok("user", "add", "--login", "li", "--name", "李主管", "--role", "supervisor", "--team", "网销部")
        self.ok("team", "lead", "网销部", "--supervisor", "li")
        self.ok("user", "add", "--login", "wang", "--name", "王编辑", "--team", "网销部")
        self.ok("site", "add", "example.com")
        report = self.daemon.folder / "report.csv"
        report.write_text("网址,标题,关键词,工作类型\n" + "".join(f"{self.site_now.url(path)},空气净化器,{keyword},软文\n" for path, keyword in rows))
        answer = self.ok("--json", "report", "import", report, "--as", "wang").json()
        self.assertEqual(len(answer["accepted"]), len(rows))

    def ok(self, *arguments):
        done = self.daemon.vouch(*arguments)
        self.assertEqual((done.code, done.err), (0, ""), done)
        return done

    def refused(self, code, *arguments):
        done = self.daemon.vouch(*arguments)
        self.assertEqual((done.code, done.out), (code, ""), done)
        return done.err

    def show(self, claim=1):
        return self.ok("--json", "claim", "show", claim).json()

    def look(self, claim=1):
        before = len(self.show(claim)["observations"])
        self.ok("claim", "recheck", claim)
        return wait_for("an observation", lambda: len(self.show(claim)["observations"]) > before and self.show(claim))


class Looks(ClaimCase):
    def test_a_good_page_is_seen_and_verified_with_evidence(self):
        self.begin({"/post": GOOD}, [("/post", "滤芯")])
        claim = self.look()
        self.assertEqual(claim["work"]["verdict"], "VERIFIED")
        stages = {stage["stage"]: stage["state"] for stage in claim["stages"]}
        self.assertEqual((stages["live"], stages["content"]), ("PASS", "PASS"))
        self.assertEqual({seen["outcome"] for seen in claim["observations"]}, {"FOUND"})
        evidence = claim["observations"][0]["evidence"][0]
        self.assertEqual(evidence["state"], "present")
        words = self.ok("claim", "show", 1).out
        for part in ("王编辑", "已上线 ✓", "HTTP 200", "下次检测"):
            self.assertIn(part, words)
        self.assertIn("已上线 ✓ 1", self.ok("status").out)
        self.assertIn("已上线 ✓", self.ok("status", "--user", "wang").out)
        self.assertIn(self.site_now.url("/post"), self.ok("claims", "--work", "VERIFIED").out)
        self.assertIn("没有工作项", self.ok("claims", "--work", "FAILED").out)
        self.assertIn("没有工作项", self.ok("claims", "--user", "li").out)

    def test_a_missing_link_is_content_not_found_and_proved_by_no_single_look(self):
        self.begin({"/post": GOOD.replace("example.com", "another.example")}, [("/post", "滤芯")])
        claim = self.look()
        seen = {one["stage"]: (one["outcome"], one["reason"]) for one in claim["observations"]}
        self.assertEqual(seen["live"], ("FOUND", "ok"))
        self.assertEqual(seen["content"], ("NOT_FOUND", "backlink_missing"))
        self.assertEqual(claim["work"]["verdict"], "PENDING")
        self.assertIn("未检测到指向本公司网站的链接", self.ok("claim", "show", 1).out)

    def test_a_text_that_stood_in_an_earlier_claim_is_marked_with_its_passages(self):
        pages = {"/first": article(TEXT), "/later": article(TEXT[:200] + "另外换掉的几个字" + TEXT[208:])}
        self.begin(pages, [("/first", "滤芯"), ("/later", "滤芯")])
        self.look(1)
        claim = self.look(2)
        self.assertEqual(claim["work"]["verdict"], "VERIFIED")
        self.assertEqual(claim["text_match"]["first_claim"], 1)
        self.assertGreater(claim["text_match"]["share"], 0.9)
        match = claim["text_matches"][0]
        self.assertEqual(match["first_url"], self.site_now.url("/first"))
        self.assertIn(match["observation"], [seen["id"] for seen in claim["observations"]])
        longest = max(match["passages"], key=lambda one: one["end"] - one["start"])
        self.assertIn(longest["text"].rstrip("…")[:100], pages["/later"])
        self.assertIsNone(self.show(1)["text_match"])
        words = self.ok("claim", "show", 2).out
        self.assertIn("文本重合 9", words)
        self.assertIn("与工作项 1", words)
        self.assertNotIn("文本重合", self.ok("claim", "show", 1).out)

    def test_one_miss_accuses_nobody(self):
        self.begin({}, [("/gone", "滤芯")])
        claim = self.look()
        self.assertEqual(claim["work"]["verdict"], "PENDING")
        self.assertEqual(claim["notices"], [])
        self.assertEqual(claim["observations"][0]["reason"], "http_404")
        self.assertFalse(claim["observations"][0]["negative_proved"])

    def test_a_private_address_is_refused_and_never_asked(self):
        self.begin({"/post": GOOD}, [("/post", "滤芯")], allow=False)
        claim = self.look()
        self.assertEqual(claim["observations"][0]["reason"], "address_not_allowed")
        self.assertEqual(claim["observations"][0]["outcome"], "INCONCLUSIVE")
        self.assertEqual(self.site_now.requests, [])
        self.assertIn("不允许访问", self.ok("claim", "show", 1).out)

    def test_could_not_check_is_no_failure(self):
        self.begin({"/post": Page(GOOD, 503)}, [("/post", "滤芯")])
        claim = self.look()
        self.assertEqual(claim["work"]["verdict"], "PENDING")
        self.assertEqual({seen["outcome"] for seen in claim["observations"]}, {"INCONCLUSIVE"})

    def test_five_claims_on_one_site_are_asked_once_each(self):
        self.begin({"*": GOOD}, [(f"/p/{i}", "滤芯") for i in range(5)])
        for claim in range(1, 6):
            self.ok("claim", "recheck", claim)
        wait_for("all are seen", lambda: all(self.show(claim)["observations"] for claim in range(1, 6)))
        asked = [path for _, path, _, _ in self.site_now.requests if path.startswith("/p/")]
        self.assertEqual(sorted(asked), [f"/p/{i}" for i in range(5)])


class Answers(ClaimCase):
    def test_recheck_is_3_a_day(self):
        self.begin({"/post": GOOD}, [("/post", "滤芯")])
        for left in (2, 1, 0):
            self.assertIn(f"今天还可以 {left} 次", self.ok("claim", "recheck", 1).out)
        said = self.refused(2, "claim", "recheck", 1)
        self.assertIn("429", said)

    def test_a_waiver_needs_a_reason_and_shows_it(self):
        self.begin({"/post": GOOD}, [("/post", "滤芯")])
        said = self.refused(2, "claim", "decide", 1, "--kind", "waive", "--reason", "行")
        self.assertIn("写明理由", said)
        self.assertEqual(self.show()["decisions"], [])
        self.ok("claim", "decide", 1, "--kind", "waive", "--reason", "客户要求撤稿")
        claim = self.show()
        self.assertEqual(claim["work"]["verdict"], "WAIVED")
        self.assertEqual(claim["decisions"][0]["reason"], "客户要求撤稿")
        self.assertIn("免检", self.ok("claim", "show", 1).out)

    def test_a_kind_that_does_not_exist_and_a_claim_that_does_not_exist(self):
        self.begin({"/post": GOOD}, [("/post", "滤芯")])
        said = self.refused(2, "claim", "decide", 1, "--kind", "pardon", "--reason", "客户要求撤稿")
        self.assertIn("kind", said + self.daemon.vouch("claim", "decide", "--help").out)
        for words in (["show", 77], ["recheck", 77], ["decide", 77, "--kind", "waive", "--reason", "客户要求撤稿"], ["dispute", 77, "--text", "页面一直都在线"]):
            with self.subTest(words):
                self.assertIn("没有找到", self.refused(1, "claim", *words))

    def test_a_dispute_is_opened_and_closed(self):
        self.begin({}, [("/gone", "滤芯")])
        self.look()
        self.ok("claim", "dispute", 1, "--text", "页面一直都在线，请再看一次")
        claim = self.show()
        self.assertEqual(claim["work"]["verdict"], "DISPUTED")
        self.assertEqual(claim["disputes"][0]["state"], "open")
        self.assertIn("申诉中", self.ok("claim", "show", 1).out)
        dispute = claim["disputes"][0]["id"]
        self.ok("dispute", "close", dispute, "--answer", "确认过，页面确实在线", "--accept")
        claim = self.show()
        self.assertEqual(claim["disputes"][0]["state"], "accepted")
        self.assertNotEqual(claim["work"]["verdict"], "DISPUTED")
        self.assertIn("HTTP", self.refused(2, "dispute", "close", dispute, "--answer", "再答一次也没用", "--accept"))

    def test_withdrawn_by_the_one_who_reported_it(self):
        self.begin({"/post": GOOD}, [("/post", "滤芯")])
        self.ok("claim", "decide", 1, "--kind", "withdraw", "--reason", "填错了网址")
        self.assertEqual(self.show()["work"]["verdict"], "VOID")

    def test_everything_is_still_there_after_a_kill(self):
        self.begin({"/post": GOOD}, [("/post", "滤芯")])
        before = self.look()
        self.ok("claim", "decide", 1, "--kind", "waive", "--reason", "客户要求撤稿")
        self.daemon.process.kill()
        self.daemon.process.wait()
        self.daemon.start()
        claim = self.show()
        self.assertEqual(claim["observations"], before["observations"])
        self.assertEqual(claim["work"]["verdict"], "WAIVED")
        self.daemon.stop()
        self.assertEqual(self.daemon.vouch("replay").code, 0)
        self.assertEqual(self.daemon.vouch("ledger", "verify").code, 0)


if __name__ == "__main__":
    main()
