"""The laws, open to everybody."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import (
    require_safe,
)

from access import presenters, selectors
from access.guards import public
from access.models import LawVersion


@public
@require_safe
def laws(request):
    versions = selectors.law_versions()
    context = presenters.law_list(versions, at=request.viewer.at)
    return render(request, "access/laws.html", context)


@public
@require_safe
def law(request, law_id):
    version = LawVersion.objects.filter(pk=law_id).first()
    if version is None:
        raise Http404
    context = presenters.law_page(version, selectors.law_by_hash(version.sha256))
    return render(request, "access/law.html", context)
