"""Somebody can be asked about by name, whoever it is and whether or not there is anybody.
Which booking it is, a decider says once, before anybody has decided; never the requester.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STANDS = """
CREATE OR REPLACE FUNCTION warrants_request_stands() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.membership_id, NEW.purpose, NEW.classes, NEW.basis, NEW.days,
      NEW.reason_text, NEW.reason_signs, NEW.reason_digest, NEW.named_text,
      NEW.instrument_id, NEW.asked_at) IS DISTINCT FROM
     (OLD.membership_id, OLD.purpose, OLD.classes, OLD.basis, OLD.days,
      OLD.reason_text, OLD.reason_signs, OLD.reason_digest, OLD.named_text,
      OLD.instrument_id, OLD.asked_at) THEN
    RAISE EXCEPTION 'a request is decided as it was asked'
      USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.booking_id, NEW.named_found_at, NEW.named_found_by_id) IS DISTINCT FROM
     (OLD.booking_id, OLD.named_found_at, OLD.named_found_by_id)
     AND (OLD.named_text IS NULL OR OLD.named_found_at IS NOT NULL
       OR NEW.named_found_at IS NULL OR OLD.status <> 'waiting'
       OR NEW.status <> 'waiting'
       OR NOT EXISTS (SELECT FROM public.bookings_booking b WHERE b.id = NEW.booking_id)
       OR EXISTS (SELECT FROM public.access_membership m
         WHERE m.id = NEW.membership_id AND m.account_id = NEW.named_found_by_id)
       OR EXISTS (SELECT FROM public.access_approval p
         WHERE p.target_kind = 'access_request' AND p.target_id = NEW.id::text)) THEN
    RAISE EXCEPTION 'a request is decided as it was asked: whom a name means is said once'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;

CREATE OR REPLACE FUNCTION warrants_paper_stands() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF (NEW.classes, NEW.ends_at) IS DISTINCT FROM (OLD.classes, OLD.ends_at)
     OR (OLD.found_id IS NOT NULL AND NEW.found_id IS DISTINCT FROM OLD.found_id)
     -- The booking of a request that was made by name, once that is said.
     OR (NEW.booking_id <> OLD.booking_id
       AND (NOT EXISTS (SELECT FROM public.warrants_accessrequest r
           WHERE r.instrument_id = NEW.id AND r.named_found_at IS NOT NULL
             AND r.booking_id = NEW.booking_id)
         OR EXISTS (SELECT FROM public.warrants_accessrequest r
           WHERE r.instrument_id = NEW.id AND r.booking_id <> NEW.booking_id))) THEN
    RAISE EXCEPTION 'a paper opens what it opened when it was brought'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $f$;
"""


def found_at():
    return models.DateTimeField(blank=True, null=True)


def named_text():
    return models.UUIDField(
        blank=True, help_text="audit.TypedText of whom it is about", null=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("warrants", "0009_narrower_and_sooner"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *(
            migrations.AddField(model, name, field())
            for model in ("accessrequest", "historicalaccessrequest")
            for name, field in (
                ("named_found_at", found_at),
                ("named_text", named_text),
            )
        ),
        migrations.AddField(
            "accessrequest",
            "named_found_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "historicalaccessrequest",
            "named_found_by",
            models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="accessrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("named_found_at__isnull", True),
                        ("named_found_by__isnull", True),
                    ),
                    models.Q(
                        ("named_found_at__isnull", False),
                        ("named_found_by__isnull", False),
                        ("named_text__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="whom_a_name_means_is_said_by_somebody",
            ),
        ),
        migrations.RunSQL(STANDS, migrations.RunSQL.noop),
    ]
