"""Which records are most likely one human."""

from random import Random
from uuid import UUID

import pytest

from alongside.domain.people.rules.duplicates import Known, likely, likeness

NAMES = [
    "Amina",
    "Joseph",
    "Grace",
    "Daniel",
    "Asha",
    "Peter",
    "Mary",
    "John",
    "Ruth",
    "Samuel",
    "Esther",
    "David",
    "Sarah",
    "Moses",
    "Hannah",
    "Paul",
    "Faith",
    "Simon",
    "Mercy",
    "James",
    "Joyce",
    "Isaac",
    "Agnes",
    "Stephen",
    "Lydia",
    "Michael",
    "Rose",
    "Thomas",
    "Alice",
    "Philip",
    "Jane",
    "Andrew",
    "Lucy",
    "Mark",
    "Nancy",
    "Luke",
    "Edith",
    "Josephine",
    "Benjamin",
    "Rebecca",
    "Emmanuel",
    "Catherine",
    "Francis",
    "Margaret",
    "Patrick",
    "Elizabeth",
    "Charles",
    "Christine",
    "Vincent",
    "Beatrice",
    "Godfrey",
    "Florence",
    "Raymond",
    "Judith",
    "Victor",
    "Monica",
    "Kennedy",
    "Dorothy",
    "Nelson",
    "Gladys",
    "Oscar",
    "Priscilla",
    "Bernard",
    "Tabitha",
    "Felix",
    "Winnie",
    "Hassan",
    "Fatuma",
    "Ibrahim",
    "Halima",
    "Yusuf",
    "Zainab",
    "Omar",
    "Khadija",
    "Salim",
    "Mariam",
    "Juma",
    "Rehema",
    "Baraka",
    "Neema",
    "Chanda",
    "Mulenga",
    "Bwalya",
    "Mutale",
    "Thandiwe",
    "Chipo",
    "Tendai",
    "Farai",
    "Kofi",
    "Ama",
    "Kwame",
    "Akosua",
    "Abena",
    "Yaw",
    "Sekou",
    "Aminata",
    "Mamadou",
    "Fanta",
    "Ngozi",
    "Emeka",
    "Chidi",
    "Ifeoma",
    "Tunde",
    "Folake",
    "Jean-Pierre",
    "Clémence",
    "Désiré",
    "Solange",
    "Aimée",
    "Théogène",
    "Vestine",
    "Innocent",
    "Espérance",
]
STEMS = [
    "Ban",
    "Phi",
    "Mwa",
    "Chi",
    "Ka",
    "Mu",
    "Nya",
    "Odhi",
    "Ki",
    "Wa",
    "Otie",
    "Nja",
    "Che",
    "Kip",
    "Mbe",
    "Zu",
    "Ndu",
    "Sim",
    "Tem",
    "Lun",
    "Mak",
    "Sak",
    "Bwa",
    "Kap",
    "Nko",
    "Oche",
]
ENDS = [
    "da",
    "ri",
    "mba",
    "rwa",
    "ta",
    "le",
    "nga",
    "ambo",
    "mau",
    "njiru",
    "no",
    "roge",
    "bet",
    "lagat",
    "wewe",
    "lu",
    "ba",
    "bwe",
    "bo",
    "gu",
    "umba",
    "ala",
    "lya",
    "asa",
    "nde",
    "ng",
]
SURNAMES = sorted({stem + end for stem in STEMS for end in ENDS})
CADRES = ["nurse"] * 6 + ["midwife"] * 4 + ["clinical_officer"] * 2 + ["doctor", "laboratory", "records", "chw"]


def person(id, given="Joseph", family="Banda", **more):
    return Known(UUID(int=id), given, family, **more)


def mistyped(chance, word):
    """Return a word with one slip: a letter doubled, dropped, changed or swapped with the next."""
    at = chance.randrange(len(word) - 1)
    return chance.choice([
        word[:at] + word[at] + word[at:], word[:at] + word[at + 1 :],
        word[:at] + chance.choice("aeiou") + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    ])  # fmt: skip


def second_record(chance, original, id):
    """Return the same human as somebody else might have entered them."""
    given, family = original.given_names, original.family_name
    for slip in chance.sample(["swap", "given", "family", "accent", "none"], chance.choice([1, 1, 2])):
        if slip == "swap":
            given, family = family, given
        elif slip == "given":
            given = mistyped(chance, given)
        elif slip == "family":
            family = mistyped(chance, family)
        elif slip == "accent":
            given = given.replace("e", "é", 1)
    # Two records that share nothing but a name cannot be told from namesakes: something else is always kept.
    keeps = chance.choice(["phone", "place", "both", *(["year"] if original.birth_year else [])])
    return Known(
        UUID(int=id), given, family,
        phones=original.phones if keeps in ("phone", "both") else frozenset({f"+2547{chance.randrange(10**8):08}"}),
        place=original.place if keeps in ("place", "both") else UUID(int=chance.randrange(1, 600)),
        cadre=original.cadre, sex=chance.choice([original.sex, ""]) if keeps != "year" else original.sex,
        birth_year=original.birth_year if keeps == "year" or chance.random() < 0.5 else None,
    )  # fmt: skip


def a_workforce(chance, size, planted):
    """Return people of whom some were entered twice, and the planted pairs."""
    people = [
        Known(
            UUID(int=number), chance.choice(NAMES), chance.choice(SURNAMES),
            # One in ten shares a phone with somebody else of the same place: common, and no sign by itself.
            phones=frozenset({f"+2547{chance.randrange(10**8):08}" if chance.random() > 0.1 else f"+25470000{number // 20:04}"}),
            cadre=chance.choice(CADRES), place=UUID(int=1 + number % 600), sex=chance.choice(["female", "male"]),
            birth_year=chance.randrange(1962, 2003) if chance.random() < 0.8 else None,
        )
        for number in range(1, size - planted + 1)
    ]  # fmt: skip
    originals = chance.sample(people, planted)
    doubles = [second_record(chance, original, size + n) for n, original in enumerate(originals)]
    return people + doubles, {(original.id, double.id) for original, double in zip(originals, doubles, strict=True)}


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_pairs_among_ten_thousand_are_found_and_few_others(seed):
    people, planted = a_workforce(Random(seed), 10_000, 500)

    found = {(pair.first, pair.second) for pair in likely(people)}

    recall, precision = len(found & planted) / len(planted), len(found & planted) / len(found)
    assert recall >= 0.95, f"found {recall:.1%} of the planted pairs"
    assert precision >= 0.90, f"{precision:.1%} of what was found had been planted"


PHONE = frozenset({"+254700000001"})


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (person(1, phones=PHONE), person(2, phones=PHONE), ("same_name", "phone")),
        (person(1, phones=PHONE), person(2, "Banda", "Joseph", phones=PHONE), ("swapped", "phone")),
        (person(1, phones=PHONE), person(2, "Josef", "Banda", phones=PHONE), ("alike", "phone")),
        (person(1, place=UUID(int=9)), person(2, "Jospeh", "Banda", place=UUID(int=9)), ("alike", "place")),
        (person(1, "Clémence"), person(2, "Clemence", code=""), None),
        (person(1, "Clémence", email="c@x.org"), person(2, "Clemence", email="c@x.org"), ("same_name", "email")),
        (person(1, code="N7"), person(2, "Josephine", "Tembo", code="N7"), None),
        (person(1, code="N7"), person(2, "Joseph M", "Banda", code="N7"), ("alike", "code")),
        (person(1, phones=PHONE, sex="male"), person(2, phones=PHONE, sex="female"), None),
        (person(1, phones=PHONE), person(2, "Grace", "Phiri", phones=PHONE), None),
        (person(1, cadre="nurse"), person(2, cadre="nurse"), None),
        (person(1, birth_year=1980, cadre="nurse"), person(2, birth_year=1980, cadre="nurse"), ("same_name", "cadre", "birth_year")),
        (person(1, birth_year=1980, phones=PHONE), person(2, birth_year=1991, phones=PHONE), None),
    ],
)  # fmt: skip
def test_a_pair_needs_alike_names_and_a_second_reason(one, other, reasons):
    pair = likeness(one, other)

    assert (pair and pair.reasons) == reasons
