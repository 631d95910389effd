"""What is asked about a charge before it is one."""

import re

# NCIC uniform offense codes 0301 to 0399 are immigration; title 8 of the U.S. Code too.
_CODE = re.compile(r"03\d\d")
_TITLE_8 = re.compile(r"\b8\s*U\.?\s*S\.?\s*C", re.IGNORECASE)


def is_immigration_charge(ncic_code: str, statute: str) -> bool:
    """Whether a code or section is one under which civil matters are entered too."""
    return bool(_CODE.fullmatch(ncic_code) or _TITLE_8.search(statute))
