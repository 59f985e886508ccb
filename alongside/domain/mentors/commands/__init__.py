"""What can be done about mentors, from a name put forward to retirement."""

from .preparation import (
    begin_preparation,
    certify_mentor,
    make_provisional,
    recognise_mentor,
    record_co_visit,
    record_module,
    record_proficiency,
    renew_certificate,
    sign_confidentiality,
)
from .selection import (
    ask_reference,
    give_reference,
    moderate,
    nominate,
    save_nomination,
    score_nominee,
    screen,
    select_mentor,
    submit_nomination,
    weigh,
)
from .standing import (
    assign,
    decide_review,
    end_assignment,
    pause,
    reply_to_review,
    resume,
    retire,
    review,
    review_lapsed,
    set_load,
)
from .support import disband_team, form_team, record_support

__all__ = [
    "ask_reference", "assign", "begin_preparation", "certify_mentor", "decide_review", "disband_team", "end_assignment",
    "form_team", "give_reference", "make_provisional", "moderate", "nominate", "pause", "recognise_mentor", "record_co_visit",
    "record_module", "record_proficiency", "record_support", "renew_certificate", "reply_to_review", "resume", "retire",
    "review", "review_lapsed", "save_nomination", "score_nominee", "screen", "select_mentor", "set_load",
    "sign_confidentiality", "submit_nomination", "weigh",
]  # fmt: skip
