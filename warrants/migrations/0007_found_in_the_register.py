"""Which paper in the register the one is that a request speaks of. That a call-back and a
recall are of the paper, and no more of what is said of it, takes three columns away;
nobody keeps records with this yet.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("warrants", "0006_what_a_paper_says_stands"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="legalinstrument",
            name="call_back_has_a_caller",
        ),
        migrations.RemoveField(
            model_name="historicallegalinstrument",
            name="called_back_at",
        ),
        migrations.RemoveField(
            model_name="historicallegalinstrument",
            name="called_back_by",
        ),
        migrations.RemoveField(
            model_name="historicallegalinstrument",
            name="recalled_at",
        ),
        migrations.RemoveField(
            model_name="legalinstrument",
            name="called_back_at",
        ),
        migrations.RemoveField(
            model_name="legalinstrument",
            name="called_back_by",
        ),
        migrations.RemoveField(
            model_name="legalinstrument",
            name="recalled_at",
        ),
        migrations.AddField(
            model_name="historicallegalinstrument",
            name="found",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="the paper in the register that it is, as a decider has found",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="warrants.instrument",
            ),
        ),
        migrations.AddField(
            model_name="legalinstrument",
            name="found",
            field=models.ForeignKey(
                blank=True,
                help_text="the paper in the register that it is, as a decider has found",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="claims",
                to="warrants.instrument",
            ),
        ),
    ]
