"""Paired timing: both sides in turn inside each round, ratios round by round.

A shared machine's speed drifts; the ratio within one round hardly does.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 7
REPEATS = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """``ours`` against ``anchor``; seconds a call, one figure a round."""

    name: str
    anchor_name: str
    ours: list[float]
    anchor: list[float]

    @property
    def ratio(self) -> float:
        return statistics.median(
            ours / anchor for ours, anchor in zip(self.ours, self.anchor, strict=True)
        )

    def row(self) -> str:
        spread = sorted(o / a for o, a in zip(self.ours, self.anchor, strict=True))
        return (
            f"| {self.name} | {statistics.median(self.ours) * 1000:.2f} "
            f"| {self.anchor_name} | {statistics.median(self.anchor) * 1000:.2f} "
            f"| {self.ratio:.2f} | {spread[0]:.2f}–{spread[-1]:.2f} |"
        )


def pair(
    name: str, ours: Callable, anchor_name: str, anchor: Callable, *, repeats=REPEATS
) -> Pair:
    """Time both sides in turn, after a warm-up that is not counted."""
    _seconds(ours, 3), _seconds(anchor, 3)
    rounds = [
        (_seconds(ours, repeats), _seconds(anchor, repeats)) for _ in range(ROUNDS)
    ]
    return Pair(name, anchor_name, [r[0] for r in rounds], [r[1] for r in rounds])


def _seconds(call: Callable, repeats: int) -> float:
    begun = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - begun) / repeats
