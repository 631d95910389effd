"""The court table as this county has it: the shipped one, with the county's own numbers.

``COURT_TELEPHONES`` names a CSV file with the columns code, telephone and source. Whoever
puts a number there has read it in the court directory, and never on a paper.
"""

import csv
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from warrants.courts import COURTS, Court, with_telephones


def courts() -> Mapping[str, Court]:
    """Every court by its code. Raises ValueError for a file that cannot be meant."""
    return _courts(str(settings.COURT_TELEPHONES or ""))


@lru_cache(maxsize=2)
def _courts(path: str) -> Mapping[str, Court]:
    if not path:
        return COURTS
    with Path(path).open(newline="", encoding="utf-8") as file:
        return with_telephones(csv.DictReader(file))
