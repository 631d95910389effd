from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts

from access.enums import PURPOSE_LABELS, Purpose

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
