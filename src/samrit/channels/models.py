"""Accounts on the channels with their tokens, deliveries with their fence, and short links."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from samrit.channels.enums import AccountState, CheckKind, DeliveryState, PostForm, Safety, Verdict
from samrit.people.models import Agency, User
from samrit.platform.locking import Versioned
from samrit.publicity.enums import Channel
from samrit.publicity.models import Publication, Work


class Account(Versioned):
    """One account of the city on one channel: a Page, a professional account, a channel, an official account.

    `facts`: what the platform told of it, without secrets (the Page's Instagram account, quotas, who may test).
    `throttled_until`: nothing is asked of the platform before that, for its own headers said so.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    external_id = models.CharField(_("รหัสบัญชีบนแพลตฟอร์ม"), max_length=200)
    name = models.CharField(_("ชื่อบัญชี"), max_length=200)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=AccountState.choices, default=AccountState.CONNECTED)
    facts = models.JSONField(default=dict)
    problem = models.CharField(max_length=60, blank=True)
    throttled_until = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    connected_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    connected_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("channel", "name", "pk")
        constraints = (models.UniqueConstraint(fields=("channel", "external_id"), name="account_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def subject(self) -> str:
        return f"account:{self.uid}"


class Grant(models.Model):
    """The tokens of an account, encrypted (`vault`). A refresh is held by one worker at a time (`lease_until`).

    `rotates`: each refresh ends the refresh token that was used. `spent`: a refresh was begun whose answer never came;
    with a rotating token nobody knows which one holds, so the account must be connected anew.
    `hard_expiry`: when it ends for good, whatever is refreshed.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="grant")
    access = models.TextField(blank=True)
    refresh = models.TextField(blank=True)
    access_expires_at = models.DateTimeField(null=True, blank=True)
    refresh_expires_at = models.DateTimeField(null=True, blank=True)
    hard_expiry = models.DateTimeField(null=True, blank=True)
    scopes = models.JSONField(default=list)
    rotates = models.BooleanField(default=False)
    spent = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    lease = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    refreshed_at = models.DateTimeField(null=True, blank=True)
    warned = models.PositiveSmallIntegerField(null=True, blank=True)  # the last warning: 14, 7 or 1 days before


class Connecting(models.Model):
    """An account that is being connected, by one person, within the hour: the way to the platform and back.

    `state` proves that who comes back is who went; `sealed` holds the verifier, then the tokens of each account that
    the grant opens (`found`: their names, without secrets). Gone once an account is chosen.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=60, unique=True)
    sealed = models.TextField(blank=True)
    found = models.JSONField(default=list)
    made_at = models.DateTimeField()


class ShortLink(models.Model):
    """A first-party address `/s/<code>`: where it leads, and by what the clicks are told apart. Never changed."""

    code = models.CharField(max_length=12, unique=True)
    target = models.URLField(max_length=1000)
    campaign = models.CharField(max_length=60)
    source = models.CharField(max_length=20)
    content = models.CharField(max_length=60)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.code


class ShortLinkDay(models.Model):
    """How often a short link was followed on a day (Bangkok), by people and by programs. Nothing of anybody is kept."""

    link = models.ForeignKey(ShortLink, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    clicks = models.PositiveIntegerField(default=0)
    robots = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("link", "day"), name="short_link_day_once"),)


class Delivery(Versioned):
    """The sending of one publication: one variant of a work, on one account, at one hour.

    `due_at`: when the machine goes on with it by itself; None while it waits for a person or is at rest.
    `lease`, `lease_until`: which worker has it in hand. `handles`: what the platform gave on the way, without secrets;
    `sealed`: handles that would let anybody act, encrypted. `why`: the code of the sentence that says why it stands
    where it stands (`reasons`), `detail` the platform's own words.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="deliveries")
    form = models.CharField(max_length=10, choices=PostForm.choices)
    content = models.JSONField(default=dict)
    link = models.OneToOneField(ShortLink, on_delete=models.PROTECT, related_name="delivery")
    state = models.CharField(max_length=12, choices=DeliveryState.choices, default=DeliveryState.DRAFT)
    scheduled_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=36, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    handles = models.JSONField(default=dict)
    sealed = models.TextField(blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)
    platform_id = models.CharField(max_length=200, blank=True)
    permalink = models.URLField(max_length=1000, blank=True)
    publication = models.OneToOneField(
        Publication, null=True, blank=True, on_delete=models.SET_NULL, related_name="delivery"
    )
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    scheduled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    scheduled_role = models.CharField(max_length=20, blank=True)
    scheduled_for = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("scheduled_at", "id")
        indexes = (
            models.Index(fields=("due_at",), name="delivery_due"),
            models.Index(fields=("state", "scheduled_at"), name="delivery_queue"),
        )

    @property
    def subject(self) -> str:
        return f"delivery:{self.uid}"

    @property
    def channel(self) -> str:
        """The channel of its account; select `account` with it."""
        return self.account.channel


class DeliveryStep(models.Model):
    """One step of a delivery: by whom (None: the machine), from where to where, why. Appended only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="steps")
    act = models.CharField(max_length=20)
    from_state = models.CharField(max_length=12)
    to_state = models.CharField(max_length=12)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    on_behalf_of = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)


class DeliveryApproval(models.Model):
    """Leave to send exactly this content (by its hash). A changed content needs a new one. Appended only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="approvals")
    content_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    on_behalf_of = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)


class DeliveryCheck(models.Model):
    """That a content was tried beforehand: validated by the platform, or sent to staff. Appended only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=12, choices=CheckKind.choices)
    content_sha256 = models.CharField(max_length=64)
    passed = models.BooleanField()
    answer = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)


class ProviderWriteAttempt(models.Model):
    """The fence: one row for one irreversible call, committed before the call is made. Appended only.

    The database lets each number of an operation in once: two workers that both believe a delivery is theirs cannot
    both call. `reconcile_after`: by then the call has ended, whatever came of it; before, nobody looks.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    operation = models.CharField(max_length=20)
    operation_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    safety = models.CharField(max_length=16, choices=Safety.choices)
    payload_sha256 = models.CharField(max_length=64)
    handle = models.CharField(max_length=300, blank=True)
    idempotency_key = models.UUIDField(null=True, blank=True)
    key_expires_at = models.DateTimeField(null=True, blank=True)
    reconcile_after = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("delivery", "operation", "number"), name="write_attempt_number_once"),
        )


class AttemptVerdict(models.Model):
    """What came of an attempt: the platform's answer (without tokens), a later look, a person's word. Appended only."""

    attempt = models.ForeignKey(ProviderWriteAttempt, on_delete=models.PROTECT, related_name="verdicts")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    why = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)
    answer = models.JSONField(default=dict)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)


class Errand(models.Model):
    """Something to do about a delivery at a time: first comment, captions, a look whether it is there, its figures.

    `name` says which (`metrics:7d`); each exists once. `due_at` None: done, or given up with `why`.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="errands")
    name = models.CharField(max_length=30)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=60, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("delivery", "name"), name="errand_once"),)
        indexes = (models.Index(fields=("due_at",), name="errand_due"),)


class MetricSnapshot(models.Model):
    """One figure of a platform as it was read. `value` None: it gave none, which is not 0. Appended only.

    `defined_on`: since when the platform counts it in this way; figures of two definitions are never compared.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="figures")
    metric = models.CharField(max_length=60)
    value = models.BigIntegerField(null=True)
    parts = models.JSONField(default=dict)
    raw = models.JSONField(default=dict)
    api_version = models.CharField(max_length=20)
    defined_on = models.DateField(null=True)
    occasion = models.CharField(max_length=30)
    captured_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("delivery", "metric", "captured_at"), name="metric_over_time"),)


class LivenessLook(models.Model):
    """What somebody who is not signed in saw of a publication. Appended only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="liveness")
    found = models.CharField(max_length=12)
    detail = models.TextField(blank=True)
    answer = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
