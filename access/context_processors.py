"""What every page says of its viewer: who, working as what, what they may do."""

from django.conf import settings

from access.acts import Act
from access.enums import Role, Step
from access.menu import menu

_MENU = {
    "search": Act.SEARCH,
    "custody": Act.LIST_CUSTODY,
    "own_cases": Act.VIEW_OWN_CASES,
    "intake": Act.BOOK,
    "release": Act.DISCHARGE,
    "papers": Act.VIEW_PAPERS,
    "request_access": Act.ASK,
    "review_requests": Act.REVIEW,
    "approve": Act.APPROVE,
    "end_grants": Act.END_GRANT,
    "accounts": Act.VIEW_ACCOUNTS,
    "agencies": Act.VIEW_AGENCIES,
    "proposals": Act.VIEW_PROPOSALS,
    "coordinate": Act.COORDINATE,
    "release_locks": Act.RELEASE_LOCK,
    "view_showings": Act.VIEW_SHOWINGS,
    "refusal_paths": Act.VIEW_REFUSAL_PATH,
    "council": Act.VIEW_COUNCIL_REPORT,
    "adoption": Act.VIEW_ADOPTION,
    "duties": Act.VIEW_DUTIES,
    "findings": Act.VIEW_FINDINGS,
    "jobs": Act.VIEW_JOBS,
    "notices": Act.VIEW_NOTICES,
    "sheets": Act.VIEW_SHEETS,
    "reviews": Act.REVIEW_HISTORY,
    "exposure": Act.VIEW_EXPOSURE,
    "export_exposure": Act.EXPORT_EXPOSURE,
    "certify": Act.CERTIFY,
    "certification": Act.VIEW_CERTIFICATION,
}


def viewer(request):
    """Words for the templates; every decision in them was made here or in a view."""
    asking = getattr(request, "viewer", None)
    shared = {
        "demo_sign_ins": settings.DEMO_SIGN_INS,
        "county_sign_on": settings.COUNTY_SIGN_ON is not None,
    }
    if asking is None:
        return shared
    roles = [Role(role).label for role in sorted(asking.roles)]
    return {
        **shared,
        "law_in_force": asking.law,
        "menu": menu(asking, _here(request)),
        "viewer": {
            "is_signed_in": asking.is_signed_in,
            "is_locked": asking.step is Step.LOCKED,
            "display_name": asking.display_name,
            "capacity_title": f"{', '.join(roles)} · {asking.unit_name}"
            if roles
            else "",
            "unit_name": asking.unit_name,
            "agency_name": asking.agency_name,
            "roles": roles,
            "purpose_label": asking.purpose.label if asking.purpose else "",
            "training_overdue_since": asking.training_overdue_since,
            "standing": asking.standing.value,
            "standing_label": asking.standing.label,
            "request_id": asking.request_id,
            "may": {word: bool(asking.may(act)) for word, act in _MENU.items()},
            "now": asking.at,
        },
    }


def _here(request) -> str:
    """The route of the page that is open; of an address that is none, nothing."""
    match = request.resolver_match
    return match.view_name if match else ""
