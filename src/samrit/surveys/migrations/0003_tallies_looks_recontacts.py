"""Kept tallies, planned looks, second visits, and where an interview was held."""

from __future__ import annotations

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from samrit.platform.append_only import protect


class Migration(migrations.Migration):
    dependencies = [
        ("surveys", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="KeptTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("upto", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("taken_at", models.DateTimeField()),
                ("respondents", models.PositiveIntegerField()),
                ("n_eff", models.FloatField()),
                ("information", models.FloatField()),
                ("critical", models.FloatField()),
                ("spent", models.FloatField()),
                ("decision", models.CharField(max_length=16)),
                ("because", models.JSONField(default=list)),
            ],
            options={
                "ordering": ("wave", "number"),
            },
        ),
        migrations.CreateModel(
            name="Recontact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("same", "สัมภาษณ์จริง คำตอบตรงกัน"),
                            ("differs", "สัมภาษณ์จริง แต่คำตอบต่างกัน"),
                            ("not_made", "ไม่เคยมีการสัมภาษณ์"),
                            ("not_reached", "ติดต่อไม่ได้"),
                        ],
                        max_length=12,
                        verbose_name="ผลการสัมภาษณ์ซ้ำ",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="หมายเหตุ")),
                ("entered_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="response",
            name="place",
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["wave", "received_at"], name="response_since"),
        ),
        migrations.AddIndex(
            model_name="response",
            index=models.Index(
                condition=models.Q(("device", ""), _negated=True), fields=["wave", "device"], name="response_of_device"
            ),
        ),
        migrations.AddField(
            model_name="kepttally",
            name="wave",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="kept_tally", to="surveys.wave"
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="taken_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="look",
            name="wave",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="surveys.wave"
            ),
        ),
        migrations.AddField(
            model_name="recontact",
            name="entered_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="recontact",
            name="response",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="recontacts", to="surveys.response"
            ),
        ),
        migrations.AddConstraint(
            model_name="look",
            constraint=models.UniqueConstraint(fields=("wave", "number"), name="look_number_once"),
        ),
        protect("surveys_look"),
        protect("surveys_recontact"),
    ]
