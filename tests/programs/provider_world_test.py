"""The product's providers against the practice world's stubs of their interfaces: what the world's engines know is
understood, each refusal of the documents is named, and nothing of a trouble becomes a denial."""

import json
import re
import subprocess

from harness import SOURCE, Case, main, secret_file
from practice_world import PracticeWorld

KEY = "practice-key"
WORDS = "反渗透净水器"
TROUBLES = ("provider_quota", "provider_401", "provider_403", "provider_429", "provider_500", "provider_html", "provider_empty",
            "provider_slow")
# Settings beside url and key; the engine whose index answers.
PROVIDERS = {
    "serpapi": ('kind = "serpapi"\nengine = "google"\n', "google"),
    "dataforseo": ('kind = "dataforseo"\nengine = "google"\nlogin = "practice"\n', "google"),
    "dataforseo_baidu": ('kind = "dataforseo"\nengine = "baidu"\nlogin = "practice"\n', "baidu"),
    "5118": ('kind = "5118"\nengine = "baidu"\npurpose = "index"\n', "baidu"),
    "search_console": ('kind = "search_console"\nengine = "google"\n', "google"),
    "bing_webmaster": ('kind = "bing_webmaster"\nengine = "bing"\n', "bing"),
    "qianfan": ('kind = "qianfan"\nengine = "baidu"\n', "baidu"),
}
# Of a task, the trouble of its post; what comes later is asked for again.
NO_ANSWER = "没有可用的答复"


class ProviderWorld(Case):
    @classmethod
    def setUpClass(cls):
        cls.held = Case()
        cls.world = PracticeWorld(cls.held)
        cls.moment = cls.world.quiet_moment()
        cls.rsa = subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
                                 capture_output=True, text=True, check=True).stdout
        cls.records = cls.held.folder()
        text = (SOURCE / "config" / "data" / "providers.toml").read_text(encoding="utf-8")
        text = re.sub(r"revision = \d+", "revision = 99", text, count=1)
        text = re.sub(r'poll_(after|every) = "60s"', r'poll_\1 = "1s"', text)  # the real ones take minutes
        (cls.records / "providers.toml").write_text(text, encoding="utf-8")
        cls.addClassCleanup(cls.held.doCleanups)

    def setUp(self):
        self.world.set_clock(self.moment)
        self.url = f"http://127.0.0.1:{self.world.port}"

    def secret(self, kind, key):
        if kind != "search_console":
            return key
        return json.dumps({"client_email": "vouch@practice.iam", "private_key": self.rsa, "token_uri": f"{self.url}/token"})

    def daemon(self, name, page, key=KEY, more=""):
        entry, _ = PROVIDERS[name]
        file = secret_file(self.folder() / "key", self.secret(name, key) + "\n")
        site = f'site = "{self.site_of(page)}"\n' if name in ("search_console", "bing_webmaster") else ""
        return self.vouchd(f'[data]\ndir = "{self.records}"\n[[provider]]\nname = "main"\n{entry}{site}{more}credential_file = "{file}"\n'
                           f'url = "{self.url}"\ncanary_url = "{page}"\nmin_delay = "0s"\ntimeout = "2s"\n')

    def site_of(self, page):
        return "/".join(page.split("/")[:3]) + "/"

    def asked(self, daemon):
        return daemon.vouch("provider", "test", "main", seconds=60)

    def pages(self, engine):
        """A claim's page that the engine knows, and one of the same kind of site that it does not."""
        known = self.world.known(engine, self.moment)
        claimed = [line["url"] for line in self.world.truth if line["fact"] == "claim" and "forum." in line["url"]]
        return next(url for url in claimed if url in known), next(url for url in claimed if url not in known)

    def test_what_the_engine_knows_is_found(self):
        for name in PROVIDERS:
            there, _ = self.pages(PROVIDERS[name][1])
            with self.subTest(name):
                daemon = self.daemon(name, there)
                done = self.asked(daemon)
                self.assertEqual(done.code, 0, f"{done}\n{daemon.log}")
                if name == "bing_webmaster":  # crawled is not indexed
                    self.assertIn("crawled", done.out)
                    self.assertNotIn("对照网址在其中", done.out)
                else:
                    self.assertIn("对照网址在其中", done.out)

    def test_what_it_does_not_know_is_denied_by_those_who_may_deny(self):
        for name in PROVIDERS:
            _, absent = self.pages(PROVIDERS[name][1])
            with self.subTest(name):
                done = self.asked(self.daemon(name, absent))
                may_deny = name not in ("bing_webmaster", "qianfan")
                self.assertEqual("没有搜到对照网址" in done.out, may_deny, done)
                self.assertEqual(done.code, 1 if may_deny else 0, done)

    def test_ranks_come_in_the_engines_own_order(self):
        for name, kind in (("dataforseo", 'engine = "bing"'), ("serpapi", 'engine = "google"'), ("5118", 'engine = "so360"')):
            entry = PROVIDERS[name][0]
            engine = kind.split('"')[1]
            with self.subTest(f"{name} {engine}"):
                settings = re.sub(r'engine = "\w+"', kind, entry).replace('purpose = "index"', 'purpose = "rank"')
                file = secret_file(self.folder() / "key", KEY + "\n")
                daemon = self.vouchd(f'[data]\ndir = "{self.records}"\n[[provider]]\nname = "main"\n{settings}credential_file = "{file}"\n'
                                     f'url = "{self.url}"\ncanary_query = "{WORDS}"\nmin_delay = "0s"\n')
                done = self.asked(daemon)
                self.assertEqual(done.code, 0, f"{done}\n{daemon.log}")
                with open(done.out.rsplit("存于 ", 1)[1].strip(), encoding="utf-8") as saved:
                    rows = json.load(saved)["rows"]
                self.assertEqual([row["url"] for row in rows], self.order_of(engine))

    def order_of(self, engine):
        """As the same engine gives it to a SearXNG instance."""
        from urllib.parse import urlencode

        name = {"so360": "360search"}.get(engine, engine)
        asked = urlencode({"q": WORDS, "format": "json", "engines": name})
        return [row["url"] for row in json.loads(self.world.get(f"/search?{asked}")[1])["results"]]

    def test_rows_of_baidu_that_hide_their_targets_deny_nothing(self):
        _, absent = self.pages("baidu")
        done = self.asked(self.daemon("dataforseo_baidu", absent, more="direct_urls = false\n"))
        self.assertNotIn("没有搜到对照网址", done.out)
        self.assertIn("没有给出真实网址", done.out)

    def test_a_wrong_key_is_named(self):
        for name in PROVIDERS:
            if name == "search_console":
                continue  # its key is what it signs with; see provider_test.py
            there, _ = self.pages(PROVIDERS[name][1])
            with self.subTest(name):
                done = self.asked(self.daemon(name, there, key="another-key"))
                self.assertEqual(done.code, 1, done)
                self.assertIn(NO_ANSWER, done.out)

    def test_no_trouble_denies_a_page(self):
        for trouble in TROUBLES:
            self.world.set_clock(self.world.fault(trouble)[0] + 60_000)
            for name in PROVIDERS:
                _, absent = self.pages(PROVIDERS[name][1])
                with self.subTest(f"{trouble} {name}"):
                    done = self.asked(self.daemon(name, absent))
                    self.assertEqual(done.code, 1, done)
                    self.assertIn(NO_ANSWER, done.out)
                    self.assertNotIn("没有搜到", done.out)

    def test_a_site_of_somebody_else_is_refused(self):
        there, _ = self.pages("google")
        daemon = self.daemon("search_console", there.replace("forum.", "other."))
        done = self.asked(daemon)
        self.assertNotIn("对照网址在其中", done.out)


if __name__ == "__main__":
    main()
