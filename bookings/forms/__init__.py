"""Shape of what clerks and officers type. Who may, and what state permits, is not here."""

from bookings.forms.belongings import PropertyForm, ReturnPropertyForm
from bookings.forms.care import AlertForm, ScreeningForm
from bookings.forms.correction import CorrectionForm
from bookings.forms.court import FindingForm, InterviewForm, StatementForm
from bookings.forms.custody import (
    BasisForm,
    BookingActForm,
    ClearHoldForm,
    EntitleForm,
    FinishTaskForm,
    HoldForm,
    HouseForm,
    QuestionReleaseForm,
    TransferForm,
    UndoReleaseForm,
    WayBackForm,
    WayOutForm,
    WithdrawForm,
)
from bookings.forms.deletion import DeletionForm
from bookings.forms.discharge import HandoverForm, ReleaseByNumberForm, ReleaseForm
from bookings.forms.fields import (
    MoneyField,
    date_field,
    moment_field,
    this_minute,
    words_field,
)
from bookings.forms.free_text import FreeText, ReadTextForm, free_text_field
from bookings.forms.intake import ArrivalForm, BeginForm
from bookings.forms.likely import LikelyForm
from bookings.forms.links import SamePersonForm, UnlinkForm
from bookings.forms.lists import AsOfForm, CustodyForm, RegisterForm
from bookings.forms.looks import LooksForm, MarkForm, PhotoForm
from bookings.forms.orders import OrderForm
from bookings.forms.search import SearchForm
from bookings.forms.section import LineForm, Section, SectionForm
from bookings.forms.sections import SECTIONS, section_named, sections_for

__all__ = [
    "SECTIONS",
    "AlertForm",
    "ArrivalForm",
    "AsOfForm",
    "BasisForm",
    "BeginForm",
    "BookingActForm",
    "ClearHoldForm",
    "CorrectionForm",
    "CustodyForm",
    "DeletionForm",
    "EntitleForm",
    "FindingForm",
    "FinishTaskForm",
    "FreeText",
    "HandoverForm",
    "HoldForm",
    "HouseForm",
    "InterviewForm",
    "LikelyForm",
    "LineForm",
    "LooksForm",
    "MarkForm",
    "MoneyField",
    "OrderForm",
    "PhotoForm",
    "PropertyForm",
    "QuestionReleaseForm",
    "ReadTextForm",
    "RegisterForm",
    "ReleaseByNumberForm",
    "ReleaseForm",
    "ReturnPropertyForm",
    "SamePersonForm",
    "ScreeningForm",
    "SearchForm",
    "Section",
    "SectionForm",
    "StatementForm",
    "TransferForm",
    "UndoReleaseForm",
    "UnlinkForm",
    "WayBackForm",
    "WayOutForm",
    "WithdrawForm",
    "date_field",
    "free_text_field",
    "moment_field",
    "section_named",
    "sections_for",
    "this_minute",
    "words_field",
]
