"""A file of what was shown, line by line: whose copy it is, the fields that this
reader may see, and at the end what the file is. No photo, and no name in its name.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import DatabaseError

from access.gate import NotRecorded, Page, Shown, ShownRows
from access.selectors import is_current
from access.sheets import BOM, line, mark_cells
from access.viewer import Viewer
from bookings.presenters.fields import PARTS, in_a_file, label_in_a_file
from bookings.presenters.words import mark

NOT_SHOWN = "not shown"
_HOW_TO_READ = (
    "An apostrophe at the beginning of a cell, or after a semicolon, a tab or a line "
    "end inside one, was added so that no program runs the cell. Take one away for the "
    "exact text."
)
_CHANGED = "what you may be shown has changed while it was written"
_UNRECORDED = "the rest could not be written down in the view history"
_CEILING = (
    "the ceiling of your account, {} people a day, was reached; it opens again at "
    "midnight"
)


def list_file(
    batches: Iterable[ShownRows], page: Page, viewer: Viewer, *, most: int
) -> Iterator[str]:
    """Lines of a list. A column stands there as soon as somebody's field of it may be
    shown; where a later row brings another, the heading is given again.
    """
    yield _whose(viewer, viewer.request_id)
    paths: list[str] = []
    count = ceiling = 0
    try:
        for rows in batches:
            ceiling = ceiling or rows.ceiling
            known = {path for row in rows for path in _paths(page) if path in row}
            wanted = [p for p in _paths(page) if p in known or p in paths]
            if wanted != paths:
                paths = wanted
                yield line(_heading(paths))
            for row in rows:
                yield line(_cell(row, path) for path in paths)
            count += len(rows)
        cut = _why_cut(count, most, ceiling, viewer)
    except (NotRecorded, DatabaseError):
        cut = _UNRECORDED
    yield from _what_it_is(f"{count} row{'' if count == 1 else 's'}", cut)


def record_file(shown: Shown, page: Page, viewer: Viewer) -> Iterator[str]:
    """One record, a line for each field: part, field, value."""
    yield _whose(viewer, shown.event_id, shown.shown_at)
    yield line(("Part", "Field", "Value"))
    count = 0
    for part, path, value in every_field(shown, page):
        yield line((part, label_in_a_file(path), in_a_file(path, value)))
        count += 1
    cut = _CEILING.format(shown.ceiling) if shown.withheld else ""
    yield from _what_it_is(f"one booking, {count} rows", cut)


def _whose(viewer: Viewer, event: object, at: datetime | None = None) -> str:
    """The mark, first: a file that breaks off bears it all the same."""
    copy = mark(viewer, event, at)
    return BOM + line(mark_cells(copy["account"], copy["at"], copy["event"]))


def _what_it_is(size: str, cut: str) -> Iterator[str]:
    yield line((f"This file: {size}, {f'cut: {cut}' if cut else 'whole'}",))
    yield line((_HOW_TO_READ,))


def _why_cut(count: int, most: int, ceiling: int, viewer: Viewer) -> str:
    if ceiling:
        return _CEILING.format(ceiling)
    if count >= most:
        return f"a file holds at most {most:,} rows, and there may be more"
    return "" if is_current(viewer) else _CHANGED


def _paths(page: Page) -> list[str]:
    return [column.path for column in page.columns]


def _heading(paths: list[str]) -> list[str]:
    return [label_in_a_file(path) for path in paths]


def _cell(row: Shown, path: str) -> str:
    if path not in row:
        return NOT_SHOWN
    value = row[path]
    if isinstance(value, list):
        field = path.rpartition(".")[2]
        return "; ".join(in_a_file(path, part[field]) for part in value)
    return in_a_file(path, value)


def every_field(shown: Shown, page: Page) -> Iterator[tuple[str, str, object]]:
    """Every field that is shown: the single ones, then each part of each list."""
    lists: dict[str, list[dict]] = {}
    for column in page.columns:
        if column.path not in shown:
            continue
        part, _, _ = column.path.partition(".")
        if not column.is_json:
            yield PARTS[part], column.path, shown[column.path]
            continue
        # Columns of one list are in one order: its classes are joined by place.
        values = shown[column.path]
        known = lists.setdefault(part, [{} for _ in values])
        for one, more in zip(known, values, strict=True):
            one.update(more)
    for part, values in lists.items():
        for number, one in enumerate(values, start=1):
            for field, value in one.items():
                yield f"{PARTS[part]} {number}", f"{part}.{field}", value
