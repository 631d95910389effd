"""Which of counsel is on call, and when nobody is. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

# How far ahead gaps are looked for, and how long one line can be. Our own numbers.
AHEAD = timedelta(days=14)
LONGEST = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Span:
    """From an instant until another, which is no more of it."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


def gaps(spans: Iterable[Span], begins: datetime, ends: datetime) -> list[Span]:
    """When nobody is on call between two instants, in order."""
    found, covered_until = [], begins
    for span in sorted(spans, key=lambda one: one.starts_at):
        if span.ends_at <= covered_until:
            continue
        if span.starts_at >= ends:
            break
        if span.starts_at > covered_until:
            found.append(Span(covered_until, span.starts_at))
        covered_until = span.ends_at
    if covered_until < ends:
        found.append(Span(covered_until, ends))
    return found


def fault_of_line(span: Span, at: datetime) -> str:
    """Why a line cannot be entered; empty if it can."""
    if span.ends_at <= span.starts_at:
        return "The end lies before the beginning."
    if span.ends_at <= at:
        return "That is over already. The rota is for what is to come."
    if span.ends_at - span.starts_at > LONGEST:
        return "One line is for 31 days at the most."
    return ""
