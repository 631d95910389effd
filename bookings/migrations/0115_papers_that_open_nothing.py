"""Subpoenas and summonses of agencies, and orders of immigration judges, are papers too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0114_disposing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="detainer",
            name="form",
            field=models.CharField(
                choices=[
                    ("I-247A", "I-247A"),
                    ("I-247D", "I-247D"),
                    ("I-247N", "I-247N"),
                    ("I-247X", "I-247X"),
                    ("I-247", "I-247"),
                    ("I-200", "I-200"),
                    ("I-203", "I-203"),
                    ("I-205", "I-205"),
                    ("I-138", "I-138"),
                    ("EOIR order", "EOIR order"),
                    ("Summons", "Summons"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="historicaldetainer",
            name="form",
            field=models.CharField(
                choices=[
                    ("I-247A", "I-247A"),
                    ("I-247D", "I-247D"),
                    ("I-247N", "I-247N"),
                    ("I-247X", "I-247X"),
                    ("I-247", "I-247"),
                    ("I-200", "I-200"),
                    ("I-203", "I-203"),
                    ("I-205", "I-205"),
                    ("I-138", "I-138"),
                    ("EOIR order", "EOIR order"),
                    ("Summons", "Summons"),
                ],
                max_length=10,
            ),
        ),
    ]
