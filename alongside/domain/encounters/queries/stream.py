"""Observations as programs read them: every row somebody sees anywhere, each as closely as they see it."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from alongside.domain.people.models import Person

from .. import access
from ..models import Observation
from ..terms import Permission


def observations(*, seen_by: Person | None) -> QuerySet[Observation]:
    """Return the observations somebody sees on pages or takes away in exports; answers and results are not loaded.

    `itemised`: whether they see steps and items, or the result only. `named`: whether they meet the people by name;
    an analyst has the items without names. Seen as a result only are those that count: current, with permission.
    """
    closely = access.detail_rows(seen_by) | access.export_rows(seen_by)
    counts = Q(is_current=True) & ~Q(permission=Permission.DECLINED)
    rows = Observation.objects.filter(closely | (access.level_rows(seen_by) & counts))
    return (
        rows.annotate(itemised=_whether(closely), named=_whether(access.level_rows(seen_by)))
        .select_related("programme", "place", "mentee", "observer", "version__instrument")
        .defer("answers", "results", "version__definition_json", "version__findings")
    )


def _whether(condition: Q) -> ExpressionWrapper:
    return ExpressionWrapper(Q(pk__in=Observation.objects.filter(condition).values("pk")), BooleanField())
