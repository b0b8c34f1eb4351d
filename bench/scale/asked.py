"""What supervisors, administrators and employees open: every list with the filters that matter, first page and somewhere in the middle."""
import datetime

WORKS = ["PENDING", "VERIFIED", "FAILED", "REGRESSED", "MANUAL", "DISPUTED"]
LISTS = ["", "failed", "lost", "manual", "needs_you", "disputes", "corrected", "not_indexed", "not_reported"]


def day(ago):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=8, days=-ago)).date().isoformat()


class Requests:
    """`pick(n)`: a number below n. Each entry gives (path, login) anew, so that no answer is asked for twice in a row."""

    def __init__(self, claims, people, days, pick):
        self.claims, self.people, self.days, self.pick = claims, people, days, pick

    def claim(self): return 1 + self.pick(self.claims)
    def recent(self): return self.claims - self.pick(max(1, self.claims // 50))
    def employee(self): return f"e{self.pick(self.people):03}"
    def leader(self): return f"s{1 + self.pick(-(-self.people // 10)):03}"
    def ago(self): return 14 + self.pick(max(1, self.days - 28))

    def page(self, desk, rest=""):
        login = self.leader() if desk == "s" else self.employee()
        return f"/{desk}/{login.ljust(32, 'L')}{rest}", None

    def monday(self):
        ago = self.ago()
        return day(ago + datetime.date.fromisoformat(day(ago)).weekday())

    def week(self):
        ago = self.ago()
        return f"since={day(ago)}&until={day(ago - 6)}"

    def screens(self, api):
        """What the web application asks for."""
        filters = {"words": "q=zzz", "words of a few": "q=%E9%98%80%E9%97%A8", "platform": "platform=forum", "work type": "work_type=forum_post",
                   "late": "late=true", "keyword": "keyword=1", "an engine's verdict": "engine=baidu&index=NOT_INDEXED",
                   "corrected": "phase=CORRECTED", "pending": "work=PENDING", "no filter": ""}
        out = {
            "catalog": lambda: ("/api/v1/catalog", self.leader()),
            "day": lambda: ("/api/v1/day", self.employee()),
            "a past day": lambda: (f"/api/v1/day?date={day(self.ago())}", self.employee()),
            "story": lambda: (f"{api}/{self.claim()}/story", "root"),
            "figures": lambda: ("/api/v1/figures", self.employee()),
            "figures of a past month": lambda: (f"/api/v1/figures?from={day(60)}&to={day(30)}", self.employee()),
            "desk": lambda: ("/api/v1/desk", self.leader()),
            "desk of all": lambda: ("/api/v1/desk", "root"),
            "matrix": lambda: ("/api/v1/matrix", self.leader()),
            "matrix of a month": lambda: (f"/api/v1/matrix?from={day(30)}&to={day(0)}", self.leader()),
            "matrix of all": lambda: ("/api/v1/matrix", "root"),
            "disputes": lambda: ("/api/v1/disputes?state=all", self.leader()),
            "centre": lambda: ("/api/v1/centres/promotion", self.leader()),
            "centre, a month": lambda: (f"/api/v1/centres/promotion?from={day(30)}&to={day(0)}", self.leader()),
            "centre, 92 days of all": lambda: (f"/api/v1/centres/promotion?from={day(91)}&to={day(0)}", "root"),
            "centre, one's own": lambda: (f"/api/v1/centres/promotion?from={day(30)}&to={day(0)}", self.employee()),
            "centre of leaders": lambda: (f"/api/v1/centres/operations?from={day(30)}&to={day(0)}", "root"),
            "day report": lambda: (f"/api/v1/day-reports/{day(self.ago())}?user={self.employee()}", "root"),
            "week report": lambda: (f"/api/v1/week-reports/{self.monday()}?user={self.employee()}", "root"),
            "blockers": lambda: ("/api/v1/blockers?state=all", self.leader()),
        }
        for name in ["needs_you", "failed", "lost", "manual", "disputes", "corrected", "not_indexed", "not_reported"]:
            out[f"desk, {name}"] = lambda name=name: (f"/api/v1/desk/{name}", self.leader())
            out[f"desk, {name}, next page"] = lambda name=name: (f"/api/v1/desk/{name}?after={self.claim()}", self.leader())
        for name, query in filters.items():
            out[f"newest, {name}"] = lambda query=query: (f"{api}?order=newest&{query}", "root")
            out[f"newest, {name}, next page"] = lambda query=query: (f"{api}?order=newest&after={self.claim()}&{query}", "root")
            out[f"newest of a team, {name}"] = lambda query=query: (f"{api}?order=newest&{query}", self.leader())
            out[f"newest of one's own, {name}"] = lambda query=query: (f"{api}?order=newest&{query}", self.employee())
        return out

    def all(self):
        api = "/api/v1/claims"
        out = {
            "claims, newest month": lambda: (f"{api}?since={day(30)}", "root"),
            "claims, a past week": lambda: (f"{api}?{self.week()}", "root"),
            "claims, since long ago": lambda: (f"{api}?since={day(self.ago())}", "root"),
            "claims, next page": lambda: (f"{api}?after={self.claim()}", "root"),
            "claims, 500 rows": lambda: (f"{api}?after={self.claim()}&limit=500", "root"),
            "claims of a person": lambda: (f"{api}?user={self.employee()}&after={self.claim()}", "root"),
            "claims of a person, newest month": lambda: (f"{api}?user={self.employee()}&since={day(30)}", "root"),
            "claims of a team": lambda: (api, self.leader()),
            "claims of a team, newest month": lambda: (f"{api}?since={day(30)}", self.leader()),
            "claims of a team, a past week": lambda: (f"{api}?{self.week()}", self.leader()),
            "own claims": lambda: (f"{api}?since={day(30)}", self.employee()),
            "one claim": lambda: (f"{api}/{self.claim()}", "root"),
            "status": lambda: ("/api/v1/status", "root"),
            "status, 30 days": lambda: (f"/api/v1/status?since={day(30)}", "root"),
            "status of a team": lambda: ("/api/v1/status", self.leader()),
            "status of a team, 30 days": lambda: (f"/api/v1/status?since={day(30)}", self.leader()),
            "users": lambda: ("/api/v1/users", "root"),
            "keywords": lambda: ("/api/v1/keywords", "root"),
            "metrics": lambda: ("/metrics", "root"),
            "page: employee": lambda: self.page("p"),
            "page: employee, verified": lambda: self.page("p", "?work=VERIFIED"),
            "page: employee, a past week": lambda: self.page("p", f"?until={day(self.ago())}"),
        }
        out |= self.screens(api)
        for work in WORKS:
            out[f"claims, {work}"] = lambda work=work: (f"{api}?work={work}", "root")
            out[f"claims, {work}, next page"] = lambda work=work: (f"{api}?work={work}&after={self.claim()}", "root")
            out[f"claims, {work}, newest month"] = lambda work=work: (f"{api}?work={work}&since={day(30)}", "root")
            out[f"claims of a team, {work}"] = lambda work=work: (f"{api}?work={work}&after={self.claim()}", self.leader())
            out[f"claims of a team, {work}, newest month"] = lambda work=work: (f"{api}?work={work}&since={day(30)}", self.leader())
            out[f"claims of a person, {work}"] = lambda work=work: (f"{api}?user={self.employee()}&work={work}", "root")
        for name in LISTS:
            shown = name or "exceptions"
            query = f"?list={name}" if name else ""
            out[f"page: supervisor, {shown}"] = lambda query=query: self.page("s", query)
            out[f"page: supervisor, {shown}, next page"] = lambda query=query: self.page("s", f"{query or '?list='}&after={self.claim()}")
        return out
