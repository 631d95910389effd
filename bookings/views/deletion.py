"""A person asks that a record of theirs be deleted: entered, weighed, answered."""

from uuid import UUID

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from access.acts import Act
from access.guards import performs
from access.rules import RuleViolation
from bookings import selectors, services
from bookings.forms import DeletionForm
from bookings.presenters import deletion as words
from bookings.rules import Weighed
from bookings.selectors.deletion import refused_deletions
from bookings.views.records import not_known


@performs(Act.DELETE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request, booking_id: UUID):
    shown = selectors.open_for_act(request.viewer, booking_id)
    if shown is None:
        return not_known(request, booking_id)
    form = DeletionForm(request.POST or None)
    answer = None
    if form.is_bound and form.is_valid():
        try:
            done = services.request_deletion(
                booking_id,
                form.request(),
                refuses_if_it_may=form.refuses_if_it_may(),
                by=request.viewer,
            )
        except RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            if not isinstance(done, Weighed):
                messages.success(
                    request, "Entered. It is deleted once a second person agrees."
                )
                return redirect("bookings:orders_about", booking_id=booking_id)
            answer = words.answer(done)
    context = {
        **words.deletion_page(shown, request.viewer, refused_deletions(booking_id)),
        "form": form,
        "answer": answer,
    }
    return render(request, "bookings/deletion.html", context)
