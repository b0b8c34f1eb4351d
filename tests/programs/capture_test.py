"""vouch capture and POST /captures on a running daemon: what waits is listed, a saved page counts or is returned with
words, the bookmark's form comes from another site, and everything is still there after a kill."""

import contextlib
import html
import json
import re
import signal
import sqlite3
import unittest
import urllib.parse

from harness import Case, main

POST = "http://forum.example/t/1"
LINK = "https://www.baidu.com/s?wd=" + urllib.parse.quote(POST, safe="")


def result_page(query, *targets):
    rows = "".join(
        f"<div class='result c-container' id={i} tpl=www_index mu='{target}'><h3><a href='http://www.baidu.com/link?url=o'>{target}</a></h3></div>"
        for i, target in enumerate(targets, 1))
    return f"<html><head><meta charset=utf-8></head><body><input id=kw value='{query}'><div id=content_left>{rows}</div></body></html>"


def form(**fields):
    body = "".join(f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items())
    return (body + "--B--\r\n").encode(), {"Content-Type": "multipart/form-data; boundary=B", "Sec-Fetch-Site": "cross-site",
                                           "Origin": "https://www.baidu.com"}


class CaptureTest(Case):
    def waiting_daemon(self):
        """A daemon with a team and one question that waits, as the provider would have put it."""
        daemon = self.vouchd()
        for login in ("lilei", "hanmeimei", "wang"):
            self.assertEqual(daemon.vouch("user", "add", "--login", login, "--name", login).code, 0)
        daemon.stop()
        question = {"kind": "url", "engine": "baidu", "text": POST, "url": POST, "place": "", "device": "desktop", "depth": 10}
        with self.database(daemon) as db:
            db.execute(
                "INSERT INTO capture_task(provider, engine, text, question, asked_at, until_at, state) "
                "VALUES('person:main', 'baidu', ?, ?, 0, 9999999999999, 'open')", (POST, json.dumps(question)))
        daemon.start()
        return daemon

    @contextlib.contextmanager
    def database(self, daemon):
        db = sqlite3.connect(daemon.state / "vouch.db")
        try:
            with db:
                yield db
        finally:
            db.close()

    def file(self, text, name="page.html"):
        path = self.folder() / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def add(self, daemon, login, page, address=LINK):
        return daemon.vouch("capture", "add", "1", self.file(page), "--as", login, "--address", address)

    def test_two_people_and_a_kill_between_them(self):
        daemon = self.waiting_daemon()
        listed = daemon.vouch("capture", "list", "--json").json()["items"]
        self.assertEqual([item["text"] for item in listed], [POST])
        self.assertTrue(listed[0]["link"].startswith(LINK), listed)
        missing = result_page(POST, "http://other.example/")
        returned = self.add(daemon, "lilei", result_page("天气", "http://other.example/"))
        self.assertNotEqual(returned.code, 0)
        self.assertIn("对不上", returned.err + returned.out)
        self.assertEqual(self.add(daemon, "lilei", missing).code, 0)
        daemon.signal(signal.SIGKILL)
        daemon.wait()
        daemon.start()
        again = self.add(daemon, "lilei", missing)
        self.assertNotEqual(again.code, 0)
        self.assertIn("另一位同事", again.err + again.out)
        second = self.add(daemon, "hanmeimei", missing + "<!-- another file -->")
        self.assertEqual(second.code, 0, second)
        self.assertIn("查完了", second.out)
        self.assertEqual(daemon.vouch("capture", "list", "--json").json()["items"], [])
        self.assertIn("没有要查的", daemon.vouch("capture", "list").out)

    def test_a_skip_is_written_down(self):
        daemon = self.waiting_daemon()
        short = daemon.vouch("capture", "skip", "1", "--as", "wang", "--reason", "不行")
        self.assertNotEqual(short.code, 0)
        done = daemon.vouch("capture", "skip", "1", "--as", "wang", "--reason", "百度一直要验证")
        self.assertEqual(done.code, 0, done)

    def test_the_bookmark_from_page_to_answer(self):
        daemon = self.waiting_daemon()
        with self.database(daemon) as db:
            link = db.execute("SELECT link_token FROM user WHERE login = 'lilei'").fetchone()[0]
        status, _, page = daemon.http("GET", f"/p/{link}/captures")
        self.assertEqual(status, 200)
        self.assertIn("待查询", page.decode())
        body, headers = form(new="1")
        headers = {"Content-Type": headers["Content-Type"]}
        status, _, page = daemon.http("POST", f"/p/{link}/captures/bookmark", body, headers)
        self.assertEqual(status, 200, page.decode())
        script = re.search(r'href="(javascript:[^"]*)"', page.decode())
        self.assertIsNotNone(script, page.decode())
        token = re.search(r"a\('token','(\w+)'\)", html.unescape(script[1]))[1]
        body, headers = form(token=token, address=LINK, source=result_page(POST, POST))
        status, answer_headers, page = daemon.http("POST", "/captures", body, headers)
        self.assertEqual(status, 201, page.decode())
        self.assertNotIn(token, page.decode())
        self.assertNotIn("access-control", str(answer_headers).lower())
        body, headers = form(token="x", address=LINK, source=result_page(POST, POST))
        self.assertEqual(daemon.http("POST", "/captures", body, headers)[0], 401)


if __name__ == "__main__":
    main()
