"""What can be read: each resource with who sees which rows, what a row looks like, and how a list is narrowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from django.db.models import Model, Q, QuerySet
from pydantic import StringConstraints

from samrit.api.shapes import channels, exchange, people, publicity, results, site, surveys
from samrit.api.values import Day, Flag, Id, Shape, key_field
from samrit.api.viewer import (
    Rows,
    Viewer,
    by_key,
    for_administrators,
    for_everybody,
    for_readers_of_the_chain,
    json_of,
    kept,
    of_key_result,
    own,
    own_uploads,
)
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Account, Delivery
from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import Consent, EvidenceItem
from samrit.evidence.queries import is_hidden
from samrit.exchange.models import HandIn, Upload
from samrit.people.enums import Act, AgencyKind
from samrit.people.models import Agency, Deputy, RoleAssignment, User
from samrit.platform.models import AuditEntry
from samrit.publicity.enums import PlanState, TaskCode, WorkKind, WorkState
from samrit.publicity.models import (
    AwarenessResult,
    Comment,
    DuplicateFlag,
    Media,
    Notification,
    Plan,
    PlanLine,
    Publication,
    Rendition,
    SavedFilter,
    Storyteller,
    Task,
    WebsiteEntry,
    Work,
)
from samrit.results.enums import ReportState, RevisionState
from samrit.results.models import AgencyTarget, Duty, KeyResult, Measure, Period, Report, Revision
from samrit.scoring.models import ScoreSnapshot
from samrit.site.enums import PageKind
from samrit.site.models import Page, Picture
from samrit.surveys.models import (
    Allocation,
    Link,
    Look,
    Psu,
    QuestionnaireVersion,
    Recontact,
    Response,
    Survey,
    Wave,
)
from samrit.verification.models import Finding, WorkCheck

Key = Annotated[str, StringConstraints(pattern=r"^.{1,35}-[0-9]{4}$", max_length=40)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=120)]


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A parameter of a list: the type of its value, and the condition that it sets."""

    kind: Any
    where: Callable[[Any], Q]


def _is(column: str, kind: Any = Word) -> Narrowing:
    return Narrowing(kind, lambda value: Q(**{column: value}))


def _one_of(column: str, words: Any) -> Narrowing:
    return Narrowing(Literal[tuple(words.values)], lambda value: Q(**{column: value}))


def _key(path: str = "key_result") -> Narrowing:
    def where(key: str) -> Q:
        code, _dash, year = key.rpartition("-")
        return Q(**{f"{path}__code": code, f"{path}__fiscal_year": int(year)})

    return Narrowing(Key, where)


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of rows. Without `path` it is known by reference only; `dress` gives rows what no column holds."""

    model: type[Model]
    rows: Rows
    path: str = ""
    shape: type[Shape] | None = None
    narrowing: dict[str, Narrowing] = field(default_factory=dict)
    related: tuple[str, ...] = ()
    prefetch: tuple[str, ...] = ()
    dress: Callable[[Any], None] = lambda _row: None
    named: Rows | None = None
    """The rows that a call may name, where these are others than a list shows."""

    @property
    def key(self) -> str:
        return key_field(self.model)

    def seen(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows that the viewer may see, with what their shape needs."""
        rows = self.rows(viewer)
        rows = rows.select_related(*self.related) if self.related else rows
        return rows.prefetch_related(*self.prefetch)

    def nameable(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows that the viewer may name in a call."""
        return (self.named or self.rows)(viewer)

    def shown(self, row: Any) -> dict[str, Any]:
        """A row as JSON."""
        self.dress(row)
        return self.shape.model_validate(row).model_dump(mode="json")


_KR = {"key_result": _key()}
_BY_KEY = {"key_result": Narrowing(Key, lambda key: Q(key_result=key))}
_SUBJECT = {"subject": _is("subject")}


def _dress_work(row: Work) -> None:
    row.detail = getattr(row, row.kind, None)
    for media in row.media.all():
        _dress_media(media)


def _dress_media(row: Media) -> None:
    row.sha256 = row.file_id


def _dress_report(row: Report) -> None:
    row.period_code = row.period.code


def _dress_evidence(row: EvidenceItem) -> None:
    """What was hidden for a withdrawn consent stays hidden: that it is there is all that is told."""
    row.sha256 = row.file_id
    if is_hidden(row):
        row.title, row.file_name, row.url, row.statement, row.sha256 = "", "", "", "", None


def _dress_comment(row: Comment) -> None:
    row.text = "" if row.taken_back_at else row.text


def _dress_storyteller(row: Storyteller) -> None:
    row.person = row.consent.person


def _dress_upload(row: Upload) -> None:
    row.sha256, row.size, row.media_type = row.file.sha256, row.file.size, row.file.media_type


def _dress_audit(row: AuditEntry) -> None:
    row.body = json_of(row.body) if isinstance(row.body, str) else row.body


def _dress_page(row: Page) -> None:
    row.published_number = row.published.number if row.published else None
    row.waiting_number = row.waiting.number if row.waiting else None


def _pages(viewer: Viewer) -> QuerySet[Page]:
    """Drafts only for those who write them; of stories those of key results that may be seen."""
    rows = Page.objects.filter(Q(work=None) | Q(work__key_result__in=viewer.key_results))
    return rows if viewer.rights.may_somewhere(Act.EDIT_SITE) else rows.exclude(published=None)


_WORK_PARTS = (
    *("districts", "renditions", "publications", "publications__work", "media", "participations__district"),
    *("tellings__district", "story__pieces", "activity__proofs"),
)

RESOURCES: tuple[Resource, ...] = (
    Resource(
        KeyResult,
        lambda viewer: KeyResult.objects.filter(pk__in=viewer.key_results),
        "key-results",
        results.KeyResultShape,
        {"fiscal_year": _is("fiscal_year", Id), "host": _is("host__code"), "code": _is("code")},
        ("host",),
        ("districts",),
    ),
    Resource(
        Revision,
        of_key_result(Revision),
        "revisions",
        results.RevisionShape,
        {**_KR, "state": _one_of("state", RevisionState)},
        ("key_result", "created_by", "signed_by"),
    ),
    Resource(
        AgencyTarget,
        of_key_result(AgencyTarget),
        "targets",
        results.TargetShape,
        {**_KR, "agency": _is("agency__code")},
        ("key_result", "agency", "set_by", "set_on_behalf_of", "accepted_by"),
    ),
    Resource(
        Duty,
        of_key_result(Duty),
        "duties",
        results.DutyShape,
        {**_KR, "agency": _is("agency__code")},
        ("key_result", "agency"),
        ("minimums",),
    ),
    Resource(Measure, of_key_result(Measure), "measures", results.MeasureShape, _KR, ("key_result",)),
    Resource(Period, of_key_result(Period), "periods", results.PeriodShape, _KR, ("key_result",)),
    Resource(
        Report,
        of_key_result(Report),
        "reports",
        results.ReportShape,
        {**_KR, "agency": _is("agency__code"), "period": _is("period__code"), "state": _one_of("state", ReportState)},
        ("key_result", "agency", "period", "corrects", "entered_by", "on_behalf_of"),
        ("values", "steps__by", "steps__on_behalf_of"),
        _dress_report,
    ),
    Resource(HandIn, of_key_result(HandIn), "hand-ins", exchange.HandInShape, _KR, ("key_result", "period", "by")),
    Resource(
        Finding,
        of_key_result(Finding),
        "findings",
        results.FindingShape,
        {**_KR, **_SUBJECT},
        ("key_result", "by", "replied_by"),
    ),
    Resource(
        WorkCheck,
        of_key_result(WorkCheck, "work__key_result"),
        "checks",
        results.CheckShape,
        {"key_result": _key("work__key_result")},
        ("work", "by", "on_behalf_of"),
    ),
    Resource(
        ScoreSnapshot,
        of_key_result(ScoreSnapshot),
        "snapshots",
        results.SnapshotShape,
        {**_KR, "as_of": _is("as_of", Day)},
        ("key_result", "revision", "report"),
    ),
    Resource(
        Plan,
        of_key_result(Plan),
        "plans",
        publicity.PlanShape,
        {**_KR, "state": _one_of("state", PlanState)},
        ("key_result", "entered_by", "decided_by"),
        ("lines__district",),
    ),
    Resource(PlanLine, of_key_result(PlanLine, "plan__key_result")),
    Resource(
        Work,
        of_key_result(Work),
        "works",
        publicity.WorkShape,
        {
            **_KR,
            "kind": _one_of("kind", WorkKind),
            "state": _one_of("state", WorkState),
            "agency": _is("agency__code"),
            "district": Narrowing(
                Word,
                lambda slug: Q(
                    pk__in=Work.districts.through.objects.filter(creativedistrict__slug=slug).values("work_id")
                ),
            ),
        },
        (
            "key_result",
            "agency",
            "producer",
            "entered_by",
            "on_behalf_of",
            "approved_by",
            "derived_from",
            "piece",
            "story",
            "activity",
        ),
        _WORK_PARTS,
        _dress_work,
    ),
    Resource(
        Publication,
        of_key_result(Publication, "work__key_result"),
        "publications",
        publicity.PublicationShape,
        {"key_result": _key("work__key_result"), "channel": _is("channel")},
        ("work",),
    ),
    Resource(Media, of_key_result(Media, "work__key_result"), "media", publicity.MediaShape, dress=_dress_media),
    Resource(Rendition, of_key_result(Rendition, "work__key_result"), "renditions", publicity.RenditionShape),
    Resource(
        DuplicateFlag,
        lambda viewer: DuplicateFlag.objects.filter(
            first__key_result__in=viewer.key_results, second__key_result__in=viewer.key_results
        ),
        "duplicates",
        publicity.DuplicateShape,
        {"key_result": _key("first__key_result"), "same": _is("same", Flag)},
        ("first", "second", "keep", "decided_by"),
    ),
    Resource(
        WebsiteEntry,
        of_key_result(WebsiteEntry),
        "website-entries",
        publicity.WebsiteShape,
        _KR,
        ("key_result", "district", "entered_by", "on_behalf_of"),
    ),
    Resource(
        Storyteller,
        kept(Storyteller, Act.EDIT_STORYTELLERS),
        "storytellers",
        publicity.StorytellerShape,
        _KR,
        ("key_result", "consent"),
        ("districts", "contributions"),
        _dress_storyteller,
    ),
    Resource(
        AwarenessResult,
        of_key_result(AwarenessResult),
        "awareness-results",
        publicity.AwarenessShape,
        _KR,
        ("key_result", "period", "entered_by"),
    ),
    Resource(
        Task,
        of_key_result(Task),
        "tasks",
        publicity.TaskShape,
        {
            **_KR,
            **_SUBJECT,
            "code": _one_of("code", TaskCode),
            "done": Narrowing(bool, lambda done: Q(done_at__isnull=not done)),
        },
        ("key_result", "agency", "assignee", "opened_by", "done_by"),
    ),
    Resource(
        Comment,
        of_key_result(Comment),
        "comments",
        publicity.CommentShape,
        {**_KR, **_SUBJECT},
        ("key_result", "by"),
        dress=_dress_comment,
    ),
    Resource(SavedFilter, own(SavedFilter), "filters", publicity.FilterShape),
    Resource(
        Notification,
        own(Notification),
        "notices",
        publicity.NoticeShape,
        {"read": Narrowing(bool, lambda read: Q(read_at__isnull=not read))},
        ("key_result", "by"),
    ),
    Resource(
        EvidenceItem,
        by_key(EvidenceItem),
        "evidence",
        publicity.EvidenceShape,
        {**_BY_KEY, **_SUBJECT},
        ("district", "entered_by"),
        ("marks__by",),
        _dress_evidence,
    ),
    Resource(
        Consent,
        kept(Consent, Act.EDIT_STORYTELLERS, key=True),
        "consents",
        publicity.ConsentShape,
        _BY_KEY,
        ("entered_by", "on_behalf_of"),
    ),
    Resource(
        Survey,
        of_key_result(Survey),
        "surveys",
        surveys.SurveyShape,
        _KR,
        ("key_result", "locked_by"),
        ("strata__khet", "strata__psus"),
    ),
    Resource(
        QuestionnaireVersion,
        of_key_result(QuestionnaireVersion, "survey__key_result"),
        "questionnaires",
        surveys.QuestionnaireShape,
        {"key_result": _key("survey__key_result")},
        ("survey",),
    ),
    Resource(
        Wave,
        of_key_result(Wave, "survey__key_result"),
        "waves",
        surveys.WaveShape,
        {"key_result": _key("survey__key_result")},
        ("survey",),
    ),
    Resource(Psu, of_key_result(Psu, "stratum__survey__key_result")),
    Resource(
        Link,
        of_key_result(Link, "wave__survey__key_result"),
        "links",
        surveys.LinkShape,
        {"key_result": _key("wave__survey__key_result")},
        ("wave",),
    ),
    Resource(
        Allocation,
        of_key_result(Allocation, "wave__survey__key_result"),
        "allocations",
        surveys.AllocationShape,
        {"key_result": _key("wave__survey__key_result")},
        ("wave", "psu", "enumerator"),
    ),
    Resource(
        Look,
        of_key_result(Look, "wave__survey__key_result"),
        "looks",
        surveys.LookShape,
        {"key_result": _key("wave__survey__key_result")},
        ("wave",),
    ),
    Resource(Response, of_key_result(Response, "wave__survey__key_result")),
    Resource(
        Recontact,
        of_key_result(Recontact, "response__wave__survey__key_result"),
        "recontacts",
        surveys.RecontactShape,
        {"key_result": _key("response__wave__survey__key_result")},
        ("response", "entered_by"),
    ),
    Resource(
        CreativeDistrict,
        for_everybody(CreativeDistrict),
        "districts",
        people.DistrictShape,
        {"khet": _is("khets__code"), "verified": _is("verified", bool)},
        (),
        ("khets",),
    ),
    Resource(
        Agency,
        for_everybody(Agency),
        "agencies",
        people.AgencyShape,
        {"kind": _one_of("kind", AgencyKind), "parent": _is("parent__code")},
        ("parent",),
        ("former_names",),
    ),
    Resource(
        User,
        for_administrators(User),
        "people",
        people.PersonShape,
        {"agency": _is("agency__code"), "username": _is("username")},
        ("agency",),
        named=lambda _viewer: User.objects.all(),
    ),
    Resource(
        RoleAssignment,
        for_administrators(RoleAssignment),
        "roles",
        people.RoleShape,
        {"user": _is("user_id", Id)},
        ("user", "agency"),
    ),
    Resource(Deputy, for_administrators(Deputy), "deputies", people.DeputyShape, {}, ("absent", "deputy")),
    Resource(
        AuditEntry,
        for_readers_of_the_chain(AuditEntry),
        "audit-entries",
        people.AuditShape,
        {**_SUBJECT, "action": _is("action"), "actor": _is("actor")},
        dress=_dress_audit,
    ),
    Resource(
        Page,
        _pages,
        "pages",
        site.PageShape,
        {"kind": _one_of("kind", PageKind), "district": _is("district__slug")},
        ("district", "work", "published", "waiting"),
        ("versions__created_by", "pictures__page", "corrections__by", "corrections__page"),
        _dress_page,
    ),
    Resource(
        Picture,
        lambda viewer: Picture.objects.filter(page__in=_pages(viewer)),
        "pictures",
        site.PictureShape,
        related=("page",),
    ),
    Resource(
        Account,
        for_everybody(Account),
        "channel-accounts",
        channels.AccountShape,
        {"channel": _is("channel"), "agency": _is("agency__code")},
        ("agency",),
    ),
    Resource(
        Delivery,
        of_key_result(Delivery, "work__key_result"),
        "deliveries",
        channels.DeliveryShape,
        {"key_result": _key("work__key_result"), "state": _one_of("state", DeliveryState)},
        ("work", "account", "publication", "entered_by"),
        ("steps__by",),
    ),
    Resource(Upload, own_uploads, "files", exchange.UploadShape, dress=_dress_upload),
)
BY_MODEL: dict[type[Model], Resource] = {row.model: row for row in RESOURCES}
