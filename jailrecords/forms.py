"""How every form is drawn: Django's own field groups, in USWDS markup.

A form says what it asks; its classes, hints for dates and the ties between a field, its hint and
its errors come from here and from templates/django/forms.
"""

from django import forms
from django.forms import widgets
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

DATE_FORMAT, MOMENT_FORMAT = "%m/%d/%Y", "%m/%d/%Y %H:%M"
# A plain text field: the date pickers at hand have open complaints from users of screen readers.
DATE_HINT = "Month/day/year, for example 03/27/1984."
MOMENT_HINT = "Month/day/year and 24-hour time, for example 03/27/2024 14:05."

# First match wins, so a kind stands above the kind that it inherits from.
CLASSES = (
    (widgets.HiddenInput, ""),
    (widgets.CheckboxSelectMultiple, "usa-checkbox__input"),
    (widgets.RadioSelect, "usa-radio__input"),
    (widgets.CheckboxInput, "usa-checkbox__input"),
    (widgets.Select, "usa-select"),
    (widgets.Textarea, "usa-textarea"),
    (widgets.FileInput, "file-input"),
    (widgets.Input, "usa-input"),
    (widgets.MultiWidget, "usa-input"),
)
TYPED = (
    widgets.TextInput,
    widgets.SearchInput,
    widgets.TelInput,
    widgets.EmailInput,
    widgets.NumberInput,
)


class UswdsBoundField(BoundField):
    """A field with the classes, hints and identifiers that the templates and the summary need."""

    def __init__(self, form, field, name):
        super().__init__(form, field, name)
        if isinstance(field, forms.DateTimeField):
            self._written_as(MOMENT_FORMAT, MOMENT_HINT)
        elif isinstance(field, forms.DateField):
            self._written_as(DATE_FORMAT, DATE_HINT)

    def label_tag(self, contents=None, attrs=None, label_suffix=None, tag=None):
        of_a_box = self.is_one_checkbox and tag is None
        look = "usa-checkbox__label" if of_a_box else f"usa-{tag or 'label'}"
        return super().label_tag(contents, {"class": look, **(attrs or {})}, "", tag)

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        look = next((look for kind, look in CLASSES if isinstance(widget, kind)), "")
        if classes := f"{widget.attrs.get('class', '')} {look}".strip():
            attrs["class"] = classes
        if isinstance(widget, TYPED) and not widget.is_hidden:
            # What one person typed about another is not offered to the next at this desk, and
            # is not sent to a spelling service. A sign-in form asks for its own autocomplete.
            attrs.setdefault("autocomplete", widget.attrs.get("autocomplete", "off"))
            attrs.setdefault("spellcheck", widget.attrs.get("spellcheck", "false"))
        if isinstance(widget, widgets.RadioSelect):
            attrs.pop(
                "aria-invalid", None
            )  # not allowed on a single button; the group says it
        if isinstance(widget, widgets.MultiWidget):
            self._name_the_parts(widget)
        return attrs

    @property
    def is_one_checkbox(self):
        return isinstance(self.field.widget, widgets.CheckboxInput)

    @property
    def is_combo_box(self):
        """A select with `data-combo-box` can also be typed into, where scripts run."""
        widget = self.field.widget
        return isinstance(widget, widgets.Select) and "data-combo-box" in widget.attrs

    @property
    def focus_id(self):
        """The id an error summary links to: the input itself, or the first of a group."""
        return (
            self.id_for_label
            or f"{self.field.widget.attrs.get('id') or self.auto_id}_0"
        )

    def _written_as(self, written, hint):
        widget = self.field.widget
        if getattr(widget, "input_type", None) != "text":
            return
        if getattr(widget, "format", written) is None:
            widget.format = written
        self.help_text = self.help_text or hint

    def _name_the_parts(self, widget):
        """Each input of several says which part it is; the legend alone would name none."""
        for number, (suffix, part) in enumerate(
            zip(widget.widgets_names, widget.widgets, strict=True), start=1
        ):
            kind = {widgets.DateInput: "date", widgets.TimeInput: "time"}.get(
                type(part)
            )
            word = suffix.strip("_").replace("_", " ")
            if word.isdigit() or not word:
                word = kind or f"part {number}"
            part.attrs.setdefault("aria-label", f"{self.label}, {word}")


class UswdsRenderer(TemplatesSetting):
    """Named by FORM_RENDERER. Templates in templates/ stand before Django's own."""

    bound_field_class = UswdsBoundField
