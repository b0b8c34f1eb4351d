"""Chat robots: stand-ins that enforce key, signature, size and rate as the platforms do, under a real vouchd."""

import base64
import hashlib
import hmac
import json
import sqlite3
import time
import unittest
import urllib.parse

from harness import Case, Page, main, secret_file, wait_for

KEY = "K3y-0123456789abcdef"
SIGNING = "SEC0123456789signing"


def sign(key, message=b""):
    return base64.b64encode(hmac.new(key.encode(), message, hashlib.sha256).digest()).decode()


def reply(status=200, **fields):
    return Page(json.dumps(fields, ensure_ascii=False), status, content_type="application/json")


class Robot:
    """One platform's robot on a Site. `said` is what people would read; `answers` are given first instead."""

    def __init__(self, case):
        self.said, self.times, self.answers = [], [], []
        self.site = case.site({"*": self.answer})

    def answer(self, request):
        url = urllib.parse.urlsplit(request.path)
        if request.command != "POST" or request.headers.get("Content-Type") != "application/json; charset=utf-8":
            return self.fault("content type")
        body = json.loads(request.sent.decode("utf-8"))
        query = {name: values[-1] for name, values in urllib.parse.parse_qs(url.query, strict_parsing=bool(url.query)).items()}
        if self.answers:
            return self.answers.pop(0)
        wrong = self.refuse(url.path, query, body, request.sent)
        if wrong:
            return wrong
        now = time.time()
        self.times = [one for one in self.times if one > now - self.WINDOW] + [now]
        if len(self.times) > self.MOST:
            return self.too_fast()
        self.said.append(self.text(body))
        return self.success()


class Wecom(Robot):
    KIND, WINDOW, MOST = "wecom", 60, 20

    def address(self):
        return self.site.url(f"/cgi-bin/webhook/send?key={KEY}")

    def fault(self, what):
        return reply(errcode=40035, errmsg=what)

    def refuse(self, path, query, body, raw):
        if path != "/cgi-bin/webhook/send" or query.get("key") != KEY:
            return reply(errcode=93000, errmsg=f"invalid webhook url {query}, from ip: 127.0.0.1")
        if b"\\u" in raw:
            return reply(errcode=40033, errmsg="invalid charset")
        if body["msgtype"] != "text":
            return reply(errcode=40008, errmsg="invalid message type")
        if len(body["text"]["content"].encode()) > 2048:
            return reply(errcode=40058, errmsg="text.content exceed max length 2048")
        return None

    def too_fast(self):
        return reply(errcode=45009, errmsg="api freq out of limit")

    def text(self, body):
        return body["text"]["content"]

    def success(self):
        return reply(errcode=0, errmsg="ok")


class Dingtalk(Robot):
    KIND, WINDOW, MOST = "dingtalk", 60, 20

    def address(self):
        return self.site.url(f"/robot/send?access_token={KEY}")

    def fault(self, what):
        return reply(errcode=43004, errmsg=what)

    def refuse(self, path, query, body, raw):
        if path != "/robot/send" or query.get("access_token") != KEY:
            return reply(errcode=300005, errmsg="token is not exist")
        stamp = query.get("timestamp", "")
        if not stamp.isdigit() or abs(int(stamp) / 1000 - time.time()) > 3600:
            return reply(errcode=310000, errmsg="invalid timestamp, more: [https://ding-doc.dingtalk.com/x]")
        if query.get("sign") != sign(SIGNING, f"{stamp}\n{SIGNING}".encode()):
            return reply(errcode=310000, errmsg="sign not match, more: [https://ding-doc.dingtalk.com/x]")
        if body["msgtype"] != "markdown":
            return reply(errcode=400105, errmsg="unsupported msgtype")
        if not body["markdown"]["title"] or len(raw) > 20000:
            return reply(errcode=40035, errmsg="title")
        return None

    def too_fast(self):
        self.times += [time.time() + 600] * self.MOST  # muted
        return reply(errcode=130101, errmsg="send too fast")

    def text(self, body):
        return body["markdown"]["text"]

    def success(self):
        return reply(errcode=0, errmsg="ok")


class Feishu(Robot):
    KIND, WINDOW, MOST = "feishu", 60, 100

    def address(self):
        return self.site.url(f"/open-apis/bot/v2/hook/{KEY}")

    def fault(self, what):
        return reply(code=9499, msg="Bad Request", data={})

    def refuse(self, path, query, body, raw):
        if path != f"/open-apis/bot/v2/hook/{KEY}" or query:
            return reply(404, code=19001, msg="param invalid: incoming webhook access token invalid", data={})
        stamp = body.get("timestamp", "")
        if not stamp.isdigit() or abs(int(stamp) - time.time()) > 3600 or body.get("sign") != sign(f"{stamp}\n{SIGNING}"):
            return reply(code=19021, msg="sign match fail or timestamp is not within one hour from current time", data={})
        if body["msg_type"] != "text" or len(raw) > 20 * 1024:
            return reply(code=19002, msg="params error", data={})
        return None

    def too_fast(self):
        return reply(code=11232, msg="frequency limited psm", data={})

    def text(self, body):
        return body["content"]["text"]

    def success(self):
        return reply(StatusCode=0, StatusMessage="success", code=0, data={}, msg="success")


class Serverchan(Robot):
    KIND, WINDOW, MOST = "serverchan", 86400, 5

    def address(self):
        return self.site.url(f"/{KEY}.send")

    def fault(self, what):
        return reply(400, code=40000, message=what)

    def refuse(self, path, query, body, raw):
        if path != f"/{KEY}.send":
            return reply(400, code=40001, message="[AUTH]错误的Key")
        if len(body["title"]) > 32 or len(body["desp"].encode()) > 32 * 1024:
            return reply(400, code=40000, message="too long")
        return None

    def too_fast(self):
        return reply(400, code=40001, message="[AUTH]超过当天的发送次数限制[5]，请稍后再试")

    def text(self, body):
        return body["title"] + "\n" + body["desp"]

    def success(self):
        return reply(code=0, message="", data={"pushid": "1", "readkey": "x", "error": "SUCCESS", "errno": 0})


class Robots(Case):
    def entry(self, robot, name=None, signing=SIGNING, more=""):
        folder = self.folder()
        out = f'[[robot]]\nname = "{name or robot.KIND}"\nkind = "{robot.KIND}"\nprivate_allowed = true\n'
        out += f'address_file = "{secret_file(folder / "address", robot.address() + chr(10))}"\n'
        if robot.KIND in ("dingtalk", "feishu"):
            out += f'secret_file = "{secret_file(folder / "secret", signing + chr(10))}"\n'
        if robot.KIND == "serverchan":
            out += 'user = "wang"\n'
        return out + more

    def queue(self, daemon, channel, titles, body=None):
        """Rows as the daemon writes them, put into the outbox of a daemon that is down."""
        db = sqlite3.connect(daemon.state / "vouch.db")
        with db:
            ident, = db.execute("SELECT id FROM channel WHERE name = ?", (channel,)).fetchone()
            for title in titles:
                text = body or json.dumps({"title": title, "lines": [{"text": "一行", "url": ""}], "link": "https://vouch.example/"})
                db.execute(
                    "INSERT INTO outbox(id, dedup_key, channel_id, recipient_id, address, subject, body, group_key, state, attempt, next_at,"
                    " created_at, provider_ref, last_code, possible_duplicate) VALUES(?, ?, ?, NULL, ?, '', ?, '', 'pending', 0, ?, ?, '', '', 0)",
                    (f"msg_{title}", title, ident, channel, text, int(time.time() * 1000), int(time.time() * 1000)))
        db.close()

    def rows(self, daemon):
        db = sqlite3.connect(f"file:{daemon.state / 'vouch.db'}?mode=ro", uri=True)
        try:
            return {row[0]: row[1:] for row in db.execute("SELECT id, state, attempt, provider_ref, last_code FROM outbox")}
        finally:
            db.close()

    def test_each_platform_takes_a_test_message(self):
        robots = [kind(self) for kind in (Wecom, Dingtalk, Feishu, Serverchan)]
        daemon = self.vouchd("".join(self.entry(robot) for robot in robots))
        for robot in robots:
            with self.subTest(robot.KIND):
                done = daemon.vouch("channel", "test", robot.KIND)
                self.assertEqual((done.code, done.err), (0, ""), f"{done}\n{daemon.log}")
                self.assertTrue(done.out.startswith("好"), done)
                self.assertEqual(len(robot.said), 1)
                self.assertIn("测试公司", robot.said[0])
        self.assertNotIn(KEY, daemon.log)
        self.assertNotIn(SIGNING, daemon.log)

    def test_a_wrong_signing_secret_is_1_and_says_what_is_wrong(self):
        for kind in (Dingtalk, Feishu):
            robot = kind(self)
            daemon = self.vouchd(self.entry(robot, signing="SECwrong-wrong"))
            done = daemon.vouch("channel", "test", robot.KIND)
            self.assertEqual(done.code, 1, done)
            self.assertIn("signing secret", done.out)
            self.assertEqual(robot.said, [])
            self.assertNotIn("SECwrong", done.out + done.err + daemon.log)

    def test_an_error_under_status_200_repeats_the_platforms_words_without_the_key(self):
        robot = Wecom(self)
        daemon = self.vouchd(self.entry(robot))
        robot.answers.append(reply(errcode=93000, errmsg=f"invalid webhook url key={KEY}, from ip: 127.0.0.1"))
        done = daemon.vouch("channel", "test", "wecom")
        self.assertEqual(done.code, 1, done)
        self.assertIn("from ip: 127.0.0.1", done.out)
        self.assertNotIn(KEY, done.out + done.err + daemon.log)

    def test_tests_by_hand_stay_below_the_rate_over_a_restart(self):
        robot = Wecom(self)
        daemon = self.vouchd(self.entry(robot))
        started = time.monotonic()
        codes = [daemon.vouch("channel", "test", "wecom").code for _ in range(5)]
        daemon.stop()
        daemon.start()
        codes += [daemon.vouch("channel", "test", "wecom").code for _ in range(3)]
        refilled = int((time.monotonic() - started) / 5) + 1
        self.assertEqual(codes[:5], [0] * 5)
        self.assertLessEqual(len(robot.said), 5 + refilled, "a restart gave the whole burst again")
        self.assertEqual(codes.count(0), len(robot.said))

    def test_what_waits_is_one_message_and_nothing_of_it_is_lost(self):
        robot = Wecom(self)
        daemon = self.vouchd(self.entry(robot))
        daemon.stop()
        titles = [f"notice-{number}-end" for number in range(20)]
        self.queue(daemon, "wecom", titles)
        daemon.start()
        wait_for("all are sent", lambda: all(row[0] == "sent" for row in self.rows(daemon).values()))
        self.assertLessEqual(len(robot.said), 2)
        for title in titles:
            self.assertEqual("\n".join(robot.said).count(title), 1, title)
        self.assertEqual(len({row[2] for row in self.rows(daemon).values()}), len(robot.said), "each row names its message")

    def test_a_broken_robot_is_told_by_the_others_and_goes_on_once_mended(self):
        broken, other = Wecom(self), Feishu(self)
        daemon = self.vouchd(self.entry(broken, "first") + self.entry(other, "second"))
        done = daemon.vouch("user", "add", "--login", "chief", "--name", "管理员", "--role", "admin")
        self.assertEqual(done.code, 0, done)
        daemon.stop()
        self.queue(daemon, "first", ["waits"])
        broken.answers.append(reply(errcode=93000, errmsg="invalid webhook url"))
        daemon.start()
        wait_for("the other robot tells", lambda: any("first" in text and "停用" in text for text in other.said))
        self.assertEqual(self.rows(daemon)["msg_waits"][0], "pending")
        self.assertEqual(broken.said, [])
        done = daemon.vouch("channel", "test", "first")
        self.assertEqual(done.code, 0, done)
        wait_for("what waited is sent", lambda: self.rows(daemon)["msg_waits"][0] == "sent")
        self.assertTrue(any("waits" in text for text in broken.said))

    def test_robots_that_cannot_be_used_are_named_and_harm_nothing(self):
        robot = Wecom(self)
        bad = self.entry(robot, "bad").replace('kind = "wecom"', 'kind = "dingtalk"')
        daemon = self.vouchd(bad + self.entry(robot, "good", more='teams = ["没有的组"]\n'))
        self.assertIn("通道 bad 不可用", daemon.log)
        self.assertIn("没有的组", daemon.log)
        self.assertNotIn(KEY, daemon.log)
        self.assertEqual(daemon.vouch("channel", "test", "good").code, 0)

    def test_a_person_in_a_group_robot_is_a_mistake_in_the_configuration(self):
        robot = Wecom(self)
        daemon = self.vouchd(self.entry(robot))
        for line, words in (('user = "lilei"\n', "never carries"), ('carries = ["regressed"]\n', "goes to that person alone")):
            text = daemon.file.read_text()
            daemon.file.write_text(text + line)
            done = daemon.vouch("reload")
            self.assertEqual(done.code, 2, done)
            self.assertIn(words, done.err)
            daemon.file.write_text(text)


if __name__ == "__main__":
    main()
