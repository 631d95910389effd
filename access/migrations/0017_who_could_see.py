"""Who could see what at a past instant is found by an index: what grants left, by booking
and by principal; an account, as it stood.
"""

from django.db import migrations

INDEXES = """
CREATE INDEX row_history_by_booking ON access_historicalaccessrow (booking_id);
CREATE INDEX row_history_by_principal ON access_historicalaccessrow (principal);
CREATE INDEX account_history_as_of
  ON access_historicalaccount (id, history_date DESC, history_id DESC);
"""
NONE = """
DROP INDEX row_history_by_booking, row_history_by_principal, account_history_as_of;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0016_consular_officers_are_that_alone")]

    operations = [migrations.RunSQL(INDEXES, NONE)]
