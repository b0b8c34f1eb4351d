#!/usr/bin/env python3
"""The judge's rules of chat robots and applications: silent when all is well, and red for each broken once."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from judge import moments  # noqa: E402
from judge_test import Company, at, text  # noqa: E402

import json  # noqa: E402

PLACES = [{"name": "group", "kind": "wecom", "users": {}}, {"name": "push", "kind": "serverchan", "users": {"boss": ""}},
          {"name": "app", "kind": "wecom_app", "users": {"boss": "Boss", "zhang": "Zhang"}}]


class RobotCompany(Company):
    """A group that hears counts, a supervisor's push and an application for two people."""

    def __init__(self):
        super().__init__()
        self.robot_places = PLACES
        self.group = self.say(at(3, "09:00"), "group", "", "推广工作 2026-03-03", "等待主管处理：1 项")
        self.trouble = self.say(at(3, "22:00"), "group", "", "Vouch 核验：检测系统异常", "百度")
        self.push = self.say(at(4, "09:00"), "push", "boss", "清泉 推广工作 2026-03-04", "需要您处理：1 项")
        told = moments.parse(self.claims[1]["notices"][0]["created_at"])
        self.told = self.say(told, "app", "zhang", "需补正： 标题", "看 http://vouch/p/secret/claims/2")
        self.daily = self.say(at(4, "09:00"), "app", "boss", "清泉 推广工作 2026-03-04", "需要您处理：1 项")

    def say(self, moment, channel, login, subject, words):
        """A row that was sent, and what its platform heard."""
        name = f"msg_robot{len(self.outbox):08d}"
        row = {"id": name, "channel": channel, "login": login, "subject": subject, "state": "sent",
               "possible_duplicate": 0, "created_at": moment,
               "body": json.dumps({"title": subject, "lines": [{"text": words, "url": ""}], "link": ""})}
        self.outbox.append(row)
        app = channel == "app"
        line = {"at": text(moment), "robot": channel, "to": login.capitalize() if app else "", "taken": True,
                "shown": True, "trouble": "", "text": f"{subject}\n{words}" + (f"\n编号 {name[-8:]}" if app else "")}
        self.robots.append(line)
        return row, line

    def unsure(self, row):
        row["possible_duplicate"] = 1
        self.deliveries.append({"id": 900 + len(self.deliveries), "message": row["id"], "attempt": 1, "outcome": "unknown"})


class RobotRules(unittest.TestCase):
    def setUp(self):
        self.company = RobotCompany()

    def red(self, *rules):
        report = self.company.judge()
        self.assertEqual(sorted(rules), [rule for rule in report.rules() if rule in rules], report.text())

    def well(self):
        self.assertEqual([], [str(one) for one in self.company.judge().violations])

    def test_all_is_well_and_looked_at(self):
        self.well()
        checked = self.company.judge().checked
        for rule in ("robot_refused", "robot_lost", "robot_twice", "robot_group", "robot_quiet", "robot_reader"):
            self.assertGreater(checked.get(rule, 0), 0, rule)

    def test_a_message_that_the_platform_would_not_take(self):
        self.company.robots[0].update(error="the signature does not fit", taken=False, shown=False)
        self.red("robot_refused")

    def test_sent_and_never_taken(self):
        for place in ("group", "push", "told"):
            with self.subTest(place):
                self.company = RobotCompany()
                self.company.robots.remove(getattr(self.company, place)[1])
                self.red("robot_lost")

    def test_sent_after_a_refusal_alone(self):
        self.company.group[1].update(taken=False, shown=False, trouble="robot_500")
        self.red("robot_lost")

    def test_taken_though_dead(self):
        self.company.told[0]["state"] = "dead"
        self.red("robot_dead")

    def test_dead_and_never_taken_is_fine_for_this_rule(self):
        self.company.told[0]["state"] = "dead"
        self.company.robots.remove(self.company.told[1])
        self.assertNotIn("robot_dead", self.company.judge().rules())

    def test_twice_without_a_mark(self):
        for place in ("group", "push", "told"):
            with self.subTest(place):
                self.company = RobotCompany()
                self.company.kills = [at(3, "12:00")]
                self.company.robots.append(dict(getattr(self.company, place)[1]))
                self.red("robot_twice")

    def test_twice_with_a_mark_and_a_kill_is_fine(self):
        self.company.kills = [at(3, "09:00")]
        self.company.robots.append(dict(self.company.group[1]))
        self.company.unsure(self.company.group[0])
        self.well()

    def test_twice_with_a_mark_and_a_dropped_answer_is_fine(self):
        self.company.robots.append(dict(self.company.group[1], trouble="robot_dropped"))
        self.company.unsure(self.company.group[0])
        self.well()

    def test_more_copies_than_kills_and_dropped_answers(self):
        self.company.robots.append(dict(self.company.group[1]))
        self.company.unsure(self.company.group[0])
        self.red("robot_twice")

    def test_a_repeat_that_the_platform_knows_is_no_copy(self):
        self.company.robots.append(dict(self.company.told[1], shown=False))
        self.well()

    def test_several_in_one_message(self):
        row, line = self.company.say(at(3, "09:00"), "group", "", "Vouch 核验：通知渠道已停用", "mail")
        self.company.robots.remove(line)
        self.company.group[1]["text"] = "Vouch 核验：2 条消息\n1. 推广工作 2026-03-03\n2. " + row["subject"]
        self.well()

    def test_said_without_a_row(self):
        self.company.outbox.remove(self.company.group[0])
        self.red("robot_lost")

    def test_a_persons_name_in_a_group(self):
        self.company.group[1]["text"] += "\n张三 需补正 1"
        self.red("robot_group")

    def test_a_group_disturbed_at_night(self):
        self.company.say(at(3, "22:00"), "group", "", "推广工作 2026-03-02", "x")
        self.red("robot_quiet")

    def test_a_letter_at_night(self):
        self.company.say(at(3, "22:00"), "app", "zhang", "更正通知： 标题", "x")
        self.red("robot_quiet")

    def test_a_letter_to_another_person(self):
        self.company.told[1]["to"] = "Boss"
        self.red("robot_reader")

    def test_a_letter_to_somebody_who_is_not_listed(self):
        self.company.told[0]["login"] = "wang"
        self.red("robot_reader")

    def test_a_letter_about_another_persons_work(self):
        self.company.say(at(4, "12:00"), "app", "zhang", "更正通知： 标题", "http://vouch/claims/4")
        self.red("mail_reader")

    def test_a_supervisor_told_before_grace(self):
        for channel in ("push", "app"):
            with self.subTest(channel):
                self.company = RobotCompany()
                self.company.say(at(3, "09:30"), channel, "boss", "团队有一项工作需要您看： 标题", "http://vouch/claims/2")
                self.red("supervisor_early")


if __name__ == "__main__":
    unittest.main()
