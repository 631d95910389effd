"""Fields as clerks type them: days, moments, words, money."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

_DATE = "%m/%d/%Y"
_DATES = [_DATE, "%Y-%m-%d", "%m-%d-%Y", "%m%d%Y"]
_EARLIEST_YEAR, _LATEST_YEAR = 1850, 2199
_MOMENTS = ["%m/%d/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%m/%d/%Y %H%M"]


def _check_year(value: date) -> None:
    """A slip of the keyboard, and what no clock can reckon with."""
    if not _EARLIEST_YEAR <= value.year <= _LATEST_YEAR:
        raise ValidationError("Check the year: four figures, like 2026.")


def date_field(label: str, **options) -> forms.DateField:
    options.setdefault("help_text", "Like 04/28/1986")
    return forms.DateField(
        label=label,
        validators=[_check_year],
        input_formats=_DATES,
        widget=forms.DateInput(
            format=_DATE, attrs={"inputmode": "numeric", "autocomplete": "off"}
        ),
        **options,
    )


def moment_field(label: str, **options) -> forms.DateTimeField:
    """A moment in jail time (Pacific)."""
    options.setdefault("help_text", "Like 04/28/2026 03:10")
    return forms.DateTimeField(
        label=label,
        validators=[_check_year],
        input_formats=_MOMENTS,
        widget=forms.DateTimeInput(format=_MOMENTS[0], attrs={"autocomplete": "off"}),
        **options,
    )


def words_field(label: str, max_length: int, **options) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        **options,
    )


class MoneyField(forms.DecimalField):
    """An amount as people write it: $1,500.00. A text field: a wheel turns no figure."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value):
        if isinstance(value, str):
            value = value.replace(",", "").strip().removeprefix("$")
        return super().to_python(value)


def this_minute(at: datetime) -> str:
    """A moment as the forms write it, in jail time."""
    return timezone.localtime(at).strftime(_MOMENTS[0])
