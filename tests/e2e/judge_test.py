#!/usr/bin/env python3
"""The judge on a small company made by hand: silent when all is well, and red for each rule broken
once."""

import copy
import hashlib
import json
import sys
import tempfile
import unittest
from datetime import datetime, timezone
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from engines_month import compare  # noqa: E402
from judge import fold, moments  # noqa: E402
from judge.__main__ import judge  # noqa: E402

MINUTE, HOUR, DAY = moments.MINUTE, moments.HOUR, moments.DAY
FORUM, WALL, OWN = (f"http://{name}.localhost:8001" for name in ("forum", "wall", "own"))


def at(day, clock):
    """A moment of March 2026, Shanghai time."""
    hours, minutes = clock.split(":")
    return moments.parse(f"2026-03-{day:02d}T00:00:00+08:00") + int(hours) * HOUR \
        + int(minutes) * MINUTE


def text(moment):
    stamp = datetime.fromtimestamp(moment / 1000, timezone.utc)
    return stamp.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment % 1000:03d}Z"


HAND_IN, END = at(2, "17:00"), at(5, "12:00")
PEOPLE = [("boss", "赵主管", "supervisor"), ("zhang", "张三", "employee"),
          ("wang", "王五", "employee")]
AGENT = "Mozilla/5.0 (compatible; Vouch/0.1)"


class Company:
    """Five lines of one evening: there, never there, behind a captcha, handed in twice, disputed."""

    def __init__(self, copied=False):
        self.copied = copied  # the line that is handed in twice stands on a page of its own instead
        self.truth, self.access, self.mail, self.hooks, self.acts = [], [], [], [], []
        self.machine, self.kills = [], []
        self.robots, self.outbox, self.robot_places = [], [], []
        self.claims, self.evidence, self.deliveries = {}, {}, []
        self.numbers = 0
        self.command_line = {"code": 0, "text": '{"totals": {"work": {"VERIFIED": 2}}}'}
        self.set_up()
        self.hand_in()
        self.look_at_all()
        self.tell()
        if self.copied:
            self.mark(3, 1)

    def mark(self, n, first):
        """The text match that claim n should have with the claim of that id."""
        claim = self.claims[n]
        passage = {"start": 0, "end": 60, "text": "同一段话" * 15, "first_start": 4,
                   "first_end": 64, "first_text": "同一段话" * 15}
        claim["text_match"] = {"first_claim": first, "share": 0.6}
        claim["text_matches"] = [{
            "first_claim": first, "first_url": self.claims[first - 1]["url"], "share": 0.6,
            "found_at": text(at(2, "17:11")), "public_at": text(at(3, "17:11")),
            "observation": claim["observations"][0]["id"], "first_observation": 1,
            "passages": [passage]}]

    def fact(self, moment, url, fact, value):
        self.truth.append({"at": text(moment), "url": url, "fact": fact, "value": value})

    def set_up(self):
        start = at(2, "08:00")
        self.fact(start, "", "start", {"script": "small", "seed": 1, "company": "清泉", "zone":
                                       "Asia/Shanghai", "own_site": "own", "link_target": OWN,
                                       "engine": "baidu"})
        for key, url, kind in (("forum", FORUM, "open"), ("wall", WALL, "captcha_wall"),
                               ("own", OWN, "open")):
            self.fact(start, url + "/", "site", {"key": key, "name": key, "kind": kind,
                                                 "charset": "utf-8"})
        for path in ("/there", "/missing", "/disputed"):
            self.fact(start, FORUM + path, "page", "live" if path == "/there" else "absent")
        for path in ("/there", "/copy") if self.copied else ("/there",):
            self.fact(start, FORUM + path, "indexed", "baidu")
            self.truth[-1]["at"] = text(at(4, "12:00"))
        if self.copied:
            self.fact(start, FORUM + "/copy", "page", "live")
            self.fact(start, FORUM + "/copy", "copied", {"from": FORUM + "/there", "changed": 20})
        for day in (2, 3, 4, 5):
            for who in ("zhang", "wang"):
                reported = text(HAND_IN) if day == 2 or who == "zhang" else None
                self.duty(who, day, reported)
        self.fact(END, "", "end", None)

    def duty(self, who, day, reported, expected=True, why="workday"):
        if reported and day > 2:
            reported = text(at(day, "17:00"))
        self.fact(at(day, "08:00"), "", "duty", {"who": who, "date": f"2026-03-{day:02d}",
                                                 "expected": expected, "why": why,
                                                 "reported_at": reported})

    def hand_in(self):
        rows = [("zhang", FORUM + "/there", True, None, "VERIFIED", ""),
                ("zhang", FORUM + "/missing", False, None, "FAILED", "http_404"),
                ("zhang", WALL + "/page", True, None, "MANUAL", "captcha"),
                ("wang", FORUM + "/copy", True, None, "VERIFIED", "") if self.copied else
                ("wang", FORUM + "/there", True, 0, "VERIFIED", ""),
                ("wang", FORUM + "/disputed", False, None, "ACCEPTED", "")]
        for n, (who, url, honest, twice, work, reason) in enumerate(rows):
            self.fact(HAND_IN, url, "claim", {
                "n": n, "who": who, "date": "2026-03-02", "work_type": "论坛发帖", "title": "标题",
                "keyword": "净水器", "link_target": "", "honest": honest, "late": False,
                "duplicate_of": twice, "reported_at": text(HAND_IN),
                "expect": {"work": work, "reason": reason, "index": ""}})
            self.claims[n] = {
                "id": n + 1, "user": {"login": who, "name": dict((p[0], p[1]) for p in PEOPLE)[who]},
                "submitted_at": text(HAND_IN), "raw_url": url, "url": url,
                "work": {}, "stages": [], "engines": [], "looks": [], "observations": [],
                "notices": [], "marks": {"duplicate_of": twice}}
        for who, numbers in (("zhang", (0, 1, 2)), ("wang", (3, 4))):
            self.act(HAND_IN, "report", who, 200, numbers)
        self.fact(at(2, "18:30"), FORUM + "/disputed", "act",
                  {"who": "wang", "kind": "dispute", "claim": 4})
        self.fact(at(3, "10:00"), FORUM + "/disputed", "act",
                  {"who": "boss", "kind": "close_dispute", "claim": 4, "accept": True})
        self.act(at(2, "18:30"), "dispute", "wang", 201, (4,))
        self.act(at(3, "10:00"), "close_dispute", "boss", 200, (4,))

    def act(self, moment, kind, who, status, numbers):
        self.acts.append({"at": text(moment), "act": len(self.acts), "kind": kind, "who": who,
                          "status": status, "claims": [{"n": n, "id": n + 1} for n in numbers],
                          "returned": 0})

    def ask(self, moment, host, path, status=200):
        self.access.append({"at": text(moment), "host": host, "path": path, "agent": AGENT,
                            "status": status})

    def look(self, n, moment, outcome, reason, proved=False):
        claim = self.claims[n]
        host = claim["url"].split("//")[1].split(":")[0]
        path = "/" + claim["url"].split("/", 3)[3]
        self.ask(moment - 20_000, host, "/robots.txt")
        if outcome == fold.NOT_FOUND:
            self.ask(moment - 40_000, "own.localhost", "/robots.txt")
            self.ask(moment - 30_000, "own.localhost", "/")
        self.ask(moment - 10_000, host, path, 404 if outcome == fold.NOT_FOUND else 200)
        detail = {"canary": {"passed": True, "url": OWN + "/", "at": text(moment - 30_000)}} \
            if outcome == fold.NOT_FOUND else {}
        self.observe(claim, "live", "page", moment, outcome, reason, proved, detail)

    def index(self, n, moment):
        there = n in (0, 3) and moment >= at(4, "12:00")
        for before in (8000, 5000, 2000):
            self.ask(moment - before, "engine", "/search")
        self.observe(self.claims[n], "index:baidu", "index:baidu", moment,
                     fold.FOUND if there else fold.NOT_FOUND,
                     "ok" if there else "serp_valid_no_match", not there,
                     {"canary": {"state": "passed"}})

    def observe(self, claim, stage, lane, moment, outcome, reason, proved, detail):
        number = sum(1 for row in claim["observations"] if row["stage"] == stage) + 1
        self.numbers += 1
        body = f"bytes {self.numbers}".encode()
        digest = hashlib.sha256(body).hexdigest()
        self.evidence[str(self.numbers)] = {"status": 200, "size": len(body), "sha256": digest,
                                            "why": ""}
        claim["observations"].append({
            "id": self.numbers, "stage": stage, "look_no": number, "observed_at": text(moment),
            "outcome": outcome, "reason": reason, "negative_proved": proved, "detail": detail,
            "evidence": [{"id": self.numbers, "sha256": digest, "size": len(body)}]})
        claim["looks"].append({"lane": lane, "look_no": number, "due_at": text(moment),
                               "state": "done"})

    def look_at_all(self):
        there, gone, wall = ("FOUND", "ok"), ("NOT_FOUND", "http_404"), ("INCONCLUSIVE", "captcha")
        seen = {0: there, 1: gone, 2: wall, 3: there, 4: gone}
        for n, (outcome, reason) in seen.items():
            for day, clock in ((2, "17:11"), (2, "19:01"), (2, "19:12"), (3, "10:30"), (4, "17:30")):
                self.look(n, at(day, clock) + n * 4 * MINUTE // 3, outcome, reason,
                          outcome == "NOT_FOUND")
            for day in (3, 4):
                self.index(n, at(day, "18:00") + n * MINUTE)
        down = at(2, "19:12")
        stands = {0: ("VERIFIED", "ok", None, at(2, "17:11")),
                  1: ("FAILED", "http_404", "live", down + 4 * MINUTE // 3),
                  2: ("MANUAL", "captcha", "live", at(4, "19:00")),
                  3: ("VERIFIED", "ok", None, at(2, "17:11") + 4 * MINUTE),
                  4: ("ACCEPTED", "", None, at(3, "10:00"))}
        for n, (work, reason, stage, since) in stands.items():
            claim = self.claims[n]
            claim["work"] = {"verdict": work, "phase": "NONE", "reason": reason, "stage": stage,
                             "since": text(since),
                             "public_at": text(since + DAY) if work == "FAILED" else None}
            state = {"VERIFIED": "PASS", "MANUAL": "UNCHECKABLE"}.get(work, "FAIL")
            since = since if n != 4 else down + 16 * MINUTE // 3
            claim["stages"] = [
                {"stage": "live", "state": state, "reason": seen[n][1], "since": text(since),
                 "first_pass_at": text(since) if state == "PASS" else None, "on_time": True,
                 "episode": 1 if state == "FAIL" else 0},
                {"stage": "index:baidu", "state": "PASS" if n in (0, 3) else "WAITING",
                 "reason": "ok", "since": text(since), "first_pass_at": None, "episode": 0}]
            claim["engines"] = [
                {"engine": "baidu", "verdict": "INDEXED" if n in (0, 3) else "WATCHING"},
                {"engine": "bing", "verdict": "NOT_CONNECTED"}]

    def tell(self):
        since = moments.parse(self.claims[1]["work"]["since"])
        body = {"stage": "live", "episode": 1, "reason": "http_404"}
        for audience, due in (("employee", since), ("supervisor", since + DAY)):
            self.claims[1]["notices"].append({
                "id": 1, "kind": "needs_correction", "audience": audience, "state": "shown",
                "created_at": text(since), "due_at": text(due), "body": body})
        self.letter(since, "zhang", "需补正： 标题", "看 http://vouch/p/secret/claims/2 谢谢")
        self.hook(since, "msg_1", "claim.needs_correction",
                  {"claim_id": 2, "stage": "live", "state": "FAIL", "episode": 1,
                   "reason": "http_404"})
        for day in (3, 4):
            self.letter(at(day, "17:30"), "wang", f"2026-03-{day:02d} 的工作报告还没有收到", "交")
        self.hook(at(4, "10:00"), "msg_2", "report.missing", {"date": "2026-03-03"})
        for day, line in ((3, "需要您处理：1 项（申诉 1）\nhttp://v/s/x?list=needs_you"),
                          (4, "需要您处理：1 项（需补正 1（张三 1））\nhttp://v/s/x?list=needs_you"),
                          (5, "需要您处理：2 项（无法检测待人工 1，需补正 1（张三 1））\n"
                              "http://v/s/x?list=needs_you\n未交报告：2026-03-03 王五\n"
                              "http://v/s/x?list=not_reported")):
            self.letter(at(day, "09:00"), "boss", f"清泉 推广工作 2026-03-{day:02d}", line)

    def letter(self, moment, who, subject, words):
        name = f"<msg_{len(self.mail) + 10}@vouch>"
        self.mail.append({"at": text(moment), "from": "vouch@x", "to": f"{who}@x",
                          "message_id": name, "subject": subject, "text": words})
        self.deliveries.append({"id": len(self.mail), "message": name[1:].split("@")[0],
                                "attempt": 1, "outcome": "sent"})

    def hook(self, moment, name, kind, data):
        self.hooks.append({"at": text(moment), "id": name,
                           "body": json.dumps({"type": kind, "timestamp": text(moment),
                                               "data": data})})

    def judge(self):
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            for name in ("truth", "access", "mail", "hooks", "acts", "robots"):
                rows = sorted(getattr(self, name), key=lambda row: row["at"])
                file = place / {"hooks": "webhook.jsonl", "robots": "robot.jsonl"}.get(name, f"{name}.jsonl")
                file.write_text("".join(json.dumps(row) + "\n" for row in rows))
            (place / "kills.jsonl").write_text(
                "".join(json.dumps({"moment": moment}) + "\n" for moment in self.kills))
            (place / "machine.jsonl").write_text(
                "".join(json.dumps(row) + "\n" for row in self.machine))
            world = {"people": [{"login": login, "name": name, "role": role,
                                 "email": f"{login}@x"} for login, name, role in PEOPLE],
                     "robots": self.robot_places}
            (place / "world.json").write_text(json.dumps(world))
            said = {"claims": list(self.claims.values()), "evidence": self.evidence,
                    "deliveries": self.deliveries, "outbox": self.outbox,
                    "command_line": self.command_line,
                    "status": {"now": text(END), "totals": {"work": {"VERIFIED": 2}},
                               "outbox": {"pending": 0, "sent": 9, "dead": 0, "unknown": 0}}}
            return judge(place, copy.deepcopy(said))

    def first(self, n, stage="live"):
        return next(row for row in self.claims[n]["observations"] if row["stage"] == stage)


class JudgeTest(unittest.TestCase):
    def setUp(self):
        self.company = Company()

    def red(self, *rules):
        report = self.company.judge()
        for rule in rules:
            self.assertIn(rule, report.rules(), report.text())

    def test_all_is_well(self):
        report = self.company.judge()
        self.assertEqual([], [str(one) for one in report.violations])

    def test_every_rule_was_looked_at(self):
        checked = self.company.judge().checked
        for rule in ("work", "reason", "index", "grace", "stage", "evidence", "control", "proof",
                     "true_in_time", "false_in_time", "mail_lost", "mail_twice", "hook_lost",
                     "hook_twice", "daily_counts", "supervisor_early", "reminder", "missing_report",
                     "pace", "robots", "agent", "look_on_time", "negative_untrue", "daily_once",
                     "positive_untrue", "could_not_check_untrue", "alerted_for_nothing", "quiet",
                     "letters_apart"):
            self.assertGreater(checked.get(rule, 0), 0, rule)

    # verdicts

    def test_wrong_work_verdict(self):
        self.company.claims[0]["work"]["verdict"] = "PENDING"
        self.red("work", "intention")

    def test_wrong_reason(self):
        self.company.claims[1]["work"]["reason"] = "http_410"
        self.red("reason")

    def test_wrong_index_verdict(self):
        self.company.claims[0]["engines"][0]["verdict"] = "NOT_INDEXED"
        self.red("index")

    def test_grace_too_short(self):
        work = self.company.claims[1]["work"]
        work["public_at"] = text(moments.parse(work["since"]) + HOUR)
        self.red("grace")

    def test_captcha_read_as_absence(self):
        claim = self.company.claims[2]
        for row in claim["observations"]:
            if row["stage"] == "live":
                row.update(outcome="NOT_FOUND", reason="http_404", negative_proved=True,
                           detail={"canary": {"passed": True}})
        claim["work"].update(verdict="FAILED", reason="http_404",
                             public_at=text(at(4, "19:00")), since=text(at(3, "19:00")))
        self.red("negative_untrue", "work")

    def test_true_page_found_too_late(self):
        for name in ("first_pass_at", "since"):
            self.company.claims[0]["stages"][0][name] = text(at(5, "11:00"))
        self.red("true_in_time")

    def test_false_page_told_too_late(self):
        for notice in self.company.claims[1]["notices"]:
            notice["created_at"] = text(at(5, "11:00"))
        self.red("false_in_time")

    def test_episode_too_many(self):
        self.company.claims[1]["stages"][0]["episode"] = 2
        self.red("history")

    # texts

    def test_copied_text_with_its_mark_is_well(self):
        report = Company(copied=True).judge()
        self.assertEqual([], [str(one) for one in report.violations])
        self.assertGreater(report.checked["text_match"], 0)
        self.assertGreater(report.checked["text_match_untrue"], 0)

    def test_copied_text_without_a_mark(self):
        self.company = Company(copied=True)
        self.company.claims[3]["text_matches"] = []
        self.red("text_match")

    def test_text_match_with_another_claim(self):
        self.company = Company(copied=True)
        self.company.mark(3, 2)
        self.red("text_match")

    def test_text_match_without_passages(self):
        self.company = Company(copied=True)
        self.company.claims[3]["text_matches"][0]["passages"] = []
        self.red("text_match")

    def test_text_match_that_everybody_reads_at_once(self):
        self.company = Company(copied=True)
        match = self.company.claims[3]["text_matches"][0]
        match["public_at"] = match["found_at"]
        self.red("text_match")

    def test_text_match_of_a_text_of_ones_own(self):
        self.company.mark(0, 4)
        self.red("text_match_untrue")

    # looks

    def test_observation_doubled(self):
        rows = self.company.claims[0]["observations"]
        rows.append(dict(rows[0], id=999))
        self.red("observation_doubled")

    def test_observation_missing(self):
        rows = self.company.claims[0]["observations"]
        rows.remove(next(row for row in rows if row["stage"] == "live" and row["look_no"] == 2))
        self.red("observation_missing")

    def test_look_not_made(self):
        claim = self.company.claims[0]
        claim["observations"] = [row for row in claim["observations"]
                                 if not (row["stage"] == "live" and row["look_no"] == 4)]
        claim["looks"] = [row for row in claim["looks"]
                          if not (row["lane"] == "page" and row["look_no"] >= 4)]
        self.red("look_on_time")

    def test_look_overdue(self):
        self.company.claims[0]["looks"].append(
            {"lane": "page", "look_no": 6, "due_at": text(at(4, "20:00")), "state": "pending"})
        self.red("look_overdue")

    def test_positive_that_is_not_there(self):
        self.company.first(1).update(outcome="FOUND", reason="ok", negative_proved=False)
        self.red("positive_untrue")

    def test_wall_that_is_not_there(self):
        self.company.first(0).update(outcome="INCONCLUSIVE", reason="captcha")
        self.red("could_not_check_untrue")

    def test_a_batch_over_which_the_clock_was_set_holds_no_controls(self):
        row = self.company.first(0, "index:baidu")
        row.update(outcome="INCONCLUSIVE", reason="canary_failed", negative_proved=False)
        self.red("could_not_check_untrue")
        moment = moments.parse(row["observed_at"])
        self.company.machine.append({"trouble": "clock_forward", "from": moment - 2 * MINUTE,
                                     "to": moment - MINUTE})
        self.assertNotIn("could_not_check_untrue", self.company.judge().rules())

    def test_negative_of_a_page_that_is_there(self):
        self.company.first(0).update(outcome="NOT_FOUND", reason="http_404", negative_proved=True,
                                     detail={"canary": {"passed": True}})
        self.red("negative_untrue")

    def fault(self, trouble, site, first, last):
        self.company.fact(first, "", "fault", {"trouble": trouble, "site": site, "path": "",
                                               "from": text(first), "to": text(last)})

    def test_a_page_in_the_wrong_charset_may_be_read_and_a_cut_one_may_not(self):
        for trouble, said in (("wrong_charset", False), ("short_body", True)):
            self.company = Company()
            self.fault(trouble, "forum", at(2, "08:00"), at(2, "18:00"))
            self.assertEqual("negative_untrue" in self.company.judge().rules(), said, trouble)

    def test_a_shut_door_leaves_no_log(self):
        row = self.company.first(0)
        row.update(outcome="INCONCLUSIVE", reason="connect")
        self.red("could_not_check_untrue")
        moment = moments.parse(row["observed_at"])
        self.fault("sites_down", "", moment - MINUTE, moment + HOUR)
        self.assertNotIn("could_not_check_untrue", self.company.judge().rules())

    def test_true_negative_without_proof(self):
        self.company.first(1)["negative_proved"] = False
        self.red("negative_unproved")

    def test_evidence_that_cannot_be_fetched(self):
        number = self.company.first(1)["evidence"][0]["id"]
        self.company.evidence[str(number)].update(status=500, why="damaged")
        self.red("evidence")

    def test_evidence_with_other_bytes(self):
        number = self.company.first(1)["evidence"][0]["id"]
        self.company.evidence[str(number)]["sha256"] = "0" * 64
        self.red("evidence")

    def test_no_evidence(self):
        self.company.first(1)["evidence"] = []
        self.red("evidence")

    def test_control_did_not_pass(self):
        self.company.first(1)["detail"] = {"canary": {"passed": False}}
        self.red("control")

    def test_no_other_site_answered(self):
        self.company.access = [row for row in self.company.access if row["path"] != "/"]
        self.red("control")

    def test_engine_canary_missing(self):
        self.company.first(1, "index:baidu")["detail"] = {"canary": {"state": "missing"}}
        self.red("control")

    def test_too_few_negatives(self):
        claim = self.company.claims[1]
        claim["stages"][0]["since"] = self.company.first(1)["observed_at"]
        self.red("proof")

    def test_last_negative_before_the_deadline(self):
        rows = [row for row in self.company.claims[1]["observations"] if row["stage"] == "live"]
        rows[0]["observed_at"] = text(at(2, "17:01"))
        self.company.claims[1]["stages"][0]["since"] = text(at(2, "18:59"))
        self.red("proof")

    def test_command_line_tells_something_else(self):
        self.company.command_line["text"] = '{"totals": {"work": {"VERIFIED": 3}}}'
        self.red("command_line")

    def test_claim_never_taken(self):
        del self.company.claims[0]
        self.red("claim_taken")

    def test_claim_out_of_nothing(self):
        self.company.claims[9] = dict(self.company.claims[0], id=77)
        self.red("claim_taken")

    # messages

    def test_mail_lost(self):
        self.company.mail = [row for row in self.company.mail if "需补正：" not in row["subject"]]
        self.red("mail_lost")

    def test_mail_twice_with_two_ids(self):
        letter = next(row for row in self.company.mail if row["subject"].startswith("需补正"))
        self.company.mail.append(dict(letter, message_id="<msg_other@vouch>"))
        self.red("mail_twice")

    def test_mail_twice_unmarked(self):
        self.company.mail.append(dict(self.company.mail[0]))
        self.red("mail_twice")

    def test_mail_twice_marked_is_fine(self):
        letter = self.company.mail[0]
        self.company.mail.append(dict(letter))
        self.company.deliveries.append({"id": 99, "message": letter["message_id"][1:].split("@")[0],
                                        "attempt": 2, "outcome": "unknown"})
        self.assertEqual([], self.company.judge().rules())

    def test_a_letter_about_several_tells_each_of_them(self):
        letter = next(row for row in self.company.mail if row["subject"].startswith("需补正"))
        letter.update(subject="需补正：2 项工作",
                      text="- 标题\n  http://vouch/p/secret/claims/2\n- 别的\n  http://vouch/p/x")
        self.assertEqual([], self.company.judge().rules())

    def test_a_letter_about_several_that_leaves_one_out(self):
        letter = next(row for row in self.company.mail if row["subject"].startswith("需补正"))
        letter.update(subject="需补正：2 项工作", text="- 标题\n  http://vouch/p/secret/claims/22")
        self.red("mail_lost")

    def test_told_in_two_letters(self):
        letter = next(row for row in self.company.mail if row["subject"].startswith("需补正"))
        self.company.letter(moments.parse(letter["at"]) + HOUR, "zhang", "需补正：2 项工作",
                            letter["text"])
        self.red("mail_twice")

    def test_letter_at_night(self):
        self.company.letter(at(3, "22:00"), "zhang", "更正通知： 标题", "x")
        self.red("quiet")

    def test_letter_on_a_day_off(self):
        self.company.letter(at(7, "12:00"), "zhang", "更正通知： 标题", "x")
        self.red("quiet")

    def test_an_urgent_letter_at_night_is_fine(self):
        self.company.letter(at(3, "22:00"), "boss", "检测系统异常： 百度", "x")
        self.assertEqual([], self.company.judge().rules())

    def test_two_letters_of_a_group_too_close(self):
        for minute in ("12:00", "12:20"):
            self.company.letter(at(4, minute), "zhang", f"更正通知： {minute}", "x")
        self.red("letters_apart")

    def test_trouble_that_lasts_told_twice_a_day(self):
        for hour in ("09:00", "15:00"):
            self.company.letter(at(4, hour), "boss", "检测系统仍有异常：1 件", "x")
        self.red("mail_twice")

    def test_trouble_that_lasts_told_each_day(self):
        for day in (3, 4):
            self.company.letter(at(day, "09:00"), "boss", "检测系统仍有异常：1 件", "x")
        self.assertEqual([], self.company.judge().rules())

    def test_letters_that_a_server_held_up_may_arrive_together(self):
        for minute in ("12:00", "12:40"):
            self.company.letter(at(4, "13:00"), "zhang", f"更正通知： {minute}", "x")
            self.company.mail[-1]["date"] = f"Wed, 04 Mar 2026 {minute}:00 +0800"
        self.assertEqual([], self.company.judge().rules())

    def test_letter_to_the_wrong_employee(self):
        self.company.letter(at(4, "12:00"), "wang", "需补正： 标题", "/claims/2")
        self.red("mail_reader")

    def test_supervisor_told_before_grace(self):
        self.company.letter(at(3, "09:30"), "boss", "团队有一项工作需要您看： 标题", "/claims/2")
        self.red("supervisor_early")

    def test_supervisor_notice_due_before_grace(self):
        self.company.claims[1]["notices"][1]["due_at"] = text(at(3, "09:00"))
        self.red("supervisor_early")

    def test_daily_message_counts_too_early(self):
        letter = next(row for row in self.company.mail if "工作 2026-03-03" in row["subject"])
        letter["text"] = "需要您处理：2 项（申诉 1，需补正 1（张三 1））\nhttp://v/s/x?list=needs_you"
        self.red("supervisor_early")

    def test_weekly_digest_names_somebody_too_early(self):
        text = "## 3 过了处理期\n- 张三：未检测到 1 项、掉线 1 项\n  http://v/s/x?list=failed\n\n## 4 关键词\n"
        self.company.letter(at(3, "09:30"), "boss", "清泉 推广周报 2026-02-23 至 03-01", text)
        self.red("supervisor_early")

    def test_weekly_digest_lists_a_lost_page_too_early(self):
        text = "## 6 本周掉线\n- 标题\n  http://v/s/x/claims/2\n\n## 7 访问\n"
        self.company.letter(at(3, "09:30"), "boss", "清泉 推广周报 2026-02-23 至 03-01", text)
        self.red("supervisor_early")

    def test_weekly_digest_of_a_person_tells_of_others(self):
        self.company.letter(at(4, "12:00"), "wang", "清泉 您的推广周报 2026-02-23 至 03-01",
                            "## 5 收录\n- 标题\n  http://v/p/x/claims/2\n")
        self.red("weekly_reader")

    def test_weekly_digest_of_a_person_at_night(self):
        self.company.letter(at(4, "21:00"), "wang", "清泉 您的推广周报 2026-02-23 至 03-01", "您")
        self.red("quiet")

    def test_daily_message_leaves_somebody_out(self):
        letter = next(row for row in self.company.mail if "工作 2026-03-04" in row["subject"])
        letter["text"] = "今天没有需要您处理的事。\nhttp://v/s/x?list=all"
        self.red("daily_counts")

    def test_daily_message_says_and_others_without_eight_names(self):
        letter = next(row for row in self.company.mail if "工作 2026-03-04" in row["subject"])
        letter["text"] = "需要您处理：1 项（需补正 1（张三 1 等））\nhttp://v/s/x?list=needs_you"
        self.red("daily_counts")

    def test_grace_waits_for_a_daemon_that_was_dead(self):
        letter = next(row for row in self.company.mail if "工作 2026-03-04" in row["subject"])
        letter["text"] = "今天没有需要您处理的事。\nhttp://v/s/x?list=all"
        self.company.kills = [at(3, "06:00") + number * MINUTE for number in range(14 * 60)]
        self.assertNotIn("daily_counts", self.company.judge().rules())

    def test_few_kills_move_no_grace(self):
        letter = next(row for row in self.company.mail if "工作 2026-03-04" in row["subject"])
        letter["text"] = "今天没有需要您处理的事。\nhttp://v/s/x?list=all"
        self.company.kills = [at(3, "06:00") + number * MINUTE for number in range(60)]
        self.red("daily_counts")

    def test_two_daily_messages(self):
        self.company.letter(at(3, "15:00"), "boss", "清泉 推广工作 2026-03-03", "again")
        self.red("daily_once")

    def test_daily_message_missing(self):
        self.company.mail = [row for row in self.company.mail
                             if "工作 2026-03-04" not in row["subject"]]
        self.red("daily_missing")

    def test_reminder_to_one_who_reported(self):
        self.company.letter(at(3, "17:30"), "zhang", "2026-03-03 的工作报告还没有收到", "交")
        self.red("reminder")

    def test_reminder_on_leave(self):
        for row in self.company.truth:
            value = row["value"]
            if row["fact"] == "duty" and value["who"] == "wang" and value["date"] == "2026-03-03":
                value.update(expected=False, why="leave")
        self.red("reminder", "missing_report")

    def test_reminder_forgotten(self):
        self.company.mail = [row for row in self.company.mail if "还没有收到" not in row["subject"]]
        self.red("reminder")

    def test_missing_report_not_named(self):
        for row in self.company.mail:
            row["text"] = row["text"].replace("未交报告：2026-03-03 王五", "")
        self.red("missing_report")

    def test_told_about_a_disputed_claim(self):
        since = at(2, "19:18")
        self.company.claims[4]["notices"].append({
            "id": 5, "kind": "needs_correction", "audience": "employee", "state": "dropped",
            "created_at": text(since), "due_at": text(since),
            "body": {"stage": "live", "episode": 1, "reason": "http_404"}})
        self.red("told_while_settled")

    def test_told_about_a_wall(self):
        self.company.letter(at(4, "20:00"), "zhang", "需补正： 标题", "/claims/3")
        self.red("alerted_for_nothing", "negative_unexplained")

    def test_notice_without_a_negative(self):
        self.company.claims[1]["notices"][0]["created_at"] = text(at(2, "17:30"))
        self.red("negative_unexplained")

    def test_told_about_a_duplicate(self):
        self.company.letter(at(3, "12:00"), "wang", "需补正： 标题", "/claims/4")
        self.red("duplicate_told")

    def test_event_lost(self):
        self.company.hooks = self.company.hooks[1:]
        self.red("hook_lost")

    def test_event_twice_under_two_ids(self):
        self.company.hooks.append(dict(self.company.hooks[0], id="msg_9"))
        self.red("hook_twice")

    def test_event_again_under_its_id_is_fine(self):
        self.company.hooks.append(dict(self.company.hooks[0]))
        self.assertEqual([], self.company.judge().rules())

    def test_event_with_a_bad_signature(self):
        self.company.hooks.append({"at": text(END), "id": "", "error": "signature", "body": ""})
        self.red("hook_refused")

    # politeness

    def test_host_asked_too_fast(self):
        row = next(row for row in self.company.access if row["path"] == "/there")
        self.company.ask(moments.parse(row["at"]) + 900, "forum.localhost", "/there")
        self.red("pace")

    def test_service_told_too_fast(self):
        for minutes in (0, 9):
            self.company.ask(at(4, "03:00") + minutes * 60_000, "provider", "/urls?site=a")
        self.red("submission_pace")

    def test_robots_not_read(self):
        self.company.access = [row for row in self.company.access if row["path"] != "/robots.txt"]
        self.red("robots")

    def test_robots_not_obeyed(self):
        self.company.ask(at(4, "03:00"), "forum.localhost", "/user/1")
        self.red("robots")

    def test_retry_after_not_kept(self):
        self.company.fact(at(4, "01:00"), "", "fault", {
            "trouble": "unavailable_503", "site": "forum", "path": "/x",
            "from": text(at(4, "01:00")), "to": text(at(4, "02:00"))})
        self.company.ask(at(4, "01:10"), "forum.localhost", "/x", 503)
        self.company.ask(at(4, "01:12"), "forum.localhost", "/there")
        self.red("retry_after")

    def test_borrowed_name(self):
        self.company.access[0]["agent"] = "Mozilla/5.0 (compatible; Baiduspider/2.0)"
        self.red("agent")


class FoldTest(unittest.TestCase):
    """The judge's own stage machine."""

    def run_fold(self, rows, now=END, survival=7 * DAY):
        seen = [fold.Seen(moment, outcome, "r", proved) for moment, outcome, proved in rows]
        return fold.run(seen, at(2, "19:00"), 2, 2 * HOUR, survival, now)

    def test_two_spaced_negatives_past_the_deadline(self):
        rows = [(at(2, "17:10"), "NOT_FOUND", True), (at(2, "19:10"), "NOT_FOUND", True)]
        self.assertEqual("FAIL", self.run_fold(rows).state)

    def test_too_near_together(self):
        rows = [(at(2, "18:10"), "NOT_FOUND", True), (at(2, "19:10"), "NOT_FOUND", True)]
        self.assertNotEqual("FAIL", self.run_fold(rows, at(2, "20:00")).state)

    def test_unproved_counts_for_nothing(self):
        rows = [(at(2, "17:10"), "NOT_FOUND", False), (at(2, "19:10"), "NOT_FOUND", True)]
        self.assertEqual("SUSPECT", self.run_fold(rows, at(2, "20:00")).state)

    def test_a_miss_shortly_before_the_deadline_is_a_hint(self):
        rows = [(at(2, "17:10"), "NOT_FOUND", True)]
        self.assertEqual("SUSPECT", self.run_fold(rows, at(2, "18:00")).state)

    def test_nothing_conclusive_waits_for_a_person(self):
        rows = [(at(2, "17:10"), "INCONCLUSIVE", False)]
        self.assertEqual("UNCHECKABLE", self.run_fold(rows).state)

    def test_gone_inside_the_window(self):
        rows = [(at(2, "17:10"), "FOUND", False), (at(3, "10:00"), "NOT_FOUND", True),
                (at(3, "12:00"), "NOT_FOUND", True)]
        self.assertEqual("REGRESSED", self.run_fold(rows).state)

    def test_gone_after_the_window(self):
        rows = [(at(2, "17:10"), "FOUND", False), (at(3, "20:00"), "NOT_FOUND", True),
                (at(3, "23:00"), "NOT_FOUND", True)]
        self.assertEqual("PASS", self.run_fold(rows, survival=DAY).state)

    def test_back_again(self):
        rows = [(at(2, "17:10"), "NOT_FOUND", True), (at(2, "19:10"), "NOT_FOUND", True),
                (at(3, "10:00"), "FOUND", False)]
        stage = self.run_fold(rows)
        self.assertEqual(("PASS", 1), (stage.state, len(stage.episodes)))


class CalendarTest(unittest.TestCase):
    def test_friday_evening_to_monday(self):
        self.assertEqual(at(9, "19:00"), moments.add_workdays(at(6, "19:00"), 1))

    def test_saturday_counts_as_monday_morning(self):
        self.assertEqual(at(10, "00:00"), moments.add_workdays(at(7, "15:00"), 1))

    def test_made_up_sunday_is_a_working_day(self):
        friday = moments.parse("2026-05-08T10:00:00+08:00")
        self.assertEqual(moments.parse("2026-05-09T10:00:00+08:00"),
                         moments.add_workdays(friday, 1))

    def test_national_day_week(self):
        before = moments.parse("2026-09-30T10:00:00+08:00")
        self.assertEqual(moments.parse("2026-10-08T10:00:00+08:00"),
                         moments.add_workdays(before, 1))



class TwoMonths(unittest.TestCase):
    """What engines_month.py calls a difference between a month with a day of captchas and one without."""

    CALM = {1: ["VERIFIED", "ok", {"baidu": "INDEXED", "bing": "NOT_INDEXED"}]}

    def differences(self, stormy, truth=()):
        return compare("at the end", stormy, self.CALM, {key: True for key in truth})

    def test_equal_verdicts_are_none(self):
        self.assertEqual(self.differences(copy.deepcopy(self.CALM)), ([], 0))

    def test_another_verdict_of_work(self):
        stormy = {1: ["FAILED", "http_404", self.CALM[1][2]]}
        self.assertEqual(len(self.differences(stormy)[0]), 1)

    def test_a_claim_that_is_missing(self):
        self.assertEqual(len(self.differences({})[0]), 1)

    def test_another_verdict_of_an_engine(self):
        stormy = {1: ["VERIFIED", "ok", {"baidu": "NOT_INDEXED", "bing": "NOT_INDEXED"}]}
        self.assertEqual(len(self.differences(stormy, [(1, "baidu")])[0]), 1)

    def test_not_found_yet_is_one_where_the_engine_does_not_know_the_page(self):
        stormy = {1: ["VERIFIED", "ok", {"baidu": "WATCHING", "bing": "NOT_INDEXED"}]}
        self.assertEqual(self.differences(stormy, [(1, "baidu")]), ([], 1))
        self.assertEqual(len(self.differences(stormy)[0]), 1)


if __name__ == "__main__":
    unittest.main()
