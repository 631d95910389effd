"""Django's door to the policy: sign-in by password, and ``has_perm``."""

from django.contrib.auth.backends import ModelBackend

from access import policy
from access.enums import FieldClass, class_of_word
from access.models import Facility
from access.selectors import held_now

_PREFIX = "view_"


class PolicyBackend(ModelBackend):
    """``has_perm("bookings.view_identity", booking)`` answers with the rule, for the
    capacity set on the request. Without a capacity, an object or a known class
    the answer is False. Global permissions and superusers count for nothing.
    """

    def has_perm(self, account, perm, obj=None):
        viewer = getattr(account, "viewer", None)
        field_class = _field_class(perm)
        if viewer is None or obj is None or field_class is None or not viewer.is_open:
            return False
        if isinstance(obj, Facility):
            facts, facility_id, booking_id = policy.BookingFacts(), obj.pk, None
        elif hasattr(obj, "facts"):
            facts, facility_id, booking_id = obj.facts(), obj.facility_id, obj.pk
        else:
            return False
        if f"{obj._meta.app_label}." != perm[: perm.index(".") + 1]:
            return False
        held = held_now(viewer, facility_id, booking_id)
        decision = policy.decide(viewer.law, viewer.facts, viewer.purpose, facts, held)
        return field_class in decision.allowed

    def get_all_permissions(self, account, obj=None):
        return set()

    def has_module_perms(self, account, app_label):
        return False


def _field_class(perm: str) -> FieldClass | None:
    _, dot, codename = perm.partition(".")
    if not dot or not codename.startswith(_PREFIX):
        return None
    try:
        return class_of_word(codename.removeprefix(_PREFIX))
    except KeyError:
        return None
