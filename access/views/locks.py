"""Locked names, for those who may release them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from access import rules, selectors, services
from access.acts import Act
from access.guards import performs


@performs(Act.RELEASE_LOCK)
@require_safe
def locks(request):
    found = selectors.open_locks(request.viewer)
    return render(request, "access/locks.html", {"locks": found})


@performs(Act.RELEASE_LOCK)
@require_POST
def release_lock(request, lock_id):
    try:
        services.release_lock(lock_id, by=request.viewer)
    except services.NoSuchLock:
        raise Http404 from None
    except rules.RuleViolation as violation:
        messages.error(request, str(violation))
    else:
        messages.success(request, "Released. They can try to sign in again now.")
    return redirect("access:locks")
