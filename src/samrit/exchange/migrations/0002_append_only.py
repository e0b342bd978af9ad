"""What was handed in is never rewritten."""

from __future__ import annotations

from django.db import migrations

from samrit.platform.append_only import protect


class Migration(migrations.Migration):
    dependencies = (("exchange", "0001_initial"),)
    operations = (protect("exchange_handin"),)
