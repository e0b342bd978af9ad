"""Papers that were drawn: long ones for some days, sealed ones for good."""

from __future__ import annotations

from django.db import models


class DrawnPaper(models.Model):
    """A file of a paper. `inputs` is the hash of all that it was drawn from: another content is another file."""

    inputs = models.CharField(max_length=64, unique=True)
    subject = models.CharField(max_length=120)
    kind = models.CharField(max_length=4)
    data = models.BinaryField()
    sealed = models.BooleanField(default=False)
    drawn_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.subject}.{self.kind}"
