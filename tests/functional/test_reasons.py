"""A reason is read while it is typed, and what is sent says nothing of the booking."""

from django.urls import reverse


def test_a_reason_that_says_nothing_is_told_so_while_it_is_typed(scene, as_somebody):
    page = as_somebody("officer")
    page.goto(reverse("warrants:ask", args=[scene.in_custody.pk]))
    sent = []
    page.on(
        "request", lambda asked: sent.append(asked) if asked.method == "POST" else 0
    )

    page.get_by_label("Why do you need it?").press_sequentially("inv")
    page.get_by_text("Say which case it is").wait_for()
    (asked,) = sent
    key = str(scene.in_custody.pk)
    assert key not in asked.post_data
    assert key not in str(asked.all_headers())

    page.get_by_label("Why do you need it?").fill(
        "Follow-up of case 26-123, to find the witness."
    )
    page.get_by_text("Say which case it is").wait_for(state="detached")
