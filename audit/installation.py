"""What the owner lays down after every migration: clock, history triggers,
privileges, registered shapes, and the months ahead of the view history.
"""

import json

from django.apps import apps

from audit import history, meter, shapes
from audit.months import MONTHS_AHEAD

CLOCK = """
CREATE OR REPLACE FUNCTION public.jail_now() RETURNS timestamptz
LANGUAGE sql VOLATILE PARALLEL SAFE AS $f$ SELECT clock_timestamp() $f$"""

# What the application may ask the owner to do with an imported log or roster.
IMPORT_FUNCTIONS = (
    "audit_import_open(text)",
    "audit_import_analyze(text)",
    "audit_import_attach(text, text, uuid, text)",
    "audit_import_drop(text, uuid, text)",
    "audit_import_digest(text)",
    "bookings_roster_analyze()",
)

# What the owner sums of what was counted long ago; no count is lost by it.
METER_FUNCTIONS = ("audit_fold_write_counts(timestamptz)",)

# What the owner does for the application once two people have agreed upon it.
AGREED_FUNCTIONS = ("bookings_expunge(uuid)", "bookings_dispose(bigint)")

# Written by triggers or by the owner alone; the application reads them.
READ_ONLY = {
    "django_migrations",
    "audit_meteredtable",
    "audit_registeredshape",
    "audit_writecount",
    "audit_historyremoval",
    "access_accessrow",
    "bookings_bookinguserpermission",
    "bookings_bookinggrouppermission",
    "bookings_namekey",
    "bookings_markcode",
    "bookings_mandatorycountry",
    "bookings_nickname",
    "bookings_federaloffice",
    "compliance_knowndomain",
    "compliance_knownori",
    # What a permission's codename and a group's members mean is not the
    # application's to change; a trigger mirrors units into groups.
    "access_account_groups",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "guardian_userobjectpermission",
    "guardian_groupobjectpermission",
}
# Evidence: the application adds to it, and nothing else.
APPEND_ONLY = {
    "audit_viewevent",
    "audit_actevent",
    "audit_sealedleaf",
    "audit_checkpoint",
    "access_approval",
    "access_banneracknowledgement",
    "access_training",
    "access_lawversion",
    "bookings_consularschedule",
    "bookings_dispositionrun",
    "bookings_retentionschedule",
    "bookings_legaltext",
    "bookings_textreview",
    "compliance_dutyproof",
    "compliance_lawdayreport",
    "compliance_findingstep",
    "compliance_notice",
    "access_signinattempt",
    "bookings_continuitysheet",
    "bookings_sheetopening",
    "warrants_callback",
    "warrants_instrumentpart",
}

# Closed, ended or decided, never deleted.
NEVER_DELETED = {
    "access_account",
    "access_accountsession",
    "access_agency",
    "access_agreement",
    "access_invitation",
    "access_membership",
    "access_network",
    "access_proposal",
    "access_signinlock",
    "access_unit",
    "bookings_datakey",
    "bookings_dispositionitem",
    "bookings_legalhold",
    "compliance_adoption",
    "compliance_drillrun",
    "bookings_authornotice",
    "bookings_textreading",
    "compliance_delivery",
    "compliance_finding",
    "compliance_historyreview",
    "compliance_campaign",
    "compliance_campaignline",
    "compliance_logimport",
    "compliance_noticemark",
    "compliance_recipient",
    "compliance_reminder",
    "disclosures_inquiry",
    "disclosures_interviewrequest",
    "warrants_accessrequest",
    "warrants_appearance",
    "warrants_emergency",
    "warrants_grant",
    "warrants_instrument",
    "warrants_legalinstrument",
}


def install(cursor, *, app_role: str) -> None:
    """Bring the database's own code in step with the models; safe to repeat."""
    role = _quoted(app_role)
    cursor.execute(CLOCK)
    history.install(cursor)
    meter.install(cursor)
    cursor.execute("SELECT to_regproc('public.audit_months_ahead') IS NOT NULL")
    if cursor.fetchone()[0]:
        cursor.execute("SELECT audit_months_ahead(%s)", [MONTHS_AHEAD])
        cursor.execute("GRANT EXECUTE ON FUNCTION audit_months_ahead(int) TO " + role)
    for function in (*IMPORT_FUNCTIONS, *METER_FUNCTIONS, *AGREED_FUNCTIONS):
        cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [f"public.{function}"])
        if cursor.fetchone()[0]:
            cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")
    reference_rows(cursor)
    _grant(cursor, role)


def reference_rows(cursor) -> None:
    """Write the registered shapes. A shape that stands already is left alone."""
    cursor.execute("SELECT to_regclass('public.audit_registeredshape') IS NOT NULL")
    if not cursor.fetchone()[0]:
        return
    for shape in shapes.REGISTERED.values():
        cursor.execute(
            "INSERT INTO audit_registeredshape (id, page, version, fields)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [shape.id, shape.page, shape.version, json.dumps(dict(shape.fields))],
        )


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _database(cursor) -> str:
    cursor.execute("SELECT quote_ident(current_database())")
    return cursor.fetchone()[0]


def _grant(cursor, role: str) -> None:
    """Privileges as a function of the tables: nothing first, then what is due."""
    cursor.execute(
        # A temporary table could stand in front of a real one.
        f"REVOKE TEMPORARY ON DATABASE {_database(cursor)} FROM PUBLIC;"
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC;"
        f"GRANT USAGE ON SCHEMA public TO {role};"
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role};"
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}"
    )
    historical = {past._meta.db_table for _, past in history.tracked()}
    managed = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }
    cursor.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition"
    )
    grants = []
    for (table,) in cursor.fetchall():
        if table in READ_ONLY or table in historical:
            privileges = "SELECT"
        elif table in APPEND_ONLY:
            privileges = "SELECT, INSERT"
        elif table in NEVER_DELETED:
            privileges = "SELECT, INSERT, UPDATE"
        elif table in managed:
            privileges = "SELECT, INSERT, UPDATE, DELETE"
        else:
            continue
        grants.append(f'GRANT {privileges} ON public."{table}" TO {role}')
    if grants:
        cursor.execute("; ".join(grants))
