"""Mawari: an invented country. Every name of a place or a person here is made up."""

from random import Random
from typing import NamedTuple

COUNTRY = "Mawari"
PROVINCES = {"Northern Lakes": ["Kivuma", "Sanda"], "Southern Hills": ["Temba", "Mbiro"]}
HEALTH_CENTRES = {
    "Kivuma": ["Lusanga", "Chilanga", "Kasenga", "Mwaba", "Nkole", "Lubanda", "Kapili", "Musoro", "Tande", "Ilala"],
    "Sanda": [
        "Bwera",
        "Kitoma",
        "Rusozi",
        "Mabare",
        "Nyandera",
        "Gatoro",
        "Kiziba",
        "Muhanza",
        "Butare Hill",
        "Rwenda",
    ],
    "Temba": ["Maziwa", "Dunga", "Kibaya", "Mlola", "Pangara", "Songwe", "Chamwe", "Ipole", "Uyoge", "Nsimba"],
    "Mbiro": [
        "Zimula",
        "Kafue Bridge",
        "Lwano",
        "Chipembe",
        "Mpanda",
        "Saint Agnes Luwero",
        "Kalonga",
        "Ndola Road",
        "Mutende",
        "Fiwila",
    ],
}
COMMUNITY_UNITS = ["A", "B", "C", "D"]
# A spot of the map that belongs to no country of ours: the tree needs points, nobody should look for them.
CENTRES = {"Kivuma": (-7.10, 31.20), "Sanda": (-7.45, 32.05), "Temba": (-8.20, 31.55), "Mbiro": (-8.75, 32.40)}

GIVEN = {
    "female": [
        "Amina", "Asha", "Beatrice", "Catherine", "Chipo", "Esther", "Fatuma", "Florence", "Gloria", "Hawa", "Imani", "Janet",
        "Jolie", "Josephine", "Joyce", "Lucy", "Mariam", "Martha", "Mercy", "Miriam", "Mwajuma", "Naomi", "Neema", "Odette",
        "Pascaline", "Peace", "Rehema", "Rose", "Ruth", "Salome", "Sarah", "Solange", "Thandiwe", "Veronica", "Wanjiru",
        "Yvonne", "Zainab", "Zawadi",
    ],
    "male": [
        "Abdi", "Baraka", "Boniface", "Charles", "Daniel", "Emmanuel", "Felix", "Francis", "Gideon", "Hamisi", "Innocent",
        "Isaac", "Jean-Paul", "Joseph", "Juma", "Kelvin", "Leonard", "Moses", "Musa", "Nelson", "Patrice", "Peter", "Samuel",
        "Simon", "Stephen", "Thomas", "Victor", "Yusuf",
    ],
}  # fmt: skip
FAMILY = [
    "Achieng", "Banda", "Bizimana", "Chanda", "Chirwa", "Daudi", "Gakuru", "Hamadi", "Ilunga", "Kabongo", "Kalunga", "Kamau",
    "Kapinga", "Kasongo", "Katende", "Kayumba", "Kilonzo", "Lungu", "Lwanda", "Makori", "Malekani", "Maluwa", "Mbeki", "Moyo",
    "Mpofu", "Msangi", "Mugisha", "Mulenga", "Musoke", "Mutale", "Mwale", "Mwamba", "Mwanza", "Mzumara", "Ndayi", "Ngoma",
    "Nkunda", "Ntare", "Nyambe", "Nyirenda", "Odhiambo", "Okello", "Omari", "Phiri", "Rugamba", "Sakala", "Shabani", "Simba",
    "Tembo", "Umutoni", "Wambui", "Wekesa", "Zimba", "Zulu",
]  # fmt: skip


class Name(NamedTuple):
    given: str
    family: str
    sex: str


class Names:
    """Hands out names, each once, the same ones in the same order every time."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._taken: set[tuple[str, str]] = set()

    def next(self, *, female_share: float = 0.7) -> Name:
        """Return a name nobody has yet."""
        while True:
            sex = "female" if self._chance.random() < female_share else "male"
            given, family = self._chance.choice(GIVEN[sex]), self._chance.choice(FAMILY)
            if (given, family) not in self._taken and given not in STORIES:
                self._taken.add((given, family))
                return Name(given, family, sex)

    def reserve(self, given: str, family: str, sex: str) -> Name:
        """Return the name of somebody with a story, so that nobody else gets it."""
        self._taken.add((given, family))
        return Name(given, family, sex)


STORIES = {"Amina", "Neema", "Asha"}  # given names that only the people of the planted stories bear
