"""The life of a finding, and the runs of jobs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import audit.clock

# What a finding is about, and which earlier one it takes up again, is filled in here,
# so that it is so whoever writes the row.
BEGINS = """
CREATE FUNCTION compliance_finding_begins() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF NEW.closed_at IS NOT NULL OR NEW.state <> 'open' THEN
    RAISE EXCEPTION 'a finding begins open' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.account_id IS NOT NULL THEN
    NEW.target_kind := 'account';
    NEW.target_id := NEW.account_id::text;
  END IF;
  NEW.reopens_id := (SELECT id FROM public.compliance_finding
    WHERE kind = NEW.kind AND target_kind = NEW.target_kind
      AND target_id = NEW.target_id AND closed_at IS NOT NULL
    ORDER BY closed_at DESC, id DESC LIMIT 1);
  RETURN NEW;
END $f$;
CREATE TRIGGER finding_begins BEFORE INSERT ON compliance_finding
  FOR EACH ROW EXECUTE FUNCTION compliance_finding_begins();
ALTER TABLE compliance_finding ENABLE ALWAYS TRIGGER finding_begins;

CREATE FUNCTION compliance_finding_opened() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  INSERT INTO public.compliance_findingstep (finding_id, kind, by_id)
  SELECT id, 'opened', nullif(current_setting('jr.actor', true), '')::bigint
  FROM opened;
  RETURN NULL;
END $f$;
CREATE TRIGGER finding_opened AFTER INSERT ON compliance_finding
  REFERENCING NEW TABLE AS opened FOR EACH STATEMENT
  EXECUTE FUNCTION compliance_finding_opened();
ALTER TABLE compliance_finding ENABLE ALWAYS TRIGGER finding_opened;
"""

# Nothing closes by itself, or without a step that says who and with what; what is
# closed stays so, at the instant of the one clock.
STANDS = """
CREATE FUNCTION compliance_finding_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
DECLARE
  may_change text[] := '{state,assigned_to_id,closed_at,closed_by_id,closed_with}';
BEGIN
  IF OLD.closed_at IS NOT NULL
     OR to_jsonb(NEW) - may_change IS DISTINCT FROM to_jsonb(OLD) - may_change THEN
    RAISE EXCEPTION 'what a finding says stands, and what is closed stays closed'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.closed_at IS NOT NULL THEN
    NEW.closed_at := public.jail_now();
  END IF;
  IF NEW.state IS DISTINCT FROM OLD.state AND NOT EXISTS (
      SELECT FROM public.compliance_findingstep s
      WHERE s.finding_id = OLD.id AND s.kind = NEW.state
        AND (NEW.closed_at IS NULL
          OR s.by_id = NEW.closed_by_id AND s.words = NEW.closed_with)) THEN
    RAISE EXCEPTION 'a finding goes on by a step that says who and with what'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER finding_stands BEFORE UPDATE ON compliance_finding
  FOR EACH ROW EXECUTE FUNCTION compliance_finding_stands();
ALTER TABLE compliance_finding ENABLE ALWAYS TRIGGER finding_stands;
"""

STEPS = """
SELECT audit_guard('compliance_findingstep');
CREATE FUNCTION compliance_step_is_written() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  NEW.at := public.jail_now();
  IF NEW.kind NOT IN ('opened', 'reopened') AND EXISTS (
      SELECT FROM public.compliance_finding
      WHERE id = NEW.finding_id AND closed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a closed finding is only opened again'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER step_is_written BEFORE INSERT ON compliance_findingstep
  FOR EACH ROW EXECUTE FUNCTION compliance_step_is_written();
ALTER TABLE compliance_findingstep ENABLE ALWAYS TRIGGER step_is_written;
"""

# A run is told of once, at its end.
RUNS = """
CREATE FUNCTION compliance_run_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $f$
BEGIN
  IF OLD.ended_at IS NOT NULL OR NEW.id <> OLD.id OR NEW.job <> OLD.job
     OR NEW.started_at <> OLD.started_at THEN
    RAISE EXCEPTION 'what is on record of a run stands' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
CREATE TRIGGER run_stands BEFORE UPDATE ON compliance_jobrun
  FOR EACH ROW EXECUTE FUNCTION compliance_run_stands();
ALTER TABLE compliance_jobrun ENABLE ALWAYS TRIGGER run_stands;
"""

# Findings from before were about accounts alone.
ABOUT = """UPDATE compliance_finding
  SET target_kind = 'account', target_id = account_id::text WHERE target_kind = ''"""
STEPS_BEFORE = """INSERT INTO compliance_findingstep (finding_id, kind, at)
  SELECT id, 'opened', opened_at FROM compliance_finding"""
UNDO = """
DROP TRIGGER finding_begins ON compliance_finding;
DROP TRIGGER finding_opened ON compliance_finding;
DROP TRIGGER finding_stands ON compliance_finding;
DROP TRIGGER step_is_written ON compliance_findingstep;
DROP TRIGGER run_stands ON compliance_jobrun;
DROP FUNCTION compliance_finding_begins(), compliance_finding_opened(),
  compliance_finding_stands(), compliance_step_is_written(), compliance_run_stands();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0004_evidence"),
        ("access", "0006_the_life_of_an_account"),
        ("audit", "0006_refusals_by_booking"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FindingStep",
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
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("opened", "opened"),
                            ("assigned", "assigned"),
                            ("answered", "answered"),
                            ("closed", "closed"),
                            ("reopened", "reopened"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(db_default=audit.clock.JailNow())),
                (
                    "words",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="no person's data",
                        max_length=1000,
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="JobRun",
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
                ("job", models.CharField(max_length=60)),
                ("started_at", models.DateTimeField(db_default=audit.clock.JailNow())),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("expected", "expected"),
                            ("running", "running"),
                            ("done", "done"),
                            ("failed", "failed"),
                        ],
                        db_default="running",
                        default="running",
                        max_length=20,
                    ),
                ),
                (
                    "error",
                    models.CharField(
                        blank=True,
                        db_default="",
                        help_text="the error's kind alone",
                        max_length=80,
                    ),
                ),
                ("detail", models.JSONField(db_default={}, default=dict)),
            ],
            options={
                "ordering": ["-started_at"],
            },
        ),
        migrations.AddField(
            model_name="finding",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="reopens",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reopened_as",
                to="compliance.finding",
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("assigned", "assigned"),
                    ("answered", "answered"),
                    ("closed", "closed"),
                ],
                db_default="open",
                default="open",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="target_id",
            field=models.CharField(db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="finding",
            name="target_kind",
            field=models.CharField(
                choices=[
                    ("account", "account"),
                    ("unit", "unit"),
                    ("agency", "agency"),
                    ("job", "job"),
                    ("duty", "duty"),
                    ("law", "law"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="assigned_to",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="reopens",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="compliance.finding",
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "open"),
                    ("assigned", "assigned"),
                    ("answered", "answered"),
                    ("closed", "closed"),
                ],
                db_default="open",
                default="open",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="target_id",
            field=models.CharField(db_default="", default="", max_length=80),
        ),
        migrations.AddField(
            model_name="historicalfinding",
            name="target_kind",
            field=models.CharField(
                choices=[
                    ("account", "account"),
                    ("unit", "unit"),
                    ("agency", "agency"),
                    ("job", "job"),
                    ("duty", "duty"),
                    ("law", "law"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="account",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="findings",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="closed_with",
            field=models.CharField(blank=True, db_default="", max_length=1000),
        ),
        migrations.AlterField(
            model_name="finding",
            name="evidence",
            field=models.JSONField(
                db_default={},
                default=dict,
                help_text="instants, counts and rule ids; no person's data",
            ),
        ),
        migrations.AlterField(
            model_name="finding",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dormant", "dormant"),
                    ("forbidden", "forbidden"),
                    ("superuser", "superuser"),
                    ("disguised", "disguised"),
                    ("never_used", "never_used"),
                    ("shared", "shared"),
                    ("overdue_training", "overdue_training"),
                    ("expired_agreement", "expired_agreement"),
                    ("out_of_shift", "out_of_shift"),
                    ("enumeration", "enumeration"),
                    ("vague_reasons", "vague_reasons"),
                    ("more_than_usual", "more_than_usual"),
                    ("ceiling_reached", "ceiling_reached"),
                    ("unreviewed", "unreviewed"),
                    ("job_late", "job_late"),
                    ("duty_overdue", "duty_overdue"),
                    ("failed_logging", "failed_logging"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicalfinding",
            name="closed_with",
            field=models.CharField(blank=True, db_default="", max_length=1000),
        ),
        migrations.AlterField(
            model_name="historicalfinding",
            name="evidence",
            field=models.JSONField(
                db_default={},
                default=dict,
                help_text="instants, counts and rule ids; no person's data",
            ),
        ),
        migrations.AlterField(
            model_name="historicalfinding",
            name="kind",
            field=models.CharField(
                choices=[
                    ("dormant", "dormant"),
                    ("forbidden", "forbidden"),
                    ("superuser", "superuser"),
                    ("disguised", "disguised"),
                    ("never_used", "never_used"),
                    ("shared", "shared"),
                    ("overdue_training", "overdue_training"),
                    ("expired_agreement", "expired_agreement"),
                    ("out_of_shift", "out_of_shift"),
                    ("enumeration", "enumeration"),
                    ("vague_reasons", "vague_reasons"),
                    ("more_than_usual", "more_than_usual"),
                    ("ceiling_reached", "ceiling_reached"),
                    ("unreviewed", "unreviewed"),
                    ("job_late", "job_late"),
                    ("duty_overdue", "duty_overdue"),
                    ("failed_logging", "failed_logging"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(ABOUT, migrations.RunSQL.noop),
        # Rows that were changed, before constraints on them are laid down.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(
                fields=["state", "opened_at"], name="finding_by_state_and_age"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("kind", "target_kind", "target_id"),
                name="one_open_finding_of_a_kind_on_a_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target_kind", ""), _negated=True),
                    models.Q(("target_id", ""), _negated=True),
                ),
                name="finding_is_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("closed_at__isnull", True),
                        ("closed_by__isnull", True),
                        ("closed_with", ""),
                        models.Q(("state", "closed"), _negated=True),
                    ),
                    models.Q(
                        ("closed_at__isnull", False),
                        ("closed_by__isnull", False),
                        ("state", "closed"),
                        models.Q(("closed_with", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="finding_is_closed_by_somebody_with_what_was_done",
            ),
        ),
        migrations.AddField(
            model_name="findingstep",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="findingstep",
            name="finding",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="steps",
                to="compliance.finding",
            ),
        ),
        migrations.AddField(
            model_name="findingstep",
            name="to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="jobrun",
            index=models.Index(fields=["job", "-started_at"], name="job_run_newest"),
        ),
        migrations.AddConstraint(
            model_name="jobrun",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("outcome", "running")),
                    models.Q(
                        ("ended_at__isnull", False),
                        models.Q(("outcome", "running"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_run_that_ended_has_an_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["answered", "closed", "reopened"]),
                    ("words", ""),
                    _negated=True,
                ),
                name="answers_and_closings_have_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="findingstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "assigned"), ("to__isnull", False)),
                    models.Q(
                        models.Q(("kind", "assigned"), _negated=True),
                        ("to__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="an_assignment_says_to_whom",
            ),
        ),
        migrations.RunSQL(STEPS_BEFORE, migrations.RunSQL.noop),
        migrations.RunSQL(BEGINS + STANDS + STEPS + RUNS, UNDO),
    ]
