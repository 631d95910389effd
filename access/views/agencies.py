"""Agencies, their units and their agreements: looked at, changed, closed."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from access import roll, services
from access.acts import Act
from access.forms.agencies import (
    AgencyForm,
    AgreementForm,
    DetailForm,
    MissionForm,
    NewAgreementForm,
    ReasonForm,
    UnitForm,
)
from access.guards import performs
from access.presenters import agencies as presenters
from access.selectors import agencies as selectors
from access.selectors.reach import agency_in_reach
from access.selectors.terms import Terms, rows_of, terms_of
from access.views.acting import Page, act_page, found_or_404

_FORM = require_http_methods(["GET", "HEAD", "POST"])


@performs(Act.VIEW_AGENCIES)
@require_safe
def agencies(request):
    context = presenters.agency_list(selectors.agencies(request.viewer), request.viewer)
    return render(request, "access/agencies.html", context)


@performs(Act.VIEW_AGENCIES)
@require_safe
def agency(request, agency_id):
    found = _agency(request, agency_id)
    accounts = roll.by_account(request.viewer.at, agency_id=found.pk)
    page = selectors.agency_page(
        found, [entry.account_id for entry in accounts], request.viewer
    )
    context = presenters.agency(page, accounts, request.viewer)
    context["may"] = {
        word: bool(request.viewer.may(act))
        for word, act in {
            "sign": Act.SIGN_AGREEMENT,
            "widen": Act.WIDEN_AGREEMENT,
            "end": Act.END_AGREEMENT,
            "open_unit": Act.OPEN_UNIT,
            "change": Act.CHANGE_AGENCY,
            "close": Act.CLOSE_AGENCY,
            "reopen": Act.REOPEN_AGENCY,
            "mission": Act.CHANGE_MISSION,
            "detail": Act.RECORD_DETAIL,
            "close_unit": Act.CLOSE_UNIT,
            "reopen_unit": Act.REOPEN_UNIT,
            "accounts": Act.VIEW_ACCOUNTS,
        }.items()
    }
    return render(request, "access/agency.html", context)


def _agency(request, agency_id):
    return found_or_404(agency_in_reach(request.viewer, agency_id))


def _unit(request, unit_id):
    return found_or_404(selectors.unit_in_reach(request.viewer, unit_id))


def _back(agency) -> str:
    return reverse("access:agency", args=[agency.pk])


# --- Closing, and opening again -----------------------------------------------------------

_CLOSED = "Nobody of it gets in any more. The history goes on naming it."
_CLOSES = (
    "Whoever is signed in is out at the next step. The jail's own takes a second person; "
    "so does opening it again."
)
_REOPENS = "A second person, of another unit, must agree. No session of before goes on."


@performs(Act.CLOSE_UNIT)
@_FORM
def close_unit(request, unit_id):
    unit = _unit(request, unit_id)
    return act_page(
        request,
        Page(
            f"Close {unit}",
            _CLOSES,
            "Close it",
            _back(unit.agency),
            _CLOSED,
            is_grave=True,
        ),
        ReasonForm(request.POST or None),
        lambda typed: services.close_unit(unit, typed["reason"], by=request.viewer),
    )


@performs(Act.REOPEN_UNIT)
@_FORM
def reopen_unit(request, unit_id):
    unit = _unit(request, unit_id)
    return act_page(
        request,
        Page(f"Open {unit} again", _REOPENS, "Propose it", _back(unit.agency)),
        ReasonForm(request.POST or None),
        lambda typed: services.reopen_unit(unit, typed["reason"], by=request.viewer),
    )


@performs(Act.CLOSE_AGENCY)
@_FORM
def close_agency(request, agency_id):
    found = _agency(request, agency_id)
    return act_page(
        request,
        Page(
            f"Close {found}", _CLOSES, "Close it", _back(found), _CLOSED, is_grave=True
        ),
        ReasonForm(request.POST or None),
        lambda typed: services.close_agency(found, typed["reason"], by=request.viewer),
    )


@performs(Act.REOPEN_AGENCY)
@_FORM
def reopen_agency(request, agency_id):
    found = _agency(request, agency_id)
    return act_page(
        request,
        Page(f"Open {found} again", _REOPENS, "Propose it", _back(found)),
        ReasonForm(request.POST or None),
        lambda typed: services.reopen_agency(found, typed["reason"], by=request.viewer),
    )


# --- What is known of them -----------------------------------------------------------------


@performs(Act.OPEN_UNIT)
@_FORM
def open_unit(request, agency_id):
    found = _agency(request, agency_id)
    page = Page(
        f"Open a unit of {found}",
        "A second person, of another unit, must agree. The unit sees nothing until an "
        "agreement permits it something.",
        "Propose it",
        _back(found),
    )
    return act_page(
        request,
        page,
        UnitForm(request.POST or None),
        lambda typed: services.open_unit(
            found, typed["name"], typed["mission"], typed["reason"], by=request.viewer
        ),
    )


@performs(Act.CHANGE_MISSION)
@_FORM
def change_mission(request, unit_id):
    unit = _unit(request, unit_id)
    page = Page(
        f"The mission of {unit}",
        "What only takes away is done at once. Anything else, and any change to a unit of "
        "the jail, takes a second person.",
        "Change it",
        _back(unit.agency),
        done="The unit has its new mission from now on.",
    )
    return act_page(
        request,
        page,
        MissionForm(request.POST or None, initial={"mission": unit.mission}),
        lambda typed: services.change_mission(
            unit, typed["mission"], typed["reason"], by=request.viewer
        ),
    )


@performs(Act.RECORD_DETAIL)
@_FORM
def record_detail(request, unit_id):
    unit = _unit(request, unit_id)
    page = Page(
        f"Detail {unit} to immigration work",
        "While the written detail lasts the unit is treated as an immigration unit.",
        "Record it",
        _back(unit.agency),
        done="The detail is recorded.",
    )

    def do(typed: dict) -> None:
        services.record_detail(
            unit,
            typed["paper"],
            typed["starts_at"],
            typed["ends_at"],
            by=request.viewer,
        )

    initial = {"starts_at": timezone.localtime(request.viewer.at)}
    return act_page(
        request, page, DetailForm(request.POST or None, initial=initial), do
    )


@performs(Act.CHANGE_AGENCY)
@_FORM
def change_agency(request, agency_id):
    found = _agency(request, agency_id)
    page = Page(
        f"What is known of {found}",
        "What only takes away is done at once. A domain more, or a department that no "
        "longer enforces immigration law, takes a second person.",
        "Change it",
        _back(found),
        done="The change holds from now on.",
    )
    initial = {
        "enforces_immigration_law": found.enforces_immigration_law,
        "mail_domains": " ".join(found.mail_domains),
    }
    return act_page(
        request,
        page,
        AgencyForm(request.POST or None, initial=initial),
        lambda typed: services.change_agency(
            found,
            typed["reason"],
            enforces_immigration_law=typed["enforces_immigration_law"],
            mail_domains=typed["mail_domains"],
            by=request.viewer,
        ),
    )


# --- Agreements ------------------------------------------------------------------------------


@performs(Act.SIGN_AGREEMENT)
@_FORM
def sign_agreement(request, agency_id):
    found = _agency(request, agency_id)
    form = NewAgreementForm(request.POST or None, **selectors.choices(found))
    page = Page(
        f"Sign an agreement with {found}",
        "A second person, of another unit, must agree. The law in force decides besides: "
        "an agreement opens nothing that it does not allow.",
        "Propose it",
        _back(found),
    )
    return act_page(
        request,
        page,
        form,
        lambda typed: services.sign_agreement(
            found,
            typed["title"],
            _terms(form, typed["starts_at"]),
            typed["reason"],
            by=request.viewer,
        ),
    )


@performs(Act.WIDEN_AGREEMENT)
@_FORM
def widen_agreement(request, agreement_id):
    agreement = _agreement(request, agreement_id)
    present = terms_of(agreement)
    form = _standing_form(request, agreement, present)
    page = Page(
        f"Widen: {agreement}",
        "Say all that it shall be from now on. A second person, of another unit, must "
        "agree.",
        "Propose it",
        _back(agreement.agency),
    )

    def do(typed: dict):
        terms = _terms(form, agreement.starts_at, present)
        return services.widen_agreement(
            agreement, terms, typed["reason"], by=request.viewer
        )

    return act_page(request, page, form, do)


@performs(Act.END_AGREEMENT)
@_FORM
def end_agreement(request, agreement_id):
    agreement = _agreement(request, agreement_id)
    page = Page(
        f"End: {agreement}",
        "What it opens ends at this instant. Signing another takes two people.",
        "End it now",
        _back(agreement.agency),
        done="The agreement has ended.",
        is_grave=True,
    )
    return act_page(
        request,
        page,
        ReasonForm(request.POST or None),
        lambda typed: services.end_agreement(
            agreement, typed["reason"], by=request.viewer
        ),
    )


@performs(Act.END_AGREEMENT)
@_FORM
def narrow_agreement(request, agreement_id):
    agreement = _agreement(request, agreement_id)
    present = terms_of(agreement)
    form = _standing_form(request, agreement, present)
    page = Page(
        f"Narrow: {agreement}",
        "Say what it shall be from now on; what is not chosen is taken away at this "
        "instant. Giving it back takes two people.",
        "Narrow it now",
        _back(agreement.agency),
        done="The agreement is narrower from now on.",
    )

    def do(typed: dict) -> None:
        chosen = _terms(form, agreement.starts_at)
        services.narrow_agreement(
            agreement, chosen.kept_of(present), typed["reason"], by=request.viewer
        )

    return act_page(request, page, form, do)


def _agreement(request, agreement_id):
    return found_or_404(selectors.agreement_in_reach(request.viewer, agreement_id))


def _standing_form(request, agreement, present: Terms) -> AgreementForm:
    """The form with what stands: units, facilities and classes that it names now."""
    return AgreementForm(
        request.POST or None,
        initial={
            "ends_at": timezone.localtime(present.ends_at),
            "daily_ceiling": present.daily_ceiling,
            "purposes": sorted(present.purposes),
            "units": sorted({unit for unit, _, _ in present.rows}),
            "facilities": sorted({place for _, place, _ in present.rows}),
            "classes": sorted({bit for _, _, bit in present.rows}),
        },
        **selectors.choices(agreement.agency),
    )


def _terms(form: AgreementForm, starts_at, present: Terms | None = None) -> Terms:
    typed = form.cleaned_data
    rows = rows_of(typed["units"], typed["facilities"], form.mask)
    ends_at = typed["ends_at"]
    if present is not None:
        rows |= present.rows
        # A form shows minutes: who leaves the end as it was has not moved it.
        if ends_at == present.ends_at.replace(second=0, microsecond=0):
            ends_at = present.ends_at
    return Terms(
        starts_at, ends_at, typed["daily_ceiling"], frozenset(typed["purposes"]), rows
    )
