"""An inquiry about somebody's status has one answer, and counsel has it from there."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("disclosures", "0001_counter_and_interviews"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="inquiry",
            name="what_is_passed_on_is_passed_to_somebody",
        ),
        migrations.AlterField(
            model_name="historicalinquiry",
            name="answer",
            field=models.CharField(
                choices=[
                    ("read_register", "read_register"),
                    ("nobody", "nobody"),
                    ("nothing_more", "nothing_more"),
                    ("passed_on", "passed_on"),
                    ("not_held", "not_held"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="historicalinquiry",
            name="wanted",
            field=models.CharField(
                choices=[
                    ("whether_here", "whether_here"),
                    ("charges", "charges"),
                    ("bail", "bail"),
                    ("left", "left"),
                    ("not_public", "not_public"),
                    ("status", "status"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="inquiry",
            name="answer",
            field=models.CharField(
                choices=[
                    ("read_register", "read_register"),
                    ("nobody", "nobody"),
                    ("nothing_more", "nothing_more"),
                    ("passed_on", "passed_on"),
                    ("not_held", "not_held"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="inquiry",
            name="wanted",
            field=models.CharField(
                choices=[
                    ("whether_here", "whether_here"),
                    ("charges", "charges"),
                    ("bail", "bail"),
                    ("left", "left"),
                    ("not_public", "not_public"),
                    ("status", "status"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer__in", ["passed_on", "not_held"]),
                        models.Q(("passed_to", "nobody"), _negated=True),
                    ),
                    models.Q(
                        models.Q(
                            ("answer__in", ["passed_on", "not_held"]), _negated=True
                        ),
                        ("passed_to", "nobody"),
                    ),
                    _connector="OR",
                ),
                name="what_is_passed_on_is_passed_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", "not_held"),
                        ("passed_to", "counsel"),
                        ("wanted", "status"),
                    ),
                    models.Q(
                        models.Q(("wanted", "status"), _negated=True),
                        models.Q(("answer", "not_held"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_inquiry_of_status_is_answered_and_goes_to_counsel",
            ),
        ),
    ]
