"""The county's answer to an immigration paper is one of the texts for people in custody,
and the offices that send such papers are a table that a county brings.
"""

import hashlib
import tomllib
from pathlib import Path

from django.db import migrations, models

TEXTS = Path(__file__).resolve().parent.parent / "texts"
SHIPPED = ("2026-12.en.toml", "2026-12.es.toml")


def ship(apps, schema_editor):
    LegalText = apps.get_model("bookings", "LegalText")
    for name in SHIPPED:
        file = tomllib.loads((TEXTS / name).read_text(encoding="utf-8"))
        for text in file["text"]:
            words = (text["kind"], file["language"], file["edition"], text["title"])
            body = text["body"].strip()
            LegalText.objects.create(
                **{**text, "body": body},
                language=file["language"],
                language_name=file["name"],
                edition=file["edition"],
                sha256=hashlib.sha256("\n".join((*words, body)).encode()).hexdigest(),
                is_shipped=True,
            )


class Migration(migrations.Migration):
    dependencies = [("bookings", "0043_mark_codes_of_eleven")]

    operations = [
        migrations.RunPython(ship, migrations.RunPython.noop),
        migrations.CreateModel(
            name="FederalOffice",
            fields=[
                (
                    "name",
                    models.CharField(max_length=120, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=10)),
            ],
            options={"ordering": ["name"], "default_permissions": ()},
        ),
    ]
