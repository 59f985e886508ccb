"""How a day is said: "Tue 14 Apr", with the year when it is not this one; how long ago, beside it."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext


def today_of(request: object) -> date:
    """Return the day the page was asked for, by the clock of the request where it carries one."""
    now = getattr(request, "now", None)
    return local_day(now) if now else timezone.localdate()


def local_day(moment: date | datetime) -> date:
    """Return the day of an instant where the reader is; a day is itself."""
    if not isinstance(moment, datetime):
        return moment
    return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()


def said(day: date, *, today: date) -> str:
    """Return the day in words, in the language of the page."""
    return date_format(day, "D j M" if day.year == today.year else "D j M Y")


def since(day: date, *, today: date) -> str:
    """Return how far a day lies from today: days up to two weeks, weeks up to ten, months up to two years, then years."""
    apart = (today - day).days
    if apart == 0:
        return gettext("today")
    if apart in (1, -1):
        return gettext("yesterday") if apart == 1 else gettext("tomorrow")
    far = abs(apart)
    if far <= 14:
        span = ngettext("%(n)d day", "%(n)d days", far) % {"n": far}
    elif far <= 70:
        span = ngettext("%(n)d week", "%(n)d weeks", far // 7) % {"n": far // 7}
    elif far < 730:
        months = round(far / 30.44)
        span = ngettext("%(n)d month", "%(n)d months", months) % {"n": months}
    else:
        years = int(far / 365.25)
        span = ngettext("%(n)d year", "%(n)d years", years) % {"n": years}
    return (gettext("%(span)s ago") if apart > 0 else gettext("in %(span)s")) % {"span": span}
