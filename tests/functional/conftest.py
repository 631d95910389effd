"""Somebody at a browser. Every test here needs one, and a database that is committed."""

import pytest
from django.conf import settings

from tests.clients import signed_in
from tests.functional import scene as scenes


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/functional" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
def scene(transactional_db):
    return scenes.build()


@pytest.fixture
def as_somebody(browser, live_server, scene):
    """as_somebody("clerk", …): a page of a fresh browser context, in that one's session.

    Without a kind it is the public's. Further words are the context's.
    """
    contexts = []

    def begin(kind: str | None = None, **options):
        context = browser.new_context(
            base_url=live_server.url, reduced_motion="reduce", **options
        )
        contexts.append(context)
        if kind is not None:
            client = signed_in(scene.viewer(kind))
            name = settings.SESSION_COOKIE_NAME
            value = client.cookies[name].value
            context.add_cookies(
                [{"name": name, "value": value, "url": live_server.url}]
            )
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield begin
    for context in contexts:
        context.close()
