"""The rota of counsel: when nobody is on call."""

from datetime import UTC, datetime, timedelta

import pytest

from warrants.rota import LONGEST, Span, fault_of_line, gaps

DAY = datetime(2026, 11, 29, tzinfo=UTC)


def span(begins: int, ends: int) -> Span:
    return Span(DAY + timedelta(hours=begins), DAY + timedelta(hours=ends))


# fmt: off
GAPS = [
    # the lines                         what is left between 0 and 24
    ([],                                [span(0, 24)]),
    ([span(0, 24)],                     []),
    ([span(-5, 30)],                    []),
    ([span(0, 8), span(8, 24)],         []),
    ([span(0, 8), span(9, 24)],         [span(8, 9)]),
    ([span(9, 24), span(0, 8)],         [span(8, 9)]),
    ([span(0, 20), span(5, 10)],        [span(20, 24)]),
    ([span(5, 10)],                     [span(0, 5), span(10, 24)]),
    ([span(-9, -1), span(24, 30)],      [span(0, 24)]),
    ([span(10, 11), span(26, 30)],      [span(0, 10), span(11, 24)]),
]
# fmt: on


@pytest.mark.parametrize(("lines", "left"), GAPS)
def test_a_gap_is_where_no_line_stands(lines, left):
    assert gaps(lines, *vars_of(span(0, 24))) == left


def vars_of(one: Span) -> tuple[datetime, datetime]:
    return one.starts_at, one.ends_at


def test_a_line_holds_from_its_first_instant_to_before_its_last():
    line = span(0, 8)

    assert line.holds(line.starts_at)
    assert line.holds(line.ends_at - timedelta(microseconds=1))
    assert not line.holds(line.ends_at)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (span(5, 5), "before the beginning"),
        (span(-5, 0), "over already"),
        (Span(DAY, DAY + LONGEST + timedelta(seconds=1)), "31 days"),
    ],
)
def test_a_line_that_says_nothing_to_come_is_not_entered(line, fault):
    assert fault in fault_of_line(line, DAY)


def test_a_line_of_tonight_is_entered_also_when_it_has_begun():
    assert not fault_of_line(span(-1, 8), DAY)
