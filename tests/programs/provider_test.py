"""vouch provider test: the daemon asks stub interfaces on loopback one real question, says what it understood and saves
the answer without the key."""

import base64
import datetime
import json
import os
import sqlite3
import subprocess
import time
import unittest

from harness import Case, Page, main, secret_file

KEY = "k3y/of+the=test"
KNOWN = "https://www.example.com/"


def json_page(value, status=200):
    return Page(json.dumps(value), status, content_type="application/json")


class ProviderTest(Case):
    def daemon_for(self, entry, secret=KEY, more=""):
        key = secret_file(self.folder() / "key", secret + "\n")
        return self.vouchd(f'{more}[[provider]]\nname = "main"\ncredential_file = "{key}"\ncanary_url = "{KNOWN}"\n{entry}')

    def saved(self, daemon, done):
        path = done.out.rsplit("存于 ", 1)[1].strip()
        self.assertTrue(path.endswith("provider-tests/main.json"), done)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        self.assertNotIn(KEY, text + done.out + daemon.log)
        return json.loads(text)

    def test_serpapi_is_asked_once_and_understood(self):
        def search(request):
            # An interface that shows what it got, key and all.
            return json_page({
                "search_metadata": {"status": "Success", "echo": request.path},
                "organic_results": [{"position": 1, "title": "t", "link": KNOWN, "displayed_link": "www.example.com"}],
            })

        stub = self.site({"/search.json": search})
        daemon = self.daemon_for(f'kind = "serpapi"\nengine = "google"\nurl = "{stub.url("")}"\n')
        done = daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 0, f"{done}\n{daemon.log}")
        self.assertIn("对照网址在其中", done.out)
        self.assertEqual(len(stub.requests), 1)
        saved = self.saved(daemon, done)
        self.assertEqual(saved["rows"][0]["url"], KNOWN)
        self.assertIn("[secret]", saved["exchanges"][0]["body"])
        self.assertEqual(saved["spent_micros"], 9200)

    def test_a_wrong_key_is_1_and_says_so(self):
        stub = self.site({"/search.json": json_page({"error": "Invalid API key."}, 401)})
        daemon = self.daemon_for(f'kind = "serpapi"\nengine = "google"\nurl = "{stub.url("")}"\n')
        done = daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 1, done)
        self.assertIn("Invalid API key", done.out)
        self.saved(daemon, done)

    def test_5118_takes_a_task_and_is_asked_again_until_it_is_done(self):
        looks = []

        def include(request):
            if b"taskid=" not in request.sent:
                return json_page({"errcode": "0", "errmsg": "", "total": 1, "data": {"taskid": 7}})
            looks.append(request.sent)
            if len(looks) == 1:
                return json_page({"errcode": "101", "errmsg": "busy"})
            result = {"url": KNOWN, "status": 1, "title": "t", "time": ""}
            return json_page({"errcode": "0", "errmsg": "", "data": {"taskid": 7, "check_status": 1, "include_result": [result]}})

        stub = self.site({"/include": include})
        records = self.folder()
        (records / "providers.toml").write_text(
            'revision = 9\neffective_from = 2026-01-01\nverified_on = 2026-10-05\nsource = "the test"\n'
            '[[provider]]\nkey = "5118"\nname = "5118"\nengines = { baidu = ["index"] }\nmode = "poll"\n'
            'largest_batch = 200\ncurrency = "CNY"\nprice = 0.003\nendpoint = "https://apis.5118.com"\n'
            'paths = { "index:baidu:desktop" = "/include" }\nauthorization = "APIKEY"\n'
            'poll_after = "1s"\npoll_every = "1s"\n', encoding="utf-8")
        daemon = self.daemon_for(f'kind = "5118"\nengine = "baidu"\npurpose = "index"\nurl = "{stub.url("")}"\n',
                                 more=f'[data]\ndir = "{records}"\n')
        done = daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 0, f"{done}\n{daemon.log}")
        self.assertIn("indexed", done.out)
        self.assertEqual(len(looks), 2)
        self.assertEqual(stub.requests[0][2]["Authorization"], "APIKEY " + KEY)
        self.saved(daemon, done)

    def test_search_console_fetches_a_token_and_never_keeps_it(self):
        key = subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
                             capture_output=True, text=True, check=True).stdout
        token = "ya29.a-token-of-the-test"

        def inspect(request):
            self.assertEqual(request.headers["Authorization"], "Bearer " + token)
            status = {"verdict": "NEUTRAL", "coverageState": "URL is unknown to Google", "echo": token}
            return json_page({"inspectionResult": {"indexStatusResult": status}})

        stub = self.site({
            "/token": json_page({"access_token": token, "expires_in": 3599, "token_type": "Bearer"}),
            "/v1/urlInspection/index:inspect": inspect,
        })
        account = json.dumps({"client_email": "a@b.iam", "private_key": key, "token_uri": stub.url("/token")})
        daemon = self.daemon_for(f'kind = "search_console"\nsite = "sc-domain:example.com"\nurl = "{stub.url("")}"\n', secret=account)
        done = daemon.vouch("provider", "test", "main")
        self.assertEqual(done.code, 1, f"{done}\n{daemon.log}")  # the control page is denied
        self.assertIn("URL is unknown to Google", done.out)
        text = json.dumps(self.saved(daemon, done))
        self.assertNotIn(token, text)
        claims = stub.requests[0][3].decode().split("assertion=")[1].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
        self.assertEqual(claims["iss"], "a@b.iam")

    def test_a_kind_that_does_not_serve_the_engine_is_named_with_its_line(self):
        folder = self.folder()
        key = secret_file(folder / "key", KEY + "\n")
        config = folder / "vouch.toml"
        config.write_text(f'[daemon]\nstate_dir = "{folder}/state"\n[[provider]]\nname = "main"\nkind = "serpapi"\n'
                          f'engine = "sogou"\ncredential_file = "{key}"\n', encoding="utf-8")
        done = self.vouchd_check(config)
        self.assertEqual(done.code, 78, done)
        self.assertIn(f"{config}:3: ", done.out + done.err)
        self.assertIn("sogou", done.out + done.err)

    def vouchd_check(self, config):
        from harness import run

        return run("vouchd", "--config", config, "--check")


class Withdraw(Case):
    """Negatives of a source that was blind for a while are taken back, after a look at what it would touch."""

    def setUp(self):
        self.daemon = self.vouchd('[[provider]]\nname = "main"\nkind = "searxng"\nengine = "baidu"\nurl = "http://searx.example/"\n')
        self.daemon.vouch("user", "add", "--login", "wang", "--name", "王编辑")
        report = self.daemon.folder / "report.csv"
        report.write_text("网址\nhttps://blog.example/1\n", encoding="utf-8")
        self.assertEqual(self.daemon.vouch("report", "import", report, "--as", "wang").code, 0)
        self.at = time.time() - 86400
        self.sql("INSERT INTO observation(claim_id, stage, look_no, observed_at, outcome, reason, negative_proved, route, provider, query, final_url, http_status, content_digest, detail)"
                 " VALUES(1, 'index:baidu', 1, ?, 'NOT_FOUND', 'serp_valid_no_match', 1, 'machine', 'searxng:main', '', '', 200, '', '{}')", int(self.at * 1000))

    def sql(self, text, *values):
        self.daemon.stop()
        db = sqlite3.connect(self.daemon.state / "vouch.db")
        rows = db.execute(text, values).fetchall()
        db.commit()
        db.close()
        self.daemon.start()
        return rows

    def withdraw(self, *more, name="main"):
        day = str(datetime.datetime.fromtimestamp(self.at, datetime.timezone(datetime.timedelta(hours=8))).date())
        return self.daemon.vouch("provider", "withdraw", name, "--from", day, "--to", day, "--reason", "那天返回的都是空页", *more)

    def test_a_dry_run_says_what_it_would_touch_and_changes_nothing(self):
        done = self.withdraw("--dry-run")
        self.assertEqual((done.code, done.err), (0, ""), done)
        self.assertIn("searxng:main（baidu）", done.out)
        self.assertIn("1 次“没有收录”的检测，涉及 1 项工作", done.out)
        self.assertIn("只是试算", done.out)
        self.assertEqual(self.sql("SELECT count(*) FROM withdrawal"), [(0,)])

    def test_a_window_is_withdrawn_once(self):
        done = self.withdraw()
        self.assertEqual(done.code, 0, done)
        self.assertIn("已撤回并重新核验", done.out)
        again = self.withdraw()
        self.assertEqual(again.code, 0, again)
        self.assertIn("以前已经撤回过", again.out)
        self.assertEqual(self.sql("SELECT provider, engine, reason FROM withdrawal"), [("searxng:main", "baidu", "那天返回的都是空页")])

    def test_what_is_missing_or_wrong_changes_nothing(self):
        self.assertEqual(self.daemon.vouch("provider", "withdraw", "main", "--from", "2026-11-24").code, 2)
        self.assertEqual(self.daemon.vouch("provider", "withdraw", "main", "--from", "gestern", "--to", "2026-11-24", "--reason", "那天返回的都是空页").code, 2)
        self.assertNotEqual(self.withdraw(name="nobody").code, 0)
        self.assertEqual(self.sql("SELECT count(*) FROM withdrawal"), [(0,)])


if __name__ == "__main__":
    main()
