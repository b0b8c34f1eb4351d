"""The practice engines' result pages through the product's own readers: lists in the order that the same engine gives a
SearXNG instance, walls, news, decoys, nothing found."""

import json
import urllib.parse

from harness import Case, main
from practice_world import PracticeWorld

ADDRESS = {
    "baidu": "/s?wd={}&pn={}", "so360": "/s?q={}&pn={}", "sogou": "/web?query={}&page={}",
    "bing": "/search?q={}&first={}", "google": "/search?q={}&start={}",
}
PAGES = {"baidu": (0, 10), "so360": (1, 2), "sogou": (1, 2), "bing": (1, 11), "google": (0, 10)}
NEWS = {"baidu": "/s?tn=news&wd={}", "so360": "/ns?q={}", "sogou": "/news?query={}", "bing": "/news/search?q={}",
        "google": "/search?tbm=nws&q={}"}
INSTANCE = {"so360": "360search"}
# What each engine's own words for "nothing found" of a site prove: Sogou was never recorded saying so.
NOTHING = {"baidu": "no_results", "so360": "no_results", "sogou": "unknown_layout", "bing": "untrusted", "google": "no_results"}
WORDS = "反渗透净水器"


class ResultPages(Case):
    @classmethod
    def setUpClass(cls):
        cls.held = Case()
        cls.world = PracticeWorld(cls.held)
        cls.moment = cls.world.quiet_moment()
        cls.addClassCleanup(cls.held.doCleanups)

    def setUp(self):
        self.world.set_clock(self.moment)

    def read(self, engine, path, query, *more, code=0):
        status, body = self.world.get(path, f"{engine}.localhost")
        self.assertEqual(status, 200, body[:200])
        file = self.folder() / "page.html"
        file.write_bytes(body)
        return self.vouch("inspect", "serp", file, "--engine", engine, "--query", query, *more, "--json", code=code).json()

    def page(self, engine, query, number=0):
        return ADDRESS[engine].format(urllib.parse.quote(query), PAGES[engine][number])

    def instance_rows(self, engine, query, page=1):
        asked = urllib.parse.urlencode({"q": query, "format": "json", "engines": INSTANCE.get(engine, engine), "pageno": page})
        return [row["url"] for row in json.loads(self.world.get(f"/search?{asked}")[1])["results"]]

    def test_a_list_has_the_rows_of_its_engine_in_order_and_no_advertisement(self):
        orders = set()
        for engine in ADDRESS:
            with self.subTest(engine):
                wanted = self.instance_rows(engine, WORDS)
                got = self.read(engine, self.page(engine, WORDS), WORDS)
                self.assertEqual(got["outcome"], "ranked_list")
                self.assertEqual([row["url"] for row in got["organic"]], wanted)
                self.assertEqual([row["position"] for row in got["organic"]], list(range(1, 11)))
                orders.add(tuple(wanted))
        self.assertEqual(len(orders), len(ADDRESS))

    def test_the_second_page_goes_on_where_the_first_ends(self):
        for engine in ADDRESS:
            with self.subTest(engine):
                got = self.read(engine, self.page(engine, WORDS, 1), WORDS)
                self.assertEqual([row["url"] for row in got["organic"]], self.instance_rows(engine, WORDS, 2))

    def test_a_page_is_found_by_its_address_where_the_truth_knows_it_and_nowhere_else(self):
        known = {engine: self.world.known(engine, self.moment) for engine in ADDRESS}
        claimed = [line["url"] for line in self.world.truth if line["fact"] == "claim"]
        for engine in ADDRESS:
            there = next(url for url in claimed if url in known[engine])
            absent = next(url for url in claimed if url not in known[engine] and "forum." in url)
            for url, exact in ((there, True), (absent, False)):
                with self.subTest(f"{engine} {url}"):
                    got = self.read(engine, self.page(engine, url), url, "--find", url, code=0 if exact else 1)
                    self.assertEqual(got["outcome"], "ranked_list")
                    self.assertEqual(bool(got["found"]) and got["found"]["certainty"] == "exact", exact)

    def test_a_captcha_is_a_wall(self):
        self.world.set_clock(self.world.fault("engine_captcha")[0] + 60_000)
        for engine in ADDRESS:
            with self.subTest(engine):
                got = self.read(engine, self.page(engine, WORDS), WORDS, code=3)
                self.assertEqual((got["outcome"], got["organic"]), ("blocked", []))

    def test_a_decoy_is_told_by_its_rows(self):
        for engine in ("baidu", "so360", "google"):
            self.world.set_clock(self.world.fault("engine_decoy", engine)[0] + 60_000)
            with self.subTest(engine):
                self.assertEqual(self.read(engine, self.page(engine, WORDS), WORDS, code=3)["outcome"], "untrusted")

    def test_news_are_no_list_of_the_web(self):
        for engine in ADDRESS:
            with self.subTest(engine):
                got = self.read(engine, NEWS[engine].format(urllib.parse.quote(WORDS)), WORDS, code=3)
                self.assertEqual((got["outcome"], got["organic"]), ("unknown_layout", []))

    def test_nothing_found_counts_where_the_engine_has_words_for_it(self):
        nobody = "site:qq.localhost"
        for engine in ADDRESS:
            with self.subTest(engine):
                code = 1 if NOTHING[engine] == "no_results" else 3
                got = self.read(engine, self.page(engine, nobody), nobody, code=code)
                self.assertEqual((got["outcome"], got["organic"]), (NOTHING[engine], []))

    def test_bing_is_believed_when_it_answered_a_control(self):
        got = self.read("bing", self.page("bing", "site:qq.localhost"), "site:qq.localhost", "--control-answered", code=1)
        self.assertEqual(got["outcome"], "no_results")


if __name__ == "__main__":
    main()
