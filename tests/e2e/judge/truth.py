"""What is really true: the truth file, and what an honest reader would have seen at a moment."""

import bisect
import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from . import moments, policies
from .fold import FOUND, NOT_FOUND, UNSEEN

ANY = None  # any reason of the outcome

SITE_WALLS = {
    "captcha_wall": {"captcha", "robot_interstitial"},
    "login_wall": {"login_wall"},
    "robots_closed": {"robots_disallowed"},
    "forbidden": {"http_403"},
    "tls_broken": {"tls"},
    "no_name": {"dns"},
}
SITE_TROUBLES = {
    "error_500": {"http_5xx", "robots_unreachable"},
    "unavailable_503": {"http_5xx", "robots_unreachable"},
    "too_many_429": {"http_429", "robots_unreachable"},
    "reset": {"reset", "connect", "robots_unreachable"},
    "short_body": ANY,
    "truncated_gzip": ANY,
    "empty": {"empty_body", "robots_unreachable"},
    "garbage": ANY,
    "captcha": {"captcha", "robot_interstitial"},
    "portal_404": ANY,
    "reset_in_head": ANY,
    "reset_in_body": ANY,
    "drip": ANY,
    "endless_chunks": ANY,
    "redirect_loop": ANY,
    "redirect_private": ANY,
    "wrong_charset": ANY,
    "sites_down": ANY,
}
# What is seen of a cut page counts.
STILL_POSITIVE = {"short_body", "truncated_gzip", "reset_in_body", "drip", "endless_chunks"}
# All of the page comes; a reader may find out what the bytes are.
STILL_READ = {"wrong_charset"}
ROBOTS_TROUBLES = set(SITE_TROUBLES) - {"portal_404", "captcha"}  # these answer, if only 404
ENGINE_TROUBLES = {"engine_captcha", "engine_silent", "engine_decoy", "engine_news", "engine_429",
                   "engine_500", "engine_down"}
DOORS = {"sites_down", "engine_down", "mail_down", "hook_down"}
DOOR_OPENS = moments.MINUTE  # a closed door is opened a moment after its time
GONE = {
    "gone_404": {"http_404"},
    "gone_410": {"http_410"},
    "deleted_words": {"deleted_by_platform", "deleted_by_author", "soft404_signature"},
    "redirect_home": {"redirected_elsewhere"},
    "under_review": {"under_review"},
}
ABSENT = {"soft_404": {"soft404_signature"}, "home_for_unknown": {"redirected_elsewhere"}}
LINKS = {"none": "backlink_missing", "hidden": "backlink_hidden",
         "plain_text": "backlink_plain_text", "jump_page": "backlink_jump_page",
         "wrong_page": "backlink_wrong_page"}


@dataclass
class Fault:
    trouble: str
    site: str
    path: str
    start: int
    end: int
    engine: str = ""  # empty: all

    def hits_engine(self, engine):
        return self.trouble in ENGINE_TROUBLES and self.engine in ("", engine)

    def late(self):
        """A closed door is opened a moment after its time."""
        return self.end + (DOOR_OPENS if self.trouble in DOORS else 0)


@dataclass
class Act:
    at: int
    kind: str
    who: str
    claim: int
    accept: bool = None
    status: int = None
    number: int = None  # in acts.jsonl


@dataclass
class Claim:
    n: int
    at: int
    url: str
    who: str
    date: str
    work_type: str
    title: str
    keyword: str
    link_target: str
    honest: bool
    late: bool
    duplicate_of: int
    expect: dict
    policy: policies.Policy = None
    id: int = None
    submitted: int = None
    acts: list = field(default_factory=list)


@dataclass
class Sight:
    """One thing that a look may have seen."""
    outcome: str
    reasons: set  # None: any
    proved: bool = None  # None: either

    def covers(self, outcome, reason, proved):
        if outcome != self.outcome or (self.reasons is not None and reason not in self.reasons):
            return False
        return self.proved is None or outcome != NOT_FOUND or proved == self.proved

    def __str__(self):
        reasons = "any reason" if self.reasons is None else "/".join(sorted(self.reasons))
        return f"{self.outcome} ({reasons})"


def origin_of(url):
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def path_of(url):
    parts = urlsplit(url)
    return (parts.path or "/") + ("?" + parts.query if parts.query else "")


def host_of(url):
    return urlsplit(url).hostname or ""


def pieces(text):
    text = "".join(text.split()).lower()
    return {text[i:i + 2] for i in range(len(text) - 1)}


def title_agrees(reported, shown):
    """True, False, or None where the two are near enough to argue about."""
    if not reported:
        return True
    if not shown:
        return False
    if reported == shown or reported in shown:
        return True
    wanted = pieces(reported)
    share = len(wanted & pieces(shown)) / max(1, len(wanted))
    if share > 0.85:
        return True
    return None if share > 0.5 else False


class Truth:
    def __init__(self, lines):
        self.facts = {}
        self.claims = {}
        self.sites = {}
        self.faults = []
        self.duties = []
        self.acts = []
        self.start = self.end = None
        self.head = {}
        self.jolts = []
        for line in lines:
            self._take(line)
        own = self.head.get("own_site", "")
        for claim in self.claims.values():
            site = self.site(claim.url)
            on_own = bool(site) and own in (site["key"], host_of(claim.url))
            claim.policy = policies.policy_for(claim.work_type, on_own)
        for act in self.acts:
            if act.claim in self.claims:
                self.claims[act.claim].acts.append(act)

    def _take(self, line):
        at, url, fact, value = moments.parse(line["at"]), line["url"], line["fact"], line["value"]
        if fact == "start":
            self.start, self.head = at, value
        elif fact == "end":
            self.end = at
        elif fact == "site":
            self.sites[origin_of(url)] = value
        elif fact == "fault":
            self.faults.append(Fault(value["trouble"], value["site"], value["path"],
                                     moments.parse(value["from"]), moments.parse(value["to"]),
                                     value.get("engine", "")))
        elif fact == "duty":
            self.duties.append(value)
        elif fact == "act":
            self.acts.append(Act(at, value["kind"], value["who"], value["claim"],
                                 value.get("accept"), number=value.get("act")))
        elif fact == "claim":
            self.claims[value["n"]] = Claim(
                value["n"], at, url, value["who"], value["date"], value["work_type"],
                value["title"], value["keyword"], value["link_target"], value["honest"],
                value["late"], value["duplicate_of"], value["expect"], submitted=at)
        else:
            if fact in ("indexed", "dropped"):
                fact = f"{fact}:{value}"
            row = self.facts.setdefault((url, fact), ([], []))
            row[0].append(at)
            row[1].append(value)

    def engines(self):
        """Keys of those that Vouch is connected to."""
        return list(self.head.get("engines") or {self.head.get("engine", "baidu"): {}})

    def daily_quota(self, engine):
        """None: the world does not say."""
        return self.head.get("engines", {}).get(engine, {}).get("daily_quota")

    def site(self, url):
        return self.sites.get(origin_of(url))

    def value(self, url, fact, moment, otherwise=None):
        row = self.facts.get((url, fact))
        if row is None:
            return otherwise
        index = bisect.bisect_right(row[0], moment)
        return otherwise if index == 0 else row[1][index - 1]

    def changes(self, url):
        """Moments at which something that a reader sees of the page changes."""
        out = set()
        for fact in ("page", "title", "keyword", "link", "moved"):
            out.update(self.facts.get((url, fact), ((), ()))[0])
        return out

    def faults_at(self, moment, key, path):
        return [fault for fault in self.faults
                if fault.start <= moment < fault.late() and fault.trouble in SITE_TROUBLES
                and fault.site in ("", key) and fault.path in ("", path)]

    def site_troubled(self, url, first, last):
        """Any trouble that touches this page between two moments."""
        return bool(self.troubles(url, first, last))

    def troubles(self, url, first, last):
        """Spans of what touches this page between two moments."""
        site = self.site(url)
        key = site["key"] if site else ""
        spans = [(fault.start, fault.late()) for fault in self.faults
                 if fault.trouble in SITE_TROUBLES and fault.start < last and first < fault.end
                 and fault.site in ("", key) and fault.path in ("", path_of(url), "/robots.txt")]
        return spans + [(min(jolt), max(jolt)) for jolt in self.jolts
                        if min(jolt) < last and first < max(jolt)]

    def trouble_ends(self, url, first, last):
        """Something that touched this page was over when its answer came, but not when it was asked for."""
        return any(first <= end <= last for _, end in self.troubles(url, first, last))

    def is_shut(self, moment):
        """No site answers: nothing of it is in their logs."""
        return any(fault.trouble == "sites_down" and fault.start <= moment < fault.late()
                   for fault in self.faults)

    def jolted(self, first, last):
        """The clock was set by somebody else between two moments."""
        return any(min(jolt) < last and first < max(jolt) for jolt in self.jolts)

    def engine_troubled(self, first, last, engine):
        return self.jolted(first, last) or any(
            fault.hits_engine(engine) and fault.start < last and first < fault.end
            for fault in self.faults)

    # What a reader of the page sees at a moment: (live, content) as lists of Sights.
    def page_sights(self, claim, moment, calm=False):
        """`calm`: as if no trouble were on."""
        live = self.live_sights(claim.url, moment, calm)
        content = []
        for sight in live:
            if sight.outcome == FOUND:
                content += self.content_sights(claim, moment)
            elif sight.outcome == UNSEEN:
                content.append(Sight(UNSEEN, sight.reasons))
        return live, content

    def live_sights(self, url, moment, calm=False):
        site = self.site(url)
        if site is None:
            return [Sight(UNSEEN, ANY)]
        if calm:
            return self.calm_sights(site, url, moment, calm)
        sights = []
        faults = self.faults_at(moment, site["key"], path_of(url))
        for fault in faults:
            if fault.trouble == "portal_404":
                # A control may answer up to ten minutes before or after: nobody can know better.
                edge = min(moment - fault.start, fault.end - moment) < policies.CANARY_AGE
                sights.append(Sight(NOT_FOUND, {"http_404"}, None if edge else False))
            sights.append(Sight(UNSEEN, SITE_TROUBLES[fault.trouble]))
            if moment >= fault.end or fault.trouble in STILL_READ:
                sights += self.calm_sights(site, url, moment)
            elif fault.trouble in STILL_POSITIVE:
                sights += [one for one in self.calm_sights(site, url, moment)
                           if one.outcome == FOUND]
        if not faults:
            sights = self.calm_sights(site, url, moment)
        # A site whose robots.txt could not be had stays closed for as long as that is remembered.
        if any(fault.start <= moment < fault.end + policies.ROBOTS_AGE
               for fault in self.faults if fault.trouble in ROBOTS_TROUBLES
               and fault.site in ("", site["key"]) and fault.path in ("", "/robots.txt")):
            sights.append(Sight(UNSEEN, {"robots_unreachable"}))
        return sights

    def calm_sights(self, site, url, moment, calm=False):
        kind = site["kind"]
        if kind in SITE_WALLS:
            return [Sight(UNSEEN, SITE_WALLS[kind])]
        if kind == "parked":
            return [Sight(NOT_FOUND, {"parked"}, True)]
        target = self.value(url, "moved", moment)
        if target:
            return [Sight(FOUND, {"ok", "ok_redirected"}) if one.outcome == FOUND else one
                    for one in self.live_sights(target, moment, calm)]
        state = self.value(url, "page", moment, "absent")
        if state == "live":
            return [Sight(FOUND, {"ok", "ok_redirected", "ok_title_changed"})]
        if state == "absent":
            return [Sight(NOT_FOUND, ABSENT.get(kind, {"http_404"}), True)]
        # Sent to the front page on a site that answers 404 to unknown pages: proof is arguable.
        sure = None if state == "redirect_home" and kind != "home_for_unknown" else True
        return [Sight(NOT_FOUND, GONE[state], sure)]

    def content_sights(self, claim, moment):
        asked = claim.policy.content
        if not asked:
            return []
        url = self.value(claim.url, "moved", moment) or claim.url
        missing = set()
        arguable = False
        shown_title = self.value(url, "title", moment, "")
        if "link" in asked or "link_or_mention" in asked:
            missing |= self._link_reasons(claim, url, moment, "link_or_mention" in asked)
        if "keyword" in asked and claim.keyword:
            place = self.value(url, "keyword", moment, "missing")
            if place in ("hidden", "missing") and claim.keyword not in shown_title:
                missing.add("keyword_" + place)
        if "title" in asked:
            agrees = title_agrees(claim.title, shown_title)
            if agrees is not True:
                missing.add("title_mismatch")
                arguable = arguable or (agrees is None and len(missing) == 1)
        sights = [Sight(NOT_FOUND, missing, True)] if missing else []
        if not missing or arguable:
            sights.append(Sight(FOUND, {"ok", "ok_title_changed"}))
        return sights

    def _link_reasons(self, claim, url, moment, mention_suffices):
        form = self.value(url, "link", moment, "none")
        if form in ("direct", "nofollow"):  # 外链: the rel is noted, it does not fail
            return set()
        if form == "plain_text" and mention_suffices:
            return set()
        target = urlsplit(claim.link_target if "://" in claim.link_target
                          else "http://" + claim.link_target) if claim.link_target else None
        if form == "wrong_page" and (target is None or target.path in ("", "/")):
            return set()
        return {LINKS[form]}

    def index_sights(self, url, moment, engine):
        for fault in self.faults:
            if not fault.hits_engine(engine) or not fault.start <= moment < fault.late():
                continue
            calm = [] if moment < fault.end else self.calm_index(url, moment, engine)
            return [Sight(UNSEEN, ANY)] + calm
        return self.calm_index(url, moment, engine)

    def calm_index(self, url, moment, engine):
        if self.is_indexed(url, moment, engine):
            return [Sight(FOUND, {"ok", "ok_redirected"})]
        return [Sight(NOT_FOUND, {"serp_valid_no_match"}, True)]

    def is_indexed(self, url, moment, engine):
        found = self.facts.get((url, f"indexed:{engine}"))
        dropped = self.facts.get((url, f"dropped:{engine}"))
        since = max((at for at in found[0] if at <= moment), default=None) if found else None
        lost = max((at for at in dropped[0] if at <= moment), default=None) if dropped else None
        return since is not None and (lost is None or lost < since)

    def indexed_at(self, url, engine):
        found = self.facts.get((url, f"indexed:{engine}"))
        return found[0][0] if found else None

    def dropped_at(self, url, engine):
        dropped = self.facts.get((url, f"dropped:{engine}"))
        return dropped[0][0] if dropped else None


def read_lines(path):
    try:
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]
    except FileNotFoundError:
        return []
