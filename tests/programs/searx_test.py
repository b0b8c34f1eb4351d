"""Contract with a live SearXNG-compatible instance: Debian's searx over a small engine on loopback, asked by
vouchd's real provider. Found, not found, engine's error, a failing control."""

import json
import os
import pathlib
import socket
import sqlite3
import subprocess
import unittest
import urllib.parse

from harness import BUILD, DEBIAN_PYTHON, Case, Page, end_with_parent, environment, main, wait_for

SEARX = pathlib.Path("/usr/lib/python3/dist-packages/searx/webapp.py")
EXAMPLE = pathlib.Path("/usr/share/doc/searx/examples/settings.yml")
KNOWN = "https://www.example.com/"


def settings_of(port, engines):
    """The packaged example settings with our engines instead of theirs."""
    import yaml

    settings = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    settings["engines"] = engines
    settings["search"]["formats"] = ["html", "json"]
    settings["server"].update(port=port, bind_address="127.0.0.1", secret_key="only-for-this-test")
    return yaml.safe_dump(settings, allow_unicode=True)


@unittest.skipUnless(SEARX.exists() and EXAMPLE.exists(), "Debian's searx is not installed")
class SearxCase(Case):
    def setUp(self):
        self.index = {}  # query -> URLs in order
        self.status = 200
        self.engine = self.site({"/search": self.answer_as_engine})
        self.start_searx(self.engine.url("/search?q={query}&page={pageno}"))

    def start_searx(self, search_url):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        folder = self.folder()
        entry = {
            "name": "baidu", "engine": "json_engine", "shortcut": "bd", "categories": "general", "paging": True,
            "search_url": search_url, "first_page_num": 1, "page_size": 1,
            "results_query": "results", "url_query": "url", "title_query": "title", "content_query": "content",
            "enable_http": True, "timeout": 5.0,
        }
        (folder / "settings.yml").write_text(settings_of(self.port, [entry]), encoding="utf-8")
        self.log = open(folder / "searx.log", "wb")
        self.addCleanup(self.log.close)
        self.searx = subprocess.Popen([DEBIAN_PYTHON, "-B", str(SEARX)], stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                      env=environment(SEARX_SETTINGS_PATH=folder / "settings.yml", HOME=folder),
                                      preexec_fn=end_with_parent, cwd=folder)
        self.addCleanup(self.stop_searx)
        wait_for("searx answers", self.searx_answers)

    def stop_searx(self):
        self.searx.terminate()
        self.searx.wait(10)

    def searx_answers(self):
        self.assertIsNone(self.searx.poll(), "searx ended")
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def answer_as_engine(self, request):
        asked = urllib.parse.parse_qs(urllib.parse.urlsplit(request.path).query)
        if self.status != 200:
            return Page("no", self.status)
        urls = self.index.get(asked["q"][0], []) if asked.get("page", ["1"]) == ["1"] else []
        rows = [{"url": url, "title": f"结果 {i}", "content": "摘要"} for i, url in enumerate(urls)]
        return Page(json.dumps({"results": rows}), content_type="application/json")

    def begin(self, network="", **provider):
        options = {"canary_url": KNOWN, "canary_query": "示例公司 官网", **provider}
        lines = "".join(f'{name} = "{value}"\n' for name, value in options.items() if value is not None)
        self.daemon = self.vouchd(
            f'[[provider]]\nname = "main"\nkind = "searxng"\nengine = "baidu"\nurl = "http://127.0.0.1:{self.port}"\nmin_delay = "0s"\n{lines}{network}')

    def asked(self):
        return [urllib.parse.parse_qs(urllib.parse.urlsplit(path).query)["q"][0] for _, path, _, _ in self.engine.requests]


class Provider(SearxCase):
    def test_a_good_provider_is_0(self):
        self.index["示例公司 官网"] = [KNOWN, "https://other.example/"]
        self.begin()
        done = self.daemon.vouch("provider", "test", "main")
        self.assertEqual((done.code, done.err), (0, ""), f"{done}\n{self.daemon.log}")
        self.assertIn("ranked_list", done.out)
        self.assertEqual(self.asked(), ["示例公司 官网"])

    def test_an_engine_that_fails_is_1_and_not_an_empty_list(self):
        self.status = 500
        self.begin()
        done = self.daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 1, done)
        self.assertIn("没有可用的答复", done.out)
        self.assertIn("HTTP error", done.out)

    def test_a_control_that_is_not_found_is_1(self):
        self.index["示例公司 官网"] = ["https://other.example/"]
        self.begin()
        done = self.daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 1, done)
        self.assertIn(f"没有搜到对照网址 {KNOWN}", done.out)

    def test_without_a_control_an_answer_is_enough(self):
        self.begin(canary_url=None, canary_query=None)
        done = self.daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 0, done)

    def test_an_engine_that_the_instance_does_not_have_is_1(self):
        self.begin(engine_name="so360")
        done = self.daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 1, done)

    def test_an_instance_that_is_not_there_is_1(self):
        self.begin()
        self.stop_searx()
        done = self.daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 1, done)


class LookCase(SearxCase):
    def look(self, claims, keywords=()):
        """Index looks for claims (and rank looks for keywords), now: their moment is moved while nobody runs."""
        ok = lambda *words: self.assertEqual((done := self.daemon.vouch(*words)).code, 0, done)
        ok("user", "add", "--login", "wang", "--name", "王编辑")
        ok("site", "add", "example.com")
        for keyword in keywords:
            ok("keyword", "add", keyword)
        report = self.daemon.folder / "report.csv"
        report.write_text("网址\n" + "".join(f"{url}\n" for url in claims))
        ok("report", "import", report, "--as", "wang")
        self.daemon.stop()
        db = sqlite3.connect(self.daemon.state / "vouch.db")
        moved = db.execute("UPDATE look SET due_at = 1 WHERE state = 'pending' AND kind IN ('index', 'rank')").rowcount
        self.assertGreaterEqual(moved, len(claims) + len(keywords))
        db.execute("UPDATE look SET due_at = due_at + 86400000 WHERE state = 'pending' AND kind NOT IN ('index', 'rank')")
        db.commit()
        db.close()
        self.daemon.start()

    def observed(self, claim):
        seen = self.daemon.vouch("--json", "claim", "show", claim).json()["observations"]
        return [one for one in seen if one["stage"] == "index:baidu"]

    def seen(self, claim):
        return wait_for(f"claim {claim} is looked at", lambda: self.observed(claim))[0]


class Looks(LookCase):
    def test_found_and_not_found_between_two_controls(self):
        self.index["示例公司 官网"] = [KNOWN]
        self.index["blog.example/1"] = self.index["https://blog.example/1"] = ["https://blog.example/1"]
        self.begin()
        self.look(["https://blog.example/1", "https://blog.example/2"])
        found, missing = self.seen(1), self.seen(2)
        self.assertEqual((found["outcome"], found["provider"], found["position"]), ("FOUND", found["provider"], 1))
        self.assertEqual(missing["outcome"], "NOT_FOUND")
        self.assertTrue(missing["evidence"], "a negative has its proof")
        asked = self.asked()
        self.assertEqual(asked[0], "示例公司 官网", "the control that must be found comes first")
        self.assertNotIn("blog.example", asked[-1], "a page that cannot exist comes last")
        engines = {one["engine"]: one["verdict"] for one in self.daemon.vouch("--json", "claim", "show", 1).json()["engines"]}
        self.assertEqual(engines["baidu"], "INDEXED")
        self.assertIn("正常", self.daemon.vouch("status").out)

    def test_an_engine_that_fails_is_could_not_check_and_never_not_indexed(self):
        self.status = 500
        self.begin()
        self.look(["https://blog.example/1"])
        wait_for("the engine is asked", lambda: self.engine.requests)
        wait_for("the provider is called unhealthy", lambda: not self.daemon.vouch("--json", "status").json()["providers"][0]["healthy"])
        self.assertNotIn("NOT_FOUND", {one["outcome"] for one in self.observed(1)})
        verdicts = {one["verdict"] for one in self.daemon.vouch("--json", "claim", "show", 1).json()["engines"]}
        self.assertNotIn("NOT_INDEXED", verdicts)

    def test_a_failing_control_spoils_the_batch(self):
        self.index["示例公司 官网"] = ["https://other.example/"]
        self.begin()
        self.look(["https://blog.example/1"])
        wait_for("the provider is called unhealthy", lambda: not self.daemon.vouch("--json", "status").json()["providers"][0]["healthy"])
        self.assertNotIn("NOT_FOUND", {one["outcome"] for one in self.observed(1)})
        self.assertEqual(set(self.asked()), {"示例公司 官网"})

    def test_rank_of_a_keyword(self):
        self.index["示例公司 官网"] = [KNOWN]
        self.index["空气净化器"] = ["https://other.example/a", "https://another.example/", "https://www.example.com/p1"]
        self.begin()
        self.look([], ["空气净化器"])
        wait_for("the keyword is asked", lambda: "空气净化器" in self.asked())
        wait_for("an answer is kept", lambda: self.stored())
        outcome, position = self.stored()[0]
        self.assertEqual((outcome, position), ("FOUND", 3))

    def stored(self):
        db = sqlite3.connect(f"file:{self.daemon.state}/vouch.db?mode=ro", uri=True)
        try:
            return db.execute("SELECT outcome, position FROM observation WHERE keyword_id IS NOT NULL").fetchall()
        finally:
            db.close()


@unittest.skipUnless((BUILD / "vouch-practice").exists(), "vouch-practice is not built")
class PracticeEngine(LookCase):
    """The practice world's own engine behind the same instance."""

    def setUp(self):
        self.world = self.folder()
        self.practice = subprocess.Popen([BUILD / "vouch-practice", "--dir", self.world, "--script", "single", "--seed", "1"],
                                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_parent)
        self.addCleanup(self.practice.wait, 10)
        self.addCleanup(self.practice.terminate)
        wait_for("the practice world is ready", lambda: (self.world / "ready").exists())
        told = json.loads((self.world / "world.json").read_text())
        self.own = f"http://{told['own_site']}:{told['ports']['sites']}/"
        self.start_searx(f"http://127.0.0.1:{told['ports']['engine']}/search?q={{query}}&format=json&pageno={{pageno}}")

    def test_its_pages_are_found_and_others_are_not(self):
        self.begin(canary_url=self.own, canary_query=None)
        done = self.daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 0, f"{done}\n{self.daemon.log}")
        self.look([self.own, self.own + "not-there.html"])
        self.assertEqual(self.seen(1)["outcome"], "FOUND")
        self.assertEqual(self.seen(2)["outcome"], "NOT_FOUND")


if __name__ == "__main__":
    main()
