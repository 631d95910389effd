"""Alien registration numbers: an A and eight or nine figures, however they are set."""

import re
from collections.abc import Iterator

from bookings.reading.kinds import Found, Kind

_FIGURES = r"\d(?:[ .-]?\d){6,8}(?![\d-])"
# Called what it is; then seven figures are enough, and so is "unknown".
_CALLED = re.compile(
    r"(?<![a-z0-9])(?:alien (?:registration |reg\.? |file |id )?(?:number|num|no\.?|#|nbr|id\b)"
    r"|a[- ]?(?:file|number)(?= ?[:#]| is| no|-|\.| \d| unknown| a?\d)|a-(?:number|file|num|no)\b"
    r"|anumber|a ?#(?= ?:? ?a?\d{3})|a# ?(?=:|unk|none)|a-?no\.? ?:? ?(?=\d{3})"
    r"|uscis ?(?:#|no\.?|number|account)|ins ?(?:#|number)"
    r"|n(?:umero|um\.?|o\.?) (?:de )?(?:extranjero|registro de extranjero|a(?= ?:? ?\d{6})))"
    r"(?: ?(?:is|es|was|:|#|=|-))? ?(?:a[ -]?)?(?:" + _FIGURES + r")?"
)
_BARE = re.compile(
    r"(?<![a-z0-9#/-])a ?[-#]? ?(?:\d{8,9}|\d{2,3}[ .-]\d{3}[ .-]\d{3})(?![\w/]|[.-]\d| ?-\d)"
)
# What else is an A and figures.
_OTHER = re.compile(
    r"(?:case|cases|incident|report|evidence|item|serial|s/n|sn|tag|property|badge|tracking"
    r"|invoice|license|lic|dl|oln|ol|plate|vin|part|model|receipt|check|account|acct|cause"
    r"|policy|order|member|insurance|locker|bag|box|warrant|docket|booking|caso|licencia|serie"
    r"|factura|cuenta|orden|placa|recibo|id card|citation|cit|rx|confirmation|ticket)"
    r"s?(?: ?(?:no\.?|#|number|num|id|numero|is|:|tag))*[ :#]*$"
)
_LOOK_BACK = 28
_MAY_HAVE_ONE = re.compile(r"\d{3}|number|a-|a ?#|alien|extranjero")


def numbers_in(text: str, plain: str, places: list[int]) -> Iterator[Found]:
    """Numbers of a text; ``plain`` and ``places``: the same text, folded."""
    if not _MAY_HAVE_ONE.search(plain):
        return
    taken = -1
    for match in sorted(
        [*_CALLED.finditer(plain), *_BARE.finditer(plain)], key=lambda m: m.start()
    ):
        if match.start() < taken or _is_other(plain, match):
            continue
        taken = match.end()
        begins, ends = places[match.start()], places[match.end() - 1] + 1
        yield Found(begins, ends, Kind.NUMBER, text[begins:ends])


def _is_other(plain: str, match: re.Match) -> bool:
    if match.re is _CALLED:
        return False
    before = plain[max(0, match.start() - _LOOK_BACK) : match.start()]
    return bool(_OTHER.search(before))
