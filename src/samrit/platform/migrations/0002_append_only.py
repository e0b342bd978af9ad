"""The audit chain takes no change and loses no entry."""

from __future__ import annotations

from django.db import migrations

from samrit.platform.append_only import protect


class Migration(migrations.Migration):
    dependencies = (("platform", "0001_initial"),)
    operations = (protect("platform_auditentry"),)
