"""Districts in the order of a Thai dictionary, in every list and select."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from samrit.core.thai import sort_text


def fill(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    for row in apps.get_model("districts", "CreativeDistrict").objects.only("name_th"):
        row.sort_name = sort_text(row.name_th)
        row.save(update_fields=["sort_name"])


class Migration(migrations.Migration):
    dependencies = [("districts", "0002_initial")]

    operations = [
        migrations.AddField("creativedistrict", "sort_name", models.TextField(default="", editable=False)),
        migrations.AlterModelOptions("creativedistrict", {"ordering": ("sort_name", "id")}),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
