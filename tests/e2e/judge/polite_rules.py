"""Politeness, as the sites saw it: pace, Retry-After, robots.txt, and who we say we are."""

from . import moments, policies
from .truth import origin_of

RETRY_AFTER = {"unavailable_503": 600_000, "too_many_429": 1_800_000}
DISALLOWED = ("/user/", "/search")
BORROWED = ("baiduspider", "googlebot", "bingbot", "360spider", "sogou")


def check(case, report):
    by_host, services = {}, {}
    for row in case.logs.access:
        if row["host"] == "provider":  # its interface is made for programs: no robots.txt, a pace of its own
            services.setdefault(row["path"].split("?")[0], []).append(row)
        elif row["host"] != "hook":
            by_host.setdefault(row["engine"] or row["host"], []).append(row)
    for host, rows in by_host.items():
        pace(case, host, rows, report)
        if rows[0]["engine"] is None:
            robots(case, host, rows, report)
            retry_after(case, host, rows, report)
        else:
            quota(case, host, rows, report)
        for row in rows:
            agent = row["agent"].lower()
            report.check("vouch" in agent and not any(one in agent for one in BORROWED), None,
                         "agent", f"our own name at {host}", row["agent"])


    for path, rows in services.items():
        submissions(case, path, rows, report)


# New pages go together; a request that was out when vouchd was killed goes out again.
def submissions(case, path, rows, report):
    for left, right in zip(rows, rows[1:]):
        gap = right["moment"] - left["moment"]
        if case.truth.jolted(left["moment"] - moments.MINUTE, right["moment"] + moments.MINUTE):
            continue
        report.check(gap >= policies.SUBMISSION_DELAY, None, "submission_pace",
                     f"10 minutes between requests to {path}",
                     f"{gap / 1000:g} s at {moments.show(right['moment'])}")


def pace(case, host, rows, report):
    engine = policies.ENGINES.get(host) if rows[0]["engine"] else None
    least = engine.delay if engine else policies.SITE_DELAY
    for left, right in zip(rows, rows[1:]):
        gap = right["moment"] - left["moment"]
        if case.truth.jolted(left["moment"] - moments.MINUTE, right["moment"] + moments.MINUTE):
            continue
        report.check(gap >= least, None, "pace", f"{least / 1000:g} s between requests to {host}",
                     f"{gap / 1000:g} s at {moments.show(right['moment'])} "
                     f"({left['path']}, {right['path']})")


# A day of the company's own zone; a query that was out when vouchd was killed is not on its account.
def quota(case, engine, rows, report):
    most = case.truth.daily_quota(engine)
    days = {}
    for row in rows:
        day = moments.day_of(row["moment"])
        days[day] = days.get(day, 0) + 1
    for day, count in days.items():
        if most is not None and not any(moments.day_of(kill) == day for kill in case.logs.kills):
            report.check(count <= most, None, "quota", f"{most} queries to {engine} on {day}",
                         count)


def robots(case, host, rows, report):
    kinds = {site["kind"] for origin, site in case.truth.sites.items()
             if origin.split("//")[1].split(":")[0] == host}
    asked = None
    for row in rows:
        if row["path"] == "/robots.txt":
            asked = row["moment"]
            continue
        report.check(asked is not None and row["moment"] - asked <= policies.ROBOTS_AGE
                     + moments.HOUR, None, "robots",
                     f"robots.txt of {host} read within a day before {row['path']}",
                     moments.show(asked))
        report.check("robots_closed" not in kinds, None, "robots",
                     f"nothing but robots.txt of {host}", row["path"])
        report.check(not row["path"].startswith(DISALLOWED), None, "robots",
                     f"no disallowed path of {host}", row["path"])


def retry_after(case, host, rows, report):
    keys = {site["key"]: origin for origin, site in case.truth.sites.items()
            if origin.split("//")[1].split(":")[0] == host}
    for left, right in zip(rows, rows[1:]):
        if left["status"] not in (429, 503):
            continue
        if case.truth.jolted(left["moment"], right["moment"] + moments.MINUTE):
            continue
        # What an answer asked for is lost with a daemon that died before it was written down.
        if any(left["moment"] <= kill <= right["moment"] for kill in case.logs.kills):
            continue
        for fault in case.truth.faults:
            wait = RETRY_AFTER.get(fault.trouble)
            if wait is None or not fault.start <= left["moment"] < fault.end:
                continue
            if fault.site and fault.site not in keys:
                continue
            gap = right["moment"] - left["moment"]
            report.check(gap >= wait, None, "retry_after",
                         f"{wait // 1000} s of rest for {host}", f"{gap / 1000:g} s")
            break


__all__ = ["check", "origin_of"]
