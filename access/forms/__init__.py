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
