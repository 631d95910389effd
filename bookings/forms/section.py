"""A section of the intake page: a form that is saved by itself, and lists of lines."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django import forms

from access.acts import Act
from access.enums import NOTHING, FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings import pages
from bookings.services import Line, put_down_readings, saving


class LineForm(forms.Form):
    """One line of a list. A line of which nothing is filled is no line."""

    place = forms.IntegerField(
        min_value=0, max_value=999, required=False, widget=forms.HiddenInput
    )
    remove = forms.BooleanField(label="Remove", required=False)

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

    def line(self) -> Line:
        values = {n: v for n, v in self.cleaned_data.items() if n not in self.own}
        return Line(self.cleaned_data["place"], values)


class SectionForm(forms.Form):
    """A part of the intake that is saved by its own POST.

    A section says its fields, ``initial_from`` what the gate has shown, and ``save``
    calls one service. A list in it is ``line_class``; its initial values are
    ``initial["lines"]``, a list of dicts in the order in which the service finds them.
    ``layout``: the rows of fields, each with the name of its look (``form-row--…``).
    """

    line_class: ClassVar[type[LineForm] | None] = None
    line_word: ClassVar[str] = "line"
    blank_lines: ClassVar[int] = 2
    layout: ClassVar[tuple[tuple[str, tuple[str, ...]], ...]] = ()
    note: ClassVar[str] = ""  # a sentence under the heading
    use_required_attribute = False

    def __init__(self, data=None, *, prefix: str, initial=None, is_of_known=False):
        super().__init__(data, prefix=prefix, initial=initial)
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

    def lines_to_save(self) -> list[Line]:
        return [line.line() for line in self.lines if line.counts()]

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


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the intake page.

    ``name`` stands in its address; ``key`` is its access key (Alt, or Alt + Shift,
    with it goes there); ``needs``: the classes without which somebody neither sees nor
    writes it; ``act``: what saving it is, which the section's own service checks.
    """

    name: str
    title: str
    form_class: type[SectionForm]
    key: str
    needs: FieldClass = NOTHING
    act: Act = Act.BOOK

    def is_for(self, viewer: Viewer, shown: Shown) -> bool:
        return bool(viewer.may(self.act)) and (self.needs & shown.classes == self.needs)

    def form(self, data=None, *, initial=None, is_of_known=False) -> SectionForm:
        return self.form_class(
            data, prefix=self.name, initial=initial, is_of_known=is_of_known
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
