from warrants.forms.emergencies import OpenEmergencyForm, ReviewEmergencyForm
from warrants.forms.requests import (
    ApproveForm,
    AskByNameForm,
    AskForm,
    EndForm,
    RefuseForm,
)

__all__ = [
    "ApproveForm",
    "AskByNameForm",
    "AskForm",
    "EndForm",
    "OpenEmergencyForm",
    "RefuseForm",
    "ReviewEmergencyForm",
]
