"""What somebody is told of the law and of their account: first screen, banner, training."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from access import first_screen, lessons, presenters, services
from access.forms import AnswerForm
from access.guards import own_account, public
from access.middleware import STEP_PAGES
from access.selectors.training import acknowledged_at, lesson_to_take
from access.services.training import complete_training
from access.session import TRAINING_KEY
from access.views.doors import next_page


@public
@require_safe
def home(request):
    step = request.viewer.step
    if step is not None:
        # Whoever comes in is led to what stands before their work, not past it.
        return redirect(STEP_PAGES[step])
    context = {"reach": presenters.reach(request.viewer)}
    if request.viewer.is_signed_in:
        context |= first_screen.of(request.viewer)
    return render(request, "access/home.html", context)


@own_account
@require_http_methods(["GET", "HEAD", "POST"])
def banner(request):
    """Restricted, recorded, and what the ordinance says: acknowledged before work."""
    if request.method == "POST":
        services.acknowledge_banner(by=request.viewer)
        return redirect(next_page(request))
    viewer = request.viewer
    context = presenters.banner(viewer.law)
    context["next"] = request.GET.get("next", "")
    context["law_id"] = viewer.law_id
    context["acknowledged_at"] = acknowledged_at(viewer)
    return render(request, "access/banner.html", context)


@own_account
@require_http_methods(["GET", "HEAD", "POST"])
def training(request):
    """Read, then answer; what was answered wrongly is told, and asked again."""
    viewer = request.viewer
    lesson = lesson_to_take(viewer)
    if lesson is None or not viewer.roles:
        return render(request, "access/training_none.html")
    progress = lessons.resumed(request.session.get(TRAINING_KEY), lesson, viewer)
    if request.method == "POST":
        return _taken_further(request, lesson, progress)
    request.session[TRAINING_KEY] = progress.as_words()
    if progress.waiting:
        context = lessons.question_page(lesson, progress, viewer, AnswerForm())
        return render(request, "access/training_question.html", context)
    return render(request, "access/training.html", lessons.reading_page(lesson, viewer))


def _taken_further(request, lesson, progress):
    viewer = request.viewer
    if not progress.waiting:
        progress = lessons.begun(lesson, progress, viewer)
        request.session[TRAINING_KEY] = progress.as_words()
        return redirect("access:training")
    form = AnswerForm(request.POST)
    if not form.is_valid():
        context = lessons.question_page(lesson, progress, viewer, form)
        return render(request, "access/training_question.html", context)
    progress, told = lessons.answer(
        lesson, progress, viewer, form.cleaned_data["answer"]
    )
    if complete_training(progress, by=viewer):
        request.session.pop(TRAINING_KEY, None)
        messages.success(request, f"You are trained on {lesson.law.title}.")
        return redirect("access:home")
    request.session[TRAINING_KEY] = progress.as_words()
    if told is None:
        return redirect("access:training")
    return render(request, "access/training_told.html", told)
