"""Cases that community groups reviewed (Story: agreement on pneumonia rises from month to month)."""

from random import Random

from alongside.domain.encounters.rules.case_reviews import Case

AGES = ["2m_11m", "1_4", "1_4", "1_4"]
CLASSES = [
    "Pneumonia",
    "Cough or cold",
    "Diarrhoea, some dehydration",
    "Malaria, test positive",
    "Malaria, test negative",
]
CORRECTIONS = {
    "Pneumonia": ("Cough or cold", "Breaths are counted for a full minute"),
    "Cough or cold": ("Pneumonia", "Antibiotic given, looked at again after two days"),
}


def cases_of(day: int, chance: Random) -> list[Case]:
    """Return the cases of one meeting. day: of the programme; the share that agrees grows with it."""
    share = 0.58 + 0.24 * min(day, 270) / 270
    found = []
    for _number in range(chance.randint(24, 28)):
        recorded = chance.choice(CLASSES)
        agrees = chance.random() < share
        if agrees:
            found.append(Case(chance.choice(AGES), recorded, True))
        else:
            recorded = chance.choice(list(CORRECTIONS))
            other, change = CORRECTIONS[recorded]
            found.append(Case(chance.choice(AGES), recorded, False, other, change))
    return found
