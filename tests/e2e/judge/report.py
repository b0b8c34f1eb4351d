"""Violations, and how they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    claim: str
    rule: str
    expected: str
    seen: str

    def __str__(self):
        return f"{self.claim:>10}  {self.rule:<24} expected {self.expected}; seen {self.seen}"


class Report:
    def __init__(self):
        self.violations = []
        self.checked = {}

    def count(self, rule, number=1):
        self.checked[rule] = self.checked.get(rule, 0) + number

    def add(self, claim, rule, expected, seen):
        name = "-" if claim is None else str(claim)
        self.violations.append(Violation(name, rule, str(expected), str(seen)))

    def check(self, good, claim, rule, expected, seen):
        self.count(rule)
        if not good:
            self.add(claim, rule, expected, seen)
        return good

    def rules(self):
        return sorted({violation.rule for violation in self.violations})

    def text(self):
        lines = [str(violation) for violation in self.violations]
        lines.append("")
        lines.append(f"{'rule':<24} {'checked':>8} {'broken':>7}")
        broken = {}
        for violation in self.violations:
            broken[violation.rule] = broken.get(violation.rule, 0) + 1
        for rule in sorted(set(self.checked) | set(broken)):
            lines.append(f"{rule:<24} {self.checked.get(rule, 0):>8} {broken.get(rule, 0):>7}")
        return "\n".join(lines)
