from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from access.enums import (
    IDENTITY_DOCUMENT_LABELS,
    PURPOSE_LABELS,
    IdentityDocument,
    Purpose,
    Role,
)
from access.invitation_rules import ROLES_OF_MISSION

# Far more than anybody types; it only keeps a request small.
LONGEST_PASSWORD = 1024
LONGEST_NAME = 254


class SignInForm(forms.Form):
    sign_in_name = forms.CharField(
        label="Sign-in name",
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ChangePasswordForm(forms.Form):
    """Long, and of any signs: a password is taken exactly as it is typed."""

    old_password = forms.CharField(
        label="The password you have now",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="New password",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="New password, once more",
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password"].help_text = " ".join(
            text for text in password_validators_help_texts() if text
        )

    def clean(self):
        cleaned = super().clean()
        if "again" in cleaned and cleaned.get("new_password") != cleaned["again"]:
            self.add_error("again", "This is not the same as the new password.")
        return cleaned


class UnlockForm(forms.Form):
    password = forms.CharField(
        label="Your password",
        strip=False,
        max_length=LONGEST_PASSWORD,
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


class ResetForm(forms.Form):
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


class InviteForm(forms.Form):
    """Whom to invite, to which unit, as what. Offers only what its viewer may give."""

    display_name = forms.CharField(label="Name", max_length=120)
    email = forms.EmailField(
        label="Work mail",
        help_text="The letter goes there. It holds a link and nothing about the person.",
    )
    unit = forms.TypedChoiceField(
        label="Unit",
        coerce=int,
        error_messages={"invalid_choice": "Choose one of the units of this list."},
    )
    roles = forms.MultipleChoiceField(
        label="What they will be",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose what this list holds."},
    )
    is_temporary = forms.BooleanField(
        label="For a few days only: the account ends 72 hours from now", required=False
    )

    def __init__(self, *args, units, roles, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [(unit.pk, str(unit)) for unit in units]
        self.fields["roles"].choices = sorted(
            (role.value, role.label)
            for role in roles
            if any(role in ROLES_OF_MISSION[unit.mission] for unit in units)
        )

    @property
    def reaches_too_far(self) -> bool:
        """Whether a unit or role was sent that the page did not offer."""
        return any(self.has_error(n, "invalid_choice") for n in ("unit", "roles"))

    def answers(self) -> dict:
        given = self.cleaned_data
        return {
            "unit_id": given["unit"],
            "roles": frozenset(Role(role) for role in given["roles"]),
            "display_name": given["display_name"],
            "email": given["email"],
            "is_temporary": given["is_temporary"],
        }


class JoinForm(forms.Form):
    """What an invited person says of themselves. Nothing of what they may do."""

    display_name = forms.CharField(
        label="Your name, as it will stand in the record of what you open",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    employee_number = forms.CharField(
        label="Your badge or employee number", max_length=40
    )
    password = forms.CharField(
        label="A password of your own",
        strip=False,
        help_text="At least 15 characters. A sentence that only you would think of is "
        "good; spaces are welcome.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="The password again",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self):
        given = super().clean()
        if "again" in given and given.get("password") != given["again"]:
            self.add_error("again", "The two passwords are not the same.")
        return given

    def answers(self) -> dict:
        names = ("display_name", "employee_number", "password")
        return {name: self.cleaned_data[name] for name in names}


class IdentityForm(forms.Form):
    document = forms.TypedChoiceField(
        label="Which document did you look at?",
        coerce=IdentityDocument,
        choices=[(d.value, label) for d, label in IDENTITY_DOCUMENT_LABELS.items()],
        help_text="Its kind alone is kept: never its number, and no copy.",
        widget=forms.RadioSelect,
    )
    seen = forms.BooleanField(
        label="I have seen this person and the document, and they are the same"
    )


class AnswerForm(forms.Form):
    answer = forms.TypedChoiceField(
        label="Your answer",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda word: word == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
