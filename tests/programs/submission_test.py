"""The newcomer's week on the practice world: pages of the own site are told to the three services when they are seen live, once
each, over refusals and a kill; nothing of it is evidence."""

import json
import signal
import sqlite3

from harness import Case, Vouchd, main, wait_for
from practice_world import PracticeWorld

ROUTES = {"baidu_push", "indexnow", "bing_batch"}


class SubmissionWeek(Case):
    def setUp(self):
        self.world = PracticeWorld(self, script="first")
        self.daemon = Vouchd.__new__(Vouchd)
        self.daemon.__dict__.update(folder=self.world.folder, state=self.world.folder / "state", file=self.world.folder / "vouch.toml",
                                    socket=self.world.folder / "state" / "vouchd.sock", env={}, prefix=[], process=None, port=None,
                                    notify=None, log_file=self.world.folder / "vouchd.log")
        self.addCleanup(self.daemon.stop)

    def pushes(self):
        with open(self.world.folder / "access.jsonl", encoding="utf-8") as lines:
            return [line for line in map(json.loads, lines) if line["host"] == "provider" and line["path"].startswith("/urls?")]

    def events(self):
        """(route, url) to the outcomes of its events, in order, by the API."""
        found = {}
        for claim in self.claims():
            for one in self.daemon.vouch("claim", "show", claim["id"], "--json").json()["submissions"]:
                found[one["route"], one["url"]] = (one["state"], [event["outcome"] for event in one["events"]])
        return found

    def test_own_pages_are_submitted_once_over_a_kill_and_refusals(self):
        self.daemon.start()
        wait_for("something was pushed", lambda: (self.world.folder / "access.jsonl").exists() and self.pushes(), 60)
        self.daemon.signal(signal.SIGKILL)
        self.daemon.wait()
        self.daemon.start()
        wait_for("the week is over", (self.world.folder / "done").exists, 120)
        found = self.events()
        urls = {url for _, url in found}
        self.assertGreaterEqual(len(urls), 3)
        self.assertTrue(all(url.startswith(self.world.front) for url in urls), urls)
        self.assertEqual({route for route, _ in found}, ROUTES)
        for (route, url), (state, outcomes) in found.items():
            self.assertEqual(state, "received", (route, url))
            self.assertEqual(sum(outcome in ("received", "key_pending") for outcome in outcomes), 1, (route, url, outcomes))
        # The world's fault: Bing's service is broken all through the first day.
        self.assertTrue(any("could_not_submit" in outcomes for (route, _), (_, outcomes) in found.items() if route == "bing_batch"))
        self.assertTrue(all(outcomes[-1] == "key_pending" for (route, _), (_, outcomes) in found.items() if route == "indexnow"))

        # What was pushed to Baidu never exceeded what the service grants a new site in a day.
        db = sqlite3.connect(f"file:{self.daemon.state / 'vouch.db'}?mode=ro", uri=True)
        days = db.execute("SELECT day, sum(spent) FROM submission_send WHERE route = 'baidu_push' GROUP BY day").fetchall()
        self.assertTrue(days and all(spent <= 3 + 1 for _, spent in days), days)  # one more where the kill left its fate unknown
        self.assertEqual(db.execute("SELECT count(*) FROM submission_send WHERE answer LIKE '%practice-key%'").fetchone()[0], 0)
        db.close()

        shown = self.daemon.vouch("claim", "show", self.claim_of(next(iter(urls)))).out
        self.assertIn("提交  百度推送", shown)
        self.assertIn("提交  必应批量提交", shown)
        self.assertNotIn("practice-key", self.daemon.log)
        # Counted every evening until the engine states a total; an own site without indexed pages has none, never 0.
        counts = self.daemon.vouch("site", "list", "--json").json()["items"][0]["index_counts"]
        self.assertEqual([(one["engine"], one["kind"]) for one in counts], [("baidu", "estimate")])
        self.assertGreater(counts[0]["measured"]["pages"], 0)
        self.assertIn("收录量", self.daemon.vouch("site", "list").out)

        status = self.daemon.vouch("status", "--json").json()["submissions"]
        self.assertEqual({one["route"] for one in status}, ROUTES)
        self.assertTrue(all(one["healthy"] and one["waiting"] == 0 for one in status), status)

    def claims(self):
        return self.daemon.vouch("claims", "--limit", "500", "--json").json()["items"]

    def claim_of(self, url):
        for claim in self.claims():
            if claim["url"] == url:
                return claim["id"]
        raise AssertionError(url)


if __name__ == "__main__":
    main()
