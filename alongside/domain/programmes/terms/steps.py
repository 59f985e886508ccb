"""The eleven steps in which a programme is designed: what is asked, why, what is suggested and where that comes from."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .design import Cause, Channel


@dataclass(frozen=True)
class Default:
    """A suggestion and where it comes from (R126)."""

    text: Any
    origin: Any


@dataclass(frozen=True)
class Question:
    """One question that is answered in words or by choosing.

    kind: "words", "sentences", "one", "some", "number" or "yes_no". first: what stands there before anybody answers;
    origin: where that comes from. required: the step is not done without it. least, most: of a number.
    """

    code: str
    label: Any
    kind: str = "sentences"
    choices: tuple[tuple[str, Any], ...] = ()
    required: bool = True
    first: Any = None
    origin: Any = ""
    least: int = 0
    most: int = 1000


@dataclass(frozen=True)
class Step:
    """One step. title: as the list says it. asks: the question in full. why: in a sentence or two. lines: kinds of lines it keeps."""

    code: str
    title: Any
    asks: Any
    why: Any
    questions: tuple[Question, ...] = ()
    lines: tuple[str, ...] = ()
    defaults: tuple[Default, ...] = ()


OURS = _("our proposal; change it")
CRITERIA = (
    ("expertise", _("Subject expertise (30)")), ("practice", _("Active practice (15)")),
    ("interpersonal", _("Empathy and respect (15)")), ("communication", _("Communication and feedback (15)")),
    ("leadership", _("Leadership and initiative (10)")), ("reputation", _("Reputation among peers (10)")),
    ("availability", _("Availability (5)")),
)  # fmt: skip
MODULES = (
    ("communication", _("Communication")), ("feedback", _("Giving feedback")), ("coaching", _("Coaching")),
    ("teaching", _("Clinical teaching")), ("listening", _("Active listening")), ("checklists", _("Observing with a checklist")),
)  # fmt: skip
STAGES = (
    ("information", _("Information")), ("simulation", _("Practice with peers")),
    ("practice", _("Practice at work under observation")), ("certification", _("Certification")),
)  # fmt: skip
SHAPES = (
    ("one_to_one", _("One mentor, one mentee")), ("one_to_two", _("One mentor, two mentees")),
    ("one_to_team", _("One mentor, a team")), ("team_to_team", _("A team with a team")),
)  # fmt: skip


def _all(choices: tuple[tuple[str, Any], ...]) -> list[str]:
    return [code for code, _label in choices]


STEPS: tuple[Step, ...] = (
    Step(
        "goals", _("Goals"), _("What should get better, and what is mentoring's part in it?"),
        _("A goal with a figure can be followed. Knowing what else is under way keeps mentoring from doing the same work twice."),
        (
            Question("role", _("What is mentoring's part in reaching these goals?")),
            Question("package", _("What belongs to it beside mentoring, and who brings each part?"), required=False),
        ),
        ("goal", "approach", "option"),
        (Default(_("At least one goal with an indicator, a baseline and a target"), _("MCSP brief, line 103")),
         Default(_("A purpose for each approach"), _("MCSP brief, line 103"))),
    ),
    Step(
        "system", _("What exists"), _("What can the programme build on, and who carries it afterwards?"),
        _("What is built into the health system stays when a partner leaves."),
        (Question("owner", _("Who in the health system owns this programme?"), "words"),),
        ("structure", "hand_over"),
        (Default(_("Build on what is there; something new needs a reason"), _("MCSP brief, line 104")),),
    ),
    Step(
        "selection", _("Selecting mentors"), _("How are mentors chosen?"),
        _("Mentees trust a mentor who knows the work and still does it."),
        (
            Question("criteria", _("By what are nominees judged?"), "some", CRITERIA, first=_all(CRITERIA), origin=_("criteria: MCSP brief, line 105; weights in brackets: our proposal")),
            Question("pass_mark", _("How many points of 100 are enough?"), "number", first=65, origin=OURS, least=1, most=100),
            Question("practised_within", _("Within how many months must they have done the work themselves?"), "number", first=12, origin=OURS, least=1, most=60),
            Question("years_as_chw", _("How many years must a community mentor have worked as a community health worker?"), "number", first=2, origin=OURS, most=30),
            Question("who_selects", _("Who decides?"), "words", first=_("Two scorers and the district coordinator"), origin=OURS),
        ),
    ),
    Step(
        "preparation", _("Preparing mentors"), _("How are mentors prepared?"),
        _("Knowing the work and knowing how to mentor are two things. Both are shown before somebody mentors."),
        (
            Question("proof", _("How do they show that they master the work?"), "one", (("both", _("Test and observed skill")), ("observation", _("Observed skill")), ("test", _("Knowledge test"))), first="both", origin=_("MCSP brief, line 106")),
            Question("modules", _("Which mentoring skills do they learn?"), "some", MODULES, first=_all(MODULES), origin=_("MCSP brief, line 106")),
            Question("stages", _("In which stages?"), "some", STAGES, first=_all(STAGES), origin=_("MCSP brief, line 106")),
            Question("valid_months", _("For how many months does a certificate hold?"), "number", first=24, origin=OURS, least=1, most=120),
        ),
    ),
    Step(
        "support", _("Supporting mentors"), _("What do mentors receive, and who pays for it?"),
        _("Mentors without support tire. What nobody pays for after the project ends should be seen today."),
        (
            Question("support", _("How are mentors supported?"), "some", (("meeting", _("Regular meeting")), ("call", _("Support call")), ("peers", _("Peer group")), ("visit", _("A master mentor comes along"))), first=["meeting", "call"], origin=_("MCSP brief, line 109")),
            Question("support_days", _("At least every how many days?"), "number", first=60, origin=OURS, least=1, most=366),
            Question("cover", _("Who does a mentor's own work meanwhile?"), "words"),
        ),
        ("incentive",),
        (Default(_("Travel and per diem are the most common incentives"), _("MCSP brief, line 107")),
         Default(_("Points for continuing education are worth exploring"), _("MCSP brief, line 109"))),
    ),
    Step(
        "ratio", _("Models and ratio"), _("Which model, and how many mentees for each mentor?"),
        _("A mentor with too many mentees sees none of them often enough."),
        (
            Question("shapes", _("Which pairings are possible?"), "some", SHAPES, first=_all(SHAPES), origin=_("MCSP brief, line 111")),
            Question("pairing", _("How are mentor and mentee brought together?"), "words", first=_("By the goals of the mentee"), origin=_("MCSP brief, line 111")),
        ),
        ("model",),
        (Default(_("Visiting, part of the time: 10 mentees, 3 workplaces; full time: 40 mentees, 8 workplaces"), _("our proposal, after Karnataka: 6 to 8 centres for each mentor")),
         Default(_("Internal: 6 mentees. Community: 12. Peers: 4"), _("our proposal, after Kenya's immunisation peers: 1 to 4"))),
    ),
    Step(
        "focus", _("Competencies"), _("Which problem, and which competencies?"),
        _("Mentoring helps where people lack a skill. Where supplies or staff are missing, something else is needed first."),
        (
            Question("problem", _("Which problem should become smaller?")),
            Question("evidence", _("How do you know?")),
            Question("cause", _("What is the main cause?"), "one", tuple(Cause.choices)),
        ),
        ("focus",),
    ),
    Step(
        "rhythm", _("How often"), _("How often, how long and until when?"),
        _("Complex and life-saving skills need closer contact at first, and less as people grow sure."),
        (),
        ("phase",),
        (Default(_("Visiting: monthly, two days, six times; then every two months, then each quarter"), _("MCSP brief, lines 93 and 113; the taper is our proposal")),
         Default(_("Internal: two hours a week. Community: a group session each month"), _("MCSP brief, line 113")),
         Default(_("A contact by telephone or network every 14 days between visits"), OURS)),
    ),
    Step(
        "virtual", _("Between visits"), _("Does mentoring go on between visits, and how?"),
        _("A question answered the same day is worth more than one kept until the next visit."),
        (
            Question("is_on", _("Is there mentoring by telephone or network?"), "yes_no"),
            Question("channels", _("By which channels?"), "some", tuple((code, label) for code, label in Channel.choices if code not in ("visit", "group")), required=False, first=["sms", "call"], origin=_("MCSP brief, line 114")),
            Question("urgent", _("Where do urgent questions go?"), "words", required=False, first=_("To the mentor on call, and always to the workplace's own emergency route"), origin=OURS),
        ),
    ),
    Step(
        "leadership", _("Leadership"), _("How is the leadership of workplaces engaged?"),
        _("Without the leadership nobody is released, and nothing changes at the workplace."),
        (
            Question("hours_a_week", _("For how many hours a week are staff released?"), "number", first=4, origin=OURS, least=1, most=60),
            Question("review_months", _("After how many months is an agreement looked at again?"), "number", first=6, origin=OURS, least=1, most=12),
            Question("permission", _("How are clients asked before a mentor comes in?"), first=_("The provider asks before the mentor enters. A refusal has no consequence."), origin=_("MCSP brief, line 115; the wording is ours")),
        ),
        ("start_up",),
        (Default(_("Meeting the leadership comes first"), _("MCSP brief, line 115")),),
    ),
    Step(
        "monitoring", _("Using the data"), _("What is measured, and who looks at it when?"),
        _("Figures nobody discusses change nothing."),
        (
            Question("rhythm", _("How often are the figures discussed?"), "one", (("month", _("Each month")), ("quarter", _("Each quarter"))), first="month", origin=OURS),
            Question("who", _("Who meets, and who keeps the decisions?"), "words"),
            Question("existing", _("Which system already in use is kept?"), "words", required=False),
        ),
        ("indicator",),
        (Default(_("The eleven figures most programmes collect, marked in the list"), _("MCSP brief, line 116")),),
    ),
)  # fmt: skip
