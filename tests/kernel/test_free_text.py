"""What must not stand in a note is found; what mentors write about care is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.kernel.free_text import Found, masked, scan

NAMES = ("Amina Wanjiru", "José Núñez", "Ng'ang'a", "Bo", "Uwimana")
IDENTIFYING = [
    ("Call the mother on 0712 345 678 tomorrow", [("phone", "0712 345 678")]),
    ("Her phone is +255 712 345 678.", [("phone", "+255 712 345 678")]),
    ("Enter +255712345678 in the register", [("phone", "+255712345678")]),
    ("Husband: +265-99-123-4567", [("phone", "+265-99-123-4567")]),
    ("reach her at 0712345678", [("phone", "0712345678")]),
    ("Tel (020) 272-0030 at the ward", [("phone", "(020) 272-0030")]),
    ("WhatsApp 00254712345678", [("phone", "00254712345678")]),
    ("07 12 34 56 78 after four", [("phone", "07 12 34 56 78")]),
    ("two lines: 0712345678, 0733 123 456", [("phone", "0712345678"), ("phone", "0733 123 456")]),
    ("rang 0712.345.678", [("phone", "0712.345.678")]),
    ("Son numéro est le +250 788 123 456", [("phone", "+250 788 123 456")]),
    ("Appelez le 0788123456 demain", [("phone", "0788123456")]),
    ("Mpigie mama simu 0754 123 456", [("phone", "0754 123 456")]),
    ("Simu yake ni ٠٧١٢٣٤٥٦٧٨", [("phone", "٠٧١٢٣٤٥٦٧٨")]),
    ("ID no. 23456789 was noted", [("id", "23456789")]),
    ("National ID: 12345678", [("id", "12345678")]),
    ("NRC 123456/78/1 of the client", [("id", "123456/78/1")]),
    ("Kitambulisho 29384756", [("id", "29384756")]),
    ("NIDA namba 19850412123450000123", [("id", "19850412123450000123")]),
    ("carte d'identité n° 1198780012345678", [("id", "1198780012345678")]),
    ("passport A12345678", [("id", "A12345678")]),
    ("CM85012345ABCD was on the card", [("id", "CM85012345ABCD")]),
    ("OPD no 004512/26", [("id", "004512/26")]),
    ("DOB 12/03/1994", [("birth_date", "12/03/1994")]),
    ("date of birth: 3 March 1994", [("birth_date", "3 March 1994")]),
    ("She was born on 1994-03-12 at home", [("birth_date", "1994-03-12")]),
    ("née le 12 mars 1994", [("birth_date", "12 mars 1994")]),
    ("Date de naissance : 12.03.94", [("birth_date", "12.03.94")]),
    ("tarehe ya kuzaliwa 12/3/1994", [("birth_date", "12/3/1994")]),
    ("Amezaliwa tarehe 12-03-1994", [("birth_date", "12-03-1994")]),
    ("write to grace.otieno@example.org", [("mail", "grace.otieno@example.org")]),
    ("AMINA  wanjiru did well", [("name", "AMINA  wanjiru")]),
    ("Avec Jose Nunez au dispensaire", [("name", "Jose Nunez")]),
    ("Nimemuona Uwimana leo", [("name", "Uwimana")]),
    ("ng'ang'a asked twice", [("name", "ng'ang'a")]),
    ("Amina Wanjiru, 0712345678", [("name", "Amina Wanjiru"), ("phone", "0712345678")]),
]
CLINICAL = [
    "Gave 500 mg of amoxicillin",
    "BP 120/80, pulse 88, temperature 37.5",
    "17 of 22 steps done",
    "Visit on 2026-04-14 went well",
    "Next visit 14/04/2026 or 21-04-2026",
    "10 IU oxytocin within 1 minute",
    "G2P1, 38+4 weeks, FHR 142",
    "Magnesium sulphate 4 g in 20 ml over 5-20 minutes, then 10 g IM",
    "Hb 10.2 g/dl, platelets 250000 per microlitre",
    "Viral load 1250000 copies/ml",
    "CD4 350 cells, WBC 12,500",
    "Apgar 7-8-9, weight 3200 g",
    "Counts were 12 14 16 18 20 over five days",
    "From 2019-2024 deliveries rose by 12%",
    "Blood loss 1 500 ml, given 2 000 ml of Ringer",
    "Budget 1,250,000 KSh for the quarter",
    "Catchment 1 250 000 people",
    "Room 12, bed 4, at 08:30-16:30",
    "Version 2.3.1 of the checklist, items 4.1, 4.2 and 4.3",
    "Chlorhexidine 7.1% to the cord",
    "Donné 500 mg de paracétamol toutes les 6 heures",
    "TA 130/90, pouls 96, saturation 98 %",
    "17 étapes sur 22, visite du 14/04/2026",
    "Perte de sang de 1 500 ml, 2 voies veineuses",
    "Poids 3 200 g, Apgar 8/9/10",
    "Prochaine visite le 12 mars 2026",
    "Alipewa dawa 500 mg mara 3 kwa siku",
    "Shinikizo la damu 140/90, joto 37.8",
    "Hatua 17 kati ya 22 zilifanyika tarehe 14/04/2026",
    "Mtoto alikuwa na uzito wa gramu 3200",
    "Wajawazito 1 250 walihudhuria kliniki mwaka 2025-2026",
    "The bold mentor asked about bonding",
    "Report HIS-2026/04 and form MOH 711",
    "Amina spoke of wanjiru tea",
    "",
]


@pytest.mark.parametrize(("text", "expected"), IDENTIFYING, ids=[text[:30] for text, _ in IDENTIFYING])
def test_what_identifies_is_found(text, expected):
    assert [(each.kind, each.shown) for each in scan(text, names=NAMES)] == expected


@pytest.mark.parametrize("text", CLINICAL)
def test_what_mentors_write_about_care_passes(text):
    assert scan(text, names=NAMES) == []


def test_places_are_places_in_the_text_as_typed():
    text = "Rang Œuvre ﬁnally: José Núñez 0712 345 678"

    found = scan(text, names=NAMES)

    assert [text[each.start : each.end] for each in found] == ["José Núñez", "0712 345 678"]


def test_masked_text_keeps_what_kind_it_was():
    text = "Ask José Núñez, 0712 345 678"

    assert masked(text, scan(text, names=NAMES)) == "Ask [name], [phone]"


def test_a_number_on_the_seam_of_two_pieces_is_found_once():
    text = "a " * 9_990 + "0712 345 678 " + "b " * 200

    assert scan(text) == [Found("phone", 19_980, 19_992, "0712 345 678")]


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=5))
def test_any_text_is_looked_through(text, names):
    found = scan(text, names=names)

    assert all(each.shown == text[each.start : each.end] and each.shown for each in found)
    assert all(left.end <= right.start for left, right in zip(found, found[1:], strict=False))
