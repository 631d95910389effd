"""What somebody types, read back to them. It is kept nowhere and shown to nobody else."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from access.guards import own_account
from bookings.forms import ReadTextForm


@own_account
@require_POST
def read_text(request):
    """A piece of a page: what was found in a text, and the choices. Nothing found has
    no answer, and neither has what no script of ours sends.
    """
    form = ReadTextForm(request.POST)
    panel = form.panel() if form.is_valid() else None
    if panel is None:
        return HttpResponse(status=204)
    return render(request, "bookings/read_text.html", {"panel": panel})
