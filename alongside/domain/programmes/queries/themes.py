"""What the months of programmes are about."""

from collections.abc import Iterable
from datetime import date

from ..models import MonthTheme, Programme


def themes(programme: Programme) -> dict[date, MonthTheme]:
    """Return the themes of a programme by the first day of their month."""
    rows = MonthTheme.objects.filter(programme=programme).select_related("checklist")
    return {each.month: each for each in rows.order_by("month")}


def themes_of(programmes: Iterable[Programme], *, on: date) -> list[MonthTheme]:
    """Return what these programmes look at in the month of a day."""
    rows = MonthTheme.objects.filter(programme__in=list(programmes), month=on.replace(day=1))
    return list(rows.select_related("programme", "checklist").order_by("programme__name", "pk"))
