from django import forms

from access.enums import PURPOSE_LABELS, Purpose


class SignInForm(forms.Form):
    sign_in_name = forms.CharField(
        label="Sign-in name",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class UnlockForm(forms.Form):
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", "autofocus": True}
        ),
    )


class CodeForm(forms.Form):
    """Six digits of an authenticator, or a recovery code."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Six digits from your authenticator app, or one of your recovery "
        "codes.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
    )


class SixDigitsForm(forms.Form):
    """The first code of a new authenticator."""

    code = forms.CharField(
        label="The six digits that it shows now",
        max_length=10,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )


class FactorNameForm(forms.Form):
    """What its holder calls it, to tell it from the others."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        help_text="To tell it from your others: My telephone, or Blue key on the ring.",
    )


class PasskeyForm(forms.Form):
    """What an authenticator answered, written by the page's script."""

    credential = forms.CharField(max_length=20_000, widget=forms.HiddenInput)


class NewPasskeyForm(FactorNameForm, PasskeyForm):
    """A passkey that was made, and its name."""


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Why, and how do you know that it is they who ask?",
        max_length=400,
        help_text="The second person reads it. No data about a person in custody.",
    )


class WorkingAsForm(forms.Form):
    """Which capacity, and for what purpose, until it is changed."""

    capacity = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)
    purpose = forms.TypedChoiceField(
        coerce=Purpose,
        choices=[
            (purpose.value, label)
            for purpose, label in PURPOSE_LABELS.items()
            if purpose is not Purpose.PUBLIC_REGISTER
        ],
        help_text="The purpose is written into everything you open. A stated purpose "
        "alone opens nothing that your unit may not see.",
    )

    def __init__(self, *args, capacities, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["capacity"].label = "Work as"
        self.fields["capacity"].choices = [
            (membership.pk, str(membership)) for membership in capacities
        ]


class SuspendForm(forms.Form):
    reason = forms.CharField(
        label="Why is this account suspended?",
        max_length=200,
        help_text="It is kept with the account's history. No data about a person in "
        "custody.",
    )
