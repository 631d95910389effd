"""Numbers over what a viewer may know of: nobody is named by them, and nobody whom the
viewer may not know of is in them (law 4).
"""

from django.db import connection

from access import prepared
from access.enums import FieldClass
from access.gate import viewer_params
from access.statements import HEAD, terms_params
from access.viewer import Viewer


def counted(viewer: Viewer, sql: str, params: dict, *, needs: FieldClass) -> list:
    """Run a statement that counts over ``reach``: kinds of booking at a facility of
    which this viewer may be shown at least ``needs``, by standing access.

    Raises nothing of its own: whoever may see nothing is told of nothing.
    """
    asked = {
        **params,
        **viewer_params(viewer),
        **terms_params(viewer),
        "needs": int(needs),
    }
    with connection.cursor() as cursor:
        prepared.execute(cursor, f"{HEAD} {sql}", asked)
        return cursor.fetchall()
