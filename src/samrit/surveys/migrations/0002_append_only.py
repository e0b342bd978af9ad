"""Questionnaire versions, responses and their attachments are only ever added."""

from __future__ import annotations

from django.db import migrations

from samrit.platform.append_only import protect


class Migration(migrations.Migration):
    dependencies = (("surveys", "0001_initial"),)
    operations = (
        protect("surveys_questionnaireversion"),
        protect("surveys_response"),
        protect("surveys_attachment"),
    )
