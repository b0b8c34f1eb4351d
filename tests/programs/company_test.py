"""vouch against a running vouchd: people, teams, sites, keywords, leave, platforms, rules."""

import datetime
import sqlite3
import time

from harness import SOURCE, Case, main

HAN = r"[\u4e00-\u9fff]"


class CompanyCase(Case):
    def setUp(self):
        self.daemon = self.vouchd()

    def ok(self, *arguments):
        done = self.daemon.vouch(*arguments)
        self.assertEqual((done.code, done.err), (0, ""), done)
        return done

    def data(self, *arguments):
        return self.ok("--json", *arguments).json()

    def refused(self, code, *arguments):
        """Refused in Chinese, on standard error alone."""
        done = self.daemon.vouch(*arguments)
        self.assertEqual((done.code, done.out), (code, ""), done)
        self.assertRegex(done.err, HAN, done)
        return done.err

    def company(self):
        self.ok("team", "add", "网销部")
        self.ok("user", "add", "--login", "li", "--name", "李主管", "--role", "supervisor", "--team", "网销部")
        self.ok("team", "lead", "网销部", "--supervisor", "li")
        self.ok("user", "add", "--login", "wang", "--name", "王编辑", "--post", "editor", "--team", "网销部", "--weekdays", "1,2,3,4,5")


class People(CompanyCase):
    def test_the_steps_of_the_readme_give_a_company(self):
        self.company()
        listed = self.ok("user", "list").out
        for words in ("李主管", "王编辑", "报告日 一二三四五", "网销部", "/s/", "/p/"):
            self.assertIn(words, listed)
        self.assertIn("网销部：  李主管（主管）  王编辑", self.ok("team", "list").out)
        users = {user["login"]: user for user in self.data("user", "list")["items"]}
        self.assertEqual(users["wang"]["report_weekdays"], [1, 2, 3, 4, 5])
        self.assertEqual(users["wang"]["team"], "网销部")
        self.assertIn("王编辑", self.ok("status").out)

    def test_adding_somebody_prints_a_personal_page_that_opens(self):
        self.company()
        out = self.ok("user", "add", "--login", "zhao", "--name", "赵编辑").out
        path = out.split("个人页面（只给本人）：")[1].strip()
        status, headers, body = self.daemon.http("GET", path)
        self.assertEqual(status, 200)
        self.assertIn("赵编辑", body.decode())

    def test_with_json_an_answer_is_json(self):
        added = self.data("user", "add", "--login", "zhao", "--name", "赵编辑")
        self.assertEqual(set(added), {"id", "login", "link_token"})

    def test_a_login_twice(self):
        self.company()
        self.assertIn("登录名“wang”已经有了", self.refused(2, "user", "add", "--login", "wang", "--name", "王二"))

    def test_a_team_that_does_not_exist_is_named_with_what_to_do(self):
        said = self.refused(1, "user", "add", "--login", "zhao", "--name", "赵", "--team", "客服部")
        self.assertIn("客服部", said)
        self.assertIn("vouch team add", said)

    def test_fields_are_named(self):
        for field, arguments in {
            "login": ["--login", "Wang!", "--name", "x"],
            "report_weekdays": ["--login", "x", "--name", "x", "--weekdays", "8"],
        }.items():
            with self.subTest(field):
                self.assertIn(field + "：", self.refused(2, "user", "add", *arguments))
        self.assertIn("不是邮箱地址：wang@", self.refused(2, "user", "add", "--login", "x", "--name", "x", "--email", "wang@"))

    def test_a_role_or_post_that_does_not_exist_is_wrong_usage(self):
        for option in ("--role", "--post"):
            done = self.daemon.vouch("user", "add", "--login", "x", "--name", "x", option, "pilot")
            self.assertEqual(done.code, 2)
            self.assertIn("pilot", done.err)

    def test_nobody_of_that_login(self):
        self.company()
        for arguments in (
            ["team", "lead", "网销部", "--supervisor", "nobody"],
            ["user", "disable", "nobody", "--no-successor"],
            ["user", "token", "nobody", "--label", "x"],
            ["leave", "add", "nobody", "--from", "2026-12-01", "--to", "2026-12-02"],
        ):
            with self.subTest(arguments):
                self.assertIn("没有登录名为 nobody 的员工", self.refused(1, *arguments))

    def test_who_leaves_hands_over_and_loses_token_and_page(self):
        self.company()
        self.ok("user", "add", "--login", "zhao", "--name", "赵编辑")
        token = self.data("user", "token", "wang", "--label", "脚本")["token"]
        page = "/p/" + {user["login"]: user for user in self.data("user", "list")["items"]}["wang"]["link_token"]
        bearer = {"Authorization": f"Bearer {token}"}
        self.assertEqual(self.daemon.http("GET", "/api/v1/claims", headers=bearer)[0], 200)
        self.assertEqual(self.daemon.http("GET", page)[0], 200)
        report = self.daemon.folder / "report.csv"
        report.write_text("网址\nhttps://blog.example/1\n")
        self.ok("report", "import", report, "--as", "wang")

        said = self.refused(2, "user", "disable", "wang")
        self.assertIn("1 条工作项在跟踪", said)
        self.assertIn("--successor", said)
        self.assertIn("在职", self.refused(2, "user", "disable", "wang", "--successor", "wang"))
        self.ok("user", "disable", "wang", "--successor", "zhao")
        self.assertEqual(self.daemon.http("GET", "/api/v1/claims", headers=bearer)[0], 401)
        self.assertEqual(self.daemon.http("GET", page)[0], 404)
        self.assertIn("已离职", self.ok("user", "list").out)
        claim = self.data("claim", "show", "1")
        self.assertEqual(claim["user"]["login"], "wang", "the work stays the leaver's")

    def test_who_has_nothing_watched_may_leave_at_once(self):
        self.company()
        self.ok("user", "disable", "wang")

    def test_a_token_is_shown_once_and_works(self):
        self.company()
        out = self.ok("user", "token", "wang", "--label", "脚本").out
        token = out.split("：")[1].strip()
        self.assertEqual(len(token), 64)
        self.assertEqual(self.daemon.http("GET", "/api/v1/claims", headers={"Authorization": f"Bearer {token}"})[0], 200)
        self.assertNotIn(token, self.daemon.log)


class Lists(CompanyCase):
    def test_sites(self):
        self.assertIn("vouch site add", self.ok("site", "list").out)
        self.ok("site", "add", "https://www.Example.com/x", "--name", "官网")
        self.assertEqual([site["domain"] for site in self.data("site", "list")["items"]], ["example.com"])
        self.assertIn("官网", self.ok("site", "list").out)
        self.assertIn("已经有了", self.refused(2, "site", "add", "example.com"))
        for wrong in ("ht!tp", "localhost", "", "http://"):
            with self.subTest(wrong):
                self.refused(2, "site", "add", wrong)

    def test_competitors(self):
        self.ok("site", "add", "example.com")
        self.ok("site", "add", "www.rival.cn", "--name", "对手", "--competitor")
        self.assertRegex(self.ok("site", "list").out, "rival.cn +对手  竞争对手")
        self.assertEqual([site["competitor"] for site in self.data("site", "list")["items"]], [False, True])
        self.assertIn("已经有了", self.refused(2, "site", "add", "rival.cn", "--competitor"))
        self.refused(2, "site", "add", "example.com", "--competitor")

    def test_a_keyword_may_have_the_page_that_is_meant_for_it(self):
        self.ok("keyword", "add", "净水器", "--target", "https://www.example.com/ro.html#top")
        self.assertEqual(self.data("keyword", "list")["items"][0]["target_url"], "https://www.example.com/ro.html")
        self.assertIn("https://www.example.com/ro.html", self.ok("keyword", "list").out)
        self.assertIn("目标网页", self.refused(2, "keyword", "add", "水泵", "--target", "ro.html"))

    def test_keywords(self):
        self.ok("keyword", "add", "空气净化器", "--priority", "1")
        self.assertIn("优先级 1  空气净化器", self.ok("keyword", "list").out)
        self.assertIn("已经有了", self.refused(2, "keyword", "add", "空氣淨化器"), "traditional is the same word")
        self.assertIn("priority：", self.refused(2, "keyword", "add", "x", "--priority", "10"))
        self.refused(2, "keyword", "add", " ")
        self.assertEqual(len(self.data("keyword", "list")["items"]), 1)

    def test_leave(self):
        self.company()
        self.ok("leave", "add", "wang", "--from", "2026-12-01", "--to", "2026-12-03")
        self.assertIn("2026-12-01 至 2026-12-03", self.ok("leave", "list").out)
        self.assertIn("to：", self.refused(2, "leave", "add", "wang", "--from", "2026-12-05", "--to", "2026-12-03"))
        said = self.refused(2, "leave", "add", "wang", "--from", "morgen", "--to", "2026-12-03")
        self.assertEqual(said.count("from："), 1, said)

    def test_platforms_from_a_data_file(self):
        self.assertIn("百家号", self.ok("platform", "list").out)
        file = self.daemon.folder / "ours.toml"
        file.write_text(
            "revision = 3\neffective_from = 2026-01-01\nverified_on = 2026-11-01\nsource = \"our own look\"\n"
            "[[platform]]\nkey = \"our_forum\"\nname = \"行业论坛\"\nclass = \"forum\"\nhosts = [\"bbs.example\"]\n"
            "live = \"automatic\"\nengines = { baidu = \"measure\", so360 = \"measure\", sogou = \"measure\", bing = \"measure\", google = \"measure\" }\n"
            "work_type = \"forum_post\"\n", encoding="utf-8")
        diff = self.ok("config", "diff", file).out
        self.assertIn("platform our_forum", diff)
        self.assertIn("+ name = \"行业论坛\"", diff)
        self.assertNotIn("行业论坛", self.ok("platform", "list").out, "a diff changes nothing")
        self.ok("platform", "add", file)
        self.assertIn("行业论坛", self.ok("platform", "list").out)
        self.assertIn("不变", self.ok("config", "import", file).out, "the same revision changes nothing")
        self.ok("user", "add", "--login", "wang", "--name", "王编辑")
        report = self.daemon.folder / "report.csv"
        report.write_text("网址\nhttps://bbs.example/t/1\n")
        self.ok("report", "import", report, "--as", "wang")
        self.assertEqual(self.data("claim", "show", "1")["platform"], "our_forum")

    def proposals(self, *rows):
        """As the daemon would have written them: (platform, engine, change, seen, indexed)."""
        self.daemon.stop()
        db = sqlite3.connect(self.daemon.state / "vouch.db")
        today = (datetime.date.today() - datetime.date(1970, 1, 1)).days
        for platform, engine, change, seen, indexed in rows:
            db.execute("INSERT INTO platform_proposal(platform, engine, change, seen, indexed, low, high, from_day, to_day, made_at, state)"
                       " VALUES(?, ?, ?, ?, ?, 0.0, 0.1, ?, ?, ?, 'open')",
                       (platform, engine, change, seen, indexed, today - 30, today, int(time.time() * 1000)))
        db.commit()
        db.close()
        self.daemon.start()

    def states(self):
        return {one["id"]: one["state"] for one in self.data("platform", "proposals")["items"]}

    def test_proposals_of_own_looks_are_accepted_declined_and_undone(self):
        self.assertIn("没有建议", self.ok("platform", "proposals").out)
        self.proposals(("forum", "baidu", "not_applicable", 40, 1), ("forum", "bing", "not_applicable", 40, 1),
                       ("forum", "sogou", "not_applicable", 40, 1))
        said = self.ok("platform", "proposals").out
        for words in ("#1 待确认 forum  baidu 不适用：1/40 收录，2.5%", "#2 待确认", "#3 待确认"):
            self.assertIn(words, said)
        self.assertIn("好", self.ok("platform", "accept", 1, "--reason", "论坛已屏蔽爬虫").out)
        self.ok("platform", "accept", 2, "--as", "measure", "--reason", "先只看数字")
        self.ok("platform", "decline", 3, "--reason", "刚换了域名")
        self.assertEqual(self.states(), {1: "accepted", 2: "accepted", 3: "declined"})
        self.assertIn("论坛已屏蔽爬虫", self.ok("platform", "proposals").out)
        self.ok("platform", "undo", 1, "--reason", "又开始收录")
        self.assertEqual(self.states()[1], "undone")
        self.assertIn("已撤销", self.ok("platform", "proposals").out)
        self.daemon.stop()
        db = sqlite3.connect(self.daemon.state / "vouch.db")
        overlays = db.execute("SELECT proposal_id, expectation FROM platform_overlay ORDER BY id").fetchall()
        db.close()
        self.daemon.start()
        self.assertEqual(overlays, [(1, "not_applicable"), (2, "measure"), (1, "shipped")])

    def test_a_proposal_is_decided_once_and_for_a_reason(self):
        self.proposals(("forum", "baidu", "not_applicable", 40, 1))
        self.assertEqual(self.daemon.vouch("platform", "accept", 1).code, 2, "without a reason")
        self.refused(2, "platform", "accept", 1, "--reason", "x")
        self.assertEqual(self.daemon.vouch("platform", "accept", 1, "--as", "pilot", "--reason", "先只看数字").code, 2)
        self.refused(1, "platform", "decline", 9, "--reason", "没有这一条")
        self.refused(2, "platform", "undo", 1, "--reason", "还没有采纳")
        self.assertEqual(self.states(), {1: "open"})
        self.ok("platform", "decline", 1, "--reason", "刚换了域名")
        self.refused(2, "platform", "accept", 1, "--reason", "又想采纳了")
        self.assertEqual(self.states(), {1: "declined"})

    def test_a_data_file_with_a_mistake_names_file_line_and_key(self):
        file = self.daemon.folder / "ours.toml"
        file.write_text("revision = 3\neffective_from = 2026-01-01\nverified_on = 2026-11-01\nsource = \"x\"\n[[platform]]\nkey = \"a\"\nnmae = \"b\"\n")
        for command in (["config", "import"], ["config", "diff"], ["platform", "add"]):
            done = self.daemon.vouch(*command, file)
            self.assertEqual((done.code, done.out), (2, ""), done)
            self.assertRegex(done.err, r"ours\.toml:7:.*nmae")
        file.write_text("[[platform\n")
        self.assertRegex(self.daemon.vouch("config", "import", file).err, r"ours\.toml:1:")

    def test_the_shipped_rules_are_in_force_already(self):
        for name in ("platforms", "policies", "work_types", "engines", "calendars"):
            with self.subTest(name):
                answer = self.data("config", "diff", SOURCE / "config" / "data" / f"{name}.toml")
                self.assertEqual(answer["changes"], [])
                self.assertTrue(answer["unchanged"])


if __name__ == "__main__":
    main()
