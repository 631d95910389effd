"""What counts writes, beside what writes the history and apart from it."""

from django.db import migrations, models

FUNCTIONS = """
-- The application only ever reads what these write.
CREATE FUNCTION audit_count_writes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  INSERT INTO public.audit_writecount (table_name, at, rows)
  SELECT TG_TABLE_NAME, public.jail_now(), count(*) FROM counted HAVING count(*) > 0;
  RETURN NULL;
END $f$;

-- Of the history that is asked about. ``jr.expunging``: set by what carries an order out.
CREATE FUNCTION audit_count_removals() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  INSERT INTO public.audit_historyremoval
    (table_name, history_hour, rows, just_begun, record, at)
  SELECT m.table_name, date_trunc('hour', r.history_date), count(*),
    count(*) FILTER (WHERE r.history_date
      < date_trunc('hour', r.history_date) + interval '2 seconds'),
    coalesce(current_setting('jr.expunging', true), ''), public.jail_now()
  FROM removed r JOIN public.audit_meteredtable m ON m.past_name = TG_TABLE_NAME
    AND r.history_id > m.since_history_id
  GROUP BY m.table_name, 2;
  RETURN NULL;
END $f$;

CREATE FUNCTION audit_fold_write_counts(before timestamptz) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $f$
  WITH old AS (DELETE FROM public.audit_writecount
      WHERE at < before AND NOT is_folded RETURNING table_name, at, rows),
  summed AS (INSERT INTO public.audit_writecount (table_name, at, rows, is_folded)
      SELECT table_name, date_trunc('hour', at), sum(rows), true
      FROM old GROUP BY 1, 2)
  SELECT count(*) FROM old $f$;

REVOKE ALL ON FUNCTION audit_count_writes() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_count_removals() FROM PUBLIC;
REVOKE ALL ON FUNCTION audit_fold_write_counts(timestamptz) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0007_prepared"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeteredTable",
            fields=[
                (
                    "table_name",
                    models.CharField(max_length=63, primary_key=True, serialize=False),
                ),
                ("past_name", models.CharField(max_length=63)),
                ("since_history_id", models.BigIntegerField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="HistoryRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("history_hour", models.DateTimeField()),
                ("rows", models.BigIntegerField()),
                (
                    "just_begun",
                    models.BigIntegerField(
                        help_text="written in its first two seconds"
                    ),
                ),
                ("record", models.CharField(blank=True, max_length=60)),
                ("at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(
                        fields=["history_hour"], name="history_removal_by_hour"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WriteCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("table_name", models.CharField(max_length=63)),
                ("at", models.DateTimeField()),
                ("rows", models.BigIntegerField()),
                ("is_folded", models.BooleanField(db_default=False)),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["at"], name="write_count_by_instant")],
            },
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
    ]
