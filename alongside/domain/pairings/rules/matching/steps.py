"""The steps of a run of matching, from its draft to the day somebody decided on it."""

from django.utils.translation import gettext_lazy as _

from alongside.kernel.states import Machine, Move

from ...terms import MatchingStatus as S

WHO = _("the coordinator, or the programme manager")
MATCHING = Machine(
    "pairings.matching",
    _("This run of matching"),
    S,
    [
        Move("pairings.review_matching", (S.DRAFT,), S.IN_REVIEW, _("Begin the review"), WHO),
        Move("pairings.publish_matching", (S.IN_REVIEW,), S.PUBLISHED, _("Publish"), WHO, _("at least one pair is kept")),
        Move("pairings.discard_matching", (S.DRAFT, S.IN_REVIEW), S.DISCARDED, _("Discard"), WHO),
    ],
)  # fmt: skip
