"""The invented people on record: who they are, how they look, where they live.

Nobody has a citizenship, a birthplace or a status; there is nowhere to write one.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from bookings.enums import AddressKind
from bookings.models import Address, Alias, Mark, Person, Photo, PhysicalDescription
from compliance.demo import names, silhouettes
from compliance.demo.names import Name
from compliance.demo.sheets import Sheet, key

SILHOUETTES = 24
PHOTO_AFTER_BOOKING = timedelta(minutes=25)
# Whole days of age at the first booking; a year is 365.25 days.
ADULT = (18 * 365.25 + 2, 72 * 365.25)
JUVENILE = (14.5 * 365.25, 17.9 * 365.25)

_SEXES, _SEX_WEIGHTS = "MFU", (770, 225, 5)
_RACES, _RACE_WEIGHTS = "ABIUW", (9, 24, 3, 6, 58)
_EYES, _EYE_WEIGHTS = (
    ("BRO", "BLU", "HAZ", "GRN", "BLK", "GRY", "MUL"),
    (55, 20, 11, 8, 3, 2, 1),
)
_HAIRS, _HAIR_WEIGHTS = (
    ("BRO", "BLK", "BLN", "GRY", "RED", "SDY", "WHI", "XXX"),
    (44, 33, 9, 6, 3, 2, 1, 2),
)
_MARKS = (
    ("TAT", "TAT LF ARM", "anchor and rope"),
    ("TAT", "TAT RF ARM", "swallow"),
    ("TAT", "TAT NECK", "three stars"),
    ("TAT", "TAT CHEST", "ship under sail"),
    ("TAT", "TAT BACK", "mountain range"),
    ("TAT", "TAT L HND", "compass"),
    ("TAT", "TAT R HND", "letters between the knuckles"),
    ("TAT", "TAT L SHLD", "fern leaf"),
    ("TAT", "TAT R LEG", "salmon"),
    ("TAT", "TAT L CALF", "lighthouse"),
    ("RTAT", "RTAT NECK", ""),
    ("SC", "SC CHIN", "two centimetres"),
    ("SC", "SC FHD", ""),
    ("SC", "SC L CHK", ""),
    ("SC", "SC R HND", "across the thumb"),
    ("SC", "SC L KNEE", ""),
    ("SC", "SC UP LIP", ""),
    ("MOLE", "MOLE NECK", ""),
    ("DISC", "DISC NECK", "size of a coin"),
    ("PRCD", "PRCD EARS", ""),
    ("PRCD", "PRCD NOSE", "left side"),
)
# The first people on record have the names that break pages and searches.
_AWKWARD = (
    Name(names.LONGEST, "Maximiliana", "Theodora"),
    Name(names.SINGLE[0], ""),
    Name("Nuñavareda-Łukomirz", "Zoë"),
    Name("O'Thistlewane", "D'Arquelle"),
    Name("van der Fenmere", "Jean-Baptiste", "", "III"),
)


@dataclass(slots=True)
class Resident:
    """A person on record, as the bookings need to know them."""

    person_id: UUID
    birth_date: date
    has_address: bool
    photo_due_at: datetime | None = None


class Population:
    """Everybody on record, row by row, until ``load`` writes them."""

    def __init__(self, rng: random.Random):
        self._rng = rng
        self.residents: list[Resident] = []
        self._people = Sheet(
            Person,
            *("id", "created_at", "surname", "given_name", "middle_name", "suffix"),
            *("birth_date", "sex", "phone", "state_id", "fbi_number", "driver_license"),
        )
        self._aliases = Sheet(
            Alias, "id", "created_at", "person", "surname", "given_name"
        )
        self._addresses = Sheet(
            Address,
            *("id", "created_at", "person", "kind", "street", "city", "state"),
            "postal_code",
        )
        self._descriptions = Sheet(
            PhysicalDescription,
            *("id", "created_at", "person", "height_inches", "weight_pounds"),
            *("eye_colour", "hair_colour", "race"),
        )
        self._marks = Sheet(
            Mark, "id", "created_at", "person", "family", "code", "description"
        )

    def newcomer(self, booked_at: datetime, *, is_juvenile: bool) -> Resident:
        """Write down somebody who is booked for the first time."""
        rng, seen = self._rng, len(self.residents)
        (sex,) = rng.choices(_SEXES, _SEX_WEIGHTS)
        known = _AWKWARD[seen] if seen < len(_AWKWARD) else names.name(rng, sex)
        age = rng.uniform(*JUVENILE) if is_juvenile else _adult_age(rng)
        resident = Resident(
            key(rng), booked_at.date() - timedelta(days=int(age)), rng.random() < 0.85
        )
        self.residents.append(resident)
        self._people.add(
            resident.person_id,
            booked_at,
            known.surname,
            known.given,
            known.middle,
            known.suffix,
            resident.birth_date,
            sex,
            names.phone(rng) if rng.random() < 0.7 else "",
            f"WA99{rng.randint(0, 999_999):06d}" if rng.random() < 0.6 else "",
            f"{rng.randint(0, 9_999_999):07d}ZZ" if rng.random() < 0.45 else "",
            f"WDL00{rng.randint(0, 9_999_999):07d}" if rng.random() < 0.55 else "",
        )
        self._looks(resident, sex, booked_at)
        self._lives(resident, booked_at)
        if rng.random() < 0.15:
            self._alias(resident, known, booked_at)
        return resident

    def _looks(self, resident: Resident, sex: str, at: datetime) -> None:
        rng = self._rng
        self._descriptions.add(
            key(rng),
            at,
            resident.person_id,
            round(rng.gauss(64 if sex == "F" else 69, 2.6)),
            max(90, round(rng.gauss(158 if sex == "F" else 186, 32))),
            rng.choices(_EYES, _EYE_WEIGHTS)[0],
            rng.choices(_HAIRS, _HAIR_WEIGHTS)[0],
            rng.choices(_RACES, _RACE_WEIGHTS)[0],
        )
        if rng.random() < 0.38:
            for family, code, words in rng.sample(_MARKS, rng.choice((1, 1, 2, 3))):
                self._marks.add(key(rng), at, resident.person_id, family, code, words)

    def _lives(self, resident: Resident, at: datetime) -> None:
        rng = self._rng
        if not resident.has_address:
            return
        kinds = (AddressKind.HOME, AddressKind.WORK, AddressKind.MAIL)
        for kind, likely in zip(kinds, (1, 0.12, 0.04), strict=True):
            if likely == 1 or rng.random() < likely:
                city, postal_code = names.city(rng)
                self._addresses.add(
                    *(key(rng), at, resident.person_id, kind.value),
                    *(names.street(rng), city, "WA", postal_code),
                )

    def _alias(self, resident: Resident, known: Name, at: datetime) -> None:
        rng = self._rng
        for _ in range(rng.choice((1, 1, 1, 2))):
            other = names.another_surname(rng, known)
            self._aliases.add(key(rng), at, resident.person_id, other, known.given)

    def load(self) -> Iterator[tuple[str, int]]:
        """Write everybody; yield what was written and how many rows."""
        yield "people", self._people.load()
        yield "aliases", self._aliases.load()
        yield "addresses", self._addresses.load()
        yield "descriptions", self._descriptions.load()
        yield "marks", self._marks.load()
        yield "photos", self._photos().load()

    def _photos(self) -> Sheet:
        """Of those booked of late alone, or the pictures would outweigh the rest."""
        rng = self._rng
        sheet = Sheet(Photo, "id", "created_at", "person", "image", "taken_at")
        images = [rf"\x{image.hex()}" for image in silhouettes.drawn(SILHOUETTES, rng)]
        for resident in self.residents:
            if taken_at := resident.photo_due_at:
                sheet.add(
                    *(key(rng), taken_at, resident.person_id),
                    *(rng.choice(images), taken_at),
                )
        return sheet


def _adult_age(rng: random.Random) -> float:
    """Days: most are in their twenties and thirties, few are old."""
    youngest, oldest = ADULT
    return youngest + (oldest - youngest) * rng.betavariate(1.5, 3.6)
