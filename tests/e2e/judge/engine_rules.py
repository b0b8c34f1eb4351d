"""What five engines must not do to anybody: a day of captchas changes nothing, and what an engine
knows is found in time."""

from . import moments, policies
from .fold import FOUND, NOT_FOUND, UNSEEN

LONG = 12 * moments.HOUR  # a captcha of all engines from which on it is an outage
CATCH_UP = 12 * moments.HOUR  # after an outage, at the pace and within the quota
QUEUE = 2 * moments.HOUR  # from a look's moment to its answer
DICE = 8 * moments.HOUR  # a planned look comes that much later at most
ALERT = "检测系统异常"


def check(case, report):
    for outage in outages(case):
        nothing_negative(case, outage, report)
        one_alert(case, outage, report)
        for claim in case.truth.claims.values():
            if case.file(claim) is not None:
                caught_up(case, claim, outage, report)
    for claim in case.truth.claims.values():
        if case.file(claim) is not None:
            for engine in case.truth.engines():
                found_in_time(case, claim, engine, report)


def outages(case):
    """All engines ask for a captcha, for hours."""
    return [fault for fault in case.truth.faults
            if fault.trouble == "engine_captcha" and fault.engine == ""
            and fault.end - fault.start >= LONG and fault.end < case.now]


def seen(case, claim, engine):
    return [(moments.parse(row["observed_at"]), row)
            for row in case.observations(claim, f"index:{engine}")]


def nothing_negative(case, outage, report):
    for claim in case.truth.claims.values():
        if case.file(claim) is None:
            continue
        for engine in case.truth.engines():
            for at, row in seen(case, claim, engine):
                # What was asked before may be written down a little later.
                if outage.start + 5 * moments.MINUTE <= at < outage.end:
                    report.check(row["outcome"] == UNSEEN, claim.n, "outage_observation",
                                 f"nothing known of {engine} at {moments.show(at)}", row["outcome"])


def alerts(case, first, last):
    """About engines that cannot be asked, each letter once; there are letters about other trouble too."""
    told = {mail["message_id"]: mail for mail in reversed(case.logs.mail)
            if mail["subject"].startswith(ALERT) and "问不到" in mail["text"]
            and first <= mail["moment"] < last}
    return list(told.values())


def one_alert(case, outage, report):
    first, last = outage.start, outage.end + CATCH_UP
    operators = [one["email"] for one in case.people.values() if one["role"] in ("admin", "owner")]
    for to in operators:
        told = [mail for mail in alerts(case, first, last) if mail["to"] == to]
        report.check(len(told) == 1, None, "outage_alert",
                     f"one letter to {to} about the captchas from {moments.show(first)}",
                     [moments.show(mail["moment"]) for mail in told])
        for mail in told:
            report.check(mail["moment"] <= first + 8 * moments.HOUR, None, "outage_alert",
                         "within a working day", moments.show(mail["moment"]))
    strangers = [mail["to"] for mail in alerts(case, 0, case.now) if mail["to"] not in operators]
    report.check(not strangers, None, "outage_alert", "operators alone", strangers)
    events = {row["id"] for row in case.logs.hooks if '"checker_health"' in row.get("body", "")
              and first <= row["moment"] < last}
    report.check(len(events) == 1, None, "outage_alert", "one event for machines", len(events))


def caught_up(case, claim, outage, report):
    """Whatever was due in the outage is known soon after."""
    for engine in case.truth.engines():
        rows = seen(case, claim, engine)
        before = [row for at, row in rows if at < outage.start]
        if any(row["outcome"] == FOUND for row in before):
            continue  # the next look is weeks away
        missed = [at for at, row in rows
                  if outage.start <= at < outage.end and row["outcome"] == UNSEEN]
        missed += [claim.submitted + offset + DICE for offset in policies.ENGINES[engine].looks
                   if outage.start <= claim.submitted + offset
                   and claim.submitted + offset + DICE < outage.end]
        if not missed:
            continue
        known = min((at for at, row in rows if at >= outage.end and sure(row)), default=None)
        report.check(known is not None and known <= outage.end + CATCH_UP, claim.n, "catch_up",
                     f"{engine} known again by {moments.show(outage.end + CATCH_UP)}",
                     moments.show(known))


def sure(row):
    return row["outcome"] == FOUND or (row["outcome"] == NOT_FOUND and row["negative_proved"])


def found_in_time(case, claim, engine, report):
    """A page that an engine knows is found within a day, or by the next planned look where that is
    later: what was seen to be absent is looked at again a day after, and so is what is 未收录."""
    indexed = case.truth.indexed_at(claim.url, engine)
    dropped = case.truth.dropped_at(claim.url, engine)
    if indexed is None:
        return
    term = next_look(claim, engine, indexed)
    if term is None:
        return
    for start, end in troubles(case, engine):
        if start < term and indexed < end + CATCH_UP:
            term = max(term, end + CATCH_UP)
    term += QUEUE
    withdrawn = any(act.kind == "withdraw" for act in claim.acts)
    if term > case.now or withdrawn or (dropped is not None and dropped <= term):
        return
    found = min((at for at, row in seen(case, claim, engine) if row["outcome"] == FOUND),
                default=None)
    report.check(found is not None and found <= term, claim.n, "found_in_time",
                 f"{engine}, that knows it from {moments.show(indexed)} on, by {moments.show(term)}",
                 moments.show(found))


def next_look(claim, engine, moment):
    planned = [claim.submitted + offset + DICE for offset in policies.ENGINES[engine].looks
               if claim.submitted + offset >= moment]
    term = policies.index_term(claim.policy, engine)
    if term and claim.submitted + term < moment:
        return moment + moments.DAY
    return max(min(planned), moment + moments.DAY) if planned else None


def troubles(case, engine):
    spans = [(fault.start, fault.late()) for fault in case.truth.faults if fault.hits_engine(engine)]
    return sorted(spans + [(min(jolt), max(jolt)) for jolt in case.truth.jolts])
