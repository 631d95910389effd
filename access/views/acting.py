"""The page of one act: what it does, a form, a button; the same for every act here."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import Http404
from django.shortcuts import redirect, render

from access import rules
from access.models import Proposal

PROPOSED = (
    "Written down. It is done once a second person, of another unit, agrees; until then "
    "nothing has changed."
)


@dataclass(frozen=True, slots=True)
class Page:
    """What such a page says. ``back``: where it leads when it is done, or left."""

    title: str
    lead: str
    button: str
    back: str
    done: str = "Done."
    is_grave: bool = False


def act_page(request, page: Page, form: Form, do: Callable[[dict], Proposal | None]):
    """Show the form, or do what was typed: a rule's refusal is said above the form."""
    if request.method == "POST" and form.is_valid():
        try:
            proposal = do(form.cleaned_data)
        except rules.RuleViolation as violation:
            form.add_error(None, str(violation))
        else:
            messages.success(request, PROPOSED if proposal else page.done)
            return redirect(page.back)
    return render(request, "access/act.html", {"page": page, "form": form})


def found_or_404(found):
    """What is not within reach is as absent as what never was."""
    if found is None:
        raise Http404
    return found
