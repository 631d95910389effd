"""With whom to compare somebody, and why two joined records are taken apart."""

from django import forms

from bookings.enums import UNLINK_LABELS, UnlinkReason
from bookings.forms.search import SearchForm


class SamePersonForm(SearchForm):
    """A search in the middle of a page: it takes the keys when it is gone to."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("autofocus", "data-search"):
            self.fields["surname"].widget.attrs.pop(name, None)


class UnlinkForm(forms.Form):
    reason = forms.TypedChoiceField(
        label="Why",
        coerce=UnlinkReason,
        choices=[(reason.value, label) for reason, label in UNLINK_LABELS.items()],
    )
