"""Tokens of programs, calls that may come twice, uploads, webhooks with their deliveries, who is told by LINE and of
what at once, what only the other system's form asks, and the hand-in log.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from samrit.channels.models import Account
from samrit.exchange.enums import DeliveryState, IndicatorKind, IndicatorLevel, Outlet, Transport, UrgentKind, Way
from samrit.people.models import User
from samrit.platform.constraints import one_of
from samrit.platform.models import StoredFile
from samrit.publicity.models import Notification
from samrit.results.models import KeyResult, Period


class ApiToken(models.Model):
    """A program's key to the API, in the name of an account. Only its hash is kept; `start` tells tokens apart."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("ใช้ทำอะไร"), max_length=100)
    start = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        """How the audit chain names this token."""
        return f"token:{self.uid}"

    def holds(self, at: dt.datetime | None = None) -> bool:
        """Whether it opens the API at a moment (now)."""
        return self.revoked_at is None and (at or timezone.now()) < self.expires_at and self.user.is_active


class KeyedCall(models.Model):
    """A call that named an Idempotency-Key, and what it was answered. Without a `status` it is not answered yet.

    `body` is sealed: an answer may hold secrets that are told but once.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="keyed_call_once"),)
        indexes = (models.Index(fields=("begun_at",), name="keyed_call_begun"),)

    def __str__(self) -> str:
        return self.key


class Upload(models.Model):
    """A file that a program has sent and will name in a call; nobody else can name it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.file_name


class CalendarLink(models.Model):
    """A private address under which a person's due dates are read by a calendar program. One a person."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_link")
    hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user)


class Webhook(models.Model):
    """An address that is told of changes. Its secret is made from the installation's key, so that none is stored.

    `events`: codes of the audit chain, `*` at an end for all that begin so. `through`: the last entry looked at.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    url = models.URLField(_("ที่อยู่"), max_length=500)
    events = models.JSONField(default=list)
    secret_number = models.PositiveIntegerField(default=1)
    through = models.PositiveBigIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.url

    @property
    def subject(self) -> str:
        """How the audit chain names this webhook."""
        return f"webhook:{self.uid}"


class Delivery(models.Model):
    """One message of a webhook: what it says, and every try with its answer.

    `earlier`: how many of the tries were made before a person last had it sent again.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    sequence = models.PositiveBigIntegerField()
    event = models.CharField(max_length=80)
    payload = models.JSONField()
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    tries = models.JSONField(default=list)
    earlier = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    next_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("webhook", "sequence"), name="delivery_once"),)
        indexes = (models.Index(fields=("state", "next_at"), name="delivery_waiting"),)

    def __str__(self) -> str:
        return self.event


class LineLink(models.Model):
    """That a person asked to be told by LINE. It holds once the code came from that person's own chat.

    `sealed` is the person's LINE user id, encrypted; by `hash` a message or an unfollow finds its person.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="line_link")
    account = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField(blank=True)
    hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    linked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user}"


class LineSent(models.Model):
    """That a person has had the digest of a day by LINE, so that nobody gets it twice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "day"), name="line_digest_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.user} · {self.day}"


def mailed_kinds() -> list[str]:
    return [UrgentKind.CHANNELS]


def lined_kinds() -> list[str]:
    return list(UrgentKind.values)


class UrgentChoice(models.Model):
    """What a person is told of at once, by mail and by LINE. Without a row: what an empty row says."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="urgent_choice")
    mail = models.JSONField(default=mailed_kinds)
    line = models.JSONField(default=lined_kinds)

    def __str__(self) -> str:
        return f"{self.user}"


class UrgentNotice(models.Model):
    """A notice that goes to its person at once by one way. Without `next_at` nothing more is tried."""

    notice = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=4, choices=Way.choices)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("notice", "way"), name="urgent_once_a_way"),)

    def __str__(self) -> str:
        return f"{self.notice_id} · {self.way}"


class TrackingEntry(models.Model):
    """What the form of Policy Tracking asks and neither sheet nor plan says: entered once, in every package from then.

    Empty is not known. It is written under the version of its key result.
    """

    key_result = models.OneToOneField(KeyResult, on_delete=models.CASCADE, related_name="tracking_entry")
    indicator_id = models.CharField(_("รหัสตัวชี้วัด"), max_length=60, blank=True)
    kind = models.CharField(_("ประเภทตัวชี้วัด"), max_length=12, choices=IndicatorKind.choices, blank=True)
    level = models.CharField(_("ตัวชี้วัดระดับผลผลิต / ผลลัพธ์"), max_length=12, choices=IndicatorLevel.choices, blank=True)
    nature = models.CharField(_("ลักษณะข้อมูล"), max_length=200, blank=True)
    goal = models.CharField(_("สนับสนุนยุทธศาสตร์ฯ : เป้าหมาย"), max_length=500, blank=True)
    project_id = models.CharField(_("รหัสโครงการ"), max_length=60, blank=True)
    project_name = models.CharField(_("ชื่อโครงการ"), max_length=500, blank=True)
    policy_id = models.CharField("Policy ID", max_length=60, blank=True)
    branch_id = models.CharField("Branch ID", max_length=60, blank=True)
    rationale = models.TextField(_("หลักการและเหตุผล"), blank=True)

    class Meta:
        constraints = (
            one_of("kind", IndicatorKind, or_blank=True, name="tracking_kind_known"),
            one_of("level", IndicatorLevel, or_blank=True, name="tracking_level_known"),
        )

    def __str__(self) -> str:
        return self.key_result.key


class HandIn(models.Model):
    """That a period's package was handed in: what, by whom, when, and the receipt. Appended only."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="hand_ins")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="hand_ins")
    outlet = models.CharField(max_length=16, choices=Outlet.choices)
    transport = models.CharField(max_length=8, choices=Transport.choices, default=Transport.BY_HAND)
    package = models.JSONField()
    sha256 = models.CharField(max_length=64)
    receipt = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.key_result.key} · {self.period}"
