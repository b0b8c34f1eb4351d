"""The stage machine of domain 5.5, once more and on its own.

Takes what looks saw in the order of time and says where the stage stands. Only conclusive looks
move it; a negative is conclusive only when it was proved by a control.
"""

from dataclasses import dataclass, field

from .moments import HOUR
from .policies import COULD_NOT_CHECK_AFTER

HINT_BEFORE = 48 * HOUR
FOUND, NOT_FOUND, UNSEEN = "FOUND", "NOT_FOUND", "INCONCLUSIVE"


@dataclass
class Seen:
    at: int
    outcome: str
    reason: str
    proved: bool = False
    source: object = None


@dataclass
class Episode:
    kind: str  # FAIL or REGRESSED
    at: int
    reason: str
    proof: list  # the negatives that were counted
    ended: int = None


@dataclass
class Stage:
    state: str = "WAITING"
    reason: str = ""
    since: int = None
    first_pass: int = None
    episodes: list = field(default_factory=list)
    last_conclusive: int = None
    last_reason: str = ""
    could_not_check_at: int = None

    def negative_at(self, moment):
        """The episode that stood at that moment."""
        for episode in self.episodes:
            if episode.at <= moment and (episode.ended is None or moment < episode.ended):
                return episode
        return None


def run(seen, deadline, needed, spacing, survival, now):
    stage = Stage()
    counted = []
    for look in sorted(seen, key=lambda one: one.at):
        if look.at > now:
            break
        stage.last_reason = look.reason
        conclusive = look.outcome == FOUND or (look.outcome == NOT_FOUND and look.proved)
        if not conclusive:
            continue
        stage.last_conclusive = look.at
        if look.outcome == FOUND:
            if stage.episodes and stage.episodes[-1].ended is None:
                stage.episodes[-1].ended = look.at
            if stage.first_pass is None:
                stage.first_pass = look.at
            if stage.state != "PASS":
                stage.since = look.at
            stage.state, stage.reason, counted = "PASS", look.reason, []
            continue
        if stage.state in ("FAIL", "REGRESSED"):
            continue
        passed = stage.first_pass is not None
        if passed and look.at > stage.first_pass + survival:
            continue
        if counted and look.at < counted[-1].at + spacing:
            continue
        counted.append(look)
        due = passed or (deadline is not None and look.at >= deadline)
        if due and len(counted) >= needed:
            kind = "REGRESSED" if passed else "FAIL"
            stage.state, stage.reason, stage.since = kind, look.reason, look.at
            stage.episodes.append(Episode(kind, look.at, look.reason, counted))
            counted = list(counted)
        elif due:
            stage.state = "WAITING" if passed else "SUSPECT"
            stage.since = look.at
        elif deadline is not None and len(counted) >= needed - 1 \
                and deadline - look.at < HINT_BEFORE:
            stage.state, stage.since = "SUSPECT", look.at
    if stage.first_pass is not None and stage.state in ("WAITING", "SUSPECT") \
            and now > stage.first_pass + survival:
        # Missed while it was watched and not proved by the end of that: no loss.
        stage.state, stage.since = "PASS", stage.first_pass + survival
    elif deadline is not None and stage.state in ("WAITING", "SUSPECT"):
        moment = max(deadline, stage.last_conclusive or 0) + COULD_NOT_CHECK_AFTER
        stage.could_not_check_at = moment
        if now >= moment:
            stage.state, stage.since, stage.reason = "UNCHECKABLE", moment, stage.last_reason
    return stage
