"""The demonstration checklists, in our own words: for demonstration, not clinical guidance until a ministry approves.

Marks at the start of a line: `!` critical, `R` part of the respectful-care block, `-` neither.
A line is `mark id | what is observed | what to do next when it was missed`; a scale other than yes/no stands in [brackets].
"""

import re
from fractions import Fraction

from alongside.domain.instruments.rules.definition import Definition, Item, Section

BANNER = {
    "en": "For demonstration. Not clinical guidance until your ministry has approved it.",
    "fr": "Pour démonstration. N'est pas une directive clinique avant l'approbation de votre ministère.",
    "sw": "Kwa maonyesho. Si mwongozo wa kitabibu hadi wizara yako iidhinishe.",
}

THIRD_STAGE = """
# before | Before the birth
R greet | Greets the woman, says who is there, explains what will happen and asks her permission | Begin every birth by name, role and a question; she decides.
R privacy | Keeps her covered and private and welcomes the companion of her choice | Close the curtain first; invite the companion before the second stage.
! prepare | Has the uterotonic drawn up or at hand before the birth | Draw it up at full dilatation: there is no time afterwards.
! hands | Cleans hands and puts on clean or sterile gloves | Hand rub stands beside the gloves; one is never done without the other.
# birth | Within minutes of the birth
! second | Rules out a second baby before giving the uterotonic | Feel the abdomen first, say aloud "no second baby".
! uterotonic [TIME 60] | Seconds from birth to the right uterotonic in the right dose | Give it within one minute: ask the assistant to call the time.
- time | Says or writes the time of birth and of the injection | One glance at the clock, one word to the recorder.
- clamp | Waits one to three minutes before clamping the cord | Let the cord stop pulsing while the baby lies on the mother.
- cut | Changes gloves or uses a second clean pair, cuts with a sterile blade | Lay out two pairs of gloves beforehand.
# placenta | Delivering the placenta
- wait | Waits for a strong contraction before any traction | Keep a hand on the uterus and feel for it.
! traction | Applies controlled traction with counter-traction above the pubic bone | Never pull without the other hand holding the uterus.
- deliver | Delivers the placenta gently with both hands, turning the membranes | Turn slowly; let the membranes follow.
! complete | Checks placenta and membranes for completeness | Spread both sides under the lamp, every time.
# after | The first hour
- tone | Feels the tone of the uterus and massages if soft | Show the mother how to feel it herself.
- tears | Looks for tears of the vagina and perineum | Good light and a clean swab before she is moved.
- blood | Measures blood loss rather than guessing | Use the drape or weigh the cloths.
! watch | Plans and begins checks every 15 minutes for two hours | Write the eight times on the partograph now.
- skin | Keeps the baby skin to skin on the mother | Dry, place, cover both.
R tell | Tells the mother what was found and writes it down | Two sentences in her language, then the record.
"""
NEWBORN = """
# ready | Before the birth
! equipment | Checks bag, mask and suction before the birth | Squeeze the bag against your palm at the start of every shift.
# first | The first minute
! dry | Dries the baby and takes the wet cloth away | Two cloths: one to dry, one to keep warm.
- cry | Looks whether the baby cries or breathes well | Ask aloud "is the baby crying?".
- help | Calls for help at once when it does not | Decide beforehand who comes.
- position | Positions the head, clears the airway only when needed | Slightly extended, as if sniffing.
- stimulate | Rubs the back once or twice, no longer | Ten seconds; then ventilate.
- move | Clamps and cuts, moves the baby to the flat warm surface | Keep the surface within two steps.
# breathe | Helping the baby to breathe
! start [TIME 60] | Seconds from birth to the first ventilation | Within the golden minute: stop rubbing and start.
! seal | Uses the right mask size and gets a seal | Size 1 for term, size 0 for small; roll it from the chin up.
! rate [NUM 30 50] | Breaths per minute counted over the first minute | Say "breathe, two, three" to keep the pace.
! chest | Watches that the chest rises with every breath | No rise: head, seal, mouth, pressure, in this order.
- correct | Takes corrective steps when the chest does not rise | Reposition, reapply, open the mouth, squeeze more.
- reassess | Reassesses breathing and heart rate after one minute | Feel the cord for six seconds, times ten.
- decide | Decides the next step: continue, stop, refer | Say the decision aloud.
R mother | Tells the mother what was done and how the baby is | She has heard everything; speak to her first.
- record | Writes down what was done, with times | The assistant notes times while you ventilate.
"""
SICK_CHILD = """
# welcome | Welcome and danger signs
R greet | Greets the caregiver and child and asks what the problem is | Sit at eye level; let the caregiver finish.
! drink | Asks and checks whether the child can drink or breastfeed | Offer water and watch.
! vomits | Asks whether the child vomits everything | "Everything, each time?" not only "does he vomit?".
! convulsions | Asks about convulsions in this illness | Use the local word for fits.
! lethargic | Checks whether the child is lethargic or unconscious | Clap or call and watch the eyes.
# symptoms | Main symptoms
! breaths [NUM ~3] | Difference between the breaths counted by the mentee and by the assessor over a full minute | Count a whole minute with a timer while the child is calm.
- indrawing | Lifts the shirt and looks for chest indrawing | Lift the shirt before you count.
- diarrhoea | Asks for diarrhoea and checks for dehydration signs | Skin pinch, eyes, thirst: all three.
! fever | Checks for fever and does a malaria test where indicated | Test before treating, also when the room is full.
- ear | Asks for ear problems and looks behind the ear | Look at both ears.
# status | Nutrition, vaccines, feeding
! muac | Measures the mid-upper arm and looks for oedema | Left arm, halfway, snug not tight; press both feet.
- pallor | Looks at the palms for anaemia | Compare with your own palm.
- vaccines | Checks the vaccination card | Ask for the card at the door.
- feeding | Asks what the child eats and how often | Begin with praise for what is done well.
# decide | Classify, treat, advise
! classify | Classification agrees with the assessor's | Read the chart aloud once more before you decide.
! treat | Treatment agrees with the classification, dose by weight | Weigh first, read the dose table with your finger.
- first_dose | Gives the first dose and teaches the caregiver to give the next | The caregiver shows you, before leaving.
R understand | Says when to come back at once and asks the caregiver to repeat it | "What would make you come back tonight?"
"""
ANTENATAL = """
# welcome | Welcome
R greet | Greets the woman by name, in private, and asks what she wishes to know | Close the door before the first question.
R consent | Explains each examination and test and asks before doing it | "May I …?" before every touch.
# history | History
! bleeding | Asks for danger signs: bleeding, headache, blurred vision, fits, fever, reduced movements | Go through the six signs with your fingers.
- dates | Works out the expected date from the last period or the first scan | Use the wheel, write the date on her card.
- earlier_births | Asks for earlier pregnancies, births and operations | Ask also for the births that ended badly, gently.
- medicines | Asks for medicines, allergies, alcohol and tobacco | Ask as you would ask a friend.
- safety | Asks in private whether she is safe at home | Only alone with her, never through an interpreter she knows.
# examine | Examination
! pressure | Measures the blood pressure, seated and rested | Five minutes' rest, arm at heart height.
- pallor | Looks for pallor and swelling | Eyelids and palms, both ankles.
- height | Measures fundal height and listens to the heartbeat when due | From 24 weeks centimetres come close to weeks.
! tests | Offers HIV, syphilis, haemoglobin, urine and blood group, with results the same day | Prepare the tests before she sits down.
# plan | Prevention and plan
! prevention | Gives iron and folic acid, tetanus vaccine and malaria prevention as due | Watch the first tablets taken, hand over the net.
! findings | Acts on an abnormal finding or refers with a written note | Phone the hospital while she is with you.
- birth_plan | Makes a birth plan: where, with whom, transport, money | Write the phone number of the driver on the card.
- return | Agrees on the next contact and the danger signs for coming earlier | Let her say the signs back to you.
R questions | Asks for her questions and records the visit on her card | "What have we not talked about?"
"""
FAMILY_PLANNING = """
# welcome | Welcome and wishes
R greet | Greets the client warmly, in private, and assures confidentiality | Say what confidential means.
R free | Makes clear that the choice is theirs, including none | "You choose; you may change your mind."
R listen | Asks what they want and listens without judging age, marriage or number of children | Ask one open question, then wait.
# screen | Screening
! pregnant | Rules out pregnancy with the six questions or a test | Keep the list of questions on the desk.
! eligible | Screens for the conditions that rule out a method | Read the eligibility wheel together.
# choose | Choosing
! all | Presents all methods, how well they work, and how they are used | Show each method, let them touch it.
- effects | Explains common side effects and what to do about them | Change in bleeding first: it is why people stop.
- infections | Explains which methods also protect from infections | Offer condoms with every method.
R choice | The client chooses freely; the provider does not push a method | Count how often you say "you should".
# provide | Providing
! correct | Provides the chosen method correctly | Follow the method's own steps; ask for a second pair of eyes.
- teach | Client repeats how to use it | "Show me how you will do it at home."
- warning | Client can say the warning signs | Three signs, three fingers.
- follow | Agrees on follow-up and says where to get the next supply | Write the date on the card.
R questions | Asks for questions and thanks the client | Leave a silence before you stand up.
"""
HYGIENE = """
# hands | Hand hygiene
! before | Cleans hands before touching a client | Rub while you greet.
! aseptic | Cleans hands before a clean or sterile procedure | Set up, then rub, then glove.
- after | Cleans hands after a client, body fluids or surroundings | Rub at the door on the way out.
- technique [TIME 20 -] | Seconds of rubbing, all surfaces | Twenty seconds: thumbs and fingertips are forgotten most.
- supplies | Water and soap or hand rub are at the point of care | Move the bottle to where the hands are.
# sharps | Sharps
! recap | Never recaps a needle with two hands | Drop it, do not cap it.
! box | Puts the sharp into a puncture-proof box at once | Bring the box to the bed.
- full | The box is less than three quarters full | Swap it at the line.
- waste | Separates infectious from general waste | Colour, then lid, then bag.
R explain | Explains to the client what is done and why | People trust what they understand.
"""
VACCINATION = """
# prepare | Before the session
! vial | Checks vial monitor, expiry and freezing | Read the monitor under the lamp: inner square lighter than the circle.
- carrier | Keeps vaccines in the carrier with the foam pad | Lid closed between children.
- cards | Has register, cards and the list of children due | Prepare the list the day before.
# child | For each child
R greet | Greets the caregiver, thanks them for coming | A welcome is why they come back.
! card | Checks the card and decides all vaccines due today | Read the whole card, not the last line.
! contra | Asks for illness and reactions to earlier doses | One question on each.
R explain | Says which vaccine, against what, and what may follow | Three sentences per vaccine.
! dose | Gives the right vaccine, dose, route and site | Say vaccine, dose and site aloud.
! syringe | Uses a new auto-disable syringe and reconstitutes with the right diluent | Diluent and vaccine leave the fridge together.
- hold | Shows the caregiver how to hold the child | Hugging position, leg still.
! sharps | Drops the syringe uncapped into the box | Box within reach of the hand.
- record | Records on card and register at once | Pen before the next child.
- next | Writes and says the next date | "Come on Tuesday the …" and the reason.
R observe | Watches the child for 15 minutes and answers questions | Chairs in sight of the table.
"""
PARTOGRAPH = """
# partographs | Partographs of the last month
- opened [N/D] | Partographs opened in active labour | Start the paper when she is admitted.
! heart [N/D] | Fetal heart plotted every half hour | A gap is a missed baby; set a timer.
- dilatation [N/D] | Dilatation plotted at least every four hours | Plot right after the examination.
- contractions [N/D] | Contractions plotted every half hour | Ten minutes with the hand on the belly.
! pressure [N/D] | Blood pressure and temperature recorded | Hang the cuff on the bed.
- medicines [N/D] | Medicines and fluids recorded | Dose and time, not only the name.
! action [N/D] | Action taken when the line was crossed | Write who was called and when.
- outcome [N/D] | Outcome and time of birth recorded | Fill it before the mother is moved.
"""
STOCK = """
# cards | Stock cards of ten tracer items
- present [N/D] | Items with a stock card | One card per item, kept with the item.
! balance [N/D] | Cards whose balance equals the count | Count first, look at the card afterwards.
- updated [N/D] | Cards updated within 30 days | Update at each issue.
- expiry [N/D] | Items without expired stock | First expired, first out.
! minimum [N/D] | Items above minimum stock | Order when the minimum is reached, not at zero.
- order [N/D] | Items ordered on time last quarter | Put the order day on the wall.
"""
MENTOR_FEEDBACK = """
# prepare | Before
- notes | Uses notes of what was seen, not of what is believed | Write words and times.
R private | Chooses a private place and a good moment | Not in front of clients or staff.
# talk | The talk
R ask | Asks the mentee first how it went | "What went well? What would you change?"
! strength | Names at least one specific strength first | "You … and that made …"
! specific | Describes what was seen without judging the person | Behaviour, not character.
- why | Says why the step matters for the client | One sentence.
! show | Shows or practises the step together | Hands on, within five minutes.
- few | Keeps to one or two points | The third one is lost.
# agree | Agreeing
! next | Agrees on one next step with owner and date | Write it in front of both.
- check | Mentee says the next step in their own words | "So what will you try on Tuesday?"
R thank | Thanks the mentee and asks for feedback on the mentoring | "What helped? What should I do differently?"
- record | Records the feedback the same day | Before leaving the facility.
"""
READINESS = """
# amenities | Basic amenities
- power | Electricity or working solar power | Name who calls the technician.
- water | Improved water source within 500 m | Ask for a tank in the district plan.
- private_room | Room with privacy for consultations | A screen is a beginning.
- toilet | Clean toilet for clients | Put cleaning on the duty list.
- phone | Working phone or radio | Agree whose phone is the facility's.
- internet | Computer or tablet with internet | Say where the signal is.
- ambulance | Emergency transport within reach | Post the driver's number.
# equipment | Basic equipment
- adult_scale | Adult scale | Check the zero.
- child_scale | Child scale | Check with a known weight.
- thermometer | Thermometer | Spare battery.
- stethoscope | Stethoscope | Disinfect between clients.
- cuff | Blood pressure apparatus | Two cuff sizes.
- lamp | Light source | Torch with batteries.
- bag_mask | Newborn bag and two masks | Squeeze test every shift.
# precautions | Standard precautions
- sharps_disposal | Safe final disposal of sharps | Mend the incinerator door.
- waste_disposal | Safe final disposal of waste | Fence the pit.
- sharps_box | Sharps boxes at the point of care | One per injection room.
- bins | Colour-coded bins | Labels in the local language.
- disinfectant | Surface disinfectant | Fresh solution daily.
- syringes | Single-use syringes | Three months' stock.
- soap | Soap and water or hand rub | At each bed.
- gloves | Latex or nitrile gloves | Two sizes.
- guide | Infection prevention guide at hand | On the wall, not in the drawer.
# diagnostics | Diagnostics
- haemoglobin | Haemoglobin | Control strip weekly.
- glucose | Blood glucose | Check the code of the strips.
- malaria | Malaria test | Check expiry monthly.
- urine_protein | Urine dipstick protein | Close the tube.
- urine_glucose | Urine dipstick glucose | Close the tube.
- hiv | HIV rapid test | Two kinds for the algorithm.
- syphilis | Syphilis rapid test | Offer with HIV.
- pregnancy | Urine pregnancy test | Keep at family planning too.
# medicines | Essential medicines
- oxytocin | Oxytocin, kept cold | Read the fridge thermometer twice a day.
- magnesium | Magnesium sulphate | Keep the loading dose in the emergency tray.
- amoxicillin | Amoxicillin dispersible | Order at minimum.
- ors | Oral rehydration salts with zinc | Corner set up.
- act | First-line malaria treatment | By weight band.
- gentamicin | Gentamicin injection | Dose table on the wall.
- ampicillin | Ampicillin or benzylpenicillin | Dose table on the wall.
- iron | Iron and folic acid | Two months per client.
- vitamin_k | Vitamin K for newborns | In the birth kit.
- chlorhexidine | Chlorhexidine for cord care | In the birth kit.
- adrenaline | Adrenaline | In the emergency tray.
- diazepam | Diazepam | In the emergency tray.
- paracetamol | Paracetamol | By weight.
- fluids | Intravenous fluid with giving set | Two sets in the tray.
"""
CASE_REVIEW = """
# cases | Cases in the community registers
- assessed [N/D] | Cases with all danger signs assessed | Tick each sign as you ask.
! classified [N/D] | Cases classified as the protocol says | Read the colour on the job aid.
! treated [N/D] | Cases treated as classified | Check dose by age band.
- followed [N/D] | Cases followed up on the third day | Mark the day on the calendar.
- referred [N/D] | Referrals with a written note and feedback | Ask the health centre for the reply.
- recorded [N/D] | Cases recorded completely | Fill the row before leaving the home.
"""
DATA_USE = """
# use | Use of data for decisions
- chart | A current chart of at least one key figure hangs where staff see it | One figure, updated monthly by a named person.
! checked | Report figures agree with the register for the figure sampled | Recount one figure together.
- discussed | Last month's figures were discussed by the team | Ten minutes at the staff meeting.
! decision | A decision was taken from the figures, with owner and date | "Because of …, … will … by …"
- followed | Earlier decisions were followed up | Begin the meeting with the last decision.
"""
RESOURCES = """
# allocation | Use of staff, money and time
- roster | The duty roster matches the client flow | Count clients by hour for one week.
! plan | There is a written plan for the money at hand | One page, three priorities.
- priorities | Priorities come from data or client feedback | Name the figure or the voice.
- tasks | Tasks are shared according to skill | Match the roster with the skills matrix.
- reviewed | Spending is compared with the plan each quarter | Two columns, planned and spent.
"""
SUPPLY = """
# supply | Supply chain
! stockout | No stock-out of tracer items in the last 30 days | Find the first day at zero and what happened before.
- forecast | Orders follow consumption | Three months' use divided by three.
! cold | Fridge temperature recorded twice a day and within range | Thermometer in the middle of the shelf.
- store | Store is clean, dry, ordered by expiry | Oldest in front.
- redistribute | Excess stock is offered to neighbours | Ask in the group before it expires.
"""
IMMUNISATION_COMMUNITY = """
# community | Managing immunisation with the community
! list | There is a current list of children due and missed | Walk the list with the volunteers monthly.
- microplan | A microplan shows every village and session | Draw the map with the village heads.
- sessions | Planned outreach sessions were held | Find a date together when one is missed.
! trace | Missed children were traced and vaccinated | One volunteer, five names.
- feedback | Coverage was reported back to the community | Three sentences at the market or the church.
"""

_SIMPLE = re.compile(
    r"^(?P<mark>[!R-]) (?P<id>\w+)(?: \[(?P<scale>[^\]]+)\])? \| (?P<label>[^|]+) \| (?P<feedback>.+)$"
)


def _item(line: str, competency: str) -> Item:
    match = _SIMPLE.match(line)
    if not match:
        raise ValueError(f"checklist line not understood: {line}")
    scale, low, high = _scale(match["scale"] or "YNNA")
    return Item(
        id=match["id"], label={"en": match["label"].strip()}, scale=scale, critical=match["mark"] == "!",
        respect=match["mark"] == "R", not_applicable=True, competency=competency, low=low, high=high,
        feedback={"en": match["feedback"].strip()},
    )  # fmt: skip


def _scale(words: str) -> tuple[str, Fraction | None, Fraction | None]:
    """Return scale, low and high of "YNNA", "NUM 30 50", "NUM ~3" (at most 3 apart), "TIME 60", "TIME 20 -" (at least)."""
    name, *limits = words.split()
    if name == "TIME" and limits[1:] == ["-"]:
        return "NUM", Fraction(limits[0]), None
    if name == "TIME":
        return "TIME", None, Fraction(limits[0])
    if name == "NUM" and limits[0].startswith("~"):
        return "NUM", -Fraction(limits[0][1:]), Fraction(limits[0][1:])
    if name == "NUM":
        return "NUM", Fraction(limits[0]), Fraction(limits[1])
    return name, None, None


def _checklist(
    code: str,
    title: str,
    lines: str,
    *,
    area: str,
    competency: str,
    cadres: tuple = (),
    clinical: bool = True,
    **more: object,
) -> Definition:
    sections: list[Section] = []
    for line in lines.strip().splitlines():
        if line.startswith("# "):
            id_, label = line[2:].split(" | ")
            sections.append(Section(id=id_, label={"en": label}))
        else:
            last = sections[-1]
            sections[-1] = Section(id=last.id, label=last.label, children=(*last.children, _item(line, competency)))
    return Definition(
        code=code, title={"en": title}, children=tuple(sections), area=area, competency=competency, cadres=cadres,
        clinical=clinical, banner=BANNER, source="Alongside demonstration", licence="Apache-2.0", **more,
    )  # fmt: skip


BIRTH = ("midwife", "nurse", "clinical_officer", "doctor")
CLINIC = ("nurse", "midwife", "clinical_officer", "doctor")
RECORD = {"settings": ("record",), "clinical": False, "kind": "record_review", "profile": "PASS-80"}
MANAGEMENT = {"clinical": False, "area": "management", "profile": "PASS-80"}

CHECKLISTS: list[Definition] = [
    _checklist("third-stage", "Third stage of labour", THIRD_STAGE, area="maternal", competency="amtsl", cadres=BIRTH),
    _checklist("newborn-not-breathing", "Newborn not breathing", NEWBORN, area="newborn", competency="newborn-resuscitation", cadres=BIRTH),
    _checklist("sick-child", "Sick child, 2 to 59 months", SICK_CHILD, area="child", competency="sick-child", cadres=(*CLINIC, "chw")),
    _checklist("antenatal-first", "First antenatal contact", ANTENATAL, area="maternal", competency="antenatal", cadres=CLINIC),
    _checklist("family-planning", "Family planning counselling", FAMILY_PLANNING, area="family-planning", competency="fp-counselling", cadres=CLINIC),
    _checklist("hand-hygiene", "Hand hygiene and sharps", HYGIENE, area="ipc-wash", competency="hand-hygiene", cadres=(*CLINIC, "laboratory")),
    _checklist("vaccination", "Vaccination session", VACCINATION, area="immunisation", competency="vaccination", cadres=CLINIC),
    _checklist("partograph-review", "Partograph review", PARTOGRAPH, area="maternal", competency="partograph", cadres=BIRTH, **RECORD),
    _checklist("stock-review", "Stock card review", STOCK, area="management", competency="stock", cadres=(*CLINIC, "pharmacy", "records"), **RECORD),
    _checklist("mentor-feedback", "How a mentor gives feedback", MENTOR_FEEDBACK, area="mentoring", competency="giving-feedback", clinical=False, profile="PASS-80"),
    _checklist("readiness", "Facility readiness", READINESS, area="management", competency="", clinical=False, kind="readiness", total="mean_of_sections", profile="PASS-80"),
    _checklist("community-cases", "Community case register review", CASE_REVIEW, area="child", competency="community-cases", cadres=("chw",), **RECORD),
]  # fmt: skip
MANAGEMENT_CHECKLISTS: list[Definition] = [
    _checklist("data-use", "Using data for decisions", DATA_USE, competency="data-use", **MANAGEMENT),
    _checklist("resource-allocation", "Allocating staff, money and time", RESOURCES, competency="resource-allocation", **MANAGEMENT),
    _checklist("supply-chain", "Keeping supplies flowing", SUPPLY, competency="supply-chain", **MANAGEMENT),
    _checklist("community-immunisation", "Managing community immunisation", IMMUNISATION_COMMUNITY, competency="community-immunisation", **MANAGEMENT),
]  # fmt: skip
