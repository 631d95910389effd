"""Laws to come for tests: made of the words of a law that we ship."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from access.services import LAWS
from access.viewer import System
from compliance.models import Adoption
from compliance.services import prepare_adoption

NEWEST = "2024-ordinance-19772.toml"
EMERGENCY = "drafts/emergency-access.toml"
DUTY = """
[[duty]]
id = "{id}"
kind = "{kind}"
text = "What must be done."
citation = "KCC 2.15"
certainty = "found"
owner = "{owner}"
due_at = {due_at}
proof = "The signed list."
"""


def law_text(effective_at: datetime, *, without: str = "", duties=()) -> str:
    """The newest law from another instant on, without one rule and with other duties;
    of each: id, kind, owner and date.
    """
    text = (LAWS / NEWEST).read_text().split("# --- Duties")[0]
    head, *rules = text.split("[[rule]]")
    head = re.sub(
        "effective_at = .*", f"effective_at = {effective_at.isoformat()}", head
    )
    kept = [rule for rule in rules if not without or f'"{without}"' not in rule]
    found = "".join(
        DUTY.format(id=name, kind=kind, owner=owner, due_at=due_at.isoformat())
        for name, kind, owner, due_at in duties
    )
    return "[[rule]]".join([head, *kept]) + found


def without_officers(effective_at: datetime, **wanted) -> str:
    """A law under which criminal units are forbidden."""
    return law_text(effective_at, without="criminal-justice-agency", **wanted)


def with_emergencies(effective_at: datetime) -> str:
    """The shipped draft under which something can be opened in an emergency."""
    text = (LAWS / EMERGENCY).read_text()
    return re.sub(
        "effective_at = .*", f"effective_at = {effective_at.isoformat()}", text, count=1
    )


def prepared(text: str, effective_at: datetime) -> Adoption:
    """A draft, as the command leaves it."""
    return prepare_adoption(
        text.encode(), "to-come.toml", effective_at, say=str, by=System("test")
    )


def written(folder: Path, text: str) -> Path:
    file = folder / "to-come.toml"
    file.write_text(text)
    return file


def in_a_while(at: datetime, days: int = 30) -> datetime:
    return at.replace(microsecond=0) + timedelta(days=days)
