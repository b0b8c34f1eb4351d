"""Looks and observations: none missing, none doubled, each explained by the truth, each proved."""

from . import moments, policies
from .case import engine_of
from .fold import FOUND, NOT_FOUND, UNSEEN
from .truth import SITE_TROUBLES, host_of


def check(case, report):
    for claim in case.truth.claims.values():
        file = case.file(claim)
        if claim.id is None or file is None:
            report.check(False, claim.n, "claim_taken", "a claim for every row handed in", "none")
            continue
        report.count("claim_taken")
        once_each(case, claim, file, report)
        on_time(case, claim, file, report)
        for stage in stages_of(case, claim):
            for row, sights, fits, _ in case.rows(claim, stage):
                explained(case, claim, stage, row, sights, fits, report)
                evidence(case, claim, row, report)
                control(case, claim, stage, row, report)
        proofs(case, claim, file, report)


def stages_of(case, claim):
    return ["live"] + (["content"] if claim.policy.content else []) + case.index_stages()


def once_each(case, claim, file, report):
    keys = [(row["stage"], row["look_no"]) for row in file["observations"]]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        report.add(claim.n, "observation_doubled", "one of each look", f"{key} twice")
    report.count("observation_doubled", len(keys))
    for lane, stage in [("page", "live")] + [(one, one) for one in case.index_stages()]:
        looks = {look["look_no"]: look["state"] for look in file["looks"] if look["lane"] == lane}
        seen = {row["look_no"] for row in file["observations"] if row["stage"] == stage}
        for number, state in sorted(looks.items()):
            report.check(state != "done" or number in seen, claim.n, "observation_missing",
                         f"an observation of look {lane} {number}", "none")
            report.check(state == "done" or number not in seen, claim.n, "observation_doubled",
                         f"look {lane} {number} ({state}) not to be seen yet", "an observation")
        for number in range(1, max(seen, default=0) + 1):
            report.check(number in seen or looks.get(number) == "dropped", claim.n,
                         "observation_missing", f"look {lane} {number}", "a hole in the numbers")
    for look in file["looks"]:
        due = moments.parse(look["due_at"])
        if look["state"] == "pending" and look["lane"] != "timer":
            late = case.now - due
            report.check(late < 2 * moments.HOUR, claim.n, "look_overdue",
                         f"look {look['lane']} {look['look_no']} made at {moments.show(due)}",
                         f"not by {moments.show(case.now)}")


# Looks happen when the policy plans them, as far as nothing was in the way.
def on_time(case, claim, file, report):
    ended = next((act.at for act in claim.acts if act.kind in ("withdraw",)), None)
    until = min(case.now, ended or case.now)
    rows = [moments.parse(row["observed_at"]) for row in case.observations(claim, "live")]
    for offset in policies.PAGE_LOOKS:
        first, last = policies.page_window(claim.submitted, offset)
        if last > until or case.truth.site_troubled(claim.url, claim.submitted, last):
            continue
        if any(one.outcome == UNSEEN for one in case.truth.live_sights(claim.url, first)):
            continue
        report.check(any(first - moments.MINUTE <= at <= last for at in rows), claim.n,
                     "look_on_time", f"a page look {moments.show(first)} to {moments.show(last)}",
                     "none")
    for engine in case.truth.engines():
        index_on_time(case, claim, engine, until, report)


def index_on_time(case, claim, engine, until, report):
    indexed = case.truth.indexed_at(claim.url, engine)
    rows = [moments.parse(row["observed_at"])
            for row in case.observations(claim, f"index:{engine}")]
    for offset in policies.ENGINES[engine].looks:
        first = claim.submitted + offset
        last = first + 10 * moments.HOUR
        if last > until or case.truth.engine_troubled(claim.submitted, last, engine):
            continue
        if indexed is not None and indexed < last:
            break  # found: the next one is at the end of the plan
        report.check(any(first - moments.MINUTE <= at <= last for at in rows), claim.n,
                     "look_on_time", f"a look at {engine} {moments.show(first)} to "
                     f"{moments.show(last)}", "none")


def explained(case, claim, stage, row, sights, fits, report):
    what = f"{stage} {row['look_no']} at {moments.show(moments.parse(row['observed_at']))}"
    said = row["outcome"] + (f" ({row['reason']})" if row["reason"] else "")
    wanted = " or ".join(sorted({str(one) for one in sights})) or "nothing"
    if row["outcome"] == NOT_FOUND and row["negative_proved"]:
        rule = "negative_untrue"
    elif row["outcome"] == NOT_FOUND:
        rule = "negative_unproved"
        fits = fits or no_control(case, claim, row)
    elif row["outcome"] == FOUND:
        rule = "positive_untrue"
    else:
        rule = "could_not_check_untrue"
    report.check(fits, claim.n, rule, f"{what}: {wanted}", said)


# While other sites are in trouble there may be nobody to vouch for our own way out.
def no_control(case, claim, row):
    moment = moments.parse(row["observed_at"])
    own = case.truth.site(claim.url)
    others = [fault for fault in case.truth.faults if fault.trouble in SITE_TROUBLES
              and fault.path == "" and fault.site != (own["key"] if own else "")]
    return any(fault.start <= moment < fault.end + 2 * moments.HOUR for fault in others)


def evidence(case, claim, row, report):
    if row["outcome"] not in (FOUND, NOT_FOUND):
        return
    name = f"{row['stage']} {row['look_no']}"
    if not report.check(bool(row["evidence"]), claim.n, "evidence", f"evidence behind {name}",
                        "none"):
        return
    for item in row["evidence"]:
        got = case.said["evidence"].get(str(item["id"]))
        good = got is not None and got["status"] == 200
        report.check(good, claim.n, "evidence", f"bytes of evidence {item['id']} of {name}",
                     f"HTTP {got['status']} {got['why']}" if got else "not asked for")
        if good:
            report.check(got["sha256"] == item["sha256"] and got["size"] == item["size"], claim.n,
                         "evidence", f"SHA-256 {item['sha256'][:16]} of evidence {item['id']}",
                         f"{got['sha256'][:16]}, {got['size']} bytes")


# A negative counts only beside a control that answered within ten minutes by the same route.
def control(case, claim, stage, row, report):
    if row["outcome"] != NOT_FOUND or not row["negative_proved"]:
        return
    moment = moments.parse(row["observed_at"])
    if case.truth.jolted(moment - policies.CANARY_AGE - moments.MINUTE, moment + moments.MINUTE):
        return
    name = f"{stage} {row['look_no']} at {moments.show(moment)}"
    if stage.startswith("index:"):
        asked = [one for one in case.logs.between(moment - policies.CANARY_AGE - moments.MINUTE,
                                                  moment + moments.MINUTE)
                 if one["engine"] == engine_of(stage)]
        state = (row["detail"].get("canary") or {}).get("state")
        report.check(state == "passed", claim.n, "control", f"a passed canary beside {name}", state)
        report.check(len(asked) >= 3, claim.n, "control",
                     f"two canary queries around {name}", f"{len(asked)} queries in all")
        # An engine that was out of order is asked for the controls anew.
        refused = max((n for n, one in enumerate(asked) if one["status"] >= 400), default=-1)
        report.check(len(asked) - refused > 3, claim.n, "control",
                     f"an engine that answers around {name}", "refusals")
        return
    canary = row["detail"].get("canary") or {}
    report.check(canary.get("passed") is True, claim.n, "control", f"a passed control for {name}",
                 canary)
    answered = [one for one in case.logs.between(moment - policies.CANARY_AGE - moments.MINUTE,
                                                 moment)
                if one["host"] not in ("engine", "hook", "provider", host_of(claim.url))
                and one["status"] == 200 and not one["path"].startswith("/robots.txt")]
    report.check(bool(answered), claim.n, "control",
                 f"another site that answered within 10 minutes of {name}", "none in the access log")


# The stages that stand as negatives, each with all that the rule asks for.
def proofs(case, claim, file, report):
    policy = claim.policy
    for stage in file["stages"]:
        if stage["state"] not in ("FAIL", "REGRESSED"):
            continue
        index = stage["stage"].startswith("index:")
        own = policies.ENGINES[engine_of(stage["stage"])] if index else None
        needed = own.confirmations if index else policies.LIVE_CONFIRMATIONS
        spacing = own.spacing if index else policies.LIVE_SPACING
        term = policies.index_term(policy, engine_of(stage["stage"])) if index \
            else policy.live_deadline
        if index and not term and stage["state"] == "FAIL":
            report.add(claim.n, "proof", f"no failure of {stage['stage']} without a term", "FAIL")
            continue
        deadline = claim.submitted + term
        since = moments.parse(stage["since"])
        proof = []
        for row in case.observations(claim, stage["stage"]):
            at = moments.parse(row["observed_at"])
            if at > since:
                break
            if row["outcome"] == FOUND:
                proof = []
            elif row["outcome"] == NOT_FOUND and row["negative_proved"]:
                if not proof or at - proof[-1] >= spacing:
                    proof.append(at)
        report.check(len(proof) >= needed, claim.n, "proof",
                     f"{needed} conclusive looks {spacing // moments.HOUR} h apart behind "
                     f"{stage['stage']} {stage['state']}", f"{len(proof)}")
        if stage["state"] == "FAIL":
            report.check(bool(proof) and proof[-1] >= deadline, claim.n, "proof",
                         f"the last of them at or after {moments.show(deadline)}",
                         moments.show(proof[-1]) if proof else "none")
        elif proof and stage["first_pass_at"]:
            end = moments.parse(stage["first_pass_at"]) + policy.survival
            report.check(proof[-1] <= end, claim.n, "proof",
                         f"a loss inside the survival window (to {moments.show(end)})",
                         moments.show(proof[-1]))
