"""Templates lay out; they decide nothing and ask for nothing."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from access import context_processors
from tests.architecture.sources import ROOT, name_of, python_files, templates

TEMPLATES = templates()
PARTIALS = [path for path in TEMPLATES if path.name.startswith("_")]
OURS = [path for path in TEMPLATES if "django" not in path.parts]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_compiles(path):
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_asks_for_no_permission(path):
    """A decision is made by a view, and handed in as a word."""
    text = path.read_text()

    for asking in ("has_perm", "perms.", "get_perms", "is_superuser", "is_staff"):
        assert asking not in text


@pytest.mark.parametrize("name", ["law_in_force", "menu"])
def test_no_page_gives_another_thing_the_name_of_what_every_page_is_given(name):
    """Or its head would say that a law of the past, or one to come, is in force."""
    givers = {
        name_of(path) for path in python_files() if f'"{name}":' in path.read_text()
    }

    assert givers == {name_of(Path(context_processors.__file__))}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_reaches_into_no_record(path):
    """Nothing is loaded lazily after the gate: no model, no related set."""
    text = path.read_text()

    assert not re.search(r"_set\b|\.objects\b|\.all\b|\.history\b", text)
    assert not re.search(r"\b(person|booking)\.(person|booking|facility)\b", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_it_escapes_everything_and_runs_nothing_of_its_own(path):
    text = path.read_text()

    assert not re.search(r"\|\s*safe\b|autoescape\s+off|mark_safe", text)
    assert not re.search(r"\son\w+\s*=|style\s*=|<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"(src|href)\s*=\s*[\"']https?:", text)


@pytest.mark.parametrize("path", PARTIALS, ids=name_of)
def test_a_partials_first_comment_says_what_it_needs(path):
    text = re.sub(r"^({% load [^%]*%}\s*)*", "", path.read_text().lstrip())
    assert text.startswith("{% comment %}"), "begin with what it is and what it needs"
    comment = text.partition("{% endcomment %}")[0]
    assert "Needs" in comment


@pytest.mark.parametrize("path", PARTIALS, ids=name_of)
def test_a_partial_is_used(path):
    name = str(path.relative_to(ROOT / "templates"))
    assert any(f'"{name}"' in other.read_text() for other in TEMPLATES), name


@pytest.mark.parametrize("path", OURS, ids=name_of)
def test_every_form_that_is_posted_is_protected_and_every_search_is_posted(path):
    """A search in an address would leave a name in a log (law 13)."""
    for form in re.findall(r"<form\b.*?</form>", path.read_text(), re.DOTALL):
        if 'method="post"' in form:
            assert "{% csrf_token %}" in form
        else:
            assert "surname" not in form
            assert "birth_date" not in form
