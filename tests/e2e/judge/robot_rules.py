"""Chat robots and applications: what the outbox calls sent was taken by the platform, nothing else was, nothing
twice without cause, a group reads of no person, and a person only the own letters, after the same rules as mail."""

import json

from . import moments, policies
from .message_rules import is_urgent, is_weekly, mails_true, supervisor_letters

# Signs of markup are written in full width, or as their twins.
SIGNS = str.maketrans("", "", "<>*_#[]`!|＜＞＊＿＃［］｀！｜ …\n")
TITLE = 24  # characters; a platform may cut the rest
NUMBER = 8  # characters of a row's id that an application's text ends in


def plain(text):
    return text.translate(SIGNS)


class Channel:
    """One robot: its rows of the outbox and what its platform heard."""

    def __init__(self, case, robot):
        self.name, self.users = robot["name"], robot["users"]
        self.application = robot["kind"].endswith("_app")
        self.personal = bool(self.users)
        self.rows = [row for row in case.said.get("outbox", []) if row["channel"] == self.name]
        self.heard = [line for line in case.logs.robots if line["robot"] == self.name and line["taken"]]

    def groups(self):
        """Rows that the platform's words do not tell apart: of an application each by itself."""
        out = {}
        for row in self.rows:
            key = row["id"] if self.application else plain(row["subject"])[:TITLE]
            out.setdefault(key, []).append(row)
        return out

    def rows_in(self, line):
        words = plain(line["text"])
        return [row for row in self.rows if (line["text"].endswith(row["id"][-NUMBER:]) if self.application
                                             else plain(row["subject"])[:TITLE] in words)]

    def copies(self, rows):
        """Each time that one of these rows was taken and can be read, with its line."""
        out = []
        for line in self.heard:
            if self.application:
                mine = line["to"] == self.users.get(rows[0]["login"]) and line["text"].endswith(rows[0]["id"][-NUMBER:])
                out += [line] if mine and line["shown"] else []
            else:
                out += [line] * plain(line["text"]).count(plain(rows[0]["subject"])[:TITLE])
        return out


def check(case, report):
    report.count("robot_refused")
    for line in case.logs.robots:
        report.check(not line.get("error"), None, "robot_refused",
                     "signature, size and rate as the platform asks for", f"{line['robot']}: {line.get('error')}")
    unsure = {}
    for row in case.said["deliveries"]:
        if row["outcome"] == "unknown":
            unsure[row["message"]] = unsure.get(row["message"], 0) + 1
    robots = case.world.get("robots", [])
    again = set()
    for robot in robots:
        channel = Channel(case, robot)
        for rows in channel.groups().values():
            again |= arrived(channel, rows, unsure, report)
        strangers(channel, report)
        rest(case, channel, report)
        if channel.personal:
            own_letters(case, channel, report)
        else:
            no_names(case, channel, report)
    # A kill may find one message of each robot on its way.
    dropped = sum(line["trouble"] == "robot_dropped" for line in case.logs.robots)
    report.check(len(again) <= dropped + len(case.logs.kills) * len(robots), None, "robot_twice",
                 f"at most {dropped} dropped answers and {len(case.logs.kills)} kills told again", len(again))


def arrived(channel, rows, unsure, report):
    """The messages that tell of these rows once more than there are rows."""
    copies = channel.copies(rows)
    title = f"{rows[0]['subject'][:24]!r} by {channel.name}"
    sent = [row for row in rows if row["state"] == "sent"]
    dead = [row for row in rows if row["state"] == "dead"]
    report.check(len(copies) >= len(sent), None, "robot_lost", f"{title} taken {len(sent)} times", len(copies))
    if dead and not sent:
        report.check(not copies, None, "robot_dead", f"{title} never taken, for it is dead", len(copies))
    more = max(0, len(copies) - len(rows))
    doubtful = sum(unsure.get(row["id"], 0) for row in rows if row["possible_duplicate"])
    report.check(more <= doubtful, None, "robot_twice", f"{title} once, or marked as a possible duplicate",
                 f"{more} too many, {doubtful} attempts marked")
    return {id(line) for line in copies[len(rows):]}


# Nothing is said that no row says.
def strangers(channel, report):
    for line in channel.heard:
        report.check(bool(channel.rows_in(line)), None, "robot_lost",
                     f"a row for what {channel.name} said", line["text"][:24])


# A group is told of the system and of counts.
def no_names(case, channel, report):
    names = [person["name"] for person in case.people.values() if person["role"] == "employee"]
    for line in channel.heard:
        found = [name for name in names if name in line["text"]]
        report.check(not found, None, "robot_group", f"no person's name in {channel.name}", found)


# Several that waited may be one message: it is urgent if one of them is.
def rest(case, channel, report):
    for line in channel.heard:
        moment = line["moment"]
        if any(goes_at_night(row) for row in channel.rows_in(line)) \
                or case.truth.jolted(moment - policies.CANARY_AGE, moment + policies.CANARY_AGE):
            continue
        loud = moments.after_quiet(moment, policies.QUIET_FROM, policies.QUIET_TO) == moment
        report.check(loud, None, "robot_quiet", f"nothing by {channel.name} in quiet time",
                     f"{line['text'][:24]!r} at {moments.show(moment)}")


def goes_at_night(row):
    mail = {"subject": row["subject"].removeprefix("Vouch 核验：")}
    return is_urgent(mail) or is_weekly(mail)


# The same letters as by mail, to the same people.
def own_letters(case, channel, report):
    letters = []
    for row in channel.rows:
        report.check(row["login"] in channel.users, None, "robot_reader",
                     f"{channel.name} for one of {sorted(channel.users)}", row["login"] or "nobody")
        copies = channel.copies([row])
        person = case.people.get(row["login"])
        if not copies or person is None:
            continue
        lines = json.loads(row["body"])["lines"]
        letters.append({"to": person["email"], "subject": row["subject"], "written": row["created_at"],
                        "text": "\n".join(f"{line['text']} {line['url']}" for line in lines),
                        "moment": min(line["moment"] for line in copies)})
    for line in channel.heard:
        if channel.application:
            report.check(any(line["text"].endswith(row["id"][-NUMBER:]) and channel.users.get(row["login"]) == line["to"]
                             for row in channel.rows), None, "robot_reader", "a letter of its own person", line["to"])
    mails_true(case, report, letters)
    supervisor_letters(case, report, letters)
