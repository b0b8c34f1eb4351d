"""One run: truth, logs and what Vouch says, joined; and the verdicts that should have come."""

import bisect
import json
import re
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from . import fold, moments, policies
from .fold import FOUND, NOT_FOUND, UNSEEN
from .truth import Sight, Truth, host_of, path_of, read_lines

CLOCK_TROUBLES = {"clock_forward", "clock_back", "suspend"}
ADMIN_KINDS = {"waive", "withdraw", "dispute", "close_dispute", "answer"}


@dataclass
class Expected:
    """What the judge says about one claim at one moment."""
    work: str
    reason: str = ""
    stage: str = ""
    since: int = None
    public_at: int = None
    stages: dict = field(default_factory=dict)
    public_at_last: int = None  # with the time that nobody lived through


def engine_of(stage):
    return stage.split(":", 1)[1]


def engine_asked(row):
    """Which engine a request to the SearXNG instance was for; None: to somebody else."""
    if row["host"] != "engine":
        return None
    named = parse_qs(urlsplit(row["path"]).query).get("engines", ["baidu"])[0]
    return policies.ENGINE_OF_INSTANCE.get(named, named)


class Logs:
    def __init__(self, folder):
        self.access = read_lines(folder / "access.jsonl")
        self.mail = read_lines(folder / "mail.jsonl")
        self.hooks = read_lines(folder / "webhook.jsonl")
        self.robots = read_lines(folder / "robot.jsonl")
        self.acts = read_lines(folder / "acts.jsonl")
        self.kills = [row["moment"] for row in read_lines(folder / "kills.jsonl")]
        # The clock set by somebody else: (from, to), back where `to` comes first.
        self.jolts = [(row["from"], row["to"]) for row in read_lines(folder / "machine.jsonl")
                      if row["trouble"] in CLOCK_TROUBLES]
        for row in self.access + self.mail + self.hooks + self.robots + self.acts:
            row["moment"] = moments.parse(row["at"])
        for row in self.mail:  # when its bytes were frozen; the server may have been away since
            row["written"] = (round(parsedate_to_datetime(row["date"]).timestamp() * 1000)
                              if row.get("date") else row["moment"])
        for row in self.access:
            row["engine"] = engine_asked(row)
        self._index()

    def _index(self):
        self.requests = {}
        for row in self.access:
            self.requests.setdefault((row["host"], row["path"]), []).append(row["moment"])
        for times in self.requests.values():
            times.sort()
        self.in_order = sorted(self.access, key=lambda row: row["moment"])
        self.moments = [row["moment"] for row in self.in_order]

    def between(self, first, last):
        """Requests of that span, both ends with it."""
        return self.in_order[bisect.bisect_left(self.moments, first):
                             bisect.bisect_right(self.moments, last)]

    def requests_between(self, host, path, after, until):
        times = self.requests.get((host, path), [])
        return times[bisect.bisect_right(times, after):bisect.bisect_right(times, until)]


class Case:
    def __init__(self, folder, said):
        folder = Path(folder)
        self.folder = folder
        self.truth = Truth(read_lines(folder / "truth.jsonl"))
        self.logs = Logs(folder)
        self.truth.jolts = self.logs.jolts
        self.said = said
        self.world = json.loads((folder / "world.json").read_text(encoding="utf-8"))
        self.people = {person["login"]: person for person in self.world["people"]}
        self.now = moments.parse(said["status"]["now"])
        self.files = {file["id"]: file for file in said["claims"]}
        self._join_acts()
        self.unknown_ids = set(self.files) - {c.id for c in self.truth.claims.values()}

    def _join_acts(self):
        """Ids of claims, and the moments at which vouchd took each act."""
        taken = {}
        for row in self.logs.acts:
            for pair in row.get("claims") or []:
                claim = self.truth.claims.get(pair["n"])
                if claim is None:
                    continue
                if row["kind"] == "report":
                    claim.id = pair["id"]
                    file = self.files.get(claim.id)
                    claim.submitted = (moments.parse(file["submitted_at"]) if file
                                       else row["moment"])
            if row["kind"] in ADMIN_KINDS:
                taken.setdefault((row["kind"], row["who"]), []).append(row)
        for act in self.truth.acts:
            rows = [row for row in taken.get((act.kind, act.who), [])
                    if self._act_is_about(row, act)]
            if rows:
                row = min(rows, key=lambda one: abs(one["moment"] - act.at))
                act.at, act.status = row["moment"], row["status"]

    def _act_is_about(self, row, act):
        if act.number is not None:
            return row["act"] == act.number
        named = [pair["n"] for pair in row.get("claims") or []]
        return not named or act.claim in named

    def extended(self, first, last):
        """The end of a term when what nobody lived through may not count: the clock was moved, or a
        daemon killed up to a heartbeat after it last wrote down that it lives."""
        spans = [(min(jolt), max(jolt)) for jolt in self.logs.jolts]
        spans += [(kill - policies.HEARTBEAT, kill) for kill in self.logs.kills]
        lived = first
        for begin, to in sorted(spans):
            if begin < last and to > lived:
                last += to - max(lived, begin)
                lived = to
        return last

    def file(self, claim):
        return self.files.get(claim.id)

    def observations(self, claim, stage):
        file = self.file(claim)
        rows = [row for row in file["observations"] if row["stage"] == stage] if file else []
        return sorted(rows, key=lambda row: (moments.parse(row["observed_at"]), row["id"]))

    def index_stages(self):
        return [f"index:{engine}" for engine in self.truth.engines()]

    # What looks of that stage may have seen, from the truth alone.
    def allowed(self, claim, stage, row, earlier):
        moment = moments.parse(row["observed_at"])
        if stage.startswith("index:"):
            sights = []
            for one in (moment, moment - 5 * moments.MINUTE, moment - 30 * moments.MINUTE):
                sights += self.truth.index_sights(claim.url, one, engine_of(stage))
            # A batch over which somebody set the clock holds no controls of its own time.
            if self.truth.jolted(moment - policies.CANARY_AGE, moment + policies.CANARY_AGE):
                sights.append(Sight(UNSEEN, {"canary_failed"}))
            return sights
        asked = self.logs.requests_between(host_of(claim.url), path_of(claim.url),
                                           max(earlier, moment - 6 * moments.HOUR), moment)
        sights = []
        whens = asked[-3:]
        if not whens or self.truth.is_shut(moment) or self.truth.trouble_ends(
                claim.url, whens[-1], moment):
            whens.append(moment)
        for when in whens:
            for later in (0, 2 * moments.MINUTE) if self.truth.value(claim.url, "moved", when) \
                    else (0,):
                live, content = self.truth.page_sights(claim, when + later)
                sights += live if stage == "live" else content
        return sights

    def was_asked(self, claim, row, earlier):
        moment = moments.parse(row["observed_at"])
        return bool(self.logs.requests_between(host_of(claim.url), path_of(claim.url),
                                               max(earlier, moment - 6 * moments.HOUR), moment))

    def history(self, claim, stage):
        """Rows with what they may be; the fold uses the row where the truth allows it, else what
        the truth says."""
        out, earlier = [], 0
        for row in self.observations(claim, stage):
            sights = self.allowed(claim, stage, row, earlier)
            moment = moments.parse(row["observed_at"])
            fits = any(one.covers(row["outcome"], row["reason"], row["negative_proved"])
                       for one in sights)
            if fits or not sights:
                seen = fold.Seen(moment, row["outcome"], row["reason"], row["negative_proved"], row)
            else:
                first = sights[0]
                reason = sorted(first.reasons)[0] if first.reasons else row["reason"]
                seen = fold.Seen(moment, first.outcome, reason,
                                 first.outcome == NOT_FOUND and first.proved is not False, row)
            out.append((row, sights, fits, seen))
            earlier = moment
        return out

    def stages(self, claim, now):
        policy = claim.policy
        out = {}
        rules = [("live", claim.submitted + policy.live_deadline, policies.LIVE_CONFIRMATIONS,
                  policies.LIVE_SPACING)]
        if policy.content:
            rules.append(("content",) + rules[0][1:])
        for engine in self.truth.engines():
            own, term = policies.ENGINES[engine], policies.index_term(policy, engine)
            rules.append((f"index:{engine}", claim.submitted + term if term else None,
                          own.confirmations, own.spacing))
        for name, deadline, needed, spacing in rules:
            seen = [entry[3] for entry in self._history(claim, name)]
            out[name] = fold.run(seen, deadline, needed, spacing, policy.survival, now)
        return out

    def _history(self, claim, stage):
        cache = self.__dict__.setdefault("_histories", {})
        key = (claim.n, stage)
        if key not in cache:
            cache[key] = self.history(claim, stage)
        return cache[key]

    def rows(self, claim, stage):
        return self._history(claim, stage)

    # Order of domain 5.6, people before machines.
    def expected(self, claim, now):
        settled = self._by_people(claim, now)
        stages = self.stages(claim, now)
        if settled:
            settled.stages = stages
            return settled
        work = [(name, stages[name]) for name in ("live", "content") if name in stages]
        for kind, verdict in (("REGRESSED", "REGRESSED"), ("FAIL", "FAILED")):
            for name, stage in work:
                if stage.state == kind:
                    told = self._told(claim, stage.episodes[-1].at)
                    public = moments.add_workdays(told, policies.GRACE_WORKDAYS)
                    return Expected(verdict, stage.reason, name, stage.since, public, stages,
                                    self.extended(told, public))
        for name, stage in work:
            if stage.state == "UNCHECKABLE":
                return Expected("MANUAL", stage.reason, name, stage.since, None, stages)
        if all(stage.state == "PASS" for _, stage in work):
            return Expected("VERIFIED", "ok", "", max(s.since for _, s in work), None, stages)
        return Expected("PENDING", "", "", None, None, stages)

    def _told(self, claim, moment):
        """The employee hears of it at once, or when the dispute that held it back ends."""
        for act in claim.acts:
            closing = next((one.at for one in claim.acts if one.kind == "close_dispute"), None)
            if act.kind == "dispute" and closing and act.at <= moment < closing:
                return closing
        return moment

    def _by_people(self, claim, now):
        acts = [act for act in claim.acts
                if act.at <= now and (act.status is None or 200 <= act.status < 300)]
        for kind, verdict in (("withdraw", "VOID"), ("waive", "WAIVED")):
            for act in acts:
                if act.kind == kind:
                    return Expected(verdict, since=act.at)
        disputes = [act for act in acts if act.kind == "dispute"]
        closings = [act for act in acts if act.kind == "close_dispute"]
        upheld = None
        for dispute in disputes:
            closing = next((one for one in closings if one.at >= dispute.at), None)
            term = moments.add_workdays(dispute.at, policies.DISPUTE_WORKDAYS)
            if closing and closing.at <= term:
                if closing.accept:
                    upheld = closing.at
            elif now < term:
                return Expected("DISPUTED", since=dispute.at)
            else:
                upheld = term
        return Expected("ACCEPTED", since=upheld) if upheld else None

    def frozen(self, claim, moment):
        """A person's act keeps negatives of this claim from everybody at that moment."""
        settled = self._by_people(claim, moment)
        return settled.work if settled else None

    # Mails know claims by the address of their page.
    def claims_in(self, mail):
        return {int(number) for number in re.findall(r"/claims/(\d+)", mail["text"])}

    def claim_by_id(self, number):
        if "_by_id" not in self.__dict__:
            self._by_id = {claim.id: claim for claim in self.truth.claims.values()}
        return self._by_id.get(number)

    def role(self, address):
        for person in self.people.values():
            if person.get("email") and person["email"] == address:
                return person["role"], person["login"]
        return None, None
