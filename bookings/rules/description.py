"""A description as NCIC has it: three figures for a height, codes for colours."""

from bookings.rules.violations import RuleViolation

SHORTEST, TALLEST = "400", "711"  # feet and inches
LIGHTEST, HEAVIEST = 50, 499  # pounds
# What other forms and systems print, and what NCIC's table has.
_SPELLINGS = {"GRE": "GRN", "WHT": "WHI", "BR0": "BRO", "BLD": "BLN", "BLA": "BLK"}


def height_in_inches(typed: str) -> int:
    """Inches out of feet and inches as an officer types them: 509, 5'9", 5 09.

    Raises RuleViolation outside of 400 to 711, or where the inches are twelve or more.
    """
    figures = "".join(sign for sign in typed if sign.isdecimal())
    parts = "".join(sign if sign.isdecimal() else " " for sign in typed).split()
    if len(parts) == 2:
        figures = f"{parts[0]}{parts[1]:0>2}"
    if len(figures) == 2:
        figures = f"{figures[0]}0{figures[1]}"
    if len(figures) != 3 or not figures.isascii():
        raise RuleViolation("Type feet and inches in three figures: 509 is 5 ft 9 in.")
    if int(figures[1:]) > 11:
        raise RuleViolation(
            f"{figures[1:]} inches are more than a foot. 5 ft 9 in is typed 509."
        )
    if not SHORTEST <= figures <= TALLEST:
        raise RuleViolation("A height is from 400 (4 ft) to 711 (7 ft 11 in).")
    return int(figures[0]) * 12 + int(figures[1:])


def height_as_typed(inches: int) -> str:
    """What an officer would type for so many inches."""
    return f"{inches // 12}{inches % 12:02d}"


def check_weight(pounds: int) -> None:
    if not LIGHTEST <= pounds <= HEAVIEST:
        raise RuleViolation("A weight is from 050 to 499 pounds.")


def stored_code(typed: str) -> str:
    """A colour's code as NCIC's table has it, however another form spells it."""
    code = typed.strip().upper()
    return _SPELLINGS.get(code, code)
