"""Messages: nothing lost, nothing twice, nobody told too early or for nothing."""

import re
from datetime import date, timedelta

from . import moments, policies
from .fold import FOUND

WORK_KINDS = ("needs_correction", "regressed")
SUBJECTS = {"needs_correction": ("需补正",), "regressed": ("掉线",), "correction": ("更正",)}
HOOK_AUDIENCE = {"needs_correction": "employee", "regressed": "employee",
                 "correction": "employee", "index_overdue": "supervisor",
                 "not_reported": "supervisor"}
HOOK_TYPES = {"claim.needs_correction": "needs_correction", "claim.regressed": "regressed",
              "claim.corrected": "correction", "index.overdue": "index_overdue",
              "report.missing": "not_reported"}


def check(case, report):
    mails_arrive(case, report)
    mails_once(case, report)
    mails_true(case, report)
    mails_rest(case, report)
    mails_apart(case, report)
    weeklies(case, report)
    supervisor(case, report)
    daily(case, report)
    duties(case, report)
    hooks(case, report)
    outbox(case, report)
    nobody_alerted(case, report)


def is_daily(mail):
    return " 推广工作 20" in mail["subject"]


def daily_day(mail):
    """The day that it is about: a mail server that is away delivers it on the next."""
    return date.fromisoformat(re.search(r"20\d\d-\d\d-\d\d", mail["subject"]).group(0))


def is_weekly(mail):
    return "推广周报 20" in mail["subject"]


def is_own_weekly(mail):
    return "您的推广周报 20" in mail["subject"]


def week_block(mail, number):
    """The lines of one block of a weekly digest."""
    found = re.search(rf"^## {number} .*\n((?:.+\n)*)", mail["text"], re.MULTILINE)
    return found.group(1) if found else ""


def is_reminder(mail):
    return "的工作报告还没有收到" in mail["subject"]


def reminder_days(mail):
    """One day stands in the subject, several in the list."""
    days = re.findall(r"\d{4}-\d\d-\d\d", mail["subject"])
    return days or re.findall(r"^- (\d{4}-\d\d-\d\d)$", mail["text"], re.MULTILINE)


# What the operator marked as urgent; and what he gave an hour of its own.
URGENT = ("检测系统", "检测覆盖率", "通知渠道", "有消息没有送达")
GROUPS = ("需补正", "掉线", "更正通知", "重点词页面未收录", "无法检测，等待人工") + URGENT[:1]
LASTS = "检测系统仍有异常"
CLOSED = "通知渠道今天不再接收"


def is_urgent(mail):
    return mail["subject"].startswith(URGENT)


def times_told(case, address, number, kind):
    """How often letters of that kind hold the claim's link; a letter that came twice counts once."""
    letters = {mail["message_id"]: mail for mail in case.logs.mail if mail["to"] == address
               and mail["subject"].startswith(SUBJECTS[kind])}
    return sum(len(re.findall(rf"/claims/{number}\b", mail["text"])) for mail in letters.values())


REFUSED_SOON = 10 * moments.MINUTE  # a letter goes out within


def letter_window(shown):
    """When the letter of a notice is written: after the wait for others, and where a letter of the
    group went out just before, an interval after that; not in quiet time."""
    first = shown + policies.GROUP_WAIT
    return tuple(moments.after_quiet(one, policies.QUIET_FROM, policies.QUIET_TO)
                 for one in (first, first + policies.GROUP_INTERVAL))


def refused_at(case, moment, until=None):
    """The mail server knew no mailbox at that time: the letter is dead, and the operator is told."""
    return any(fault.trouble == "mail_refused"
               and fault.start - REFUSED_SOON <= (until or moment) and moment < fault.end
               for fault in case.truth.faults)


def must_be_told(case, claim, notice):
    """What is not true any more when its letter is written is not told; and a correction is told
    only to whom the negative was."""
    shown = moments.parse(notice["created_at"])
    first, last = letter_window(shown)
    if last + moments.MINUTE >= case.now or claim is None:
        return False
    address = case.people[case.file(claim)["user"]["login"]]["email"]
    if notice["kind"] == "correction":
        return any(times_told(case, address, claim.id, kind) for kind in WORK_KINDS)
    verdicts = ("FAILED", "REGRESSED")
    return all(case.expected(claim, moment).work in verdicts
               for moment in (shown, first, last + moments.MINUTE)) \
        and not settled_within(case, claim, notice, shown, last + moments.MINUTE)


def settled_within(case, claim, notice, shown, last):
    """A look that saw it, or a person's act, may have settled it meanwhile."""
    stage = (notice["body"] or {}).get("stage")
    seen = [moments.parse(row["observed_at"]) for row in case.observations(claim, stage)
            if row["outcome"] == FOUND] if stage else []
    return any(shown < moment <= last
               for moment in seen + [act.at for act in claim.acts])


# Every notice that an employee was shown stands in a letter, if it is still true when that is
# written: once.
def mails_arrive(case, report):
    for file in case.files.values():
        shown = {}
        for notice in file["notices"]:
            if notice["audience"] == "employee" and notice["state"] == "shown" \
                    and notice["kind"] in SUBJECTS:
                shown.setdefault(notice["kind"], []).append(notice)
        for kind, notices in shown.items():
            address = case.people.get(file["user"]["login"], {}).get("email")
            if not address:
                continue
            claim = case.claim_by_id(file["id"])
            told = times_told(case, address, file["id"], kind)
            needed = [one for one in notices if must_be_told(case, claim, one)]
            refused = sum(refused_at(case, *letter_window(moments.parse(one["created_at"])))
                          for one in needed)
            report.check(told >= len(needed) - refused, claim and claim.n, "mail_lost",
                         f"{len(needed)} times in letters {kind}", f"{told}")
            report.check(told <= len(notices), claim and claim.n, "mail_twice",
                         f"{len(notices)} times in letters {kind}", f"{told} times")


# Nobody is disturbed in quiet time: a letter that is late because a server was away waits as well.
def mails_rest(case, report):
    for mail in case.logs.mail:
        moment = mail["moment"]
        loud = moments.after_quiet(moment, policies.QUIET_FROM, policies.QUIET_TO) == moment
        if is_urgent(mail) or (is_weekly(mail) and not is_own_weekly(mail)):
            continue
        # A clock set by somebody else while a letter is on its way is no letter at night.
        if case.truth.jolted(moment - policies.CANARY_AGE, moment + policies.CANARY_AGE):
            continue
        report.check(loud, None, "quiet", f"no letter to {mail['to']} in quiet time",
                     f"{mail['subject'][:24]!r} at {moments.show(moment)}")


# At most one letter to a reader about one rule within the interval, counted when it was written.
def mails_apart(case, report):
    written = {}
    for mail in case.logs.mail:
        group = next((one for one in GROUPS if mail["subject"].startswith(one)), None)
        if group:
            written.setdefault((mail["to"], group), {})[mail["message_id"]] = mail["written"]
    for (to, group), letters in written.items():
        report.count("letters_apart")
        apart(case, report, "letters_apart", sorted(letters.values()), policies.GROUP_INTERVAL,
              f"letters {group} to {to} half an hour apart")


# A clock set by somebody else counts nothing apart.
def apart(case, report, rule, times, least, expected):
    for before, after in zip(times, times[1:]):
        if not case.truth.jolted(before, after):
            report.check(after - before >= least - 1000, None, rule, expected,
                         f"{moments.show(before)} and {moments.show(after)}")


def mails_once(case, report):
    attempts, unsure = {}, {}
    for row in case.said["deliveries"]:
        attempts[row["message"]] = attempts.get(row["message"], 0) + 1
        if row["outcome"] == "unknown":
            unsure[row["message"]] = unsure.get(row["message"], 0) + 1
    by_text, by_id = {}, {}
    for mail in case.logs.mail:
        key = (mail["to"], mail["subject"], mail["text"])
        by_text.setdefault(key, {})[mail["message_id"]] = mail["written"]
        by_id.setdefault(mail["message_id"], []).append(mail)
        report.check(bool(mail["message_id"]), None, "mail_twice", "a Message-ID", mail["subject"])
    for (to, subject, _), ids in by_text.items():
        if subject.startswith(LASTS):  # the same trouble, told again
            apart(case, report, "mail_twice", sorted(ids.values()), policies.REPEAT_INTERVAL,
                  f"{subject!r} to {to} once a day")
            continue
        if subject.startswith(CLOSED):  # of another day
            apart(case, report, "mail_twice", sorted(ids.values()), moments.DAY - 12 * moments.HOUR,
                  f"{subject!r} to {to} once a day")
            continue
        report.check(len(ids) == 1, None, "mail_twice", f"one Message-ID for {subject!r} to {to}",
                     f"{len(ids)}")
    for name, mails in by_id.items():
        report.count("mail_twice")
        if len(mails) == 1:
            continue
        message = next((one for one in attempts if one in name), None)
        doubtful = unsure.get(message, 0)
        report.check(len(mails) - 1 <= doubtful, None, "mail_twice",
                     f"{mails[0]['subject']!r} once, or marked as a possible duplicate",
                     f"{len(mails)} times, {doubtful} attempts marked")
        same = {(mail["to"], mail["subject"], mail["text"]) for mail in mails}
        report.check(len(same) == 1, None, "mail_twice", f"equal bytes under {name}",
                     f"{len(same)} texts")


# A letter about a claim says what was true, to the one whom it concerns.
def mails_true(case, report, letters=None):
    for mail in case.logs.mail if letters is None else letters:
        role, login = case.role(mail["to"])
        report.check(role is not None, None, "mail_reader", "a known reader", mail["to"])
        if is_own_weekly(mail):
            continue
        if is_daily(mail) or is_weekly(mail):
            report.check(role != "employee", None, "mail_reader", "a supervisor", mail["to"])
            continue
        for number in case.claims_in(mail):
            claim = case.claim_by_id(number)
            if claim is None:
                report.add(None, "mail_reader", "a claim that exists", f"claim {number}")
                continue
            if role == "employee":
                report.check(login == claim.who, claim.n, "mail_reader", claim.who, login)
            negative = mail["subject"].startswith(("需补正", "掉线", "团队有"))
            if not negative:
                continue
            at = mail["written"]
            stages = case.stages(claim, at)
            down = any(stages[name].episodes for name in ("live", "content") if name in stages)
            report.check(down, claim.n, "negative_unexplained",
                         f"no letter {mail['subject'][:24]!r} at {moments.show(at)}", "a letter")
            frozen = case.frozen(claim, at - 2 * moments.HOUR)
            report.check(frozen is None, claim.n, "told_while_settled",
                         f"no letter at {moments.show(at)}: {frozen} by a person",
                         mail["subject"][:24])
            report.check(claim.duplicate_of is None, claim.n, "duplicate_told",
                         "no letter about an accepted duplicate", mail["subject"][:24])


# The weekly digest: a person's own holds nobody else, the leader's names nobody before his term.
def weeklies(case, report):
    names = {person["name"]: who for who, person in case.people.items()
             if person["role"] == "employee"}
    for mail in case.logs.mail:
        if not is_weekly(mail):
            continue
        role, login = case.role(mail["to"])
        if is_own_weekly(mail):
            report.check(role == "employee", None, "weekly_reader", "an employee", mail["to"])
            others = [name for name, who in names.items() if who != login and name in mail["text"]]
            report.check(not others, None, "weekly_reader", f"nobody else in the week of {login}",
                         "、".join(others))
            for number in case.claims_in(mail):
                claim = case.claim_by_id(number)
                report.check(claim is not None and claim.who == login, number, "weekly_reader",
                             f"own claims in the week of {login}", claim and claim.who)
            continue
        public = {}
        for claim in case.truth.claims.values():
            early = earliest(case, claim) if case.file(claim) else None
            if early is not None and early <= mail["written"]:
                public[claim.who] = public.get(claim.who, 0) + 1
        told = re.findall(r"^- (.+?)：.*?未检测到 (\d+) 项", week_block(mail, 3), re.MULTILINE)
        for name, count in told:
            if name in names:
                report.check(int(count) <= public.get(names[name], 0), None, "supervisor_early",
                             f"at most {public.get(names[name], 0)} public of {name}", count)
        for number in case.claims_in({**mail, "text": week_block(mail, 6)}):
            claim = case.claim_by_id(number)
            early = earliest(case, claim) if claim else None
            report.check(early is not None and mail["written"] >= early, number,
                         "supervisor_early", f"nothing before {moments.show(early)}",
                         f"{mail['subject'][:30]!r} at {moments.show(mail['written'])}")


# No word about a claim reaches the supervisor before the notice to the employee plus grace.
def supervisor(case, report):
    supervisor_letters(case, report, case.logs.mail)
    supervisor_notices(case, report)


def supervisor_letters(case, report, letters):
    for mail in letters:
        role, _ = case.role(mail["to"])
        if role not in ("supervisor", "owner", "admin") or is_weekly(mail) or is_daily(mail):
            continue
        if mail["subject"].startswith("重点词页面未收录"):
            continue  # about the engines, not about a person
        for number in case.claims_in(mail):
            claim = case.claim_by_id(number)
            early = earliest(case, claim) if claim else None
            report.check(early is not None and mail["moment"] >= early, number,
                         "supervisor_early", f"nothing before {moments.show(early)}",
                         f"{mail['subject'][:30]!r} at {moments.show(mail['moment'])}")


def supervisor_notices(case, report):
    for file in case.files.values():
        claim = case.claim_by_id(file["id"])
        for notice in file["notices"]:
            if notice["audience"] != "supervisor" or notice["kind"] not in WORK_KINDS:
                continue
            told = moments.parse(notice["created_at"])
            due = moments.parse(notice["due_at"])
            grace = moments.add_workdays(told, policies.GRACE_WORKDAYS)
            if notice["state"] == "shown":
                report.check(due >= grace, claim and claim.n, "supervisor_early",
                             f"shown to the supervisor not before {moments.show(grace)}",
                             moments.show(due))


def earliest(case, claim):
    told = [moments.parse(notice["created_at"]) for notice in case.file(claim)["notices"]
            if notice["audience"] == "employee" and notice["kind"] in WORK_KINDS]
    return moments.add_workdays(min(told), policies.GRACE_WORKDAYS) if told else None


COUNT = r"{} (\d+)(?:（([^）]*)）)?"
NAMED = 8  # people of a line; the rest is in its number


def named(words):
    return {name: int(count) for name, count in re.findall(r"([^、\s（），]+) (\d+)", words or "")}


# The daily message: once a working day, at most twelve lines, and its counts are what was public.
def daily(case, report):
    by_reader = {}
    for mail in case.logs.mail:
        if is_daily(mail):
            by_reader.setdefault((mail["to"], daily_day(mail)), []).append(mail)
    for (to, day), mails in by_reader.items():
        ids = {mail["message_id"] for mail in mails}
        report.check(len(ids) == 1, None, "daily_once", f"one message to {to} on {day}", len(ids))
        report.check(moments.is_workday(day), None, "daily_once", f"none on {day}", "one")
        report.check(mails[0]["moment"] >= moments.at(day, *policies.DAILY_AT), None, "daily_once",
                     "not before nine", moments.show(mails[0]["moment"]))
        daily_counts(case, mails[0], report)
    supervisors = [one["email"] for one in case.people.values() if one["role"] == "supervisor"
                   and one.get("email")]
    day = moments.day_of(case.truth.start) + timedelta(days=1)
    while moments.at(day, *policies.DAILY_AT) + 2 * moments.HOUR < case.now:
        if moments.is_workday(day) and not on_leave(case, day):
            for to in supervisors:
                report.check((to, day) in by_reader, None, "daily_missing",
                             f"a daily message to {to} on {day}", "none")
        day += timedelta(days=1)


def on_leave(case, day):
    logins = {one["login"] for one in case.people.values() if one["role"] == "supervisor"}
    return any(duty["who"] in logins and duty["date"] == day.isoformat() and duty["why"] == "leave"
               for duty in case.truth.duties)


def daily_counts(case, mail, report):
    # Its words are frozen at nine; a mail server that defers or a kill delivers them later. Looks of
    # the minutes around nine may fall on either side.
    planned = moments.at(daily_day(mail), *policies.DAILY_AT)
    before, after = min(planned, mail["moment"]) - 30 * moments.MINUTE, mail["moment"]
    text = mail["text"]
    lines = [line for line in text.splitlines() if line.strip()]
    items = [line for line in lines if "/s/" in line or "?list=" in line]
    report.check(len(items) <= 12, None, "daily_lines", "at most 12 lines", len(items))
    for verdict, word in (("FAILED", "需补正"), ("REGRESSED", "掉线：")):
        found = re.search(COUNT.format(word) if verdict == "FAILED" else
                          r"掉线：(\d+) 项（([^）]*)）", text)
        said = named(found.group(2)) if found else {}
        cut = bool(found and (found.group(2) or "").endswith("等"))  # the eight with most are named
        low, high = public(case, verdict, before, after)
        if found and not cut and int(found.group(1)) != sum(said.values()):
            report.add(None, "daily_counts", f"{found.group(1)} {word} with their people", said)
        if cut:
            total = int(found.group(1))
            report.check(sum(low.values()) <= total <= sum(high.values()), None, "daily_counts",
                         f"{sum(low.values())} to {sum(high.values())} {word} in all", total)
            report.check(len(said) == NAMED, None, "daily_counts", f"{NAMED} people named", said)
        for name in sorted(set(said) if cut else set(said) | set(high)):
            count = said.get(name, 0)
            rule = "supervisor_early" if count > high.get(name, 0) else "daily_counts"
            report.check(low.get(name, 0) <= count <= high.get(name, 0), None, rule,
                         f"{low.get(name, 0)} to {high.get(name, 0)} {word} of {name} on "
                         f"{moments.show(after)}", count)


def public(case, verdict, before, after):
    """How many claims of each person stand with the supervisor: surely, and at most."""
    low, high = {}, {}
    for claim in case.truth.claims.values():
        file = case.file(claim)
        if file is None or claim.submitted is None or claim.submitted > after:
            continue
        early = standing(case, claim, verdict, before, surely=True)
        late = standing(case, claim, verdict, after)
        name = file["user"]["name"]
        if early and late:
            low[name] = low.get(name, 0) + 1
        if early or late:
            high[name] = high.get(name, 0) + 1
    return low, high


def standing(case, claim, verdict, moment, surely=False):
    own = case.expected(claim, moment)
    public = own.public_at_last if surely else own.public_at
    return own.work == verdict and public is not None and public <= moment


# Who is reminded, and who is named as missing.
def duties(case, report):
    expected = {(duty["who"], duty["date"]): duty for duty in case.truth.duties}
    names = {person["name"]: login for login, person in case.people.items()}
    for mail in case.logs.mail:
        if not is_reminder(mail):
            continue
        role, login = case.role(mail["to"])
        for day in reminder_days(mail):
            duty = expected.get((login, day))
            reported = moments.parse(duty["reported_at"]) if duty else None
            report.check(bool(duty) and duty["expected"], None, "reminder",
                         f"no reminder to {login} for {day} ({duty['why'] if duty else 'no duty'})",
                         "a letter")
            report.check(reported is None or reported >= mail["written"] - moments.MINUTE, None,
                         "reminder",
                         f"no reminder to {login}, who reported at {moments.show(reported)}",
                         f"a letter for {day}")
    for (login, day), duty in expected.items():
        soft = moments.at(date.fromisoformat(day), *policies.REMIND_AT)
        reported = moments.parse(duty["reported_at"])
        person = case.people.get(login)
        if not person or not person.get("email") or soft + moments.HOUR > case.now:
            continue
        # Who reports while the letter waits for others is not reminded.
        if not duty["expected"] or (reported and reported < soft + policies.GROUP_WAIT
                                    + moments.MINUTE):
            continue
        got = [mail for mail in case.logs.mail if mail["to"] == person["email"]
               and is_reminder(mail) and day in reminder_days(mail)]
        ids = {mail["message_id"] for mail in got}
        # Refused for good by his mail server: his inbox has it, and the operators know.
        refused = not ids and any(
            row["login"] == login and row["state"] == "dead" and is_reminder(row)
            and (day in row["subject"] or day in row["body"]) for row in case.said.get("outbox", []))
        report.check(len(ids) == 1 or refused, None, "reminder", f"one reminder to {login} for {day}",
                     len(got))
    missing(case, expected, names, report)


def hard_cut_off(day):
    return moments.at(moments.next_workday(day), *policies.CUT_OFF_AT)


def missing(case, expected, names, report):
    named_days = {}
    for mail in case.logs.mail:
        if not is_daily(mail):
            continue
        line = re.search(r"未交报告：([^\n]*)", mail["text"])
        if not line:
            continue
        for day, people in re.findall(r"(\d{4}-\d\d-\d\d) ([^；\n]*)", line.group(1)):
            for name in people.split(" http")[0].split("、"):
                login = names.get(name.strip())
                if login is None:
                    continue
                named_days.setdefault((login, day), set()).add(mail["message_id"])
                duty = expected.get((login, day))
                reported = moments.parse(duty["reported_at"]) if duty else None
                good = bool(duty) and duty["expected"] and (reported is None
                                                            or reported > mail["moment"])
                report.check(good, None, "missing_report",
                             f"{login} not named for {day} ({duty and duty['why']}, reported "
                             f"{moments.show(reported)})", "named")
                report.check(mail["moment"] >= hard_cut_off(date.fromisoformat(day)), None,
                             "supervisor_early", f"{login} for {day} not before the cut-off",
                             moments.show(mail["moment"]))
    for (login, day), duty in expected.items():
        hard = hard_cut_off(date.fromisoformat(day))
        told = moments.at(moments.next_workday(moments.day_of(hard)), *policies.DAILY_AT)
        reported = moments.parse(duty["reported_at"])
        if not duty["expected"] or reported is not None or told + moments.HOUR > case.now:
            continue
        if case.people.get(login, {}).get("role") != "employee":
            continue
        report.check(len(named_days.get((login, day), ())) == 1, None, "missing_report",
                     f"{login} named once for {day}", len(named_days.get((login, day), ())))


# Events for machines: at least once, one id for one thing, one thing under one id.
def hooks(case, report):
    import json
    bodies, ids = {}, {}
    for row in case.logs.hooks:
        if row.get("error"):
            report.add(None, "hook_refused", "headers and signature of Standard Webhooks",
                       row["error"])
            continue
        report.count("hook_refused")
        bodies.setdefault(row["id"], set()).add(row["body"])
        event = json.loads(row["body"])
        kind = HOOK_TYPES.get(event["type"])
        if kind is None:
            continue
        data = event["data"]
        key = (kind, data.get("claim_id"), data.get("stage"), data.get("episode"),
               data.get("date"), row["body"] if kind == "not_reported" else "")
        ids.setdefault(key, set()).add(row["id"])
        if kind in WORK_KINDS:
            claim = case.claim_by_id(data["claim_id"])
            report.check(claim is not None and claim.duplicate_of is None, claim and claim.n,
                         "duplicate_told", "no event about an accepted duplicate", event["type"])
    for name, texts in bodies.items():
        report.check(len(texts) == 1, None, "hook_twice", f"one body under {name}", len(texts))
    for key, names in ids.items():
        report.check(len(names) == 1, key[1], "hook_twice", f"one id for {key[0]} {key[2] or ''}",
                     len(names))
    for file in case.files.values():
        claim = case.claim_by_id(file["id"])
        for notice in file["notices"]:
            if notice["state"] != "shown" or HOOK_AUDIENCE.get(notice["kind"]) != \
                    notice["audience"]:
                continue
            body = notice["body"] or {}
            got = [key for key in ids if key[0] == notice["kind"] and key[1] == file["id"]
                   and key[2] == body.get("stage") and key[3] == body.get("episode")]
            report.check(bool(got), claim and claim.n, "hook_lost",
                         f"an event {notice['kind']} {body.get('stage')}", "none")


def outbox(case, report):
    counts = case.said["status"]["outbox"]
    dead = [row for row in case.said["deliveries"] if row["outcome"] == "dead"]
    for row in dead:
        report.check(refused_at(case, moments.parse(row["at"])), None, "mail_lost",
                     "no message dead while the server takes mail", f"{row['at']} {row['detail']}")
    report.check(counts["dead"] == len(dead) and counts["unknown"] == 0, None, "mail_lost",
                 f"{len(dead)} messages dead and none in doubt at the end", counts)
    told = [row for row in case.logs.hooks if '"system.trouble"' in row["body"]]
    report.check(not dead or told, None, "mail_lost", "the operator hears of dead messages by another way",
                 "nothing")
    # A letter that a server put off until the night waits for the morning.
    rests = moments.after_quiet(case.now, policies.QUIET_FROM, policies.QUIET_TO) != case.now
    report.check(counts["pending"] == 0 or rests, None, "mail_lost", "nothing waiting at the end",
                 counts)


# What could not be checked is nobody's fault: no letter, no event, no notice.
def nobody_alerted(case, report):
    for claim in case.truth.claims.values():
        file = case.file(claim)
        if file is None:
            continue
        own = case.expected(claim, case.now)
        stages = [own.stages[name] for name in ("live", "content") if name in own.stages]
        if any(stage.episodes for stage in stages):
            continue
        told = [notice for notice in file["notices"] if notice["kind"] in WORK_KINDS]
        report.check(not told, claim.n, "alerted_for_nothing",
                     f"no notice about a claim that is {own.work}",
                     ", ".join(notice["kind"] for notice in told))
        events = [mail for mail in case.logs.mail if claim.id in case.claims_in(mail)
                  and not is_weekly(mail) and not mail["subject"].startswith("重点词")]
        report.check(not events, claim.n, "alerted_for_nothing",
                     f"no letter about a claim that is {own.work}",
                     ", ".join(mail["subject"][:20] for mail in events))
