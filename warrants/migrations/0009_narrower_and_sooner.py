"""A request says how soon it needs an answer; those who decide it can say yes to less, and
ask counsel. What they have narrowed it to never grows, and no grant is wider.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NARROWED = """
CREATE FUNCTION warrants_narrowed_never_grows() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.urgency <> OLD.urgency
     OR coalesce(NEW.given_classes, NEW.classes)
        & ~coalesce(OLD.given_classes, OLD.classes) <> 0
     OR coalesce(NEW.given_days, NEW.days) > coalesce(OLD.given_days, OLD.days)
     OR (OLD.counsel_asked_at IS NOT NULL
         AND (NEW.counsel_asked_at, NEW.counsel_asked_by_id) IS DISTINCT FROM
             (OLD.counsel_asked_at, OLD.counsel_asked_by_id)) THEN
    RAISE EXCEPTION 'a request is decided as it was asked, or to less'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE FUNCTION warrants_grant_is_no_wider_than_narrowed() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF EXISTS (SELECT FROM public.warrants_accessrequest r WHERE r.id = NEW.request_id
      AND (NEW.classes & ~coalesce(r.given_classes, r.classes) <> 0
        OR NEW.ends_at > NEW.starts_at
           + make_interval(days => coalesce(r.given_days, r.days)))) THEN
    RAISE EXCEPTION 'a grant is never wider than its request'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE TRIGGER narrowed_never_grows BEFORE UPDATE ON warrants_accessrequest
  FOR EACH ROW EXECUTE FUNCTION warrants_narrowed_never_grows();
CREATE TRIGGER grant_is_no_wider_than_narrowed BEFORE INSERT ON warrants_grant
  FOR EACH ROW EXECUTE FUNCTION warrants_grant_is_no_wider_than_narrowed();
ALTER TABLE warrants_accessrequest ENABLE ALWAYS TRIGGER narrowed_never_grows;
ALTER TABLE warrants_grant ENABLE ALWAYS TRIGGER grant_is_no_wider_than_narrowed;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0016_consular_officers_are_that_alone"),
        ("warrants", "0008_no_grant_without_a_paper_that_meets"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="counsel_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="counsel_asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="given_classes",
            field=models.IntegerField(
                blank=True,
                help_text="no more than these, as its deciders have said",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="given_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="no longer than this, as its deciders have said",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="accessrequest",
            name="urgency",
            field=models.CharField(
                choices=[("now", "now"), ("today", "today"), ("week", "week")],
                db_default="week",
                default="week",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="historicalaccessrequest",
            name="counsel_asked_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalaccessrequest",
            name="counsel_asked_by",
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
            model_name="historicalaccessrequest",
            name="given_classes",
            field=models.IntegerField(
                blank=True,
                help_text="no more than these, as its deciders have said",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="historicalaccessrequest",
            name="given_days",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="no longer than this, as its deciders have said",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="historicalaccessrequest",
            name="urgency",
            field=models.CharField(
                choices=[("now", "now"), ("today", "today"), ("week", "week")],
                db_default="week",
                default="week",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_classes__isnull", True),
                    ("given_classes__gt", 0),
                    _connector="OR",
                ),
                name="request_is_given_some_of_what_it_asks",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_days__isnull", True),
                    models.Q(
                        ("given_days__gte", 1), ("given_days__lte", models.F("days"))
                    ),
                    _connector="OR",
                ),
                name="request_is_given_no_more_days_than_it_asks",
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("counsel_asked_at__isnull", True),
                        ("counsel_asked_by__isnull", True),
                    ),
                    models.Q(
                        ("counsel_asked_at__isnull", False),
                        ("counsel_asked_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="counsel_is_asked_by_somebody",
            ),
        ),
        migrations.RunSQL(NARROWED, migrations.RunSQL.noop),
    ]
