"""What people work with at their desks: tasks, remarks, steps taken, kept selections and notices."""

from __future__ import annotations

from django.db import models

from samrit.people.models import Agency, User
from samrit.platform.models import StoredFile
from samrit.publicity.enums import NoticeCode, TaskCode
from samrit.results.models import KeyResult


class Task(models.Model):
    """Something a person must do: take down a withdrawn item, review a flag, mend a returned one."""

    key_result = models.ForeignKey(KeyResult, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    subject = models.CharField(max_length=120)
    code = models.CharField(max_length=40, choices=TaskCode.choices)
    note = models.TextField(blank=True)
    assignee = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    due_on = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")


class Comment(models.Model):
    """A remark on anything that has a subject, with those mentioned in it. Never edited; its author takes it back."""

    key_result = models.ForeignKey(KeyResult, null=True, blank=True, on_delete=models.CASCADE, related_name="comments")
    subject = models.CharField(max_length=120, db_index=True)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    mentions = models.ManyToManyField(User, related_name="mentioned_in", blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    search_tokens = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("id",)


class CommentFile(models.Model):
    """A file attached to a remark."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)


class Step(models.Model):
    """One step of a plan, work or website entry: who, in which role, on whose behalf, why. Appended only.

    Steps of making (`states.MAKING`: entered, edited, submitted, published …) say whose work it is: these people never
    approve, check or verify it.
    """

    key_result = models.ForeignKey(KeyResult, null=True, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120, db_index=True)
    act = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)


class SavedFilter(models.Model):
    """A selection of works that a person keeps under a name; `query` is what `filters.WorkFilter` reads."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=100)
    query = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="saved_filter_once"),)

    def __str__(self) -> str:
        return self.name


class Notification(models.Model):
    """Something a person is told in the workspace: a code, what it is about, and who did it; worded when shown."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    code = models.CharField(max_length=30, choices=NoticeCode.choices)
    key_result = models.ForeignKey(KeyResult, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=120)
    title = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("user", "read_at"), name="notification_unread"),)


class DigestSent(models.Model):
    """That a person has had the digest of a day, so that nobody gets it twice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "day"), name="digest_once_a_day"),)
