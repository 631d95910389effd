"""A section of the intake page: a form that is saved by itself, and lists of lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django import forms

from access.acts import Act
from access.enums import NOTHING, FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings import pages
from bookings.services import Line, put_down_readings, saving


class _AsItStands(forms.Form):
    """What stands on record is shown, also where it is none of a list's choices: a code
    that came from elsewhere is not emptied in silence when the section is saved.
    """

    def __init__(self, data=None, files=None, *, prefix: str, initial=None):
        super().__init__(data, files, prefix=prefix, initial=initial)
        for name, field in self.fields.items():
            stands = self.initial.get(name)
            if isinstance(field, forms.ChoiceField) and stands:
                self._offer(field, stands)

    def _offer(self, field: forms.ChoiceField, stands: str) -> None:
        if not field.valid_value(stands):
            field.choices = [*field.choices, (stands, stands)]


class LineForm(_AsItStands):
    """One line of a list. A line of which nothing is filled is no line."""

    place = forms.IntegerField(
        min_value=0, max_value=999, required=False, widget=forms.HiddenInput
    )
    remove = forms.BooleanField(label="Remove", required=False)

    do_not_call_in_templates = True
    own = ("place", "remove")
    use_required_attribute = False

    def is_blank(self) -> bool:
        names = [name for name in self.fields if name not in self.own]
        if not self.is_bound:
            return not any(self.initial.get(name) for name in names)
        return not any(
            self[name].data not in (None, "", self.fields[name].initial)
            for name in names
        )

    def is_removed(self) -> bool:
        return bool(self.is_bound and self["remove"].data)

    def counts(self) -> bool:
        return not self.is_blank() and not self.is_removed()

    def typed_fields(self) -> list:
        """The fields as they stand in their row, without what is about the row."""
        return [self[name] for name in self.fields if name not in self.own]

    def values(self) -> dict:
        """What was typed, by the names of the model's fields."""
        return {n: v for n, v in self.cleaned_data.items() if n not in self.own}

    def line(self) -> Line:
        return Line(self.cleaned_data["place"], self.values())


class SectionForm(_AsItStands):
    """A part of the intake that is saved by its own POST.

    A section says its fields, ``initial_from`` what the gate has shown, and ``save``
    calls one service. A list in it is ``line_class``; its initial values are
    ``initial["lines"]``, a list of dicts in the order in which the service finds them.
    ``layout``: the rows of fields, each with the name of its look (``form-row--…``).
    """

    line_class: ClassVar[type[LineForm] | None] = None
    line_word: ClassVar[str] = "line"
    blank_lines: ClassVar[int] = 2
    lines_first: ClassVar[bool] = False
    layout: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    note: ClassVar[str] = ""  # a sentence under the heading
    told: ClassVar[str] = ""  # said when it is saved
    gone: ClassVar[str] = ""  # said when a line is kept elsewhere, and leaves the list
    use_required_attribute = False

    def __init__(
        self, data=None, files=None, *, prefix: str, initial=None, is_of_known=False
    ):
        super().__init__(data, files, prefix=prefix, initial=initial)
        self.is_of_known = is_of_known
        self.lines = list(self._lines())

    @classmethod
    def initial_from(cls, shown: Shown) -> dict:
        raise NotImplementedError

    def save(self, booking_id: UUID, *, by: Viewer) -> None:
        """Call the one service of this section. Raises RuleViolation, ActDenied."""
        raise NotImplementedError

    def is_valid(self) -> bool:
        return super().is_valid() and all(
            line.is_valid() for line in self.lines if line.counts()
        )

    def rows(self) -> list[tuple[str, list]]:
        """The fields as they are laid out: (look of the row, its fields)."""
        layout = self.layout or ((("", tuple(self.fields)),) if self.fields else ())
        return [(look, [self[name] for name in names]) for look, names in layout]

    def empty_line(self) -> LineForm:
        """Of which a script makes another line; ``__n__`` stands for its number."""
        return self.line_class(None, prefix=f"{self.prefix}-__n__")

    def is_kept(self, line: LineForm) -> bool:
        """Whether a line that is in order stands in this list afterwards."""
        return line.counts()

    def lines_to_save(self) -> list[Line]:
        return [line.line() for line in self.lines if self.is_kept(line)]

    def lines_to_put_away(self) -> list[Line]:
        return [
            line.line()
            for line in self.lines
            if line.counts() and not self.is_kept(line)
        ]

    def places(self) -> list[int | None]:
        """Where each line that was sent stands in the list now; None: not in it."""
        places, next_place = [], 0
        for line in self.lines:
            kept = self.is_kept(line)
            places.append(next_place if kept else None)
            next_place += kept
        return places

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """All that is wrong: (the input's id, its label, what to do)."""
        for number, form in enumerate((self, *self.lines)):
            if number and not form.counts():
                continue
            where = f", {self.line_word} {number}" if number else ""
            for error in form.non_field_errors():
                yield "", "", str(error)
            for field in form:
                for error in field.errors:
                    yield field.focus_id, f"{field.label}{where}", str(error)

    def _lines(self) -> Iterator[LineForm]:
        if self.line_class is None:
            return
        for number, initial in enumerate(self._line_values()):
            yield self.line_class(
                self.data if self.is_bound else None,
                prefix=f"{self.prefix}-{number}",
                initial=initial,
            )

    def _line_values(self) -> list[dict]:
        """What each line begins with; of a bound form as many as were sent."""
        if self.is_bound:
            sent = re.compile(rf"{re.escape(self.prefix)}-(\d{{1,3}})-")
            numbers = [int(m[1]) for name in self.data if (m := sent.match(name))]
            return [{} for _ in range(max(numbers, default=-1) + 1)]
        stands = self.initial.get("lines", [])
        numbered = [line | {"place": place} for place, line in enumerate(stands)]
        return numbered + [{} for _ in range(self.blank_lines)]


class SavedWhen(StrEnum):
    """When a script saves a section; without scripts its button does."""

    TYPED = "typed"  # as soon as whoever types pauses
    LEFT = "left"  # when a line of it is left
    SENT = "sent"  # by its button alone


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the intake page.

    ``name`` stands in its address; ``key`` is its access key (Alt, or Alt + Shift,
    with it goes there); ``needs``: the classes without which somebody neither sees nor
    writes it; ``act``: what saving it is, which the section's own service checks;
    ``saved``: when a script saves it.
    """

    name: str
    title: str
    form_class: type[SectionForm]
    key: str
    needs: FieldClass = NOTHING
    act: Act = Act.BOOK
    saved: SavedWhen = SavedWhen.TYPED

    def is_for(self, viewer: Viewer, shown: Shown) -> bool:
        return bool(viewer.may(self.act)) and (self.needs & shown.classes == self.needs)

    def form(
        self, data=None, files=None, *, initial=None, is_of_known=False
    ) -> SectionForm:
        return self.form_class(
            data, files, prefix=self.name, initial=initial, is_of_known=is_of_known
        )

    def store(
        self, form: SectionForm, booking_id: UUID, seen: int | None, *, by: Viewer
    ) -> int:
        """Save what was typed, whole or not at all; return how often it is saved now.

        Raises RuleViolation, KeptByAnother, ChangedMeanwhile, ActDenied.
        """
        with saving(booking_id, self.name, seen, by=by) as draft:
            form.save(booking_id, by=by)
            for one in (form, *form.lines):
                if one.is_bound and hasattr(one, "cleaned_data"):
                    put_down_readings(one.cleaned_data, booking_id, by=by)
        return draft.saves[self.name]

    def shown_in(self, shown: Shown, *, is_of_known=False) -> SectionForm:
        """The form with what stands on record, as the gate has shown it."""
        return self.form(
            initial=self.form_class.initial_from(shown), is_of_known=is_of_known
        )


def parts(shown: Shown, name: str) -> list[dict]:
    """A list of the INTAKE page, its classes joined by place."""
    columns = [
        column.path
        for column in pages.INTAKE.columns
        if column.is_json and column.path.startswith(f"{name}.")
    ]
    lists = [shown[path] for path in columns if path in shown]
    return [
        {key: value for part in places for key, value in part.items()}
        for places in zip(*lists, strict=True)
    ]
