"""Accounts that are planted to try the product or its reviewers, and are nobody's."""

from django.db import migrations, models

# Whoever could make an account a drill would take it out of every scan and every number.
PROMISE = """
CREATE TRIGGER drills_stay_drills BEFORE UPDATE OF is_drill ON access_account
  FOR EACH ROW EXECUTE FUNCTION access_keys_stand('is_drill');
ALTER TABLE access_account ENABLE ALWAYS TRIGGER drills_stay_drills;
"""
UNDO = "DROP TRIGGER drills_stay_drills ON access_account"


class Migration(migrations.Migration):
    dependencies = [("access", "0006_the_life_of_an_account")]

    operations = [
        migrations.AddField(
            model_name=model,
            name="is_drill",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="planted to try the product or its reviewers; nobody signs "
                "in with it",
            ),
        )
        for model in ("account", "historicalaccount")
    ] + [migrations.RunSQL(PROMISE, UNDO)]
