"""Moments as UTC milliseconds, days of Asia/Shanghai, and the working days of 2026."""

from datetime import date, datetime, timedelta, timezone

MINUTE = 60_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR
ZONE = timezone(timedelta(hours=8))


def parse(text):
    """RFC 3339 to milliseconds; None stays None."""
    if text is None:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(moment.timestamp() * 1000)


def show(moment):
    if moment is None:
        return "never"
    local = datetime.fromtimestamp(moment / 1000, ZONE)
    return local.strftime("%m-%d %H:%M:%S")


def day_of(moment):
    return datetime.fromtimestamp(moment / 1000, ZONE).date()


def at(day, hours=0, minutes=0):
    midnight = datetime(day.year, day.month, day.day, tzinfo=ZONE)
    return round(midnight.timestamp() * 1000) + hours * HOUR + minutes * MINUTE


def _span(month, first, last):
    return [date(2026, month, day) for day in range(first, last + 1)]


# State Council notice of 2025-11 on the public holidays of 2026.
HOLIDAYS = frozenset(
    _span(1, 1, 3) + _span(2, 15, 23) + _span(4, 4, 6) + _span(5, 1, 5)
    + _span(6, 19, 21) + _span(9, 25, 27) + _span(10, 1, 7))
MADE_UP = frozenset([date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9),
                     date(2026, 9, 20), date(2026, 10, 10)])


def is_workday(day):
    if day in MADE_UP:
        return True
    return day not in HOLIDAYS and day.weekday() < 5


def next_workday(day):
    day += timedelta(days=1)
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def after_quiet(moment, night, morning):
    """That moment, or when the quiet time in which it lies ends; night, morning: (hours, minutes)."""
    day = day_of(moment)
    if is_workday(day):
        if moment < at(day, *morning):
            return at(day, *morning)
        if moment < at(day, *night):
            return moment
    return at(next_workday(day), *morning)


def add_workdays(moment, count):
    """The same time of day `count` working days later; a day off counts as its end."""
    day = day_of(moment)
    rest = moment - at(day)
    if not is_workday(day):
        day = next_workday(day)
        rest = 0
    for _ in range(count):
        day = next_workday(day)
    return at(day) + rest
