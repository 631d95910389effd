"""Codes of scars, marks and tattoos, by what somebody types. Common knowledge."""

from bookings.models import MarkCode
from bookings.rules import marks


def mark_codes(typed: str) -> list[tuple[str, str]]:
    """Up to eight codes that are meant by these words, each with its meaning in full.

    "tattoo left forearm" in any order, the beginnings of words, abbreviations, or the
    code itself, which comes first.
    """
    table = MarkCode.objects.values_list("code", "meaning")
    return [
        (code, marks.meaning_in_full(code, meaning))
        for code, meaning in marks.found(typed, table)
    ]
