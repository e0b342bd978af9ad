"""Steps of plans and works are only ever added."""

from __future__ import annotations

from django.db import migrations

from samrit.platform.append_only import protect


class Migration(migrations.Migration):
    dependencies = (("publicity", "0002_steps_notices_filters"),)
    operations = (protect("publicity_step"),)
