"""What can be done with programmes: areas and competencies, who takes part, the design and its course."""

from .areas import (
    add_area,
    add_competency,
    end_enrolment,
    enrol,
    open_programme,
    rename_area,
    retire_area,
    take_up_area,
    take_up_competency,
    use_checklist,
)
from .course import (
    activate,
    approve,
    attest_definition,
    begin_closing,
    close,
    pause,
    renew_design,
    resume,
    return_to_design,
    submit_for_review,
    waive_budget,
)
from .design import answer_step, begin_design, choose_indicators, finish_step
from .lines import (
    answer_overlap,
    choose_model,
    focus_on,
    hand_on,
    map_approach,
    note_start_up,
    note_structure,
    plan_phase,
    promise_incentive,
    state_goal,
    take_out,
    weigh_option,
)
from .themes import drop_theme, set_theme

__all__ = [
    "activate", "add_area", "add_competency", "answer_overlap", "answer_step", "approve", "attest_definition",
    "begin_closing", "begin_design", "choose_indicators", "choose_model", "close", "end_enrolment", "enrol",
    "finish_step", "focus_on", "hand_on", "map_approach", "note_start_up", "note_structure", "open_programme", "pause",
    "plan_phase", "drop_theme", "promise_incentive", "set_theme", "rename_area", "renew_design", "retire_area", "resume", "return_to_design", "state_goal", "submit_for_review",
    "take_out", "take_up_area", "take_up_competency", "use_checklist", "waive_budget", "weigh_option",
]  # fmt: skip
