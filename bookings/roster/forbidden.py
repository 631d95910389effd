"""What a roster holds and may not bring in: found by a column's name, and by a value's
own shape, whatever a mapping asks for (law 9). And what is entered among charges and
is none: papers of immigration authorities, and holds of courts and other bodies.
"""

import re
import unicodedata
from functools import lru_cache

from bookings.reading import Kind, read

# RCW 10.93.160(4): not collected. A column of such a name is never read.
_NAMES = {
    Kind.CITIZENSHIP: r"citizen|citi?z(?!e)|^ctz|naturali[sz]|ciudadan",
    Kind.NATIONAL_ORIGIN: (
        r"nationality|^nationl?$|natl?ionalit|nat(?:iona)?l?origin|nacionalidad|nativity"
        r"|foreign(?:er|born|nat|flag|cit|ind|yn)|^foreign$|originnation|nationoforigin|^origin$"
    ),
    Kind.BIRTHPLACE: (
        r"birthplace|placeofbirth|birthlocation|birthcountry|countryofbirth|birthcity"
        r"|birthstate|cityofbirth|stateofbirth|borncountry|countryborn|bornin"
        r"|birthpl|birthloc|birthcntry|bplace|borncity|bornplace|bornstate|placeborn"
        r"|whereborn|nacimiento|paisde|^pob|pob$|^cob$|country|cntry|ctry|^pais$"
    ),
    Kind.STATUS: (
        r"immigra|alienstatus|illegalalien|deport|removable|legalstatus|visastatus"
        r"|^ice$|icestatus|icehold|icedet|dhsstatus|undoc(?!k)|residencystatus|^imm(?:ig)?$"
        r"|immstat|immigstat|immhold|inmigra|migratory|migstat|asyl|refugee|greencard"
        r"|^lpr|inshold|insstatus|alienflag|alienind|visatype|visaexp|^visa$"
    ),
    Kind.NUMBER: r"^anumber$|^anum$|^ano$|^anbr$|^afile|(?<!s)alien|insno|insnum|uscis|^insid$",
    Kind.PAPERS: r"passport|visanumber|consul",
}
_BY_NAME = {kind: re.compile(names) for kind, names in _NAMES.items()}
# Shaped as a number that is given to nobody but those who are not citizens.
_A_NUMBER = re.compile(r"(?i)\bA(?:LIEN)?[\s#:-]*(?:\d{8,9}|\d{3}[ -]\d{3}[ -]\d{3})\b")
# A whole cell that is nothing but a status.
_STATUS = re.compile(
    r"(?i)^(?:u\.?s\.? ?c(?:itizen)?\.?|us citizen|non-?citizen|noncit|alien|illegal(?: alien)?"
    r"|undocumented|documented|lpr|(?:lawful|legal) permanent resident|permanent resident"
    r"|green card|asylee|refugee|deportable|removable|foreign national|foreign born)$"
)
_IMMIGRATION = re.compile(
    r"(?i)\b(?:I\.?C\.?E\.?|INS|USCIS|DHS|ERO|CBP|border patrol|immigration"
    r"|I-?(?:247[A-Z]?|200|203|205|286|862))\b.*\b(?:hold|detainer|detain\w*|warrant|notice|order"
    r"|custody|administrative|request)\b"
    r"|\b(?:hold|detainer)\b.*\b(?:I\.?C\.?E\.?|INS|DHS|CBP|border patrol|immigration)\b"
    r"|^(?:I\.?C\.?E\.?|INS|immigration|DHS|I-?247[A-Z]?|I-?200|I-?203|I-?205)$"
    r"|\b(?:8 ?U\.?S\.?C\.?\W*)(?:1182|1226|1227|1229|1231|1357)\b"
    r"|\bdeportation\b|\bremoval proceeding"
)
# What the record itself refuses as a custody hold (bookings.models.custody).
_NO_HOLD = re.compile(
    r"(?i)\b(?:I[- ]?2\d\d[A-Z]?|ICE|ERO|DHS|CBP|USCIS|INS)\b|immigra|homeland|deport"
    r"|remov(?:al|able)|border p"
)
_HOLDS = (
    ("civil_commitment", r"(?i)civil commit|involuntary treatment|71\.05"),
    ("military", r"(?i)\b(?:military|AWOL|desert\w+|army|navy|UCMJ)\b"),
    ("marshals", r"(?i)\bmarshal|\bUSMS?\b|\bfederal\b|\bFBI\b|\bATF\b|\bDEA\b"),
    ("corrections", r"(?i)\b(?:DOC|corrections|parole|probation|community custody)\b"),
    ("fugitive", r"(?i)fugitive|extradit|out[- ]of[- ]state|10\.88"),
    ("writ", r"(?i)\bwrit\b|prosequendum|testificandum"),
    ("warrant", r"(?i)\bwarrant|\bhold|\bdetainer"),
)
_HOLD_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _HOLDS)
_IS_HOLD = re.compile(
    r"(?i)\b(?:hold(?:ing)?|detainer)\b(?! up)|^(?:fugitive(?: from justice)?|writ\b.*)$"
)


def _unaccented(name: str) -> str:
    return unicodedata.normalize("NFKD", name)


@lru_cache(maxsize=5_000)
def kind_of_column(name: str) -> Kind | None:
    """What a column of this name would keep that must not be kept, or None."""
    plain = re.sub(r"[^a-z]", "", _unaccented(name).lower().replace("#", "no"))
    return next((k for k, names in _BY_NAME.items() if names.search(plain)), None)


@lru_cache(maxsize=50_000)
def told_by(text: str) -> tuple[Kind, ...]:
    """Kinds of facts in a value that must not be kept; such a value is dropped whole."""
    if _A_NUMBER.search(text):
        return (Kind.NUMBER,)
    if _STATUS.match(text):
        return (Kind.STATUS,)
    if len(text) < 4 or text.isdigit():
        return ()
    return tuple(dict.fromkeys(found.kind for found in read(text)))


@lru_cache(maxsize=50_000)
def is_immigration_paper(text: str) -> bool:
    """An immigration detainer, administrative warrant or civil ground entered as if it
    were a charge or a hold. It binds nobody, and nothing of it is taken in (law 10).
    """
    return bool(_IMMIGRATION.search(text))


@lru_cache(maxsize=50_000)
def is_no_custody_hold(text: str) -> bool:
    """A hold of immigration authorities, by any word of theirs: it binds nobody."""
    return bool(_NO_HOLD.search(text))


@lru_cache(maxsize=50_000)
def kind_of_hold(text: str, *, surely: bool = False) -> str:
    """The kind of custody hold that a text tells of, or "". ``surely``: it stands in
    a column of holds, so that it need not say so.
    """
    if not text or not (surely or _IS_HOLD.search(text)):
        return ""
    return next((k for k, words in _HOLD_KINDS if words.search(text)), "warrant")
