"""Canaries: a value in every field of a record that stands nowhere else.

Whoever finds one in an answer knows which field of whom was shown, whatever the
answer is: a page, a file, a picture, a header. How the product writes a value is
its presenters' to say; a field of a new kind fails here until it has a value.
"""

import base64
import csv
import dataclasses
import html
import io
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import unquote
from uuid import UUID

from django.db import models
from django.utils import timezone

from access.enums import FieldClass
from bookings import enums
from bookings.models import Booking
from bookings.presenters import words
from tests.architecture.test_fields import MODEL_OF, classes_of
from tests.papers import PDF, said_on_paper

PREFIX = "Qz"  # of every word that is planted, so that one search finds them all
_WORD = re.compile(r"qz\d{5}", re.IGNORECASE)
# What opens a page's list of choices is said to everybody, and of nobody.
_OPTIONS = re.compile(r"<option\b.*?</option>", re.DOTALL)

# Fields that hold a code: the words for it are planted beside the code.
LABELS = {
    ("Person", "sex"): "SEXES",
    ("Person", "identified_by"): "IDENTIFIED_BY",
    ("Charge", "criminal_basis"): "CRIMINAL_BASES",
    ("PhysicalDescription", "eye_colour"): "EYE_COLOURS",
    ("PhysicalDescription", "hair_colour"): "HAIR_COLOURS",
    ("PhysicalDescription", "race"): "RACES",
    ("PhysicalDescription", "ethnicity"): "ETHNICITIES",
    ("PhysicalDescription", "skin_tone"): "SKIN_TONES",
    ("PhysicalDescription", "build"): "BUILDS",
    ("Mark", "family"): "MARK_FAMILIES",
    ("SafetyAlert", "kind"): "ALERT_LABELS",
    ("SafetyAlert", "source"): "ALERT_SOURCES",
    **{
        ("HealthScreening", name): "SCREENING_ANSWERS"
        for name in enums.SCREENING_QUESTIONS
    },
    ("PropertyItem", "kind"): "PROPERTY_LABELS",
    ("PropertyReceipt", "kind"): "RECEIPT_KINDS",
    ("PropertyReceipt", "outcome"): "RECEIPT_OUTCOMES",
    ("ProbableCauseStatement", "finding"): "CAUSE_FINDINGS",
    ("RecognizanceInterview", "answered"): "INTERVIEW_ANSWERED",
    ("RecognizanceInterview", "missed_court"): "MISSED_COURT",
    ("RecognizanceInterview", "recommendation"): "RECOMMENDATIONS",
    ("RecognizanceInterview", "result"): "INTERVIEW_RESULTS",
    ("Charge", "offense_class"): "OFFENSE_CLASS_LABELS",
    ("Booking", "discharge_reason"): "DISCHARGE_LABELS",
    ("CustodyHold", "kind"): "HOLD_LABELS",
    ("CustodyHold", "effect"): "HOLD_EFFECT_LABELS",
    ("CustodyBasis", "kind"): "BASIS_KIND_LABELS",
    ("ReleaseEntitlement", "kind"): "ENTITLEMENT_LABELS",
    ("Handover", "instrument"): "INSTRUMENT_LABELS",
    ("DeskTask", "kind"): "TASK_LABELS",
    ("Movement", "kind"): "MOVEMENT_LABELS",
    ("Advisement", "outcome"): "SIGNATURE_LABELS",
    ("ConsularCase", "told_how"): "TOLD_HOW_LABELS",
    ("ConsularCase", "ended_as"): "CASE_END_LABELS",
}
# The database itself allows no other codes, so the words alone are planted. A form offers
# them to everybody, of nobody: what is not chosen in it says nothing.
CODES_OF_THE_DATABASE = {("Mark", "family"): list(enums.MARK_FAMILIES)}
_OFFERED = re.compile(r"<option\b(?![^>]*\bselected\b).*?</option>", re.DOTALL)

# What cannot be changed at will: a stay's two ends and its place belong together.
KEPT = {
    *CODES_OF_THE_DATABASE,
    *(("Booking", name) for name in ("facility", "booked_at", "discharged_at")),
    # What is sworn is not edited: the database refuses it.
    *(
        ("ProbableCauseStatement", name)
        for name in ("author_agency", "author_name", "text", "received_at")
    ),
    *(("ProbableCauseStatement", name) for name in ("withheld_text", "finding_at")),
}

_RARE_LETTERS = "\u2801\uac00"
is_rare = re.compile(r"[\u2801-\u28ff\uac00-\ud6f7]").search
_RARE = [chr(0xAC00 + place) for place in range(11_000)]  # Hangul: in no page's words
# For short texts: Braille, in no page's words, and in the fonts of papers.
_PAIRS = [
    chr(0x2801 + one) + chr(0x2801 + other)
    for one in range(255)
    for other in range(one + 1, 255)
]


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """One field of one record. ``owner``: the person's key, or the booking's.

    ``spellings``: every way in which an answer may write the value. ``cells``: what
    says too little to be looked for in a text, and enough as a cell of a file.
    """

    owner: UUID
    path: str
    spellings: tuple[str, ...]
    raw: bytes = b""
    cells: tuple[str, ...] = ()
    value: object = dataclasses.field(default=None, compare=False)

    def stands(self) -> bool:
        """Whether the record still has it: what an act took away is not there to show."""
        path, _, name = self.path.partition(".")
        model = MODEL_OF.get(path)
        if self.value is None or model is None:
            return True
        whose = "pk" if path in ("person", "booking") else "booking_id"
        if whose == "booking_id" and not hasattr(model, "booking_id"):
            whose = "person_id"
        return model.objects.filter(**{whose: self.owner, name: self.value}).exists()

    @property
    def is_offered(self) -> bool:
        """Whether forms offer its words as a choice."""
        path, _, name = self.path.partition(".")
        model = MODEL_OF.get(path)
        return model is not None and (model.__name__, name) in CODES_OF_THE_DATABASE

    @property
    def field_class(self) -> FieldClass:
        if self.path == FACILITY:
            return Booking.field_classes["facility"]
        path, _, name = self.path.partition(".")
        return classes_of(MODEL_OF[path])[name]


FACILITY = "facility.name"


class Planter:
    """Writes records in which every field is a canary, and remembers them."""

    def __init__(self, at: datetime):
        self.at = at
        self.tokens: list[Token] = []
        self.labels = {name: dict(getattr(enums, name)) for name in LABELS.values()}
        self._serial = 0
        self._rare = iter(_RARE)
        self._pairs = iter(_PAIRS)

    def plant(self, model, **fixed):
        """A record of this model; ``fixed``: what is given, its keys first of all.

        None: the field is left empty. Any other value is planted as it is.
        """
        values, planted = {}, {}
        for field in model._meta.concrete_fields:
            name = field.name
            if model.field_classes[name] is FieldClass.REFERENCE or name == "facility":
                continue
            if name in fixed:
                value, spellings = fixed[name], _spelt(fixed[name])
            else:
                value, spellings = self.value(model, field)
            values[name] = value
            if value is not None and value != "":
                planted[name] = value, spellings
        made = model.objects.create(
            **fixed | {k: v for k, v in values.items() if v is not None}
        )
        self._remember(made, planted)
        return made

    def alter(self, record, field_classes: Iterable[FieldClass]) -> set[str]:
        """Give every filled field of these classes another value; return which."""
        model = type(record)
        changed = {}
        for field in model._meta.concrete_fields:
            name = field.name
            if (
                model.field_classes[name] in field_classes
                and (model.__name__, name) not in KEPT
                and getattr(record, name) not in (None, "", b"")
            ):
                changed[name] = self.value(model, field)[0]
        if changed:
            model.objects.filter(pk=record.pk).update(**changed)
        return {f"{model.__name__}.{name}" for name in changed}

    def _remember(self, made, planted) -> None:
        path = next(path for path, model in MODEL_OF.items() if model is type(made))
        owner = made.pk
        if path not in ("person", "booking"):
            owner = getattr(made, "booking_id", None) or made.person_id
        for name, (value, spellings) in planted.items():
            raw = value if isinstance(value, bytes) else b""
            is_small = isinstance(value, int) or (
                (type(made).__name__, name) in CODES_OF_THE_DATABASE
            )
            cells = (str(value),) if is_small else ()
            self.tokens.append(
                Token(owner, f"{path}.{name}", spellings, raw, cells, value)
            )
            if name == "birth_date":  # of which a page may say the year alone
                born = (f"born {value.year}",)
                self.tokens.append(Token(owner, f"{path}.birth_year", born))

    def name_facility(self, booking: Booking) -> None:
        self.tokens.append(Token(booking.pk, FACILITY, (booking.facility.name,)))

    def word(self) -> str:
        self._serial += 1
        return f"{PREFIX}{self._serial:05d}"

    def rare_code(self) -> str:
        """Two letters that stand in no page's words."""
        return next(self._rare) * 2

    def value(self, model, field) -> tuple[object, tuple[str, ...]]:
        """A value that no other field has, and how it may be written."""
        kind = (model.__name__, field.name)
        if kind in LABELS:
            return self._code(kind, field)
        if isinstance(field, models.CharField | models.TextField):
            if field.max_length and field.max_length < len(PREFIX) + 5:
                word = next(self._pairs)
            else:
                word = self.word()
            return word, (word,)
        self._serial += 1
        return _made_of_kind(self, kind, field, self._serial)

    def _code(self, kind, field) -> tuple[str, tuple[str, ...]]:
        label = self.word()
        labels = self.labels[LABELS[kind]]
        of_the_database = CODES_OF_THE_DATABASE.get(kind)
        if of_the_database:
            unused = [code for code in of_the_database if not _WORD.match(labels[code])]
            assert unused, f"every {kind} is taken: plant fewer of them"
            labels[unused[0]] = label
            return unused[0], (label,)
        code = next(self._rare) * min(field.max_length, 2)
        labels[code] = label
        return code, (label, code)


def _tall(number: int):
    value = 30 + number % 70
    return value, (f"{value // 12} ft {value % 12} in",)


def _heavy(number: int):
    value = 100 + number % 899
    return value, (f"{value} lb",)


def _many(number: int):
    value = 300_000_000 + number
    return value, (str(value),)


def _cents(number: int):
    value = 60_000_000 + 1325 * number
    return value, (words.money(Decimal(value) / 100),)


# Numbers of which the page says of what.
_MEASURED = {
    ("PhysicalDescription", "height_inches"): _tall,
    ("PhysicalDescription", "weight_pounds"): _heavy,
    ("PropertyItem", "quantity"): _many,
    ("PropertyItem", "cash_cents"): _cents,
}


def _made_of_kind(planter: Planter, kind, field, number: int):
    """Dates, numbers and bytes: far from the days of the test's clock, or exact."""
    if kind in _MEASURED:
        return _MEASURED[kind](number)
    if isinstance(field, models.DecimalField):
        value = Decimal(70_000) + number * Decimal("13.25")
        return value, _spelt(value)
    if isinstance(field, models.DateTimeField):
        value = planter.at + timedelta(days=2000, minutes=61 * number)
        return value, _spelt(value)
    if isinstance(field, models.DateField):
        born = field.name == "birth_date"
        number = number % 1500 if born else number  # grown up, whenever booked
        value = date(1950 if born else 2041, 1, 1) + timedelta(days=7 * number)
        return value, _spelt(value)
    if isinstance(field, models.BinaryField):
        value = b"\xff\xd8\xff\xe0" + planter.word().encode() * 9
        return value, (base64.b64encode(value).decode(),)
    raise AssertionError(
        f"{'.'.join(kind)} is of a kind that cannot be planted yet: give it a value and"
        " its spellings in tests/canaries.py"
    )


def _spelt(value) -> tuple[str, ...]:
    """As the product's presenters write it, as forms take it, and as files hold it."""
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        micros = round(value.timestamp() * 1_000_000)
        return (
            words.moment(value),
            *(f"{at:%Y-%m-%dT%H:%M}" for at in (local, value)),
            *(f"{at:%Y-%m-%d %H:%M}" for at in (local, value)),
            f"{local:%m/%d/%Y %H:%M}",
            str(micros),
        )
    if isinstance(value, date):
        return words.day(value), value.isoformat(), f"{value:%m/%d/%Y}"
    if isinstance(value, Decimal):
        return words.money(value), str(value)
    return (str(value),)


# --- Looking for them -----------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class Said:
    """An answer as it can be searched: its words, its choices apart, its bytes."""

    text: str
    text_without_options: str
    text_without_offers: str
    raw: bytes
    cells: frozenset[str] = frozenset()


READABLE = ("text/html", "text/plain", "text/csv", "application/json")
RAW = ("image/",)


def said(response, raw: bytes) -> Said:
    """Everything that an answer says: body, headers, where it leads."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    head = "\n".join(unquote(f"{k}: {v}") for k, v in response.headers.items())
    cookies = response.cookies.output()
    body, cells = "", set()
    if kind in READABLE:
        body = raw.decode("utf-8-sig")
        if kind == "application/json":
            told = json.loads(body)
            body += "\n" + json.dumps(told, ensure_ascii=False)
            cells = set(_leaves(told))
        elif kind == "text/csv":
            rows = csv.reader(io.StringIO(body, newline=""))
            cells = {part for row in rows for cell in row for part in cell.split("; ")}
    elif kind == PDF:
        body = said_on_paper(raw)
    elif raw and not kind.startswith(RAW):
        raise AssertionError(
            f"an answer of the kind {kind!r} cannot be read yet: teach tests/canaries.py"
        )
    around = f"{head}\n{cookies}\n"
    return Said(
        *(
            _plain(around + text)
            for text in (body, _OPTIONS.sub("", body), _OFFERED.sub("", body))
        ),
        raw=raw,
        cells=frozenset(cells),
    )


def _leaves(told) -> Iterable[str]:
    """Every single value of a JSON text."""
    if isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from _leaves(part)
    else:
        yield str(told)


def _plain(text: str) -> str:
    return " ".join(html.unescape(text).split())


class Canaries:
    """All that was planted, ready to be looked for."""

    def __init__(self, tokens: list[Token]):
        self.tokens = tokens
        self.by_word: dict[str, Token] = {}
        # By how they begin: where no text begins so, none of them need be looked for.
        self.by_beginning: dict[str, list[tuple[str, Token]]] = defaultdict(list)
        for token in tokens:
            for spelling in token.spellings:
                if _WORD.fullmatch(spelling) and token.path != FACILITY:
                    self.by_word[spelling.lower()] = token
                else:
                    beginning = _RARE_LETTERS if is_rare(spelling) else spelling[:4]
                    self.by_beginning[beginning].append((spelling, token))
        self.pictures = [token for token in tokens if token.raw]
        self.in_cells = {cell: [] for token in tokens for cell in token.cells}
        for token in tokens:
            for cell in token.cells:
                self.in_cells[cell].append(token)

    def found(self, response, body: bytes) -> set[Token]:
        """The fields whose values stand in an answer."""
        what = said(response, body)
        found = {
            self.by_word[word.lower()]
            for word in set(_WORD.findall(what.text))
            if word.lower() in self.by_word
        }
        found -= {
            token
            for token in found
            if token.is_offered and token.spellings[0] not in what.text_without_offers
        }
        for beginning, spelt in self.by_beginning.items():
            is_there = beginning in what.text
            if beginning == _RARE_LETTERS:
                is_there = is_rare(what.text)
            if not is_there:
                continue
            for spelling, token in spelt:
                is_place = token.path == FACILITY
                text = what.text_without_options if is_place else what.text
                if spelling in text:
                    found.add(token)
        found.update(token for token in self.pictures if token.raw in what.raw)
        for cell in what.cells & self.in_cells.keys():
            found.update(self.in_cells[cell])
        return found

    def typed(self, values: Iterable[str]) -> set[Token]:
        """The fields whose values somebody typed: a form says those again."""
        return {
            token
            for token in self.tokens
            if any(
                spelling in value for value in values for spelling in token.spellings
            )
        }
