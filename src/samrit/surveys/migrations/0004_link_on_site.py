"""Whether the site leads to a link is chosen; until now it was read from its label, so those that it led to stay."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Q


def keep_those_shown(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """By the rule that held before."""
    named = Q(label__icontains="เว็บไซต์") | Q(label__icontains="website")
    apps.get_model("surveys", "Link").objects.filter(named).update(on_site=True)


class Migration(migrations.Migration):
    dependencies = (("surveys", "0003_tallies_looks_recontacts"),)
    operations = (
        migrations.AddField("link", "on_site", models.BooleanField(default=False)),
        migrations.RunPython(keep_those_shown, migrations.RunPython.noop),
    )
