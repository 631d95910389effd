"""Values of a roster: what stands in a cell, as the record keeps it."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAYS = (
    "%Y-%m-%d",
    "%m/%d/%Y",
    "%m/%d/%y",
    "%Y%m%d",
    "%m-%d-%Y",
    "%d-%b-%Y",
    "%b %d, %Y",
    "%B %d, %Y",
    "%Y/%m/%d",
    "%d %b %Y",
    "%d%b%Y",
    "%A, %B %d, %Y",
)
_TIMES = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%I:%M%p", "%H%M")
_ISO = re.compile(r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_NO_VALUE = {"", "null", "none", "n/a", "na", "-", "--", "unk", "nan"}
_SUFFIXES = {"JR", "SR", "II", "III", "IV", "V"}
END_OF_DAY = time(23, 59, 59)
_LAST_BIRTH = 110


class BadValue(Exception):
    """Why a cell cannot be taken as what the mapping says it is."""


def cleaned(value: object) -> str:
    """A cell as text: one line, single blanks, no characters that cannot be seen."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = unicodedata.normalize("NFC", str(value))
    if not text.isascii():
        text = "".join(
            c for c in text if unicodedata.category(c) not in ("Cf", "Cs", "Co")
        )
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join(text.split())


def is_empty(text: str) -> bool:
    return text.lower() in _NO_VALUE


@lru_cache(maxsize=50_000)
def moment(
    text: str, formats: tuple[str, ...], zone: ZoneInfo, *, at=time(0)
) -> datetime:
    """An instant in UTC. ``at``: the time of day where only a day is given. A time that
    a change of clocks skips or repeats is read as the earlier one.
    """
    for shape in formats:
        if shape in ("epoch", "epoch_ms"):
            return _epoch(text, thousandths=shape == "epoch_ms")
        if (found := _parsed(text, shape)) is not None:
            has_time = any(part in shape for part in ("%H", "%I", "%X", "%c", "%s"))
            return _aware(found if has_time else datetime.combine(found, at), zone)
    if formats:
        raise BadValue(f"not a moment of the form {' or '.join(formats)}")
    return _usual_moment(text, zone, at)


def _usual_moment(text: str, zone: ZoneInfo, at: time) -> datetime:
    if _ISO.match(text):
        try:
            return _aware(datetime.fromisoformat(text), zone)
        except ValueError:
            raise BadValue("not a date and time") from None
    for shape in _DAYS:
        if (found := _parsed(text, shape)) is not None:
            return _aware(datetime.combine(found, at), zone)
        for clock in _TIMES:
            if (found := _parsed(text, f"{shape} {clock}")) is not None:
                return _aware(found, zone)
    raise BadValue("not a date and time that is known here; give its formats")


def _parsed(text: str, shape: str) -> datetime | None:
    try:
        # What has no offset is in the roster's own zone: ``_aware`` gives it.
        return datetime.strptime(text, shape)  # noqa: DTZ007
    except ValueError:
        return None


def _aware(at: datetime, zone: ZoneInfo) -> datetime:
    if not 1900 <= at.year <= 2200:
        raise BadValue("a year that cannot be true")
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _epoch(text: str, *, thousandths: bool) -> datetime:
    try:
        seconds = float(text) / (1000 if thousandths else 1)
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        raise BadValue("not a number of seconds since 1970") from None


def day(text: str, formats: tuple[str, ...], zone: ZoneInfo) -> date:
    """A day of the calendar, whatever time stands beside it."""
    return moment(text, formats, zone).astimezone(zone).date()


def birth_date(
    text: str, formats: tuple[str, ...], zone: ZoneInfo, *, by: date
) -> date:
    born = day(text, formats, zone)
    if born > by:  # two digits of a year are of the past
        try:
            born = born.replace(year=born.year - 100)
        except ValueError:
            raise BadValue("a birth date that is to come") from None
    if by.year - born.year > _LAST_BIRTH:
        raise BadValue("a birth date more than 110 years ago")
    return born


def money(text: str) -> str:
    """US dollars. "No bail" and the like are no amount."""
    if re.fullmatch(
        r"(?i)no (bail|bond)|no(ne)? set|denied|held without( bail| bond)?|nb", text
    ):
        return ""
    try:
        amount = Decimal(re.sub(r"[$,\s]|(?i:usd)", "", text)).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise BadValue("not an amount in dollars") from None
    if not 0 <= amount < Decimal(10) ** 8:
        raise BadValue("an amount that cannot be true")
    return str(amount)


def height(text: str) -> str:
    """Inches, of 5'11", 511, 71 in, 5-11, or 180 cm."""
    if found := re.fullmatch(
        r"(\d)\s*(?:'|ft\.?|-|’|feet)\s*(\d{1,2})?\s*(?:\"|''|in\.?|”|inches)?", text
    ):
        inches = int(found[1]) * 12 + int(found[2] or 0)
    elif found := re.fullmatch(r"([3-7])(\d\d)", text):
        inches = int(found[1]) * 12 + int(found[2])
    elif found := re.fullmatch(r"(\d{2,3})(?:\.\d+)?\s*cm", text):
        inches = round(int(found[1]) / 2.54)
    elif found := re.fullmatch(r"(\d{2})(?:\.0+)?\s*(?:\"|in\.?)?", text):
        inches = int(found[1])
    else:
        raise BadValue("not a height")
    if not 12 <= inches <= 107:
        raise BadValue("not a height of a person")
    return str(inches)


def weight(text: str) -> str:
    """Pounds, of 180, 180 lb or 82 kg."""
    found = re.fullmatch(
        r"(\d{1,3})(?:\.\d+)?\s*(lbs?\.?|pounds|kg)?", text, re.IGNORECASE
    )
    if not found:
        raise BadValue("not a weight")
    pounds = (
        round(int(found[1]) * 2.20462)
        if (found[2] or "").lower() == "kg"
        else int(found[1])
    )
    if not 5 <= pounds <= 999:
        raise BadValue("not a weight of a person")
    return str(pounds)


def age(text: str) -> int:
    found = re.fullmatch(
        r"(\d{1,3})(?:\.0+)?(?: ?(?:years?|yrs?|yo?)\.?(?: old)?)?", text.lower()
    )
    if not found or int(found[1]) > _LAST_BIRTH:
        raise BadValue("not an age in years")
    return int(found[1])


def name_parts(text: str, style: str) -> dict[str, str]:
    """The parts of a whole name. ``style``: one of mapping.NAME_STYLES. A single name is a surname."""
    if style == "last, first middle":
        surname, _, given = (part.strip() for part in text.partition(","))
        surname, suffix = _suffix(surname.split())
        given = given.replace(",", " ")
        given, own = _suffix(given.split())
        suffix = suffix or own
        first, middle = (given[0], given[1:]) if given else ("", [])
        return _name(surname, first, middle, suffix)
    words, suffix = _suffix(text.replace(",", " ").split())
    if len(words) < 2:
        return _name(words, "", [], suffix)
    if style == "last first middle":
        return _name(words[:1], words[1], words[2:], suffix)
    return _name(words[-1:], words[0], words[1:-1], suffix)


def _suffix(words: list[str]) -> tuple[list[str], str]:
    if len(words) > 1 and words[-1].rstrip(".").upper() in _SUFFIXES:
        return words[:-1], words[-1].rstrip(".")
    return words, ""


def _name(surname: list[str], first: str, middle: list[str], suffix: str) -> dict:
    return {
        "surname": " ".join(surname),
        "given_name": first,
        "middle_name": " ".join(middle),
        "suffix": suffix,
    }
