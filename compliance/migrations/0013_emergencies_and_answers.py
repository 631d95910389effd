"""An emergency that nobody reviewed, and a request that nobody answered in time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0012_custody_overdue"),
    ]

    operations = [
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
                    ("unserved_paper", "unserved_paper"),
                    ("consulate_untold", "consulate_untold"),
                    ("clock_run_out", "clock_run_out"),
                    ("not_let_go", "not_let_go"),
                    ("emergency_unreviewed", "emergency_unreviewed"),
                    ("request_unanswered", "request_unanswered"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
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
                    ("booking", "booking"),
                    ("docket", "docket"),
                    ("emergency", "emergency"),
                    ("request", "request"),
                ],
                db_default="",
                default="",
                max_length=20,
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
                    ("unserved_paper", "unserved_paper"),
                    ("consulate_untold", "consulate_untold"),
                    ("clock_run_out", "clock_run_out"),
                    ("not_let_go", "not_let_go"),
                    ("emergency_unreviewed", "emergency_unreviewed"),
                    ("request_unanswered", "request_unanswered"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
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
                    ("booking", "booking"),
                    ("docket", "docket"),
                    ("emergency", "emergency"),
                    ("request", "request"),
                ],
                db_default="",
                default="",
                max_length=20,
            ),
        ),
    ]
