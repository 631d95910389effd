"""One click to be somebody else, in a demonstration and nowhere else."""

from functools import wraps

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from access import services
from access.enums import Factor
from access.guards import public
from access.models import Account
from compliance.demo.accounts import PASSWORD
from compliance.demo.people import CIRCLES, PEOPLE

_NOT_LOADED = (
    "The people of the scenario are not here yet. Load them with "
    "“make seed”, then come back."
)


def _demonstration_only(view):
    """Absent without demo sign-ins, should a route ever lead here by mistake."""

    @wraps(view)
    def guarded(request):
        if not settings.DEMO_SIGN_INS:
            raise Http404
        return view(request)

    return guarded


@public
@require_safe
@_demonstration_only
def people(request):
    return _page(request)


@public
@require_POST
@_demonstration_only
def sign_in(request):
    """Sign in as one of the people on the page; as nobody else without a password."""
    wanted = request.POST.get("sign_in_name", "")
    person = next((p for p in PEOPLE if p.sign_in_name == wanted), None)
    if person is None:
        raise Http404
    account = Account.objects.filter(sign_in_name=wanted).first()
    if account is None:
        return _page(request, refusal=_NOT_LOADED, status=404)
    try:
        services.sign_in(request, account, factor=Factor.DEMONSTRATION)
    except services.SignInRefused as refused:
        refusal = f"{person.display_name}: {refused.message}"
        return _page(request, refusal=refusal, status=403)
    return redirect("access:home")


def _page(request, *, refusal: str = "", status: int = 200):
    context = {"circles": CIRCLES, "password": PASSWORD, "refusal": refusal}
    return render(request, "compliance/demo/people.html", context, status=status)
