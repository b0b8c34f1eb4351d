"""The HTTP API as other programs use it; every answer is held against docs/openapi.yaml (the harness does the same
with what was asked)."""

import contextlib
import datetime
import hashlib
import http.client
import json
import re
import sqlite3
import time
import unittest

try:
    from openapi import Document
except ImportError:  # no python3-yaml
    Document = None
from harness import PATIENCE, Case, main, wait_for

GOOD = "<title>空气净化器</title><p>" + "滤芯半年换一次，噪声很小。" * 20 + "<a href='https://example.com/p'>官网</a>"


@unittest.skipIf(Document is None, "python3-yaml is not installed")
class ApiCase(Case):
    document = None  # read once for the whole file

    @classmethod
    def setUpClass(cls):
        ApiCase.document = ApiCase.document or Document()

    def setUp(self):
        self.pages = self.site({"/post": GOOD})
        self.daemon = self.vouchd(f'[network]\nallow = ["{self.pages.allow}"]\n[politeness]\nmin_delay = "100ms"\n')
        self.tokens = {}
        self.local("team", "add", "网销部")
        for login, role in (("li", "supervisor"), ("wang", "employee"), ("zhao", "employee"), ("boss", "admin")):
            self.local("user", "add", "--login", login, "--name", login.upper(), "--role", role, "--team", "网销部")
            self.tokens[login] = json.loads(self.local("--json", "user", "token", login, "--label", "test").out)["token"]
        self.local("team", "lead", "网销部", "--supervisor", "li")
        self.local("site", "add", "example.com")

    def local(self, *arguments):
        done = self.daemon.vouch(*arguments)
        self.assertEqual(done.code, 0, done)
        return done

    def ask(self, who, method, path, body=None, status=200, content_type="application/json", headers=None):
        """The answer, which must be described."""
        sent = dict(headers or {})
        if who:
            sent["Authorization"] = f"Bearer {self.tokens[who]}"
        if body is not None:
            sent["Content-Type"] = content_type
            if not isinstance(body, (bytes, str)):
                body = json.dumps(body)
            body = body.encode() if isinstance(body, str) else body
        got, fields, raw = self.daemon.http(method, path, body, sent)
        self.assertEqual(got, status, raw)
        kind = fields["Content-Type"]
        value = json.loads(raw) if "json" in kind else raw.decode(errors="replace")
        if method != "HEAD":
            self.assertEqual(self.document.faults(method, path.split("?")[0], got, kind, value), [], raw[:2000])
        return value

    def report(self, who="wang", path="/post", **more):
        rows = [{"url": self.pages.url(path), "keywords": ["滤芯"], "work_type": "软文", "title": "空气净化器"}]
        return self.ask(who, "POST", "/api/v1/reports", {"rows": rows}, **more)

    def looked_at(self):
        self.report()
        self.ask("wang", "POST", "/api/v1/claims/1/recheck", status=202)
        return wait_for("an observation", lambda: (claim := self.ask("wang", "GET", "/api/v1/claims/1"))["observations"] and claim)


@unittest.skipIf(Document is None, "python3-yaml is not installed")
class Requests(unittest.TestCase):
    def test_what_the_document_does_not_say_is_found(self):
        document = Document()
        kind = "application/json"
        for found, *request in (
            ("query limit is 0: minimum 1", "GET", "/api/v1/claims?limit=0"),
            ("query nope is not described", "GET", "/api/v1/claims?nope=1"),
            ("query kind is missing", "GET", "/api/v1/records"),
            ("path id is 'x', no integer", "GET", "/api/v1/claims/x"),
            ("the body is missing", "POST", "/api/v1/teams"),
            ("body has no name", "POST", "/api/v1/teams", kind, b"{}"),
            ("body.nam is not described", "POST", "/api/v1/teams", kind, b'{"name":"x","nam":"x"}'),
            ("body.days is 0: minimum 1", "POST", "/api/v1/owner-links", kind, b'{"label":"x","days":0}'),
            ("a body of text/plain is not described", "POST", "/api/v1/teams", "text/plain", b"x"),
            ("query job is 'A': pattern", "POST", "/api/v1/records?job=A", kind, b'{"toml":"x"}'),
            ("header Idempotency-Key is not described", "POST", "/api/v1/tokens", kind, b'{"label":"x"}', ["Idempotency-Key"]),
            ("is not described", "GET", "/api/v1/nothing"),
        ):
            with self.subTest(found):
                faults = document.request_faults(*request)
                self.assertEqual([found in fault for fault in faults], [True], faults)
        self.assertEqual(document.request_faults("POST", "/api/v1/teams", kind, b'{"name":"x"}', ["Idempotency-Key"]), [])


class Reports(ApiCase):
    def test_json_rows_are_taken_and_bad_ones_come_back(self):
        rows = [{"url": self.pages.url("/post")}, {"url": "明天补"}, {}, {"url": self.pages.url("/post")}]
        answer = self.ask("wang", "POST", "/api/v1/reports", {"date": "2026-11-20", "rows": rows})
        self.assertEqual([row["row"] for row in answer["accepted"]], [1, 4])
        self.assertEqual([row["row"] for row in answer["returned"]], [2, 3])
        self.assertIn("完整网址", answer["returned"][0]["reason"])
        self.assertEqual(answer["accepted"][1]["marks"]["duplicate_of"], answer["accepted"][0]["claim_id"])

    def test_the_same_again_and_the_same_key_again_double_nothing(self):
        first = self.report()
        self.assertEqual(self.report(), first)
        keyed = self.report(path="/post?x=1", headers={"Idempotency-Key": "k1"})
        self.assertEqual(self.report(path="/post?x=2", headers={"Idempotency-Key": "k1"}), keyed)
        self.assertEqual(len(self.ask("wang", "GET", "/api/v1/claims")["items"]), 2)

    def test_csv_in_gbk(self):
        body = f"网址,标题\r\n{self.pages.url('/post')},净化器\r\n".encode("gbk")
        answer = self.ask("wang", "POST", "/api/v1/reports", body, content_type="text/csv")
        self.assertEqual(len(answer["accepted"]), 1)
        self.assertEqual(self.ask("wang", "GET", "/api/v1/claims/1")["title"], "净化器")

    def test_requests_that_cannot_be_read_name_row_and_field(self):
        for body, field in (
            ({"rows": [{"url": 7}]}, "url"),
            ({"rows": [{"adress": "x"}]}, "adress"),
            ({"rows": "x"}, "rows"),
            ({"rows": [], "date": "2026-11-20"}, "rows"),
            ({"rows": [{"url": "x"}], "date": "20.11."}, "date"),
        ):
            with self.subTest(body=body):
                answer = self.ask("wang", "POST", "/api/v1/reports", body, status=400)
                self.assertIn(field, [error["field"] for error in answer["errors"]], answer)
        self.ask("wang", "POST", "/api/v1/reports", "{", status=400)
        self.ask("wang", "POST", "/api/v1/reports", b"\xff\xfe", status=400)
        self.ask("wang", "POST", "/api/v1/reports", "url=x", content_type="application/x-www-form-urlencoded", status=415)

    def test_a_body_of_12_megabytes_is_refused(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        connection.putrequest("POST", "/api/v1/reports")
        for name, value in (("Authorization", f"Bearer {self.tokens['wang']}"), ("Content-Type", "text/csv"), ("Content-Length", str(12_000_000))):
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        self.assertEqual(answer.status, 413)
        self.assertEqual(self.document.faults("POST", "/api/v1/reports", 413, answer.headers["Content-Type"], json.loads(answer.read())), [])

    def test_employees_report_as_themselves_only(self):
        self.ask("wang", "POST", "/api/v1/reports?as=zhao", {"rows": [{"url": "https://a.example/"}]}, status=403)
        self.ask("wang", "POST", "/api/v1/reports?baseline=1", {"rows": [{"url": "https://a.example/"}]}, status=403)
        self.ask("li", "POST", "/api/v1/reports?as=zhao", {"rows": [{"url": "https://a.example/"}]})
        self.assertEqual(len(self.ask("zhao", "GET", "/api/v1/claims")["items"]), 1)


class Claims(ApiCase):
    def test_a_claim_with_all_that_was_seen(self):
        claim = self.looked_at()
        self.assertEqual(claim["work"]["verdict"], "VERIFIED")
        self.assertEqual({seen["outcome"] for seen in claim["observations"]}, {"FOUND"})

    def test_evidence_is_the_bytes_that_came_with_their_digest(self):
        claim = self.looked_at()
        listed = claim["observations"][0]["evidence"]
        bodies = []
        for item in listed:
            status, fields, raw = self.daemon.http("GET", f"/api/v1/evidence/{item['id']}", headers={"Authorization": f"Bearer {self.tokens['wang']}"})
            self.assertEqual(status, 200)
            self.assertEqual(fields["Content-Type"], "application/octet-stream")
            self.assertEqual(fields["X-Content-Type-Options"], "nosniff")
            self.assertIn("attachment", fields["Content-Disposition"])
            self.assertTrue(raw.startswith(b"HTTP/1.1 200"), raw[:50])
            self.assertEqual(item["sha256"], hashlib.sha256(raw).hexdigest())
            self.assertEqual(item["size"], len(raw))
            bodies.append(raw.split(b"\r\n\r\n", 1)[1])
        self.assertIn(GOOD.encode(), bodies)

    def test_lists_are_paged_and_filtered(self):
        rows = [{"url": f"https://a.example/{i}"} for i in range(7)]
        self.ask("wang", "POST", "/api/v1/reports", {"rows": rows})
        first = self.ask("wang", "GET", "/api/v1/claims?limit=5")
        rest = self.ask("wang", "GET", f"/api/v1/claims?limit=5&after={first['next']}")
        self.assertEqual([claim["id"] for claim in first["items"] + rest["items"]], list(range(1, 8)))
        self.assertIsNone(rest["next"])
        self.assertEqual(self.ask("wang", "GET", "/api/v1/claims?work=FAILED")["items"], [])
        self.assertEqual(self.ask("wang", "GET", "/api/v1/claims?since=2099-01-01")["items"], [])
        for wrong in ("limit=0", "limit=501", "limit=x", "work=BAD", "since=yesterday", "after=x"):
            with self.subTest(wrong):
                self.ask("wang", "GET", f"/api/v1/claims?{wrong}", status=400)

    def test_nobody_sees_what_is_not_his(self):
        claim = self.looked_at()
        evidence = claim["observations"][0]["evidence"][0]["id"]
        self.ask("zhao", "GET", "/api/v1/claims/1", status=403)
        self.ask("zhao", "GET", f"/api/v1/evidence/{evidence}", status=403)
        self.ask("zhao", "POST", "/api/v1/claims/1/recheck", status=403)
        self.assertEqual(self.ask("zhao", "GET", "/api/v1/claims")["items"], [])
        self.assertEqual(len(self.ask("li", "GET", "/api/v1/claims")["items"]), 1)
        self.ask("wang", "GET", "/api/v1/users", status=403)
        self.ask("li", "POST", "/api/v1/backup", {"dir": "/tmp"}, status=403)

    def test_without_a_valid_token_nothing(self):
        self.ask(None, "GET", "/api/v1/claims", status=401)
        self.ask(None, "GET", "/api/v1/claims", status=401, headers={"Authorization": "Bearer " + "x" * 64})
        self.ask(None, "GET", "/api/v1/claims", status=401, headers={"Authorization": "Basic d2FuZzp4"})

    def test_decisions_and_disputes(self):
        self.looked_at()
        self.ask("wang", "POST", "/api/v1/claims/1/decisions", {"kind": "waive", "reason": "自己给自己免检"}, status=403)
        self.ask("li", "POST", "/api/v1/claims/1/decisions", {"kind": "waive", "reason": "客户要求撤稿"}, status=201)
        self.ask("li", "POST", "/api/v1/claims/1/decisions", {"kind": "waive", "reason": "。"}, status=400)
        answer = self.ask("wang", "POST", "/api/v1/claims/1/disputes", {"text": "页面一直都在线"}, status=201)
        self.ask("wang", "POST", f"/api/v1/disputes/{answer['id']}/close", {"accept": True, "answer": "自己接受自己"}, status=403)
        self.ask("li", "POST", f"/api/v1/disputes/{answer['id']}/close", {"accept": True, "answer": "确认在线，接受"})
        claim = self.ask("wang", "GET", "/api/v1/claims/1")
        self.assertEqual((claim["disputes"][0]["state"], claim["decisions"][0]["actor"]), ("accepted", "li"))

    def test_a_fourth_recheck_in_a_day_is_429(self):
        self.report()
        for _ in range(3):
            self.ask("wang", "POST", "/api/v1/claims/1/recheck", status=202)
        self.ask("wang", "POST", "/api/v1/claims/1/recheck", status=429)

    def test_ids_that_are_none(self):
        for number in ("0", "-1", "x", "1e3", "99999999999999999999", "77"):
            with self.subTest(number):
                self.ask("wang", "GET", f"/api/v1/claims/{number}", status=404)


class Everything(ApiCase):
    def test_lists_of_an_administrator_are_as_described(self):
        self.local("keyword", "add", "空气净化器")
        self.local("leave", "add", "wang", "--from", "2026-12-01", "--to", "2026-12-02")
        self.report()
        for path in ("users", "leave", "sites", "keywords", "status", "deliveries", *(f"records?kind={kind}" for kind in ("engine", "platform", "work_type", "policy", "calendar"))):
            with self.subTest(path):
                answer = self.ask("boss", "GET", f"/api/v1/{path}")
                self.assertTrue(answer["users"] if path == "status" else path == "deliveries" or answer["items"])

    def test_changes_by_an_administrator_are_as_described(self):
        self.ask("boss", "POST", "/api/v1/teams", {"name": "客服部"}, status=201)
        self.ask("boss", "POST", "/api/v1/teams", {"name": "客服部"}, status=409)
        self.ask("boss", "POST", "/api/v1/users", {"login": "sun", "name": "孙"}, status=201)
        self.ask("boss", "PATCH", "/api/v1/users/sun", {"report_weekdays": [1, 2], "team": "客服部"})
        self.ask("boss", "PATCH", "/api/v1/users/nobody", {"name": "x"}, status=404)
        self.ask("boss", "PATCH", "/api/v1/teams/" + "%E5%AE%A2%E6%9C%8D%E9%83%A8", {"supervisor": "sun"})
        self.ask("boss", "POST", "/api/v1/sites", {"domain": "example.org"}, status=201)
        self.ask("boss", "POST", "/api/v1/keywords", {"text": "滤芯", "priority": 2}, status=201)
        self.ask("boss", "POST", "/api/v1/leave", {"login": "sun", "from": "2026-12-01", "to": "2026-12-02"}, status=201)
        self.ask("boss", "POST", "/api/v1/tokens", {"login": "sun", "label": "x"}, status=201)
        self.ask("boss", "POST", "/api/v1/reload")
        self.ask("boss", "POST", "/api/v1/backup", {"dir": str(self.daemon.folder / "b")})
        self.ask("boss", "POST", "/api/v1/backup", {"dir": "relative"}, status=400)
        self.ask("boss", "POST", "/api/v1/channels/none/test", {}, status=404)
        self.ask("boss", "POST", "/api/v1/providers/none/test", {})
        self.ask("boss", "POST", "/api/v1/records", {"toml": "revision = 1", "dry_run": True}, status=400)

    def test_every_route_of_the_document_answers(self):
        """No route is described that is not there (404 is for what it names, never for the address)."""
        for pattern, operations in self.document.root["paths"].items():
            path = re.sub(r"\{[^}]*\}", "77", pattern)
            for method in operations:
                if pattern == "/api/v1/events":  # it does not end: see test_events_come_as_they_happen
                    continue
                with self.subTest(f"{method} {pattern}"):
                    status, _, raw = self.daemon.http(method.upper(), path, b"{}" if method != "get" else None,
                                                      {"Authorization": f"Bearer {self.tokens['boss']}", "Content-Type": "application/json"}, as_described=False)
                    self.assertNotIn(status, (405, 500, 501))
                    self.assertNotIn(b"there is nothing at this address", raw)

    def test_events_come_as_they_happen(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=PATIENCE)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/events", headers={"Authorization": f"Bearer {self.tokens['wang']}"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.headers["Content-Type"]), (200, "text/event-stream; charset=utf-8"))
        self.assertEqual([answer.readline() for _ in range(3)], [b"event: inbox\n", b'data: {"unread":0}\n', b"\n"])
        self.ask("wang", "POST", "/api/v1/reports", {"rows": [{"url": self.pages.url("/post"), "work_type": "forum_post"}]})
        while answer.readline() != b"event: claims\n":
            pass
        self.assertGreaterEqual(json.loads(answer.readline().removeprefix(b"data: "))["changed"], 1)
        begun = time.monotonic()
        self.daemon.stop()
        self.assertLess(time.monotonic() - begun, 10)  # an open stream does not hold the end up

    def test_an_address_that_is_not_there_and_a_method_that_is_not_taken(self):
        self.assertEqual(self.daemon.http("GET", "/api/v1/nothing")[0], 404)
        status, fields, _ = self.daemon.http("DELETE", "/api/v1/claims")
        self.assertEqual((status, fields["Allow"]), (405, "GET, HEAD"))


class Inboxes(ApiCase):
    def test_a_persons_own_letters_and_channels_and_nobody_elses(self):
        config = '[mail]\nhost = "127.0.0.1"\nport = 9\nsecurity = "none"\nfrom = "vouch@mail.test"\n'
        self.daemon.file.write_text(self.daemon.file.read_text() + config)
        self.daemon.stop()
        self.daemon.start()
        self.ask("boss", "PATCH", "/api/v1/users/wang", {"email": "wang@mail.test"})
        self.assertEqual(self.ask("wang", "GET", "/api/v1/inbox?unread=true&limit=5"), {"items": [], "unread": 0, "next": None})
        self.ask("wang", "GET", "/api/v1/inbox?before=x", status=400)
        self.ask("wang", "POST", "/api/v1/inbox/read", {"entry": 1}, status=404)
        self.ask("wang", "POST", "/api/v1/inbox/read", {"up_to": 1})
        said = {"rule": "not_reported", "channel": "mail", "letters": False}
        self.ask("wang", "POST", "/api/v1/preferences", said)
        self.ask("zhao", "POST", "/api/v1/preferences", said, status=400)  # she has no address
        known = wait_for("the channel", lambda: self.ask("wang", "GET", "/api/v1/preferences")["items"])
        self.assertEqual([(one["rule"], one["letters"]) for one in known if not one["letters"]], [("not_reported", False)])
        self.assertEqual(self.ask("zhao", "GET", "/api/v1/preferences"), {"items": []})
        for path in ("/api/v1/inbox", "/api/v1/preferences"):
            status, _, _ = self.daemon.http("GET", path)
            self.assertEqual(status, 401)


class OwnersLinks(ApiCase):
    def test_a_link_is_made_opened_and_taken_back(self):
        self.local("user", "add", "--login", "chen", "--name", "陈总", "--role", "owner")
        self.tokens["chen"] = json.loads(self.local("--json", "user", "token", "chen", "--label", "test").out)["token"]
        self.report()
        made = self.ask("chen", "POST", "/api/v1/owner-links", {"label": "手机", "days": 7}, status=201)
        path = "/o/" + made["url"].rsplit("/", 1)[1]
        page = self.ask(None, "GET", path)
        self.assertIn("公司月度总览", page)
        self.assertNotIn("WANG", page)
        self.assertNotIn("陈总", page)
        self.ask(None, "GET", path + "?lang=en")
        listed = self.ask("boss", "GET", "/api/v1/owner-links")["items"][0]
        self.assertEqual((listed["label"], listed["active"]), ("手机", True))
        self.assertIsNotNone(listed["last_used_at"])
        self.ask("wang", "GET", "/api/v1/owner-links", status=403)
        self.ask("chen", "POST", f"/api/v1/owner-links/{made['id']}/end")
        self.ask("chen", "POST", f"/api/v1/owner-links/{made['id']}/end", status=409)
        self.assertEqual(self.ask(None, "GET", path, status=404), self.ask(None, "GET", "/o/none", status=404))
        actions = [row["action"] for row in self.ask("boss", "GET", "/api/v1/audit?action=owner_link")["items"]]
        self.assertEqual(actions, ["owner_link.end", "owner_link.open", "owner_link.add"])


class KeyedWrites(ApiCase):
    def keyed(self, who, key, body, status=201, path="/api/v1/teams"):
        return self.ask(who, "POST", path, body, status=status, headers={"Idempotency-Key": key})

    def test_the_same_write_again_is_answered_and_not_done(self):
        made = self.keyed("boss", "k1", {"name": "客服部"})
        self.assertEqual(self.keyed("boss", "k1", {"name": "客服部"}), made)
        self.keyed("boss", "k1", {"name": "销售部"}, status=422)
        self.assertEqual([team["name"] for team in self.ask("boss", "GET", "/api/v1/teams")["items"]].count("客服部"), 1)

    def test_it_is_known_after_a_restart(self):
        made = self.keyed("boss", "k2", {"name": "客服部"})
        self.daemon.stop()
        self.daemon.start()
        self.assertEqual(self.keyed("boss", "k2", {"name": "客服部"}), made)

    def test_after_a_kill_its_outcome_is_not_known(self):
        """As it lies there when the daemon was killed between the reservation and the answer."""
        self.keyed("boss", "k3", {"name": "客服部"})
        self.daemon.stop()
        with contextlib.closing(sqlite3.connect(self.daemon.state / "vouch.db")) as db:
            db.execute("UPDATE keyed_write SET status = NULL, content_type = '', body = NULL")
            db.commit()
        self.daemon.start()
        answer = self.keyed("boss", "k3", {"name": "客服部"}, status=409)
        self.assertIn("its outcome is not known", answer["detail"])


class Desk(ApiCase):
    def test_what_leaders_write_is_as_described(self):
        self.report()
        self.ask("li", "POST", "/api/v1/silences", {"rule": "regressed", "hours": 4, "reason": "平台在维护"}, status=201)
        waiver = self.ask("li", "POST", "/api/v1/waivers", {"login": "wang", "from": "2026-11-24", "to": "2026-11-25", "reason": "平台在维护"}, status=201)
        self.ask("li", "GET", "/api/v1/waivers")
        self.ask("li", "POST", f"/api/v1/waivers/{waiver['id']}/end")
        self.ask("li", "GET", "/api/v1/silences")
        self.ask("li", "POST", "/api/v1/silences/1/end")
        self.ask("wang", "POST", "/api/v1/reports/preview", {"text": self.pages.url("/post")})
        self.ask("wang", "POST", "/api/v1/captures/bookmark", status=201)
        for path in ("catalog", "calendar?year=2026", "checks-notice", "figures", "day", "disputes", "inbox?limit=5", "captures", "ranks", "weeks", "claims?order=newest&limit=3&late=false"):
            with self.subTest(path):
                self.ask("wang", "GET", f"/api/v1/{path}")
        for path in ("desk", "matrix", "matrix/wang", "proposals", "checks-notice/readers"):
            with self.subTest(path):
                self.ask("li", "GET", f"/api/v1/{path}")
        for path in ("messages", "troubles", "audit?action=waiver&limit=5", "tokens?user=wang"):
            with self.subTest(path):
                self.ask("boss", "GET", f"/api/v1/{path}")

    def test_reports_of_people_and_centres_are_as_described(self):
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        monday = today - datetime.timedelta(days=today.weekday())
        self.ask("boss", "PATCH", "/api/v1/users/wang", {"post": "promoter"})
        line = {"login": "wang", "work_type": "forum_post", "quantity": 10, "note": "先发论坛"}
        self.ask("li", "PUT", f"/api/v1/plans/{monday}", {"lines": [line]})
        self.ask("li", "POST", f"/api/v1/plans/{monday}/publish", {})
        self.report()
        self.ask("wang", "PUT", f"/api/v1/numbers/{today}", {"form": "ad_operation", "impressions": 900, "clicks": 30, "spend": 5000})
        for span in (f"day-reports/{today}", f"week-reports/{monday}"):
            for words in ("第一版", "第二版"):
                self.ask("wang", "PUT", f"/api/v1/{span}", {"reflection": words, "unfinished_reason": "等素材", "tomorrow": "继续"})
            for who, query in (("wang", ""), ("li", "?user=wang")):
                self.assertEqual(self.ask(who, "GET", f"/api/v1/{span}{query}")["words"]["revision"], 2)
        blocker = self.ask("wang", "POST", "/api/v1/blockers", {"text": "等设计给图", "to": ""}, status=201)["id"]
        self.assertEqual(self.ask("li", "GET", "/api/v1/blockers")["items"][0]["id"], blocker)
        self.assertEqual(self.ask("li", "GET", "/api/v1/desk")["blockers"], 1)
        self.ask("li", "POST", f"/api/v1/blockers/{blocker}/close", {"answer": "下午给"})
        self.ask("li", "POST", f"/api/v1/blockers/{blocker}/close", {"answer": "下午给"}, status=409)
        self.assertEqual(self.ask("wang", "GET", "/api/v1/blockers?state=closed")["items"][0]["answer"], "下午给")
        card = self.ask("wang", "GET", "/api/v1/duties/mine")
        self.ask("wang", "POST", "/api/v1/duties/mine/acknowledge", {"version": card["version"] + 1}, status=409)
        self.ask("wang", "POST", "/api/v1/duties/mine/acknowledge", {"version": card["version"]})
        self.assertEqual({one["login"]: one["current"] for one in self.ask("li", "GET", "/api/v1/duties")["people"]}["wang"], True)
        for centre in ("editing", "promotion", "customers", "operations"):
            for who in ("wang", "li", "boss"):
                self.ask(who, "GET", f"/api/v1/centres/{centre}")
                self.ask(who, "GET", f"/api/v1/exports/centre?centre={centre}&format=csv")
        row = self.ask("li", "GET", "/api/v1/centres/promotion")["rows"][0]
        self.assertEqual((row["login"], row["forms"][0]["fields"][1]["sum"]), ("wang", 30))

    def test_a_new_duty_card_shows_until_it_is_confirmed(self):
        self.ask("boss", "PATCH", "/api/v1/users/wang", {"post": "promoter"})
        card = self.ask("wang", "GET", "/api/v1/duties/mine")
        self.ask("wang", "POST", "/api/v1/duties/mine/acknowledge", {"version": card["version"]})
        self.assertIsNotNone(self.ask("wang", "GET", "/api/v1/duties/mine")["acknowledged_at"])
        parts = "".join(f'[[duty.{language}]]\nheading = "{heading}"\nlines = ["{line}"]\n' for language, heading, line in (("zh", "岗位职责", "发帖"), ("en", "Duties", "Post")))
        head = f'revision = {card["version"] + 1}\neffective_from = 2026-01-01\nverified_on = 2026-11-24\nsource = "test"\n'
        self.ask("boss", "POST", "/api/v1/records", {"toml": f'{head}[[duty]]\nkey = "promoter"\n{parts}'})
        newer = self.ask("wang", "GET", "/api/v1/duties/mine")
        self.assertEqual((newer["version"], newer["acknowledged_at"], newer["text_zh"]), (card["version"] + 1, None, "# 岗位职责\n- 发帖\n"))
        person = [one for one in self.ask("li", "GET", "/api/v1/duties")["people"] if one["login"] == "wang"][0]
        self.assertEqual((person["version"], person["current"]), (card["version"], False))
        self.ask("wang", "POST", "/api/v1/duties/mine/acknowledge", {"version": card["version"]}, status=409)
        self.ask("wang", "POST", "/api/v1/duties/mine/acknowledge", {"version": newer["version"]})
        acts = self.ask("boss", "GET", "/api/v1/audit?action=duty&limit=5")["items"]
        self.assertEqual([one["subject"] for one in acts], [f'duty:promoter:{newer["version"]}', f'duty:promoter:{card["version"]}'])
        self.assertTrue(self.ask("boss", "GET", "/api/v1/records?kind=duty")["items"])

    def test_every_export_is_as_described(self):
        self.report()
        for name in ("claims", "disputes", "ranks", "matrix", "waivers", "keywords", "users", "audit"):
            with self.subTest(name):
                text = self.ask("boss", "GET", f"/api/v1/exports/{name}.csv")
                self.assertTrue(text.startswith("\ufeff"))
        self.ask("boss", "GET", "/api/v1/exports/audit.csv?from=2026-01-01&to=2099-01-01&action=user")

    def test_versions_of_a_record(self):
        newest = self.ask("boss", "GET", "/api/v1/records?kind=platform")["items"][0]
        versions = self.ask("boss", "GET", f"/api/v1/records/history?kind=platform&key={newest['key']}")["items"]
        self.assertEqual((versions[0]["revision"], versions[0]["login"]), (newest["revision"], None))
        self.ask("boss", "GET", "/api/v1/records/history?kind=platform&key=none", status=404)


class Machines(ApiCase):
    def test_livez_and_readyz(self):
        self.assertEqual(self.ask(None, "GET", "/livez"), "ok\n")
        self.assertEqual(self.ask(None, "GET", "/readyz"), "ready\n")
        verbose = self.ask(None, "GET", "/readyz?verbose")
        self.assertIn("ok   writer_answers", verbose)
        self.assertNotIn("FAIL", verbose)

    def test_metrics_are_prometheus_text(self):
        self.looked_at()
        text = self.ask(None, "GET", "/metrics")
        samples = {}
        types = {}
        for line in text.splitlines():
            if line.startswith("# TYPE "):
                _, _, name, kind = line.split()
                self.assertNotIn(name, types)
                types[name] = kind
            elif not line.startswith("#"):
                found = re.fullmatch(r'([a-z_:][a-z0-9_:]*)((?:\{(?:[a-z_]+="(?:[^"\\\n]|\\.)*",?)*\})?) (\S+)', line)
                self.assertTrue(found, line)
                self.assertNotIn(found.group(1, 2), samples)
                samples[found.group(1, 2)] = float(found.group(3))
                base = re.sub("_(bucket|sum|count)$", "", found.group(1))
                self.assertTrue(found.group(1) in types or base in types, line)
        for name, kind in types.items():
            self.assertTrue(name.startswith("vouch_"), name)
            self.assertEqual(kind == "counter", name.endswith("_total"), name)
        self.assertGreater(len(samples), 15)
        self.assertNotIn("wang", text)
        self.assertNotIn("127.0.0.1", text)

    def test_a_request_of_another_site_in_a_browser_is_refused(self):
        status, _, _ = self.daemon.http("POST", "/api/v1/reports", b"{}", {
            "Authorization": f"Bearer {self.tokens['wang']}", "Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"})
        self.assertEqual(status, 403)


if __name__ == "__main__":
    main()
