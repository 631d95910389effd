"""The courts whose papers may open something, as dated data with their sources. Pure.

``courts.csv`` holds every court; ``labels.csv`` what jails and papers write for them
where the words alone do not tell. A court that is not here is no error: it is a matter
for counsel. Being on some other list of courts proves nothing: some list the Board of
Immigration Appeals.

A number to call stands here with where it was read, or is empty until the county has
put its own in (``COURT_TELEPHONES``). The number on a paper is never called.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from warrants.enums import CourtKind

_FOLDER = Path(__file__).parent
_FROM_THE_FIRST, _TO_THE_LAST = date.min, date.max


@dataclass(frozen=True, slots=True)
class Court:
    """A court as it was in ``[begins, ends)``. ``source``: the law that makes it;
    ``certainty``: how sure we are that it sits (``found``, ``high``, ``med``, ``low``).
    """

    code: str
    name: str
    kind: CourtKind
    county: str
    begins: date
    ends: date
    telephone: str
    telephone_source: str
    source: str
    certainty: str

    def sat_on(self, day: date) -> bool:
        return self.begins <= day < self.ends


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _day(written: str, instead: date) -> date:
    return date.fromisoformat(written) if written else instead


COURTS: Mapping[str, Court] = {
    row["code"]: Court(
        **row
        | {
            "kind": CourtKind(row["kind"]),
            "begins": _day(row["begins"], _FROM_THE_FIRST),
            "ends": _day(row["ends"], _TO_THE_LAST),
        }
    )
    for row in _rows("courts.csv")
}

# How the words of a name are written, and the one word that they are here.
_WRITTEN = (
    (r"\bU\.? ?S\.?(?= )|\bUSA\b", "UNITED STATES"),
    (r"\bW\.? ?D\.?(?= |$)|\bWDWA\b", "WESTERN DISTRICT"),
    (r"\bE\.? ?D\.?(?= |$)|\bEDWA\b", "EASTERN DISTRICT"),
    (r"\bKCDC\b", "KING COUNTY DISTRICT"),
    (r"\bKCSC\b", "KING COUNTY SUPERIOR"),
    (r"\bSMC\b", "SEATTLE MUNICIPAL"),
    (r"\b9TH\b", "NINTH"),
    (r"\bMT\b", "MOUNT"),
    (r"\b(?:MUNI|MUN|MUNIC)\b", "MUNICIPAL"),
    (r"\b(?:SUP|SUPR|SUPER)\b", "SUPERIOR"),
    (r"\bDIST\b", "DISTRICT"),
    (r"\bDIV\b", "DIVISION"),
    (r"\b(?:CTY|CNTY|CO)\b", "COUNTY"),
    (r"\bCIR\b", "CIRCUIT"),
)
# Words that tell no court from another.
_SAYS_NOTHING = frozenset(
    {"COURT", "CRT", "CT", "COUNTY", "OF", "FOR", "THE", "AND", "IN", "AT", "STATE"}
    | {"WASHINGTON", "WASH", "WA", "NO", "NUMBER", "CITY", "DIVISION", "CRIMINAL"}
)


def _words(label: str) -> frozenset[str]:
    """The words of a label that tell one court from another."""
    plain = unicodedata.normalize("NFKD", label).upper()
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = re.sub(r"[^A-Z0-9.]+", " ", plain).strip()
    for written, word in _WRITTEN:
        plain = re.sub(written, word, plain)
    return frozenset(re.sub(r"[.]", " ", plain).split()) - _SAYS_NOTHING


_BY_WORDS: Mapping[frozenset[str], str] = {
    _words(row["label"]): row["code"]
    for row in (
        *({"label": court.name, "code": court.code} for court in COURTS.values()),
        *_rows("labels.csv"),
    )
}


def court_of(label: str) -> Court | None:
    """The court that a label means, or None if it means none that is here."""
    code = _BY_WORDS.get(_words(label))
    return COURTS[code] if code else None


def with_telephones(rows: Iterable[Mapping[str, str]]) -> Mapping[str, Court]:
    """The courts with a county's own numbers. Each row says ``code``, ``telephone`` and
    ``source``. Raises ValueError for a court that is not here, or a row without source.
    """
    courts = dict(COURTS)
    for row in rows:
        if row["code"] not in courts or not row["telephone"] or not row["source"]:
            raise ValueError(f"not a court, its telephone and a source: {dict(row)}")
        courts[row["code"]] = replace(
            courts[row["code"]],
            telephone=row["telephone"],
            telephone_source=row["source"],
        )
    return courts
