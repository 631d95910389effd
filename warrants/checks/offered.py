"""What the text of a scan offers for the fields of a form. Nothing is decided by it. Pure."""

import re

from warrants.checks.numbers import numbers_in
from warrants.checks.statutes import citations
from warrants.reading import Reading

_FORM = re.compile(r"\bao ?(\d{2,3}[a-z]?)\b")
_LONGEST = 200


def read_off(reading: Reading) -> dict[str, str]:
    """Values by the names of the fields; a person holds each against the scan."""
    cited = (one.words for one in citations(reading.text))
    offered = {
        "case_number": next(iter(numbers_in(reading.text)), ""),
        "statutes": "; ".join(c for c in cited if not c.startswith("Rule"))[:_LONGEST],
        "signer": next((str(title) for title, _ in reading.titles), ""),
        "states_probable_cause": "on" if reading.probable_cause else "",
    }
    if form := _FORM.search(reading.text):
        offered["form"] = f"AO {form[1].upper()}"
    return {name: value for name, value in offered.items() if value}
