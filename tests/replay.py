"""The change history played from its first line to an instant, and the rule asked of
what stands then: what the two questions must answer, worked out another way.
"""

from bisect import bisect_right
from collections import defaultdict
from datetime import datetime

from django.db import connection

from access import policy, standing
from access.enums import JAILS_OWN, NOTHING, Basis, FieldClass, Mission, Purpose, Role
from access.models import LawVersion, Training
from access.selectors import effective_mission, law_by_hash
from access.standing import AccountFacts

TABLES = {
    "account": "access_historicalaccount",
    "membership": "access_historicalmembership",
    "unit": "access_historicalunit",
    "agency": "access_historicalagency",
    "agreement": "access_historicalagreement",
    "permission": "access_historicalfacilitypermission",
    "detail": "access_historicalmissiondetail",
    "row": "access_historicalaccessrow",
    "booking": "bookings_historicalbooking",
}


class Replay:
    """Forward alone: ``play(at)`` with later and later instants."""

    def __init__(self):
        self.state = {kind: {} for kind in TABLES}
        self._lines = sorted(
            (line for kind in TABLES for line in _lines(kind)),
            key=lambda line: line[:2],
        )
        self._next = 0
        self._known: dict[tuple, policy.Terms] = {}
        laws = LawVersion.objects.filter(kind="law").order_by("effective_at")
        self._laws = [(v.effective_at, v.pk, law_by_hash(v.sha256)) for v in laws]
        self._trainings = list(
            Training.objects.values_list("account_id", "law_id", "completed_at")
        )

    def play(self, at: datetime) -> None:
        self.at = at
        while self._next < len(self._lines) and self._lines[self._next][0] <= at:
            _, _, kind, row = self._lines[self._next]
            if row["history_type"] == "-":
                self.state[kind].pop(row["id"], None)
            else:
                self.state[kind][row["id"]] = row
            self._next += 1
        place = bisect_right([begins for begins, _, _ in self._laws], at)
        self.law_id, self.law = self._laws[place - 1][1:] if place else (None, None)

    def who_may(self, booking_id) -> dict[int, FieldClass]:
        """Classes past the register by the key of each membership that has any."""
        booking = self.state["booking"].get(booking_id)
        found = {}
        for member in self.state["membership"].values() if booking else ():
            if classes := self.classes(member, booking):
                found[member["id"]] = classes
        return found

    def classes(self, member: dict, booking: dict) -> FieldClass:
        account = self.state["account"][member["account_id"]]
        begun = member["starts_at"] <= self.at
        is_over = member["ends_at"] is not None and member["ends_at"] <= self.at
        if not begun or is_over or not account["is_active"] or account["is_drill"]:
            return NOTHING
        viewer = self._viewer(member, account)
        facts = policy.BookingFacts(
            is_juvenile=booking["is_juvenile"], is_sealed=booking["is_sealed"]
        )
        sources, classes = self._held(member, viewer, booking), NOTHING
        for purpose in Purpose if sources else ():
            terms = self._terms(viewer, purpose, facts)
            held = defaultdict(lambda: NOTHING)
            for purposes, basis, mask in sources:
                if not purposes or purpose in purposes:
                    held[basis] |= mask
            allowed = policy.resolve(terms, held).allowed
            classes |= allowed & ~terms.register.classes
        return classes

    def _terms(self, *asked) -> policy.Terms:
        key = (self.law_id, *asked)
        if key not in self._known:
            self._known[key] = policy.terms(self.law, *asked)
        return self._known[key]

    def _viewer(self, member: dict, account: dict) -> policy.ViewerFacts:
        unit = self.state["unit"][member["unit_id"]]
        agency = self.state["agency"][unit["agency_id"]]
        is_detailed = any(
            d["unit_id"] == unit["id"]
            and d["starts_at"] <= self.at
            and (d["ends_at"] is None or self.at < d["ends_at"])
            for d in self.state["detail"].values()
        )
        mission = effective_mission(unit["mission"], is_detailed=is_detailed)
        viewer = policy.ViewerFacts(
            mission,
            frozenset(Role(role) for role in member["roles"]),
            in_immigration_department=agency["enforces_immigration_law"],
            detailed_from=Mission(unit["mission"]) if is_detailed else None,
        )
        ends = [
            a["ends_at"]
            for a in self.state["agreement"].values()
            if a["agency_id"] == agency["id"]
        ]
        trained = [
            done
            for who, law, done in self._trainings
            if (who, law) == (account["id"], self.law_id) and done <= self.at
        ]
        facts = AccountFacts(
            opened_at=account["opened_at"],
            unjoined_since=None if account["joined_at"] else account["opened_at"],
            last_sign_in_at=account["last_sign_in_at"],
            reopened_at=account["reopened_at"],
            suspended_at=account["suspended_at"],
            closed_at=min(
                filter(None, (unit["closed_at"], agency["closed_at"])), default=None
            ),
            expires_at=account["expires_at"],
            agreement_ends_at=max(ends, default=None),
            review_due_at=account["review_due_at"],
            training_due_at=standing.training_due_at(
                self.law.training_due_at if self.law else None,
                max(trained, default=None),
            ),
            is_forbidden=self.law is not None and policy.is_forbidden(self.law, viewer),
            is_jails_own=mission in JAILS_OWN,
        )
        return policy.ViewerFacts(
            viewer.mission,
            viewer.roles,
            in_immigration_department=viewer.in_immigration_department,
            standing=standing.standing(facts, self.at),
            detailed_from=viewer.detailed_from,
        )

    def _agreed(self, row: dict) -> tuple | None:
        """For which purposes a row opens: none is any; None if its agreement is over."""
        if row["agreement_id"] is None:
            return ()
        paper = self.state["agreement"].get(row["agreement_id"])
        if paper is None or not paper["starts_at"] <= self.at < paper["ends_at"]:
            return None
        return tuple(paper["purposes"])

    def _held(self, member, viewer, booking) -> list[tuple]:
        """What is open to this capacity on this booking: for which purposes (none is
        any), by what, and which classes.
        """
        unit = self.state["unit"][member["unit_id"]]
        agency = self.state["agency"][unit["agency_id"]]
        groups = {unit["group_id"], agency["group_id"]}
        principals = {member["id"], *(-group for group in groups)}
        found = [
            (purposes, Basis(row["basis"]), FieldClass(row["classes"]))
            for row in self.state["row"].values()
            if row["principal"] in principals
            and row["booking_id"] == booking["id"]
            and row["starts_at"] <= self.at < row["ends_at"]
            and (purposes := self._agreed(row)) is not None
        ]
        for permission in self.state["permission"].values():
            if (
                permission["group_id"] not in groups
                or permission["content_object_id"] != booking["facility_id"]
            ):
                continue
            paper = self.state["agreement"][permission["agreement_id"]]
            is_over = min(permission["ends_at"], paper["ends_at"]) <= self.at
            has_begun = max(permission["starts_at"], paper["starts_at"]) <= self.at
            if has_begun and (not is_over or viewer.mission in JAILS_OWN):
                classes = FieldClass(permission["classes"])
                found.append((paper["purposes"], Basis.STANDING, classes))
        return found


def _lines(kind: str):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLES[kind]}")
        names = [column.name for column in cursor.description]
        for values in cursor.fetchall():
            row = dict(zip(names, values, strict=True))
            yield row["history_date"], row["history_id"], kind, row
