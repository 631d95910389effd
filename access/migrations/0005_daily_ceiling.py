"""How many different people an outside account is shown in a day past the register."""

from django.db import migrations, models

# The account is locked until the transaction ends, and what is counted after that is
# read with a snapshot of its own: that is what VOLATILE means inside a function. Of two
# requests of one account at once, the second counts what the first has shown.
PEOPLE_TODAY = """
CREATE FUNCTION access_people_shown_today(whose bigint, zone text) RETURNS uuid[]
LANGUAGE plpgsql VOLATILE AS $f$
DECLARE
  until timestamptz;
  midnight timestamptz;
  people uuid[];
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('access_daily_ceiling', whose));
  until := public.jail_now();
  midnight := date_trunc('day', until, zone);
  SELECT coalesce(array_agg(DISTINCT e.person_id), '{}') INTO people
  FROM public.audit_viewevent e
  WHERE e.origin = 'live' AND e.account_id = whose
    AND e.occurred_at >= midnight AND e.occurred_at <= until
    AND e.person_id IS NOT NULL AND e.detail @> '{"counted": true}';
  RETURN people;
END $f$;
"""

_CEILING = {
    "db_default": 200,
    "default": 200,
    "help_text": "different people a day for each account, past the register",
}


class Migration(migrations.Migration):
    dependencies = [("access", "0004_known_roles"), ("audit", "0002_evidence")]

    operations = [
        migrations.AddField(
            model_name="agreement",
            name="daily_ceiling",
            field=models.PositiveIntegerField(**_CEILING),
        ),
        migrations.AddField(
            model_name="historicalagreement",
            name="daily_ceiling",
            field=models.PositiveIntegerField(**_CEILING),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("daily_ceiling__gt", 0)),
                name="agreement_has_a_daily_ceiling",
            ),
        ),
        migrations.RunSQL(
            PEOPLE_TODAY, "DROP FUNCTION access_people_shown_today(bigint, text)"
        ),
    ]
