"""Inquiries, content, shares, plans in files and written reports as the application uses them, each answer held against
docs/openapi.yaml; written reports come from a stub on loopback that holds to token, size and paging."""

import csv
import datetime
import io
import json
import sqlite3
import unittest

from api_test import ApiCase, Document
from harness import Page, main

TODAY = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
MONDAY = TODAY - datetime.timedelta(days=TODAY.weekday())


@unittest.skipIf(Document is None, "python3-yaml is not installed")
class Desks(ApiCase):
    def setUp(self):
        super().setUp()
        self.database("UPDATE user SET post = 'sales' WHERE login = 'wang'")

    def database(self, sql):
        self.daemon.stop()
        with sqlite3.connect(self.daemon.state / "vouch.db") as database:
            database.execute(sql)
        database.close()
        self.daemon.start()

    def test_an_inquiry_from_entry_to_export(self):
        new = {"source": "百度推广", "contact": "138-1234 5678", "name": "张总", "need": "问价格", "next_on": str(TODAY)}
        first = self.ask("wang", "POST", "/api/v1/inquiries", new, 201)
        again = self.ask("wang", "POST", "/api/v1/inquiries", {"source": "论坛", "contact": "13812345678"}, 201)
        self.assertEqual([one["id"] for one in again["duplicates"]], [first["id"]])
        path = f"/api/v1/inquiries/{first['id']}"
        listed = self.ask("li", "GET", "/api/v1/inquiries?due=today")
        self.assertEqual([one["contact"] for one in listed["items"]], ["138****5678"])
        self.assertEqual(self.ask("wang", "GET", path + "/contact")["contact"], "138-1234 5678")
        self.ask("boss", "GET", path + "/contact", status=403)
        self.ask("zhao", "GET", path, status=403)
        self.ask("wang", "PATCH", path, {"state": "won"}, 400)
        self.ask("wang", "PATCH", path, {"state": "won", "amount_fen": 500})
        self.ask("wang", "POST", path + "/notes", {"text": "已签合同"}, 201)
        file = self.ask("li", "GET", path)
        self.assertEqual((file["state"], file["amount_fen"], len(file["notes"])), ("won", 500, 1))
        self.assertNotIn("12345678", json.dumps(file))
        summary = self.ask("boss", "GET", "/api/v1/inquiries/summary")
        self.assertEqual((summary["total"]["count"], summary["total"]["won_fen"]), (2, 500))
        text = self.ask("wang", "GET", "/api/v1/exports/inquiries.csv")
        self.assertIn("138****5678", text)
        self.assertNotIn("1234 5678", text)
        with sqlite3.connect(self.daemon.state / "vouch.db") as database:
            said = "".join(row[0] for row in database.execute("SELECT action || subject || detail FROM audit"))
        database.close()
        self.assertIn("inquiry.contact", said)
        self.assertNotIn("1234 5678", said)

    def test_a_file_of_inquiries_is_seen_first(self):
        text = "来源,联系方式,日期\n论坛,13900001111,\n,13900002222,\n"
        seen = self.ask("wang", "POST", "/api/v1/inquiries/import?dry_run=true", text, content_type="text/csv")
        self.assertEqual([(one["row"], one["field"]) for one in seen["problems"]], [(3, "source")])
        self.assertEqual([one["contact"] for one in seen["rows"]], ["139****1111"])
        done = self.ask("wang", "POST", "/api/v1/inquiries/import", {"text": "来源\t联系方式\n论坛\twx_88888\n"})
        self.assertTrue(done["written"])
        self.assertEqual(len(self.ask("wang", "GET", "/api/v1/inquiries")["items"]), 1)

    def test_what_is_handed_on_and_whose_work_it_is(self):
        asset = self.ask("zhao", "POST", "/api/v1/assets", {"title": "选购指南", "text": "正文"}, 201)["id"]
        rows = [{"url": self.pages.url("/post"), "work_type": "软文", "asset": asset}]
        claim = self.ask("wang", "POST", "/api/v1/reports", {"rows": rows})["accepted"][0]["claim_id"]
        file = self.ask("zhao", "GET", f"/api/v1/assets/{asset}")
        self.assertEqual([one["claim_id"] for one in file["entries"]], [claim])
        self.assertEqual(file["entries"][0]["engines"], [])
        self.assertEqual(self.ask("wang", "GET", "/api/v1/assets?q=指南".replace("指南", "%E6%8C%87%E5%8D%97"))["items"][0]["distributions"], 1)
        shares = {"shares": {"wang": 6667, "zhao": 3333}, "reason": "两个人一起写的"}
        self.ask("wang", "PUT", f"/api/v1/claims/{claim}/shares", shares)
        self.ask("wang", "PUT", f"/api/v1/claims/{claim}/shares", {**shares, "shares": {"wang": 9999}}, 400)
        self.assertEqual(len(self.ask("li", "GET", f"/api/v1/claims/{claim}/shares")["shares"]), 2)
        story = self.ask("wang", "GET", f"/api/v1/claims/{claim}/story")
        self.assertEqual((story["asset"]["id"], len(story["shares"])), (asset, 2))
        self.assertEqual(self.ask("wang", "GET", "/api/v1/figures")["credit"], {"entries": 1, "hundredths": 67})
        self.assertEqual(self.ask("li", "GET", "/api/v1/matrix/zhao")["credit"], {"entries": 0, "hundredths": 33})
        self.ask("wang", "PUT", f"/api/v1/claims/{claim}/asset", {"asset": 0})
        self.assertEqual(self.ask("zhao", "GET", f"/api/v1/assets/{asset}")["entries"], [])

    def test_a_plan_goes_out_and_comes_in_again(self):
        week = f"/api/v1/plans/{MONDAY}"
        text = "员工,工作类型,数量,备注\nWANG,软文,3,先做\n没有的人,软文,1,\n"
        seen = self.ask("li", "POST", week + "/import", text, content_type="text/csv")
        self.assertEqual([(one["row"], one["field"]) for one in seen["problems"]], [(3, "login")])
        self.assertEqual((seen["written"], [one["login"] for one in seen["lines"]]), (False, ["wang"]))
        self.assertTrue(self.ask("li", "POST", week + "/import", {"text": text.rsplit("没有", 1)[0]})["written"])
        out = self.ask("li", "GET", f"/api/v1/exports/plan?monday={MONDAY}&format=csv").lstrip("\ufeff")
        self.assertEqual(list(csv.DictReader(io.StringIO(out)))[0]["登录名"], "wang")
        again = self.ask("li", "POST", week + "/import?dry_run=true", out, content_type="text/csv")
        self.assertEqual((again["problems"], again["lines"][0]["quantity"]), ([], 3))
        rows = {"rows": [{"login": "zhao", "work_type": "软文", "quantity": 2}]}
        self.assertTrue(self.ask("li", "POST", week + "/import", rows)["written"])
        self.assertEqual([one["login"] for one in self.ask("li", "GET", week)["lines"]], ["zhao"])
        self.local("keyword", "add", "滤芯")
        words = self.ask("li", "POST", f"/api/v1/keyword-plans/{MONDAY}/import", {"text": "关键词,目标\n滤芯,排名前10\n没有的词,\n"})
        self.assertEqual([(one["row"], one["field"]) for one in words["problems"]], [(3, "keyword")])
        words = self.ask("li", "POST", f"/api/v1/keyword-plans/{MONDAY}/import", {"text": "关键词,目标\n滤芯,排名前10\n"})
        self.assertEqual((words["written"], words["lines"][0]["goal"]), (True, "rank:10"))
        out = self.ask("li", "GET", f"/api/v1/exports/keyword-plan.csv?monday={MONDAY}")
        self.assertIn("滤芯,排名前10", out)

    def test_the_bookmark_and_sources_that_are_none(self):
        self.ask("wang", "POST", "/api/v1/reports/bookmark", status=201)
        self.assertEqual(self.ask("boss", "GET", "/api/v1/report-sources"), {"items": []})
        self.ask("boss", "POST", "/api/v1/report-sources/daily/pull", {}, 404)


class Platform:
    """钉钉日志: tokens, twenty a page, HTTP 200 whatever it says."""

    def __init__(self, reports):
        self.reports, self.tokens, self.busy = reports, 0, 0

    def token(self, _):
        self.tokens += 1
        return self.said(0, access_token=f"TOKEN-{self.tokens}", expires_in=7200)

    @staticmethod
    def said(code, **more):
        return Page(json.dumps({"errcode": code, "errmsg": "", **more}), content_type="application/json")

    def list(self, request):
        if not request.path.endswith(f"access_token=TOKEN-{self.tokens}"):
            return self.said(40014)
        if self.busy:
            self.busy -= 1
            return self.said(90018)
        asked = json.loads(request.sent)
        if asked["size"] > 20:
            return self.said(40035)
        found = [one for one in self.reports if asked["start_time"] <= one["create_time"] <= asked["end_time"]]
        end = asked["cursor"] + asked["size"]
        result = {"data_list": found[asked["cursor"] : end], "has_more": end < len(found)}
        if end < len(found):
            result["next_cursor"] = end
        return self.said(0, result=result)


@unittest.skipIf(Document is None, "python3-yaml is not installed")
class WrittenReports(ApiCase):
    def setUp(self):
        now = int(datetime.datetime.now().timestamp() * 1000)
        self.platform = Platform(
            [
                {
                    "report_id": f"r{i}",
                    "creator_id": "WangId" if i else "Nobody",
                    "creator_name": "王",
                    "create_time": now - 60_000,
                    "contents": [{"key": "今日完成", "value": f"软文 https://example.net/{i}\n明天继续"}],
                }
                for i in range(23)
            ]
        )
        self.stub = self.site({"/gettoken": self.platform.token, "/topapi/report/list": self.platform.list})
        secret = self.folder() / "secret"
        secret.write_text("S3cret")
        secret.chmod(0o600)
        self.pages = self.stub
        self.daemon = self.vouchd(
            f'[[report_source]]\nname = "daily"\nkind = "dingtalk"\napp_id = "key-1"\nsecret_file = "{secret}"\n'
            f'base_url = "{self.stub.url("")}"\nprivate_allowed = true\nusers = {{ wang = "WangId" }}\n'
        )
        self.tokens = {}
        self.local("team", "add", "网销部")
        for login, role in (("wang", "employee"), ("boss", "admin")):
            self.local("user", "add", "--login", login, "--name", login.upper(), "--role", role, "--team", "网销部")
            self.tokens[login] = json.loads(self.local("--json", "user", "token", login, "--label", "test").out)["token"]

    def pull(self, **body):
        return self.ask("boss", "POST", "/api/v1/report-sources/daily/pull", body)

    def test_reports_are_read_page_by_page_and_taken_once(self):
        self.assertEqual(self.pull(dry_run=True)["counts"]["entries"], 22)
        self.platform.busy = 1
        self.assertEqual(self.pull()["state"], "put_off")
        words = self.local("report", "pull", "daily").out
        self.assertIn("收下 22 条", words)
        self.assertIn("Nobody", words)
        again = self.pull()
        self.assertEqual((again["counts"]["entries"], again["counts"]["known"]), (0, 22))
        source = self.ask("boss", "GET", "/api/v1/report-sources")["items"][0]
        self.assertEqual((source["state"], [one["user_id"] for one in source["people_unknown"]]), ("ok", ["Nobody"]))
        self.assertEqual(len(self.ask("wang", "GET", "/api/v1/claims")["items"]), 22)


if __name__ == "__main__":
    main()
