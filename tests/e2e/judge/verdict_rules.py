"""Verdicts: what stands at the end, when it came, and that nothing stood in between for nothing."""

from . import moments, policies
from .fold import FOUND, NOT_FOUND, UNSEEN

INDEX_WORDS = {"WAITING": "WATCHING", "SUSPECT": "WATCHING", "PASS": "INDEXED",
               "FAIL": "NOT_INDEXED", "REGRESSED": "LOST", "UNCHECKABLE": "COULD_NOT_CHECK"}
NEGATIVE = ("FAILED", "REGRESSED")


def check(case, report):
    for claim in case.truth.claims.values():
        file = case.file(claim)
        if file is None:
            continue
        expected = case.expected(claim, case.now)
        work(claim, file, expected, report)
        engines(case, claim, file, expected, report)
        in_time(case, claim, file, expected, report)
        history(case, claim, file, report)
        intention(case, claim, file, report)


def work(claim, file, expected, report):
    said = file["work"]
    report.check(said["verdict"] == expected.work, claim.n, "work",
                 f"{expected.work} {expected.reason}".strip(), f"{said['verdict']} {said['reason']}")
    if said["verdict"] == expected.work and expected.work in NEGATIVE + ("MANUAL",):
        report.check(said["reason"] == expected.reason and said["stage"] == expected.stage, claim.n,
                     "reason", f"{expected.stage}: {expected.reason}",
                     f"{said['stage']}: {said['reason']}")
    if said["verdict"] in NEGATIVE:
        public = moments.parse(said["public_at"])
        since = moments.parse(said["since"])
        grace = moments.add_workdays(since, policies.GRACE_WORKDAYS)
        report.check(public is not None and public >= grace, claim.n, "grace",
                     f"with the supervisor from {moments.show(grace)} on", moments.show(public))
        report.check(public is not None and public <= grace + policies.COULD_NOT_CHECK_AFTER,
                     claim.n, "grace", f"with the supervisor soon after {moments.show(grace)}",
                     moments.show(public))
    for stage in file["stages"]:
        own = expected.stages.get(stage["stage"])
        if own is None:
            report.check(stage["state"] == "NOT_APPLICABLE", claim.n, "stage",
                         f"nothing asked of {stage['stage']}", stage["state"])
            continue
        # A page that is gone has no content to fail or to wait for a person.
        held = stage["stage"] == "content" and own.state == "UNCHECKABLE" \
            and expected.stages["live"].state in ("FAIL", "REGRESSED")
        report.check(stage["state"] == own.state or (held and stage["state"] == "WAITING"), claim.n,
                     "stage", f"{stage['stage']} {own.state} {own.reason}",
                     f"{stage['state']} {stage['reason']}")
        report.check(stage["episode"] == len(own.episodes), claim.n, "history",
                     f"{len(own.episodes)} times down in {stage['stage']}", stage["episode"])


def engines(case, claim, file, expected, report):
    connected = case.truth.engines()
    for engine in file["engines"]:
        name = engine["engine"]
        wanted = "NOT_CONNECTED"
        if name in connected:
            wanted = INDEX_WORDS[expected.stages[f"index:{name}"].state]
        report.check(engine["verdict"] == wanted, claim.n, "index", f"{name} {wanted}",
                     engine["verdict"])
    for name in connected:
        report.check(any(engine["engine"] == name for engine in file["engines"]), claim.n, "index",
                     f"a verdict about {name}", "none")


# What must have come by its term, whatever looks were made.
def in_time(case, claim, file, expected, report):
    if claim.acts and any(act.kind in ("waive", "withdraw", "dispute") for act in claim.acts):
        return
    live_in_time(case, claim, expected, file, report)
    lost_in_time(case, claim, file, report)
    for engine in case.truth.engines():
        index_in_time(case, claim, engine, file, report)


def outcomes(case, claim, first, last):
    """What looks between two moments see when no trouble is on: a set of (live, content). Troubles
    pass, and the tries after them reach into the term."""
    marks = {first, last}
    for one in (claim.url, case.truth.value(claim.url, "moved", first)):
        if one:
            marks.update(at for at in case.truth.changes(one) if first < at < last)
    out = set()
    for mark in marks:
        live, content = case.truth.page_sights(claim, mark, calm=True)
        out.add((verdict_of(live), verdict_of(content) if claim.policy.content else FOUND))
    return out


def verdict_of(sights):
    kinds = {one.outcome for one in sights}
    proved = all(one.proved is True for one in sights if one.outcome == NOT_FOUND)
    if kinds == {FOUND}:
        return FOUND
    if kinds == {NOT_FOUND} and proved:
        return NOT_FOUND
    return UNSEEN if kinds == {UNSEEN} else "?"


def live_in_time(case, claim, expected, file, report):
    deadline = claim.submitted + claim.policy.live_deadline
    term = deadline + policies.COULD_NOT_CHECK_AFTER
    if term > case.now:
        return
    stages = {stage["stage"]: stage for stage in file["stages"]}
    seen = outcomes(case, claim, claim.submitted, term)
    if seen == {(FOUND, FOUND)}:
        for name in ("live", "content") if claim.policy.content else ("live",):
            passed = moments.parse(stages[name]["first_pass_at"])
            report.check(passed is not None and passed <= term, claim.n, "true_in_time",
                         f"{name} found by {moments.show(term)}", moments.show(passed))
        if not case.truth.site_troubled(claim.url, claim.submitted, deadline):
            report.check(stages["live"]["on_time"], claim.n, "true_in_time",
                         "on time for a page that was there at the hand-in", "not on time")
        return
    after = outcomes(case, claim, deadline, term)
    negative = next((pair for pair in after if NOT_FOUND in pair), None)
    if len(after) == 1 and negative and (FOUND, FOUND) not in seen:
        name = "live" if negative[0] == NOT_FOUND else "content"
        down = [notice for notice in file["notices"]
                if notice["kind"] in ("needs_correction", "regressed")
                and (notice["body"] or {}).get("stage") == name]
        at = min((moments.parse(notice["created_at"]) for notice in down), default=None)
        if case.people.get(claim.who, {}).get("role") != "employee":
            return
        report.check(at is not None and at <= term, claim.n, "false_in_time",
                     f"{name} needs correction by {moments.show(term)}", moments.show(at))
    if seen == {(UNSEEN, UNSEEN)} or seen == {(UNSEEN, FOUND)}:
        report.check(expected.work in ("MANUAL", "VERIFIED", "FAILED", "REGRESSED") or
                     expected.work == "MANUAL", claim.n, "wall_in_time",
                     f"waits for a person from {moments.show(term)} on", expected.work)


# A page that was seen and went away is noticed by the next planned look and one spacing.
def lost_in_time(case, claim, file, report):
    live = next(stage for stage in file["stages"] if stage["stage"] == "live")
    passed = moments.parse(live["first_pass_at"])
    if passed is None:
        return
    for mark in sorted(case.truth.changes(claim.url)):
        if mark <= passed or mark >= passed + claim.policy.survival:
            continue
        windows = (policies.page_window(claim.submitted, offset) for offset in policies.PAGE_LOOKS)
        planned = next((last for first, last in windows if first >= mark), None)
        if planned is None:
            continue
        term = planned + policies.LIVE_SPACING + moments.HOUR
        spans = case.truth.troubles(claim.url, mark, term)
        if spans:  # the outage, the next try after it or somebody's who is answered, one spacing
            term = max([term] + [to for _, to in spans]) + 12 * moments.HOUR
        if term > case.now or term > passed + claim.policy.survival:
            continue
        seen = outcomes(case, claim, mark, term)
        if outcomes(case, claim, mark - 1, mark - 1) != {(FOUND, FOUND)} or len(seen) != 1 or NOT_FOUND not in next(iter(seen)):
            continue
        down = [moments.parse(notice["created_at"]) for notice in file["notices"]
                if notice["kind"] in ("regressed", "needs_correction")
                and notice["audience"] == "employee"]
        report.check(any(mark <= at <= term for at in down), claim.n, "lost_in_time",
                     f"told as gone between {moments.show(mark)} and {moments.show(term)}",
                     ", ".join(moments.show(at) for at in down) or "never")
        return


def index_in_time(case, claim, engine, file, report):
    said = next((one["verdict"] for one in file["engines"] if one["engine"] == engine), "")
    term = policies.index_term(claim.policy, engine)
    if not term:
        return
    term += claim.submitted
    last = term + policies.COULD_NOT_CHECK_AFTER
    if last > case.now or case.truth.engine_troubled(term - 3 * moments.DAY, last, engine):
        return
    indexed = case.truth.indexed_at(claim.url, engine)
    dropped = case.truth.dropped_at(claim.url, engine)
    if indexed is None:
        report.check(said == "NOT_INDEXED", claim.n, "index_in_time",
                     f"{engine} NOT_INDEXED two days after its term", said)
    elif indexed <= term - moments.HOUR and dropped is None:
        report.check(said == "INDEXED", claim.n, "index_in_time", f"{engine} INDEXED", said)


# Notices are the memory of what stood: each must have been true when it was made.
def history(case, claim, file, report):
    for notice in file["notices"]:
        if notice["kind"] not in ("needs_correction", "regressed", "index_overdue"):
            continue
        body = notice["body"] or {}
        at = moments.parse(notice["created_at"])
        stage = case.stages(claim, at).get(body.get("stage"))
        episode = stage.negative_at(at) if stage else None
        what = f"{notice['kind']} {body.get('stage')} at {moments.show(at)}"
        if not report.check(episode is not None, claim.n, "negative_unexplained",
                            f"no {what}: the truth has no such negative then",
                            body.get("reason")):
            continue
        report.check(episode.reason == body.get("reason"), claim.n, "negative_unexplained",
                     f"{what} for {episode.reason}", body.get("reason"))
        if notice["kind"] == "index_overdue":
            continue
        frozen = case.frozen(claim, at)
        report.check(frozen is None, claim.n, "told_while_settled",
                     f"no {what}: {frozen} by a person", "a notice")


def intention(case, claim, file, report):
    """The script's own idea of the end, as a second opinion on this judge."""
    wish = claim.expect or {}
    if wish.get("work"):
        report.check(file["work"]["verdict"] == wish["work"], claim.n, "intention",
                     f"{wish['work']} {wish.get('reason', '')}".strip(),
                     f"{file['work']['verdict']} {file['work']['reason']}")
        if file["work"]["verdict"] == wish["work"] and wish.get("reason"):
            report.check(file["work"]["reason"] == wish["reason"], claim.n, "intention",
                         wish["reason"], file["work"]["reason"])
    if wish.get("index"):
        name = case.truth.head.get("engine", "baidu")
        said = next((one["verdict"] for one in file["engines"] if one["engine"] == name), "")
        report.check(said == wish["index"], claim.n, "intention", wish["index"], said)
