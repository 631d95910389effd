"""The main menu: where somebody may go, in groups where that is much."""

from dataclasses import dataclass

from django.urls import reverse

from access.acts import Act
from access.viewer import Viewer

# As many entries as stand in one row without a group.
ROW = 8


@dataclass(frozen=True, slots=True)
class Link:
    """One page of the menu. ``act``: what opens it, None for a public page. ``also``:
    further pages that belong under it.
    """

    label: str
    route: str
    act: Act | None = None
    also: tuple[str, ...] = ()


# A group without a label stands in the row itself.
GROUPS: tuple[tuple[str, tuple[Link, ...]], ...] = (
    (
        "",
        (
            Link(
                "Search",
                "bookings:search",
                Act.SEARCH,
                (
                    "bookings:results",
                    "bookings:record",
                    "bookings:custody_of",
                    "bookings:history",
                    "bookings:shown",
                ),
            ),
            Link("In custody", "bookings:custody", Act.LIST_CUSTODY),
            Link("My cases", "warrants:my_cases", Act.VIEW_OWN_CASES),
            Link(
                "Intake",
                "bookings:intake",
                Act.BOOK,
                (
                    "bookings:intake_again",
                    "bookings:draft",
                    "bookings:section",
                    "bookings:unfinished",
                ),
            ),
            Link(
                "Release",
                "bookings:release_by_number",
                Act.DISCHARGE,
                ("bookings:release",),
            ),
        ),
    ),
    (
        "Desk",
        (
            Link(
                "Board",
                "bookings:board",
                Act.VIEW_BOARD,
                ("bookings:muster", "bookings:desk_tasks"),
            ),
            Link("Counter", "disclosures:counter", Act.ANSWER_INQUIRY),
            Link("Who asked", "disclosures:inquiries", Act.VIEW_INQUIRIES),
            Link("When it is down", "bookings:sheets", Act.VIEW_SHEETS),
        ),
    ),
    (
        "Records",
        (
            Link(
                "Papers",
                "bookings:papers",
                Act.VIEW_PAPERS,
                (
                    "bookings:papers_of",
                    "bookings:paper",
                    "bookings:receive_paper",
                ),
            ),
            Link(
                "Court orders",
                "bookings:orders",
                Act.VIEW_ORDERS,
                (
                    "bookings:orders_about",
                    "bookings:decide_order",
                    "bookings:deletion",
                ),
            ),
            Link(
                "Withdrawn entries",
                "bookings:withdrawn",
                Act.VIEW_SENT,
                ("bookings:sent",),
            ),
            Link(
                "Same person",
                "bookings:links",
                Act.VIEW_LINKS,
                (
                    "bookings:same_person",
                    "bookings:compare",
                    "bookings:ask_link",
                    "bookings:decide_link",
                    "bookings:unlink",
                ),
            ),
            Link(
                "Consular cases",
                "bookings:consular_cases",
                Act.VIEW_CONSULAR,
                (
                    "bookings:consular_case",
                    "bookings:consular_contact",
                    "bookings:consular_question",
                ),
            ),
        ),
    ),
    (
        "Access",
        (
            Link(
                "What I may see",
                "warrants:mine",
                Act.ASK,
                ("warrants:ask", "warrants:ask_by_name"),
            ),
            Link(
                "To decide",
                "warrants:queue",
                Act.REVIEW,
                (
                    "warrants:request",
                    "warrants:whom",
                    "warrants:all_grants",
                    "warrants:on_call",
                    "warrants:enter_on_call",
                ),
            ),
            Link(
                "Emergencies",
                "warrants:emergencies",
                Act.VIEW_EMERGENCIES,
                ("warrants:open_emergency", "warrants:emergency"),
            ),
            Link(
                "Refusals",
                "warrants:refusals",
                Act.VIEW_REFUSALS,
                (
                    "warrants:refusal_paths",
                    "warrants:refused_opening",
                    "warrants:refused_request",
                ),
            ),
            Link(
                "Instruments",
                "warrants:instruments",
                Act.VIEW_INSTRUMENTS,
                (
                    "warrants:receive_instrument",
                    "warrants:instrument",
                    "warrants:enter_instrument",
                ),
            ),
        ),
    ),
    (
        "Accounts",
        (
            Link(
                "Accounts",
                "access:accounts",
                Act.VIEW_ACCOUNTS,
                (
                    "access:account",
                    "access:suspend",
                    "access:reopen",
                    "access:end_employment",
                    "access:how_joined",
                    "bookings:account_shown",
                    "bookings:account_may",
                ),
            ),
            Link(
                "Agencies",
                "access:agencies",
                Act.VIEW_AGENCIES,
                (
                    "access:agency",
                    "access:sign_agreement",
                    "access:open_unit",
                    "access:change_agency",
                    "access:close_agency",
                    "access:reopen_agency",
                    "access:change_mission",
                    "access:record_detail",
                    "access:close_unit",
                    "access:reopen_unit",
                    "access:widen_agreement",
                    "access:narrow_agreement",
                    "access:end_agreement",
                ),
            ),
            Link(
                "What waits",
                "access:coordinate",
                Act.COORDINATE,
                (
                    "access:invite",
                    "access:check_identity",
                ),
            ),
            Link(
                "Second person",
                "access:proposals",
                Act.VIEW_PROPOSALS,
                (
                    "access:proposal",
                    "access:decide",
                    "access:withdraw",
                ),
            ),
            Link("Locked names", "access:locks", Act.RELEASE_LOCK),
            Link("Reviews", "compliance:reviews", Act.CERTIFY, ("compliance:review",)),
            Link(
                "Certification",
                "compliance:certification",
                Act.VIEW_CERTIFICATION,
                ("compliance:campaign",),
            ),
        ),
    ),
    (
        "Oversight",
        (
            Link(
                "Findings",
                "compliance:findings",
                Act.VIEW_FINDINGS,
                ("compliance:finding",),
            ),
            Link(
                "Weekly reviews",
                "compliance:history_reviews",
                Act.REVIEW_HISTORY,
                ("compliance:history_review",),
            ),
            Link(
                "Notices",
                "compliance:notices",
                Act.VIEW_NOTICES,
                ("compliance:name_recipient",),
            ),
            Link(
                "Exposure",
                "compliance:exposure",
                Act.VIEW_EXPOSURE,
                ("compliance:exposure_people",),
            ),
            Link("Council", "compliance:council", Act.VIEW_COUNCIL_REPORT),
            Link("Jobs", "compliance:jobs", Act.VIEW_JOBS),
            Link("History meter", "compliance:history_meter", Act.VIEW_JOBS),
        ),
    ),
    (
        "Law",
        (
            Link(
                "Duties",
                "compliance:duties",
                Act.VIEW_DUTIES,
                ("compliance:prove_duty",),
            ),
            Link(
                "Laws to come",
                "compliance:adoptions",
                Act.VIEW_ADOPTION,
                (
                    "compliance:adoption",
                    "compliance:sign_adoption",
                ),
            ),
            Link(
                "Texts",
                "bookings:legal_texts",
                Act.REVIEW_TEXT,
                ("bookings:sign_text",),
            ),
            Link(
                "Consular schedule",
                "bookings:consular_schedule",
                Act.SET_CONSULAR_SCHEDULE,
            ),
            Link(
                "Retention",
                "bookings:retention",
                Act.VIEW_RETENTION,
                ("bookings:set_retention",),
            ),
            Link("Laws", "access:laws", also=("access:law",)),
        ),
    ),
    (
        "",
        (Link("Register", "bookings:register"),),
    ),
)


def menu(viewer: Viewer, here: str) -> list[dict]:
    """The entries of the row, some of them groups with entries of their own. ``here``:
    the route of the page that is open.
    """
    open_to = [
        (label, [_entry(link, here) for link in links if _is_open(link, viewer)])
        for label, links in GROUPS
    ]
    if sum(len(entries) for _, entries in open_to) <= ROW:
        return [entry for _, entries in open_to for entry in entries]
    row: list[dict] = []
    for label, entries in open_to:
        if label and len(entries) > 1:
            is_here = any(entry["current"] for entry in entries)
            row.append({"label": label, "entries": entries, "is_here": is_here})
        else:
            row.extend(entries)
    return row


def _is_open(link: Link, viewer: Viewer) -> bool:
    return link.act is None or bool(viewer.may(link.act))


def _entry(link: Link, here: str) -> dict:
    """``current``: as ``aria-current`` has it, of the page itself or of one under it."""
    current = "page" if here == link.route else "true" if here in link.also else ""
    return {"label": link.label, "url": reverse(link.route), "current": current}
