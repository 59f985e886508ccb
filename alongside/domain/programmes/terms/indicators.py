"""The catalogue of indicators: codes, names and counting rules. What they come to is computed in the room above.

Counting rules. A visit counts once for a place and an unbroken stay. An encounter counts each meeting of mentor and
mentees: a visit with three one-to-one parts and one group part is 1 visit and 4 encounters. A virtual encounter is a
call of five minutes or more, a question with a mentor's answer, or a discussion in which the mentee wrote; reminders
and quizzes are messages, never encounters. Only what was submitted, verified or closed counts. An active mentee has an
active relationship on the last day of the period; an active mentor has submitted an encounter in the last 60 days.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Indicator:
    """One figure. numerator, denominator: what is counted and of how many ("–": of nothing, it is a count).

    splits: D0 is by area, field of work, model and kind of mentor; D1 is D0 with cadre, sex and level of the place.
    level: input to impact. source: the records it is counted from. named: the guidance asks for it by name.
    """

    code: str
    name: Any
    numerator: str
    denominator: str
    splits: str
    level: str
    source: str
    named: bool = False


# code, name, numerator, denominator, splits, level, source
_ROWS: list[tuple[str, Any, str, str, str, str, str]] = [
    ("INP-01", _("Facilities enrolled"), "facilities with active relationship or assignment", "–", "D0", "output", "Relationship"),
    ("INP-02", _("Programme coverage of facilities"), "INP-01", "facilities eligible (target list)", "D0, ownership", "output", "OrgUnit list"),
    ("INP-03", _("Staff coverage"), "active mentees", "staff in target cadres at enrolled facilities", "D1", "output", "HRIS + enrolment"),
    ("INP-04", _("Equity of coverage"), "coverage in hardest-to-reach third (distance)", "coverage in nearest third (ratio)", "area", "output", "OrgUnit"),
    ("INP-05", _("Relationships by shape"), "relationships of each shape", "all active", "D0", "output", "Relationship"),
    ("MTR-01", _("Active mentors"), "active mentors", "–", "D0, sex, cadre, affiliation", "output", "Mentor"),
    ("MTR-02", _("Selection yield"), "nominees reaching certified", "nominees screened (cohort)", "D0, sex", "process", "Mentor"),
    ("MTR-03", _("Mentors with valid proficiency in every assigned area"), "mentors meeting it", "active mentors", "D0", "quality", "Proficiency"),
    ("MTR-04", _("Mentors certified"), "certified/active status", "mentors prepared", "D0", "output", "Mentor"),
    ("MTR-05", _("Mentors prepared in both technical and mentoring skills"), "both complete", "mentors with assignment", "D0", "output", "Preparation"),
    ("MTR-06", _("Mentor : mentee ratio"), "active mentees", "active mentors (not FTE)", "D0", "output", "–"),
    ("MTR-07", _("Ratio per full-time equivalent"), "active mentees", "Σ time share of active mentors", "D0", "output", "Assignment"),
    ("MTR-08", _("Mentors over cap"), "mentors above mentee or facility cap", "active mentors", "D0", "process", "Caseload"),
    ("MTR-09", _("Mentors with support contact in 60 days"), "mentors in ≥1 support call/meeting", "active mentors", "D0", "process", "Support meeting"),
    ("MTR-10", _("Mentor retention 12 months"), "mentors active at t who are active at t+12", "active at t", "D0, pay type", "outcome", "Mentor"),
    ("MTR-11", _("Mentor quality score"), "mean mentor-checklist % by master mentor", "–", "D0", "quality", "Observation"),
    ("MTR-12", _("Mentees rating mentor 4–5 on respect and usefulness"), "pulses ≥4 on both", "pulses", "D0", "quality", "Pulse"),
    ("VIS-01", _("In-person encounters"), "count", "–", "D1, interaction", "output", "Encounter"),
    ("VIS-02", _("Visits made"), "count", "–", "D0, purpose", "output", "Visit"),
    ("VIS-03", _("Visit completion"), "planned visits done ±7 days", "planned visits due", "D0, reason", "process", "Visit"),
    ("VIS-04", _("Facilities visited at least once in period per cadence"), "facilities meeting cadence", "enrolled facilities", "D0", "process", "Visit"),
    ("VIS-05", _("Recent contact: mentees with contact in last 30 days"), "those mentees", "active mentees", "D1", "process", "Encounter"),
    ("VIS-06", _("Median days between contacts"), "median", "–", "D0", "process", "Encounter"),
    ("VIS-07", _("Mean visit length (hours)"), "Σ hours", "visits", "D0", "process", "Visit"),
    ("VIS-08", _("Time on one-to-one practice"), "minutes one-to-one", "all activity minutes", "D0", "process", "Activity"),
    ("VIS-09", _("Multidisciplinary encounters"), "group encounters with ≥3 cadres", "group encounters", "D0", "process", "Attendance"),
    ("VIS-10", _("Same mentor kept"), "visits by the lead or team as previous", "visits from 2nd on", "D0", "quality", "Visit"),
    ("VIS-11", _("Case-review meetings held"), "held", "planned", "OrgUnit", "process", "CaseReview"),
    ("VIR-01", _("Virtual encounters"), "count", "–", "D1, channel", "output", "Encounter"),
    ("VIR-02", _("Blended reach"), "mentees with both modes in quarter", "active mentees", "D0", "process", "Encounter"),
    ("VIR-03", _("Questions asked per 100 mentees"), "threads ×100", "active mentees", "D1", "output", "Thread"),
    ("VIR-04", _("Answered in target time"), "first answers ≤48 h (urgent ≤60 min in hours)", "threads due", "D0, urgency", "quality", "Thread"),
    ("VIR-05", _("Question resolution rated helpful"), "rated 4–5", "rated", "D0", "quality", "Thread"),
    ("VIR-06", _("Quiz participation"), "mentees answering ≥1 item", "mentees sent ≥1 item delivered", "D1, channel", "process", "Quiz"),
    ("VIR-07", _("Quiz correct first try"), "correct first answers", "first answers", "area, item", "outcome", "Quiz"),
    ("VIR-08", _("Message delivery"), "delivered", "sent", "channel, operator", "process", "Message"),
    ("VIR-09", _("Opt-out rate"), "opted out in period", "people messaged", "channel", "process", "Consent"),
    ("VIR-10", _("Discussion participation"), "mentees posting in ≥1 discussion", "mentees invited", "D0", "process", "Discussion"),
    ("LRN-01", _("Skills observed"), "observations", "–", "D1, competency, setting, observer context", "output", "Observation"),
    ("LRN-02", _("Skills supported"), "encounter-skill records marked supported", "–", "D1, skill", "output", "Encounter"),
    ("LRN-03", _("Mentees with agreed plan"), "active mentees in relationship with agreed plan", "active mentees", "D1", "process", "Plan"),
    ("LRN-04", _("Goals achieved on time"), "goals achieved by due", "goals due", "D1, competency", "outcome", "Goal"),
    ("LRN-05", _("Knowledge change (paired)"), "mean (first post − pre)", "n paired (show lost)", "D1", "outcome", "Test"),
    ("LRN-06", _("Post-test pass"), "first attempts ≥ pass mark", "first attempts", "D1", "outcome", "Test"),
    ("LRN-07", _("Self-efficacy change (paired)"), "mean change 0–10", "n paired", "D1", "outcome", "Self"),
    ("LRN-08", _("Competent share (independent observers)"), "mentees classed competent on last non-lead observation", "mentees so observed", "D1, competency", "outcome", "Observation"),
    ("LRN-09", _("Competent share (all observers)"), "same, any observer", "mentees observed", "D1", "outcome", "Observation"),
    ("LRN-10", _("Expected actions gained"), "mean change in steps done", "n with ≥2 observations (same tool version)", "D1, tool", "outcome", "Observation"),
    ("LRN-11", _("Presence gap"), "mean present − mean independent (points)", "pairs", "area", "quality", "Observation"),
    ("LRN-12", _("Skill certificates issued"), "valid certificates issued", "– (also % of mentees completing)", "D1, competency", "output", "Certificate"),
    ("LRN-13", _("Retention at 6 months"), "checks passed", "checks done (and due)", "D1, competency", "outcome", "Retention"),
    ("LRN-14", _("Training transfer"), "attendees competent at workplace ≤90 days", "attendees in scope", "event, cadre", "outcome", "Training"),
    ("LRN-15", _("Relationships completed with goals achieved"), "completed/goals_achieved", "relationships ended", "D0, end reason", "outcome", "Relationship"),
    ("QOC-01", _("Compliance with standard (observation)"), "points earned on critical items", "points possible on critical items", "D0, standard", "outcome", "Observation"),
    ("QOC-02", _("Compliance by record review"), "records fully correct", "records reviewed", "D0, tool", "outcome", "Record review"),
    ("QOC-03", _("Respectful-care score"), "points on respect items", "possible", "D0", "outcome", "Observation"),
    ("QOC-04", _("Case management consistent with protocol (community)"), "cases consistent in assess+classify+treat", "cases reviewed", "CommunityUnit", "outcome", "CaseReview"),
    ("QOC-05", _("Facility readiness"), "mean of domain scores", "–", "facility level", "outcome", "Readiness"),
    ("QOC-06", _("Actions closed on time"), "actions done by due", "actions due", "owner type", "process", "Action"),
    ("QOC-07", _("Systems issues resolved ≤60 days"), "resolved ≤60 d", "issues opened ≥60 d ago", "category, level", "process", "Issue"),
    ("OUT-01", _("Client outcomes, chosen by the programme"), "from HMIS", "from HMIS", "facility group, period lag", "impact", "DHIS2"),
    ("LDR-01", _("Facilities with valid leadership agreement"), "agreed/active", "enrolled facilities", "D0", "process", "Engagement"),
    ("LDR-02", _("Release granted"), "persons released", "persons requested", "D0, cadre", "process", "Release"),
    ("LDR-03", _("Debrief acknowledged ≤7 days"), "acknowledged", "visits submitted", "D0", "process", "Debrief"),
    ("LDR-04", _("Backup cover provided"), "covered days", "days requested", "D0", "process", "Cover"),
    ("LDR-05", _("Client permission asked"), "observations on real clients with permission asked and answered", "observations on real clients + declined", "D0", "quality", "Observation"),
    ("FIN-01", _("Budget execution"), "spent", "budget to date", "line, funder", "process", "Budget"),
    ("FIN-02", _("Cost per visit; per mentee-year; per competency gained"), "cost", "visits; mentee-years; competencies achieved", "model", "efficiency", "Budget"),
    ("FIN-03", _("Claims paid ≤30 days"), "paid ≤30 d of verified visit", "claims due", "district", "process", "Claim"),
    ("DQ-01", _("Days from visit to verified data"), "median", "visits", "D0", "quality", "Visit"),
    ("DQ-02", _("Completeness of submitted tools"), "required items answered", "required items", "tool", "quality", "Observation"),
    ("DQ-03", _("Agreement with verification"), "items equal", "items re-checked", "mentor group", "quality", "Verification"),
    ("DQ-04", _("Reporting timeliness"), "facilities with verified data by day 10", "facilities visited", "district", "quality", "–"),
    ("INS-01", _("Mentors on government payroll/post"), "with institutional home", "active mentors", "D0", "sustainability", "Mentor"),
    ("INS-02", _("Mentors practising in the referral facility of their mentees"), "such relationships", "facility relationships", "district", "sustainability", "ReferralLink"),
    ("INS-03", _("Institutionalisation score"), "Σ of 10 milestones 0–2 (policy, budget line, job descriptions, national tools, HRIS link, DHIS2 link, training institution, CPD recognition, ministry-led review, transition plan)", "20", "district, national", "sustainability", "Scorecard"),
    ("INS-04", _("Mentees who became mentors"), "mentees certified as mentor", "mentees completed", "D1", "sustainability", "Mentor"),
]  # fmt: skip
# What the brief itself names as commonly collected (MCSP brief, line 116)
NAMED = {"LRN-01", "LRN-02", "LRN-03", "LRN-05", "LRN-10", "LRN-12", "OUT-01", "QOC-01", "QOC-02", "VIR-01", "VIS-01"}
INDICATORS = {row[0]: Indicator(*row, named=row[0] in NAMED) for row in _ROWS}
