"""The audit chain as it is stored, erasable personal values, files by their content, and the cache's table."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One change: what, by whom, in which role, on whose behalf. Appended only; triggers refuse anything else.

    `body` is the canonical JSON that `hash` covers; `subject` names what was changed (`publicity.piece:<id>`).
    """

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor = models.CharField(max_length=80, blank=True)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("sequence",)
        indexes = (
            models.Index(fields=("subject", "-sequence"), name="audit_subject"),
            models.Index(fields=("actor", "-sequence"), name="audit_actor"),
        )

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"


class PersonalValue(models.Model):
    """A personal value that an audit entry commits to by its salted hash. Erasing the row leaves the chain whole."""

    commitment = models.CharField(max_length=64, primary_key=True)
    salt = models.CharField(max_length=64)
    value = models.TextField()
    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name


class StoredFile(models.Model):
    """A file kept once under the hash of its content; what it is was sniffed, not believed."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    path = models.CharField(max_length=200, unique=True)
    stored_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256


class CachedValue(models.Model):
    """A row of Django's database cache, which all processes share: sign-in limits would not hold otherwise."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key


class Job(models.Model):
    """What samrit keeps beside a queued task: its natural key, who asked, how far it is, and until when it is held.

    While a job is `unfinished` the database lets no second one in with its key. A job that runs beyond `lease_until`
    was left behind by its worker. `words` are the job's own last sentence.
    """

    result = models.OneToOneField(
        "django_tasks_database.DBTaskResult", primary_key=True, on_delete=models.CASCADE, related_name="job"
    )
    key = models.CharField(max_length=200, blank=True, db_index=True)
    unfinished = models.BooleanField(default=True)
    started_by = models.CharField(max_length=80, blank=True)
    percent = models.PositiveSmallIntegerField(null=True)
    words_en = models.TextField(blank=True)
    words_th = models.TextField(blank=True)
    lease_until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key",), condition=models.Q(unfinished=True) & ~models.Q(key=""), name="job_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return self.key or str(self.pk)


class ScheduledRun(models.Model):
    """That the work of a schedule was asked for on a day: once, whoever asks. Without a job: passed over on purpose."""

    schedule = models.CharField(max_length=80)
    day = models.DateField()
    job = models.ForeignKey(Job, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("schedule", "day"), name="schedule_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.schedule} {self.day}"
