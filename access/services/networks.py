"""The networks people sign in from, as the administrator lists them."""

import csv
import ipaddress
from pathlib import Path

from access.models import Agency, Facility, Network
from access.viewer import System
from audit.acting import acting

COLUMNS = ("cidr", "name", "facility", "agency", "enforces_immigration_law")


class BadNetworks(Exception):
    """A line of the list cannot be taken; the message says which, and why."""


def load_networks(path: Path, *, by: System) -> int:
    """Take a list of networks, a CSV with the columns ``COLUMNS``: all of it, or none.

    A network that is there already, by its name, is changed; none is taken away. A
    facility is named by its code, an agency by its name; either may be empty. Returns
    how many there were. Raises BadNetworks; OSError where the file cannot be read.
    """
    with path.open(newline="", encoding="utf-8") as file, acting(None, by.name):
        lines = csv.DictReader(file)
        if tuple(lines.fieldnames or ()) != COLUMNS:
            raise BadNetworks(f"line 1: the columns must be {', '.join(COLUMNS)}")
        loaded = 0
        for number, line in enumerate(lines, start=2):
            try:
                _load(line)
            except (ValueError, Agency.DoesNotExist, Facility.DoesNotExist) as fault:
                raise BadNetworks(f"line {number}: {fault}") from None
            loaded += 1
    return loaded


def _load(line: dict) -> None:
    facility, agency = line["facility"].strip(), line["agency"].strip()
    enforces = line["enforces_immigration_law"].strip().lower()
    if enforces not in {"yes", "no"}:
        raise ValueError("enforces_immigration_law is yes or no")
    if not line["name"].strip():
        raise ValueError("a network needs a name")
    Network.objects.update_or_create(
        name=line["name"].strip(),
        defaults={
            "cidr": str(ipaddress.ip_network(line["cidr"].strip())),
            "facility": Facility.objects.get(code=facility) if facility else None,
            "agency": Agency.objects.get(name=agency) if agency else None,
            "enforces_immigration_law": enforces == "yes",
        },
    )
