"""Free text that is read as it is typed for what must not be kept (law 9).

A form says ``free_text_field("Safety instructions")`` and gets a ``FreeText``: a string
that also says what the clerk chose to do with what was found in it. The rest is here: the
words are looked at while they are typed (``assets/free_text.js`` asks the address that
``bookings.views.free_text`` answers) and again when they are sent. Nothing found is ever a
reason not to save: the clerk chooses, and the choice is put down without the words by
``services.put_down_readings``.
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from bookings.enums import TextChoice
from bookings.reading import Found, read

LONGEST = 4000
CASE_NUMBER_LENGTH, REASON_LENGTH = 40, 200
_CHOICE, _CASE_NUMBER, _REASON = "choice", "case_number", "why"


class Typed(str):
    """What was sent for one field: the text, and the choice that came with it."""

    __slots__ = ("case_number", "choice", "reason")

    def __new__(cls, text="", choice="", case_number="", reason=""):
        typed = super().__new__(cls, text)
        typed.choice, typed.case_number, typed.reason = choice, case_number, reason
        return typed


class FreeText(str):
    """What is to be kept: the text, and what was found and chosen on the way to it.

    ``choice`` is None where nothing was found.
    """

    __slots__ = ("case_number", "choice", "kinds", "reason")

    def __new__(cls, text="", choice=None, kinds=(), case_number="", reason=""):
        kept = super().__new__(cls, text)
        kept.choice, kept.kinds = choice, tuple(kinds)
        kept.case_number, kept.reason = case_number, reason
        return kept


@dataclass(frozen=True, slots=True)
class Panel:
    """What a page says beside a field in which something was found."""

    name: str
    found: tuple[dict, ...]
    choices: tuple[dict, ...]
    case_number: str = ""
    reason: str = ""
    left: str = ""


def panel(name: str, typed: Typed, *, default: str = "") -> Panel | None:
    """The warning and its choices, or None if the text tells nothing of the kind."""
    found = read(typed)
    if not found:
        return None
    chosen = typed.choice or default
    return Panel(
        name,
        tuple({"words": f.words, "label": f.kind.label, "why": f.why} for f in found),
        tuple(
            {
                "value": choice.value,
                "label": choice.label,
                "is_chosen": choice == chosen,
                "names": f"{name}-{_CHOICE}",
                "id": f"id_{name}-{_CHOICE}-{number}",
            }
            for number, choice in enumerate(TextChoice)
        ),
        typed.case_number,
        typed.reason,
        taken_out(typed, found),
    )


def taken_out(text: str, found: tuple[Found, ...]) -> str:
    """The text without the words that were found, and tidy again."""
    kept, at = [], 0
    for one in found:
        kept.append(text[at : one.begins])
        at = one.ends
    kept.append(text[at:])
    lines = "".join(kept).splitlines()
    tidy = (" ".join(line.split()) for line in lines)
    whole = "\n".join(line.replace(" ,", ",").replace(" .", ".") for line in tidy)
    return whole.strip(" ,;:\n")


class _Watched:
    """Of a text input: the choice beside it is part of its value. ``stands``: what is
    on record already, and is not read again.
    """

    stands = ""

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        if text is None:
            return None
        parts = (
            str(data.get(f"{name}-{part}", "")).strip()
            for part in (_CHOICE, _CASE_NUMBER, _REASON)
        )
        return Typed(text, *parts)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["reads_at"] = reverse("bookings:read_text")
        context["panel"] = (
            panel(name, value, default=TextChoice.TAKEN_OUT)
            if isinstance(value, Typed) and value.strip() != self.stands
            else None
        )
        return context


class WatchedTextarea(_Watched, forms.Textarea):
    template_name = "bookings/free_text.html"


class WatchedLine(_Watched, forms.TextInput):
    template_name = "bookings/free_line.html"


class FreeTextField(forms.CharField):
    """A text that somebody types, and what they chose where it tells too much."""

    default_error_messages = {
        "choose": "“%(words)s” may tell what must not be kept. Choose below what to do.",
        "no_case": "Give the case number and the reason for which a law requires it.",
        "nothing_left": "Without “%(words)s” nothing is left. Write it in other words.",
    }

    def clean(self, value) -> FreeText:
        typed = value if isinstance(value, Typed) else Typed(value or "")
        text = super().clean(str(typed))
        found = () if text == self.widget.stands else read(text)
        if not found:
            return FreeText(text)
        kinds = sorted({one.kind for one in found})
        words = {"words": found[0].words}
        if typed.choice not in set(TextChoice):
            raise ValidationError(self.error_messages["choose"], "choose", words)
        choice = TextChoice(typed.choice)
        if choice is TextChoice.TAKEN_OUT:
            left = self._without(text)
            if self.required and not left:
                raise ValidationError(
                    self.error_messages["nothing_left"], "nothing_left", words
                )
            return FreeText(left, choice, kinds)
        if choice is TextChoice.NOT_SUCH_A_FACT:
            return FreeText(text, choice, kinds)
        case_number = typed.case_number[:CASE_NUMBER_LENGTH]
        reason = typed.reason[:REASON_LENGTH]
        if not case_number or not reason:
            raise ValidationError(self.error_messages["no_case"], "no_case")
        return FreeText(text, choice, kinds, case_number, reason)

    @staticmethod
    def _without(text: str) -> str:
        """What is taken out may leave words together that tell anew: again, then."""
        while found := read(text):
            text = taken_out(text, found)
        return text


def free_text_field(
    label: str,
    *,
    rows: int = 2,
    max_length: int = LONGEST,
    stands: str = "",
    **options,
) -> FreeTextField:
    """A field for what a clerk types in their own words. ``rows=1``: a single line.
    ``stands``: what is on record, where that is typed over.
    """
    attrs = {"autocomplete": "off", "spellcheck": "false", "data-free-text": True}
    widget = (
        WatchedLine(attrs=attrs)
        if rows == 1
        else WatchedTextarea(attrs={**attrs, "rows": rows})
    )
    widget.stands = stands.strip()
    return FreeTextField(label=label, max_length=max_length, widget=widget, **options)


class ReadTextForm(forms.Form):
    """What the script sends while somebody types."""

    text = forms.CharField(max_length=4 * LONGEST, strip=False, required=False)
    field = forms.RegexField(r"^[A-Za-z0-9][\w.-]{0,120}$")
    choice = forms.CharField(max_length=40, required=False)
    case_number = forms.CharField(max_length=CASE_NUMBER_LENGTH, required=False)
    why = forms.CharField(max_length=REASON_LENGTH, required=False)

    def panel(self) -> Panel | None:
        given = self.cleaned_data
        typed = Typed(
            given["text"], given["choice"], given["case_number"], given["why"]
        )
        return panel(given["field"], typed)
