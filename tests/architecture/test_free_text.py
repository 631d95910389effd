"""What a clerk types in their own words is read for what must not be kept."""

import importlib

import pytest
from django import forms

from bookings.forms.free_text import FreeTextField
from tests.architecture.sources import module_of, name_of, python_files

LONG = 160  # letters from which a line is a text
DESK = ("bookings", "disclosures")
# Texts of the desk that are not read, and why.
NOT_READ = {
    "ReadTextForm.text": "what is read, and kept nowhere",
    "ReadTextForm.why": "the reason for an exception, which may name what it excepts",
    "ContactForm.words": "lies in the consular case's envelope, read by one role alone",
    "AdvisementForm.signature": "a drawing",
    "ScheduleForm.reason": "about a schedule, and about nobody",
    "SignTextForm.qualification": "about a translator, and nobody booked",
    "StatementForm.statement": "another person's sworn words, kept as they are",
    "StatementSection.statement": "another person's sworn words, kept as they are",
}


def _forms():
    for path in python_files():
        if "forms" in name_of(path) and name_of(path).startswith(DESK):
            importlib.import_module(module_of(path))
    found, waiting = [], [forms.Form]
    while waiting:
        below = waiting.pop().__subclasses__()
        waiting += below
        found += [one for one in below if one.__module__.startswith(DESK)]
    return found


def _is_text(field) -> bool:
    if type(field) is not forms.CharField and not isinstance(field, forms.CharField):
        return False
    is_plain = not isinstance(field, FreeTextField | forms.RegexField)
    long = isinstance(field.widget, forms.Textarea) or (field.max_length or 0) >= LONG
    return is_plain and long


def test_every_free_text_of_the_desk_is_read_or_says_why_not():
    plain = {
        f"{form.__name__}.{name}"
        for form in _forms()
        for name, field in form.base_fields.items()
        if _is_text(field)
    }
    assert plain <= set(NOT_READ), "use free_text_field, or give the reason here"


@pytest.mark.parametrize(
    ("field", "is_text"),
    [
        (forms.CharField(widget=forms.Textarea), True),
        (forms.CharField(max_length=400), True),
        (forms.CharField(max_length=80), False),
        (FreeTextField(max_length=400), False),
        (forms.IntegerField(), False),
    ],
)
def test_the_net_knows_a_text(field, is_text):
    assert _is_text(field) is is_text
