"""What a clerk means by the first letters of it: a charge, or an agency. Nothing here
is about a person.
"""

from access.models import Agency
from bookings.enums.statutes import STATUTES
from bookings.selectors.marks import mark_codes

FOUND = 6


def charges_like(words: str) -> list[dict]:
    """Offenses whose section or title has all the words, those that begin so first."""
    typed = words.lower().split()
    found = [
        (not s.title.lower().startswith(typed[0]), s.section, s)
        for s in STATUTES
        if typed and all(w in f"{s.section} {s.title}".lower() for w in typed)
    ]
    return [
        {
            "label": f"{s.title} · RCW {s.section}"
            + (f" · {s.offense_class.label}" if s.offense_class else ""),
            "fill": {
                "statute": s.section,
                "offense": s.title,
                "offense_class": s.offense_class.value if s.offense_class else "",
            },
        }
        for _, _, s in sorted(found, key=lambda one: one[:2])[:FOUND]
    ]


def agencies_like(words: str) -> list[dict]:
    """Agencies that are on file here, by a part of the name or the beginning of the ORI."""
    words = words.strip()
    if not words:
        return []
    found = Agency.objects.filter(closed_at__isnull=True).filter(
        name__icontains=words
    ) | Agency.objects.filter(closed_at__isnull=True, ori__istartswith=words)
    return [
        {
            "label": agency.name + (f" · {agency.ori}" if agency.ori else ""),
            "fill": {"arresting_agency": agency.name, "arresting_ori": agency.ori},
        }
        for agency in found.order_by("name")[:FOUND]
    ]


def marks_like(words: str) -> list[dict]:
    """Codes of scars, marks and tattoos that are meant by these words."""
    return [
        {"label": f"{meaning} · {code}", "fill": {"mark": code}}
        for code, meaning in mark_codes(words)
    ]
