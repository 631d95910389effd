"""The desk: register and custody list."""

from django.http import HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from access.acts import Act
from access.gate import ShownRows
from access.guards import performs, public
from bookings import presenters, selectors
from bookings.forms import CustodyForm, RegisterForm
from bookings.selectors import Cursor


@public
@require_http_methods(["GET", "HEAD", "POST"])
def register(request):
    """The public jail register. A name is posted, so that it is in no address."""
    form = RegisterForm(request.POST if request.method == "POST" else request.GET)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    surname = form.cleaned_data.get("surname", "") if request.method == "POST" else ""
    rows = selectors.register(
        request.viewer,
        facility_id=facility.pk if facility else None,
        before=Cursor.read(request.GET.get("before", "")),
        surname=surname,
    )
    context = _list_context(request, form, rows, older=not surname)
    context["surname"] = surname
    return render(request, "bookings/register.html", context)


@public
@require_safe
def register_json(request):
    """A page of the register for another program; ``before`` is where it begins."""
    rows, older = _register_page(request, "json")
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(
        presenters.register_json(rows, older), json_dumps_params=options
    )


@public
@require_safe
def register_csv(request):
    rows, older = _register_page(request, "csv")
    answer = HttpResponse(
        "".join(presenters.register_csv(rows)), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="jail-register.csv"'
    if older:
        answer["Link"] = f'<{older}>; rel="next"'
    return answer


def _register_page(request, as_what: str) -> tuple[ShownRows, str]:
    """The same page as on the screen, without a name: a name is in no address."""
    form = RegisterForm(request.GET)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    rows = selectors.register(
        request.viewer,
        facility_id=facility.pk if facility else None,
        before=Cursor.read(request.GET.get("before", "")),
        form=as_what,
    )
    if len(rows) < selectors.PAGE:
        return rows, ""
    query = QueryDict(mutable=True)
    if facility:
        query["facility"] = facility.pk
    query["before"] = Cursor(rows[-1]["booking.booked_at"], rows[-1].booking_id).text
    return rows, f"{request.path}?{query.urlencode()}"


@performs(Act.LIST_CUSTODY)
@require_safe
def custody(request):
    form = CustodyForm(request.GET)
    form.is_valid()
    facility = form.cleaned_data.get("facility")
    rows = selectors.in_custody(
        request.viewer,
        facility_id=facility.pk if facility else None,
        before=Cursor.read(request.GET.get("before", "")),
    )
    context = _list_context(request, form, rows)
    context["may_export"] = bool(request.viewer.may(Act.EXPORT))
    context["ceiling"] = rows.ceiling
    context["mark"] = presenters.mark(request.viewer, request.viewer.request_id)
    return render(request, "bookings/custody.html", context)


def _list_context(request, form, rows, *, older=True) -> dict:
    """Rows and the way to older ones; the cursor is a time and an opaque key."""
    facility = form.cleaned_data.get("facility")
    query = request.GET.copy()
    query.pop("before", None)
    newest_url = f"?{query.urlencode()}" if query else request.path
    older_url = ""
    if older and len(rows) == selectors.PAGE:
        last = rows[-1]
        query["before"] = Cursor(last["booking.booked_at"], last.booking_id).text
        older_url = f"?{query.urlencode()}"
    return {
        "form": form,
        "rows": presenters.list_rows(rows),
        "columns": presenters.columns_shown(rows),
        "facility": facility,
        "older_url": older_url,
        "newer_url": newest_url if "before" in request.GET else "",
    }
