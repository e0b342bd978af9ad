"""Snapshots of scores: the facts, the score with its reasons, and what they were computed from. Appended only."""

from __future__ import annotations

from django.db import models

from samrit.people.models import User
from samrit.results.models import KeyResult, Report, Revision


class ScoreSnapshot(models.Model):
    """A score as it stood: `facts` and `score` are the contract's documents, `counts` the count they came from."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="snapshots")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="snapshots")
    as_of = models.DateField()
    facts = models.JSONField()
    score = models.JSONField()
    counts = models.JSONField()
    rule = models.CharField(max_length=80)
    taken_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-as_of", "-id")
