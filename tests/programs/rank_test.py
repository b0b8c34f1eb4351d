"""vouch rank, and the places that vouch keyword list and vouch claim show tell, on looks that lie in the store."""

import datetime
import sqlite3
import time

try:
    from openapi import Document
except ImportError:  # no python3-yaml
    Document = None
from harness import Case, main

DAY = 86400
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


class RankCase(Case):
    def setUp(self):
        self.daemon = self.vouchd()
        self.ok("site", "add", "example.com")
        self.ok("site", "add", "rival.example", "--name", "对手", "--competitor")
        for priority, word in enumerate(("净水器", "滤芯", "水泵", "管件"), 1):
            self.ok("keyword", "add", word, "--priority", priority)
        self.ok("user", "add", "--login", "wang", "--name", "王编辑")
        report = self.daemon.folder / "report.csv"
        report.write_text("网址,关键词\nhttps://blog.example/1,净水器\nhttps://blog.example/2,净水器\n", encoding="utf-8")
        self.ok("report", "import", report, "--as", "wang")
        self.now = time.time() + 60  # the lists are read after the hand-in
        self.daemon.stop()
        self.db = sqlite3.connect(self.daemon.state / "vouch.db")
        for ago in (3, 2, 1):
            self.look("净水器", ago, "ranked", 12)
        own, rival = (7, "own_page", 0, "example.com"), (2, "competitor", 0, "rival.example")
        newest = self.look("净水器", 0, "ranked", 7, first_page=1, rows=(rival, (4, "claim", 1, "blog.example"), own))
        self.db.execute("INSERT INTO rank_move(series_id, rank_id, at, from_place, to_place, lost, found) SELECT series_id, id, at, 12, 7, 0, 0 FROM rank WHERE id = ?", (newest,))
        self.look("滤芯", 0, "not_in_top")
        self.look("水泵", 1, "ranked", 3, wrong_page=1)
        self.look("水泵", 0, "unmeasured")
        self.db.commit()
        self.db.close()
        self.daemon.start()

    def look(self, word, ago, state, position=0, first_page=0, wrong_page=0, rows=()):
        """One row of history as the daemon would have written it."""
        db, at = self.db, int((self.now - ago * DAY) * 1000)
        day = (datetime.datetime.fromtimestamp(at / 1000, SHANGHAI).date() - datetime.date(1970, 1, 1)).days
        depth = 0 if state == "unmeasured" else 50
        keyword, = db.execute("SELECT id FROM keyword WHERE text = ?", (word,)).fetchone()
        db.execute("INSERT OR IGNORE INTO rank_series(keyword_id, engine, place, device) VALUES(?, 'baidu', '', 'desktop')", (keyword,))
        series, = db.execute("SELECT id FROM rank_series WHERE keyword_id = ?", (keyword,)).fetchone()
        seen = db.execute("INSERT INTO observation(keyword_id, stage, look_no, observed_at, outcome, reason, negative_proved, route, provider, query, final_url, http_status, content_digest, detail)"
                          " VALUES(?, 'index:baidu', ?, ?, 'INCONCLUSIVE', 'captcha', 0, 'machine', 'test', '', '', 0, '', '{}')", (keyword, 900 - ago, at)).lastrowid
        values = (at, day, state, position, depth, wrong_page, first_page)
        rank = db.execute("INSERT INTO rank(series_id, observation_id, at, day, state, position, depth, wrong_page, first_page, url) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          (series, seen, *values, "https://example.com/" if position else "")).lastrowid
        db.execute("UPDATE rank_series SET rank_id = ?, at = ?, day = ?, state = ?, position = ?, depth = ?, wrong_page = ?, first_page = ? WHERE id = ?", (rank, *values, series))
        for place, owner, claim, domain in rows:
            db.execute("INSERT INTO rank_row VALUES(?, ?, ?, ?, ?, ?)", (rank, place, owner, claim, domain, f"https://{domain}/"))
        return rank

    def day(self, ago=0):
        return str(datetime.datetime.fromtimestamp(self.now - ago * DAY, SHANGHAI).date())

    def ok(self, *arguments):
        done = self.daemon.vouch(*arguments)
        self.assertEqual((done.code, done.err), (0, ""), done)
        return done

    def described(self, path, *arguments):
        """The answer as JSON, which must be described."""
        value = self.ok("--json", *arguments).json()
        if Document is not None:
            self.assertEqual(Document().faults("GET", path, 200, "application/json", value), [])
        return value


class Ranks(RankCase):
    def test_the_keyword_list_tells_the_newest_places(self):
        said = self.ok("keyword", "list").out
        for line in (f"baidu  第 7 位（{self.day()}）  首页占位 1  ↑ 12 → 7", f"baidu  未进前 50（{self.day()}）  首页占位 0",
                     f"baidu  未测（{self.day()}）  上次测到：第 3 位（{self.day(1)}）", "优先级 4  管件"):
            self.assertIn(line, said)
        places = {item["text"]: item["places"] for item in self.described("/api/v1/keywords", "keyword", "list")["items"]}
        self.assertEqual(places["管件"], [])
        self.assertIsNone(places["水泵"][0]["first_page"], "nobody counted")

    def test_the_history_of_a_keyword(self):
        said = self.ok("rank", "show", "水泵").out
        self.assertIn("第 3 位（读了 50 位）  首页占位 0  目标页不符  https://example.com/", said)
        self.assertIn("未测", said)
        looks = self.described("/api/v1/ranks/history", "rank", "show", "净水器", "--since", self.day(1))["items"][0]["looks"]
        self.assertEqual([look["position"] for look in looks], [12, 7])
        self.assertIn("没有测过", self.ok("rank", "show", "净水器", "--engine", "bing").out)
        self.assertEqual(self.daemon.vouch("rank", "show", "没有这个词").code, 1)
        self.assertEqual(self.daemon.vouch("rank", "show", "净水器", "--since", "gestern").code, 2)

    def test_movers(self):
        self.assertIn("净水器  baidu  ↑ 12 → 7", self.ok("rank", "movers").out)
        self.assertEqual(len(self.described("/api/v1/ranks/movers", "rank", "movers")["items"]), 1)
        # The look lies a minute ahead: a day that has not begun is behind the last day.
        self.assertEqual(self.daemon.vouch("rank", "movers", "--since", self.day(-3)).code, 2)

    def test_visibility_stands_beside_its_coverage_or_not_at_all(self):
        said = self.ok("rank", "visibility", "--engine", "baidu").out
        self.assertIn("覆盖率 50.0%（测到 2 / 4 个词）", said)
        self.assertRegex(said, r"可见度 20\.6%（点击率为假设值）")  # 9 x 7 / (17 x 18)
        self.assertRegex(said, r"声量\s+33\.3%  本公司")
        self.assertRegex(said, r"声量\s+66\.7%  对手 rival\.example")
        before = self.ok("rank", "visibility", "--engine", "baidu", "--on", self.day(2)).out
        self.assertIn("覆盖率 25.0%", before)
        self.assertIn("不给数字", before)
        self.assertNotIn("可见度", before)
        self.assertFalse(self.described("/api/v1/ranks/visibility", "rank", "visibility", "--engine", "baidu", "--on", self.day(2))["items"][0]["telling"])
        self.assertIn("没有接入", self.ok("rank", "visibility").out)

    def test_a_claim_tells_where_its_own_url_stands(self):
        self.assertIn(f"名次  净水器  baidu  第 4 位（{self.day()}）", self.ok("claim", "show", 1).out)
        self.assertIn("未进前 50", self.ok("claim", "show", 2).out)
        self.assertEqual(self.described("/api/v1/claims/1", "claim", "show", 1)["places"][0]["position"], 4)


if __name__ == "__main__":
    main()
