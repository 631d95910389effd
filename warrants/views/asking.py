"""Asking for access: to a booking, or to somebody by name. The answer tells nothing."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from access.acts import Act
from access.guards import performs
from access.viewer import Viewer
from audit.services import own_typed_text
from bookings.forms import SearchForm
from warrants import services
from warrants.forms import AskByNameForm, AskForm


@performs(Act.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, booking_id: UUID):
    """The same form for every key, whether or not there is such a booking."""
    wanted = [c for c in request.GET.getlist("class") if c.isdecimal()]
    form = AskForm(request.POST or None, initial={"classes": wanted})
    if request.method == "POST" and _is_well_reasoned(form, request.viewer):
        services.ask(booking_id, form.asked(), by=request.viewer)
        return _received(request)
    return render(request, "warrants/ask.html", {"form": form})


@performs(Act.ASK)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_by_name(request):
    """For whoever knows no booking. Nobody is looked for: every name is taken alike."""
    form = AskByNameForm(request.POST or None, initial=_searched_for(request))
    if request.method == "POST" and _is_well_reasoned(form, request.viewer):
        services.ask_by_name(form.named(), form.asked(), by=request.viewer)
        return _received(request)
    return render(request, "warrants/ask.html", {"form": form})


def _received(request):
    messages.success(
        request, "Your request is received. Two people of other units decide it."
    )
    return redirect("warrants:mine")


def _searched_for(request) -> dict:
    """What this very session typed into the search that led here."""
    try:
        search_id = UUID(request.GET.get("search", ""))
    except ValueError:
        return {}
    text = own_typed_text(
        search_id,
        kind=SearchForm.kept_as,
        account_id=request.viewer.account_id,
        session_key=request.session.session_key or "",
    )
    return SearchForm.from_text(text).data if text else {}


@performs(Act.ASK)
@require_POST
def read_reason(request):
    """A piece of a page: what is wrong with a reason, while it is typed. It is sent the
    words alone, whatever they are about, and keeps nothing; nothing wrong has no answer.
    """
    fault = services.fault_of_reason(
        request.POST.get("text", "")[: AskForm.LONGEST_REASON], by=request.viewer
    )
    if not fault:
        return HttpResponse(status=204)
    return render(request, "warrants/reason_fault.html", {"fault": fault})


def _is_well_reasoned(form: AskForm, by: Viewer) -> bool:
    """Whether the form can be sent; a reason that says nothing is told at its field."""
    if form.is_valid():
        fault = services.fault_of_reason(form.cleaned_data["reason"], by=by)
        if fault:
            form.add_error("reason", fault)
    return form.is_valid()
