"""Correcting a record, in words: what stands, what will be, and what somebody else
has written meanwhile.
"""

from django.utils.text import capfirst

from access.enums import FieldClass
from access.gate import Shown
from access.viewer import Viewer
from bookings.corrections import PARTS, Part
from bookings.forms import CorrectionForm
from bookings.presenters.fields import LABELS, in_words
from bookings.presenters.fields import PARTS as PART_LABELS
from bookings.presenters.tabs import tabs
from bookings.presenters.words import mark, name
from bookings.selectors.correction import lines

_NAME = ("surname", "given_name", "middle_name", "suffix")


def parts_to_correct(shown: Shown, viewer: Viewer) -> dict:
    """Which kinds of lines this viewer may correct. That there are any is not told."""
    return {
        **_head(shown, viewer, name(shown)),
        "parts": [
            {"path": path, "label": part_label(part)}
            for path, part in PARTS.items()
            if any(_may(shown, part.field_class(field)) for field in part.names)
        ],
    }


def correction_form(shown: Shown, part: Part, data=None) -> CorrectionForm:
    labels = {field: field_label(part, field) for field in part.names}
    return CorrectionForm(
        data,
        part=part,
        lines=lines(shown, part.path),
        labels=labels,
        say=lambda field, value: say(part, field, value),
    )


def correction_page(
    shown: Shown, viewer: Viewer, part: Part, form: CorrectionForm
) -> dict:
    return {
        **_head(shown, viewer, _whom(shown, part)),
        "part": part.path,
        "part_label": part_label(part),
        "form": form,
        "groups": [
            {
                "title": f"{part_label(part)} {place}",
                "fields": [
                    {"bound": bound, "now": say(part, field, line.values[field])}
                    for field, bound in fields
                ],
            }
            for place, (line, fields) in enumerate(form.groups(), start=1)
        ],
    }


def preview(shown: Shown, viewer: Viewer, part: Part, form: CorrectionForm) -> dict:
    """Before and after, and what stays. Where somebody was faster, both versions."""
    differences = form.differences()
    changed = {(d.of, d.name) for d in differences}
    return {
        **_head(shown, viewer, _whom(shown, part)),
        "part": part.path,
        "part_label": part_label(part),
        "reason": form.cleaned_data["reason"],
        "reason_label": dict(form.fields["reason"].choices)[
            form.cleaned_data["reason"]
        ],
        "differences": [_difference(part, form, d) for d in differences],
        "is_overtaken": any(d.is_overtaken for d in differences),
        "stays": [
            (field_label(part, field), say(part, field, text))
            for line, field, text in _standing(form)
            if (line.of, field) not in changed
        ],
    }


def _difference(part: Part, form: CorrectionForm, difference) -> dict:
    key = f"{difference.of}.{difference.name}"
    return {
        "key": key,
        "label": field_label(part, difference.name),
        "seen": say(part, difference.name, difference.seen),
        "now": say(part, difference.name, difference.now),
        "now_raw": difference.now,
        "now_typed": form[key].initial or "",
        "typed": difference.typed,
        "chosen": _chosen(key, difference.becomes),
        "mine": say(part, difference.name, _as_text(difference.becomes)),
        "is_overtaken": difference.is_overtaken,
    }


def _chosen(key: str, becomes: object) -> list[tuple[str, str]]:
    """What was chosen about a text that tells too much, to be sent again with it."""
    if not getattr(becomes, "choice", None):
        return []
    return [
        (f"{key}-choice", becomes.choice),
        (f"{key}-case_number", becomes.case_number),
        (f"{key}-why", becomes.reason),
    ]


def _as_text(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def _standing(form: CorrectionForm):
    for line, fields in form.groups():
        for field, _ in fields:
            yield line, field, line.values[field]


def _head(shown: Shown, viewer: Viewer, whom: str) -> dict:
    return {
        "booking_id": shown.booking_id,
        "name": whom,
        "tabs": tabs(viewer, shown.booking_id, ""),
        "mark": mark(viewer, shown.event_id, shown.shown_at),
    }


def _whom(shown: Shown, part: Part) -> str:
    """Of the person's own lines the name is a part, and not told twice."""
    if part.path != "person":
        return name(shown)
    (line,) = lines(shown, part.path)
    return name({f"person.{field}": line.values[field] for field in _NAME})


def _may(shown: Shown, field_class: FieldClass) -> bool:
    return shown.allows(field_class)


def part_label(part: Part) -> str:
    return PART_LABELS.get(part.path) or capfirst(part.model._meta.verbose_name)


def field_label(part: Part, field: str) -> str:
    known = LABELS.get(f"{part.path}.{field}")
    return known or capfirst(part.field(field).verbose_name)


def say(part: Part, field: str, value) -> str:
    """A value in words. Of a field that no page has named yet, as it is."""
    if value in ("true", "false"):
        return "Yes" if value == "true" else "No"
    return in_words(f"{part.path}.{field}", value)
