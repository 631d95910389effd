"""What a paper opens ends with it: when its court recalls it, when it is executed, and when
the clerk of court does not know it.

All that is ended at once is locked in one order, grants first and then their bookings: two
papers about the same bookings, recalled at the same moment, would each wait for the other.
"""

from django.db import migrations, models

ENDS = """
CREATE FUNCTION warrants_end_what_it_opens(paper uuid, why text) RETURNS void
LANGUAGE plpgsql AS $f$
BEGIN
  PERFORM FROM public.warrants_grant g
    JOIN public.warrants_accessrequest r ON r.id = g.request_id
    JOIN public.warrants_legalinstrument c ON c.id = r.instrument_id
    WHERE c.found_id = paper AND g.ended_at IS NULL
    ORDER BY g.id FOR UPDATE OF g;
  PERFORM pg_advisory_xact_lock(ordered.key) FROM (
    SELECT DISTINCT hashtext(g.booking_id::text) AS key FROM public.warrants_grant g
    JOIN public.warrants_accessrequest r ON r.id = g.request_id
    JOIN public.warrants_legalinstrument c ON c.id = r.instrument_id
    WHERE c.found_id = paper AND g.ended_at IS NULL ORDER BY key) ordered;
  UPDATE public.warrants_grant g SET ended_at = jail_now(), end_reason = why
    FROM public.warrants_accessrequest r
    JOIN public.warrants_legalinstrument c ON c.id = r.instrument_id
    WHERE r.id = g.request_id AND c.found_id = paper AND g.ended_at IS NULL;
END $f$;

CREATE OR REPLACE FUNCTION warrants_recall_ends_grants() RETURNS trigger
LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.recalled_at IS NOT NULL AND OLD.recalled_at IS NULL THEN
    PERFORM public.warrants_end_what_it_opens(NEW.id, 'recalled');
  ELSIF NEW.served_at IS NOT NULL AND OLD.served_at IS NULL THEN
    PERFORM public.warrants_end_what_it_opens(NEW.id, 'executed');
  END IF;
  RETURN NULL;
END $f$;

CREATE FUNCTION warrants_call_ends_grants() RETURNS trigger LANGUAGE plpgsql AS $f$
BEGIN
  IF NEW.result IN ('recalled', 'not_known') THEN
    -- A grant that is being given on this paper is waited for.
    PERFORM FROM public.warrants_instrument WHERE id = NEW.instrument_id FOR UPDATE;
    PERFORM public.warrants_end_what_it_opens(NEW.instrument_id,
      CASE NEW.result WHEN 'recalled' THEN 'recalled' ELSE 'not_confirmed' END);
  END IF;
  RETURN NULL;
END $f$;
CREATE TRIGGER call_ends_grants AFTER INSERT ON warrants_callback
  FOR EACH ROW EXECUTE FUNCTION warrants_call_ends_grants();
ALTER TABLE warrants_callback ENABLE ALWAYS TRIGGER call_ends_grants;
"""

REASONS = [
    ("no_longer_needed", "no_longer_needed"),
    ("recalled", "recalled"),
    ("misused", "misused"),
    ("executed", "executed"),
    ("not_confirmed", "not_confirmed"),
]


class Migration(migrations.Migration):
    dependencies = [("warrants", "0015_rota_of_counsel")]

    operations = [
        *(
            migrations.AlterField(
                model_name=name,
                name="end_reason",
                field=models.CharField(blank=True, choices=REASONS, max_length=30),
            )
            for name in ("grant", "historicalgrant")
        ),
        migrations.RunSQL(ENDS, migrations.RunSQL.noop),
    ]
