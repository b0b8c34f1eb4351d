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


class Application:
    """One platform's application on a Site: tokens that end, agent, people, size, duplicates and rate as the original
    has them. `said`: (person, text) of what people would read."""

    ID, SECRET, AGENT, PEOPLE = "ww0123456789abcdef", "S3cret-of-the-app/+=", 1000002, {"LiLei", "HanMei"}

    def __init__(self, case):
        self.said, self.tokens, self.calls, self.times, self.seen, self.tasks = [], {}, [], {}, {}, {}
        self.site = case.site({"*": self.answer})

    def answer(self, request):
        url = urllib.parse.urlsplit(request.path)
        query = dict(urllib.parse.parse_qsl(url.query))
        self.calls.append(url.path.rsplit("/", 1)[-1])
        if url.path.endswith("/gettoken"):
            return self.give_token(query) if request.command == "GET" else reply(404)
        if request.command != "POST" or request.headers.get("Content-Type") != "application/json; charset=utf-8":
            return reply(errcode=43004, errmsg="content type")
        if self.tokens.get(query.get("access_token"), 0) < time.time():
            return self.bad_token(query.get("access_token"))
        return self.serve(url.path, json.loads(request.sent.decode("utf-8")), request.sent)

    def give_token(self, query):
        names = self.NAMES
        if query.get(names[0]) != self.ID or query.get(names[1]) != self.SECRET:
            return reply(errcode=self.WRONG_SECRET, errmsg=f"invalid credential {query.get(names[1])}")
        token = f"T0ken-{len(self.tokens)}-secret"
        self.tokens[token] = time.time() + 7200
        return reply(errcode=0, errmsg="ok", access_token=token, expires_in=7200)

    def too_fast(self, person):
        times = self.times[person] = [one for one in self.times.get(person, []) if one > time.time() - 60] + [time.time()]
        return len(times) > 30


class WecomApp(Application):
    KIND, NAMES, WRONG_SECRET = "wecom_app", ("corpid", "corpsecret"), 40001

    def bad_token(self, token):
        return reply(errcode=40014 if token not in self.tokens else 42001, errmsg=f"invalid access_token {token}")

    def serve(self, path, body, raw):
        if path != "/cgi-bin/message/send":
            return reply(404)
        if body["agentid"] != self.AGENT:
            return reply(errcode=40056, errmsg="invalid agentid")
        if len(body["text"]["content"].encode()) > 2048:
            return reply(errcode=45002, errmsg="content size out of limit")
        if body["touser"] not in self.PEOPLE:
            return reply(errcode=81013, errmsg="user & party & tag all invalid")
        if self.too_fast(body["touser"]):
            return reply(errcode=45009, errmsg="api freq out of limit")
        interval = body["duplicate_check_interval"] if body["enable_duplicate_check"] else 0
        if time.time() - self.seen.get(raw, 0) >= interval:
            self.said.append((body["touser"], body["text"]["content"]))
            self.seen[raw] = time.time()
        return reply(errcode=0, errmsg="ok", msgid=f"m{len(self.said)}")


class DingtalkApp(Application):
    KIND, NAMES, WRONG_SECRET = "dingtalk_app", ("appkey", "appsecret"), 40089

    def bad_token(self, token):
        return reply(errcode=88, sub_code="40014", sub_msg="不合法的access_token", errmsg=f"ding talk error[subcode=40014] {token}")

    def serve(self, path, body, raw):
        if body["agent_id"] != self.AGENT:
            return reply(errcode=70003, errmsg="agent")
        if path == "/topapi/message/corpconversation/asyncsend_v2":
            if len(json.dumps(body["msg"], ensure_ascii=False, separators=(",", ":")).encode()) > 2048:
                return reply(errcode=34016, errmsg="too long")
            said = (body["userid_list"], body["msg"]["text"]["content"])
            task = 1000 + len(self.tasks)
            if said[0] not in self.PEOPLE:
                self.tasks[task] = {"invalid_user_id_list": [said[0]]}
            elif said in self.said or self.too_fast(said[0]):
                self.tasks[task] = {"forbidden_user_id_list": [said[0]], "forbidden_list": [{"userid": said[0], "code": "143106"}]}
            else:
                self.tasks[task] = {"unread_user_id_list": [said[0]]}
                self.said.append(said)
            return reply(errcode=0, errmsg="ok", task_id=task)
        if path == "/topapi/message/corpconversation/getsendresult":
            return reply(errcode=0, errmsg="ok", send_result=self.tasks[body["task_id"]])
        return reply(404)


class Applications(Case):
    def entry(self, app, users, secret=Application.SECRET, name=None):
        folder = self.folder()
        key = "corp_id" if app.KIND == "wecom_app" else "app_key"
        listed = ", ".join(f'{login} = "{person}"' for login, person in users.items())
        return (f'[[robot]]\nname = "{name or app.KIND}"\nkind = "{app.KIND}"\nprivate_allowed = true\n{key} = "{app.ID}"\n'
                f'agent_id = {app.AGENT}\nbase_url = "{app.site.url("")}"\nusers = {{ {listed} }}\n'
                f'secret_file = "{secret_file(folder / "secret", secret + chr(10))}"\n')

    def both(self, *arguments, **more):
        for kind in (WecomApp, DingtalkApp):
            with self.subTest(kind.KIND):
                app = kind(self)
                yield app, self.vouchd(self.entry(app, *arguments, **more))

    def test_a_test_goes_to_the_named_person_alone(self):
        for app, daemon in self.both({"lilei": "LiLei", "han": "HanMei"}):
            done = daemon.vouch("channel", "test", app.KIND, "--to", "han")
            self.assertEqual((done.code, done.err), (0, ""), f"{done}\n{daemon.log}")
            self.assertEqual([person for person, _ in app.said], ["HanMei"])
            self.assertIn("测试公司", app.said[0][1])
            self.assertEqual(daemon.vouch("channel", "test", app.KIND, "--to", "lilei").code, 0)
            self.assertEqual(len(app.tokens), 1, "the token is kept")
            for secret in (app.SECRET, "T0ken-"):
                self.assertNotIn(secret, daemon.log)

    def test_without_a_person_the_token_alone_is_tried_and_doctor_says_so(self):
        for app, daemon in self.both({"lilei": "LiLei"}):
            done = daemon.vouch("channel", "test", app.KIND)
            self.assertEqual(done.code, 0, done)
            self.assertIn("没有发消息", done.out)
            doctor = daemon.vouch("doctor")
            self.assertIn(app.KIND, doctor.out)
            self.assertIn("令牌正常", doctor.out)
            self.assertEqual((app.said, set(app.calls)), ([], {"gettoken"}))

    def test_who_is_not_listed_gets_nothing(self):
        for app, daemon in self.both({"lilei": "LiLei"}):
            done = daemon.vouch("channel", "test", app.KIND, "--to", "han")
            self.assertNotEqual(done.code, 0, done)
            self.assertIn("users", done.err)
            self.assertEqual(app.said, [])

    def test_a_wrong_secret_is_1_and_says_what_is_wrong_without_it(self):
        for app, daemon in self.both({"lilei": "LiLei"}, secret="Wr0ng-one"):
            for more in ((), ("--to", "lilei")):
                done = daemon.vouch("channel", "test", app.KIND, *more)
                self.assertEqual(done.code, 1, done)
                self.assertIn("channel_broken", done.out.replace(" ", "_"))
                self.assertNotIn("Wr0ng", done.out + done.err + daemon.log)

    def test_an_unknown_person_is_1_and_the_next_one_is_served(self):
        for app, daemon in self.both({"lilei": "Nobody", "han": "HanMei"}):
            done = daemon.vouch("channel", "test", app.KIND, "--to", "lilei")
            self.assertEqual(done.code, 1, done)
            self.assertIn("person's id", done.out)
            self.assertEqual(daemon.vouch("channel", "test", app.KIND, "--to", "han").code, 0)

    def test_a_token_that_is_no_more_is_renewed(self):
        for app, daemon in self.both({"lilei": "LiLei"}):
            self.assertEqual(daemon.vouch("channel", "test", app.KIND, "--to", "lilei").code, 0)
            app.tokens = {token: 0 for token in app.tokens}
            self.assertEqual(daemon.vouch("channel", "test", app.KIND, "--to", "lilei").code, 0)
            self.assertEqual(len(app.said), 2)

    def test_people_that_nobody_knows_are_named_at_the_start(self):
        for app, daemon in self.both({"stranger": "LiLei"}):
            self.assertIn("stranger", daemon.log)


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
