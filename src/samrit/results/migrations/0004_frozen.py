"""What was accepted does not change, whoever asks: only its state may go from verified to acknowledged."""

from __future__ import annotations

from django.db import migrations

from samrit.results.freezing import freeze


class Migration(migrations.Migration):
    dependencies = (("results", "0003_measures_and_hands"),)
    operations = (freeze(),)
