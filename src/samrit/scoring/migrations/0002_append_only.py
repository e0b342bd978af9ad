"""Rows that are evidence of what happened are only ever added."""

from __future__ import annotations

from django.db import migrations

from samrit.platform.append_only import protect


class Migration(migrations.Migration):
    dependencies = (("scoring", "0001_initial"),)
    operations = (protect("scoring_scoresnapshot"),)
