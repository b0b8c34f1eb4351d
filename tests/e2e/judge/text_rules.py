"""文本重合: what the truth calls copied is marked with the first claim, and nothing else is."""

from . import moments
from .fold import FOUND
from .truth import path_of

LEAST_SHARE = 0.30  # of the text from which on a match is worth a person's look (domain 5.8, V13)
LEAST_QUOTE = 8     # characters; shorter passages show nothing


def check(case, report):
    for claim in case.truth.claims.values():
        file = case.file(claim)
        if file is None:
            continue
        matches = file.get("text_matches") or []
        copied = case.truth.value(claim.url, "copied", case.now)
        if copied is None:
            report.check(not matches, claim.n, "text_match_untrue",
                         "no text match: its text stood nowhere before",
                         [one["first_claim"] for one in matches])
            report.check(not file.get("text_match"), claim.n, "text_match_untrue", "no mark",
                         file.get("text_match"))
            continue
        first = first_of(case, copied["from"])
        if first is None or not (was_read(case, claim) and was_read(case, first)):
            continue
        marked(claim, file, matches, first, report)


def first_of(case, url):
    """The first claim about the page from which the text was taken."""
    return min((one for one in case.truth.claims.values() if one.url == url and one.id),
               key=lambda one: (one.submitted, one.id), default=None)


def was_read(case, claim):
    """A look saw the page, and nothing was wrong with its site at that moment."""
    site = case.truth.site(claim.url)
    for row in case.observations(claim, "live"):
        moment = moments.parse(row["observed_at"])
        faults = case.truth.faults_at(moment, site["key"], path_of(claim.url)) + \
            case.truth.faults_at(moment - moments.MINUTE, site["key"], path_of(claim.url))
        if row["outcome"] == FOUND and not faults:
            return True
    return False


def marked(claim, file, matches, first, report):
    wanted = f"a text match with claim {first.id}"
    if not report.check(len(matches) == 1, claim.n, "text_match", wanted,
                        [one["first_claim"] for one in matches] or "none"):
        return
    match, mark = matches[0], file.get("text_match") or {}
    report.check(match["first_claim"] == first.id and match["first_url"] == first.url, claim.n,
                 "text_match", wanted, f"{match['first_claim']} {match['first_url']}")
    report.check(mark.get("first_claim") == first.id, claim.n, "text_match",
                 f"the mark to name claim {first.id}", mark)
    report.check(LEAST_SHARE <= match["share"] <= 1, claim.n, "text_match",
                 f"a share of {LEAST_SHARE} at least", match["share"])
    report.check(moments.parse(match["public_at"]) > moments.parse(match["found_at"]), claim.n,
                 "text_match", "its author to read it before others", match["public_at"])
    quoted = sum(passage["end"] - passage["start"] for passage in match["passages"])
    sound = bool(match["passages"]) and all(
        passage["end"] - passage["start"] >= LEAST_QUOTE
        and passage["first_end"] - passage["first_start"] >= LEAST_QUOTE
        and passage["text"] and passage["first_text"] for passage in match["passages"])
    report.check(sound and quoted >= 40, claim.n, "text_match", "passages of both texts",
                 f"{len(match['passages'])} passages, {quoted} characters")
    report.check(any(row["id"] == match["observation"] for row in file["observations"]), claim.n,
                 "text_match", "the look that saw the text", match["observation"])
