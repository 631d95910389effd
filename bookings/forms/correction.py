"""What is typed to correct the lines of one part of a record.

Beside each value goes the value as it was seen (``… .was``), so that who comes second
overwrites nothing they have not seen.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django import forms
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime

from bookings.corrections import Part
from bookings.enums import CORRECTION_LABELS, CorrectionReason
from bookings.forms.fields import (
    MoneyField,
    date_field,
    moment_field,
    this_minute,
    words_field,
)
from bookings.forms.free_text import LONGEST, FreeText, free_text_field
from bookings.rules import ONLY_OF_A_RELEASE
from bookings.selectors.correction import Line
from bookings.services.correction import Change

Say = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that was typed over. ``seen``, ``now``: as the database writes them.
    ``typed``: as it was typed, also where words of it are taken out.
    """

    of: UUID
    name: str
    seen: str
    now: str
    typed: str
    becomes: object

    @property
    def is_overtaken(self) -> bool:
        return self.seen != self.now


class CorrectionForm(forms.Form):
    """``labels``: what each field is called; ``say``: a value of a field in words."""

    reason = forms.TypedChoiceField(
        label="Why it is corrected",
        coerce=CorrectionReason,
        choices=[("", "Choose a reason")]
        + [(reason.value, label) for reason, label in CORRECTION_LABELS.items()],
    )

    def __init__(self, data, *, part: Part, lines: list[Line], labels: dict, say: Say):
        super().__init__(None if data is None else data.copy())
        self._part, self._lines = part, lines
        for line in lines:
            for name, text in self._of(line):
                key = f"{line.of}.{name}"
                self.fields[key] = self._field(line, name, labels[name], text, say)
                self.fields[key].initial = as_typed(part.field(name), text)
                self.fields[f"{key}.was"] = forms.CharField(
                    widget=forms.HiddenInput,
                    required=False,
                    strip=False,
                    initial=text,
                )
                self._stays(key)
        self.order_fields([name for name in self.fields if name != "reason"])

    def _field(self, line: Line, name: str, label: str, text: str, say: Say):
        """What somebody writes in their own words is read, unless it stood before."""
        field = self._part.field(name)
        if not self._part.is_in_own_words(name):
            return _field(field, label, text, say)
        seen = self.data.get(f"{line.of}.{name}.was", text) if self.is_bound else text
        return free_text_field(
            label,
            rows=1 if field.max_length else 3,
            max_length=field.max_length or LONGEST,
            required=not field.blank and bool(text),
            stands=as_typed(field, seen),
        )

    def _stays(self, key: str) -> None:
        """What is not sent is not typed over."""
        if self.is_bound:
            for name in (key, f"{key}.was"):
                self.data.setdefault(name, self.fields[name].initial)

    def clean(self):
        """A line that went while it was corrected takes what was typed with it."""
        for name in self.data:
            if name.endswith(".was") and name not in self.fields:
                raise forms.ValidationError(
                    "A line that you changed was taken off the record meanwhile, by"
                    " somebody else. See the history."
                )
        return super().clean()

    def _of(self, line: Line) -> Iterator[tuple[str, str]]:
        has_left = line.values.get("discharged_at")
        for name, text in line.values.items():
            if has_left or f"{self._part.path}.{name}" not in ONLY_OF_A_RELEASE:
                yield name, text

    def groups(self) -> Iterator[tuple[Line, list]]:
        """The questions, line by line, each with its name."""
        for line in self._lines:
            yield (
                line,
                [(name, self[f"{line.of}.{name}"]) for name, _ in self._of(line)],
            )

    def differences(self) -> list[Difference]:
        """What was typed over, of a form that is valid."""
        found = []
        for line in self._lines:
            for name, now in self._of(line):
                key = f"{line.of}.{name}"
                seen = self.data[f"{key}.was"]
                typed = self.data[key].replace("\r\n", "\n").strip()
                field = self._part.field(name)
                becomes = self.cleaned_data[key]
                kept = becomes if isinstance(becomes, FreeText) else typed
                if kept not in (as_typed(field, seen), as_typed(field, now)):
                    found.append(Difference(line.of, name, seen, now, typed, becomes))
        return found

    def changes(self) -> list[Change]:
        return [Change(d.of, d.name, d.seen, d.becomes) for d in self.differences()]


def as_typed(field: models.Field, text: str) -> str:
    """A value as the form writes it, out of the database's own spelling."""
    if not text:
        return ""
    if isinstance(field, models.DateTimeField):
        return this_minute(parse_datetime(text))
    if isinstance(field, models.DateField):
        return f"{parse_date(text):%m/%d/%Y}"
    return text.strip()


def _field(field: models.Field, label: str, text: str, say: Say) -> forms.Field:
    options = {"label": label, "required": not field.blank and bool(text)}
    if isinstance(field, models.BooleanField):
        answers = [("true", "Yes"), ("false", "No")]
        return forms.TypedChoiceField(
            coerce=lambda word: word == "true", choices=answers, **options
        )
    if field.choices:
        return _choice(field, text, say, **options)
    if isinstance(field, models.DecimalField):
        digits = {"max_digits": field.max_digits}
        return MoneyField(
            min_value=0, decimal_places=field.decimal_places, **digits, **options
        )
    for kind, make in _MADE.items():
        if isinstance(field, kind):
            return make(**options)
    return words_field(max_length=field.max_length, **options)


# A moment is a day to Django: the first that fits is taken.
_MADE: dict[type, Callable] = {
    models.DateTimeField: moment_field,
    models.DateField: date_field,
    models.IntegerField: partial(
        forms.IntegerField, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    ),
}


def _choice(field: models.Field, text: str, say: Say, **options) -> forms.ChoiceField:
    """A code that is on record may be one that is not offered any more: it is kept."""
    values = dict.fromkeys([*([text] if text else []), *dict(field.flatchoices)])
    choices = [(value, say(field.name, value)) for value in values if value != ""]
    if not options["required"]:
        choices = [("", "Not stated"), *choices]
    return forms.ChoiceField(choices=choices, **options)
