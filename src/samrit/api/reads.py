"""What can be read: every resource, in one table."""

from __future__ import annotations

from django.db.models import Model, Q, QuerySet

from samrit.api.dressing import (
    dress_audit,
    dress_comment,
    dress_evidence,
    dress_media,
    dress_page,
    dress_report,
    dress_storyteller,
    dress_upload,
    dress_work,
)
from samrit.api.resources import BY_KEY, KR, SUBJECT, Narrowing, Resource, Word, equals, of_year, one_of
from samrit.api.shapes import channels, exchange, people, publicity, results, site, surveys
from samrit.api.values import Day, Flag, Id
from samrit.api.viewer import (
    Viewer,
    by_key,
    for_administrators,
    for_everybody,
    for_readers_of_the_chain,
    kept,
    of_key_result,
    own,
    own_uploads,
)
from samrit.channels.enums import DeliveryState
from samrit.channels.models import Account, Delivery
from samrit.districts.models import CreativeDistrict
from samrit.evidence.models import Consent, EvidenceItem
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
from samrit.publicity.queries.network import READ_NETWORK
from samrit.results.enums import ReportState, RevisionState
from samrit.results.models import AgencyTarget, Duty, KeyResult, Measure, Period, Report, Revision
from samrit.scoring.models import ScoreSnapshot
from samrit.site.enums import PageKind
from samrit.site.models import Page, Picture
from samrit.surveys import telling
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
        {"fiscal_year": equals("fiscal_year", Id), "host": equals("host__code"), "code": equals("code")},
        ("host",),
        ("districts",),
    ),
    Resource(
        Revision,
        of_key_result(Revision),
        "revisions",
        results.RevisionShape,
        {**KR, "state": one_of("state", RevisionState)},
        ("key_result", "created_by", "signed_by"),
    ),
    Resource(
        AgencyTarget,
        of_key_result(AgencyTarget),
        "targets",
        results.TargetShape,
        {**KR, "agency": equals("agency__code")},
        ("key_result", "agency", "set_by", "set_on_behalf_of", "accepted_by"),
    ),
    Resource(
        Duty,
        of_key_result(Duty),
        "duties",
        results.DutyShape,
        {**KR, "agency": equals("agency__code")},
        ("key_result", "agency"),
        ("minimums",),
    ),
    Resource(Measure, of_key_result(Measure), "measures", results.MeasureShape, KR, ("key_result",)),
    Resource(Period, of_key_result(Period), "periods", results.PeriodShape, KR, ("key_result",)),
    Resource(
        Report,
        of_key_result(Report),
        "reports",
        results.ReportShape,
        {
            **KR,
            "agency": equals("agency__code"),
            "period": equals("period__code"),
            "state": one_of("state", ReportState),
        },
        ("key_result", "agency", "period", "corrects", "entered_by", "on_behalf_of"),
        ("values", "steps__by", "steps__on_behalf_of"),
        dress_report,
    ),
    Resource(HandIn, of_key_result(HandIn), "hand-ins", exchange.HandInShape, KR, ("key_result", "period", "by")),
    Resource(
        Finding,
        of_key_result(Finding),
        "findings",
        results.FindingShape,
        {**KR, **SUBJECT},
        ("key_result", "by", "replied_by"),
    ),
    Resource(
        WorkCheck,
        of_key_result(WorkCheck, "work__key_result"),
        "checks",
        results.CheckShape,
        {"key_result": of_year("work__key_result")},
        ("work", "by", "on_behalf_of"),
    ),
    Resource(
        ScoreSnapshot,
        of_key_result(ScoreSnapshot),
        "snapshots",
        results.SnapshotShape,
        {**KR, "as_of": equals("as_of", Day)},
        ("key_result", "revision", "report"),
    ),
    Resource(
        Plan,
        of_key_result(Plan),
        "plans",
        publicity.PlanShape,
        {**KR, "state": one_of("state", PlanState)},
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
            **KR,
            "kind": one_of("kind", WorkKind),
            "state": one_of("state", WorkState),
            "agency": equals("agency__code"),
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
        dress_work,
    ),
    Resource(
        Publication,
        of_key_result(Publication, "work__key_result"),
        "publications",
        publicity.PublicationShape,
        {"key_result": of_year("work__key_result"), "channel": equals("channel")},
        ("work",),
    ),
    Resource(Media, of_key_result(Media, "work__key_result"), "media", publicity.MediaShape, dress=dress_media),
    Resource(Rendition, of_key_result(Rendition, "work__key_result"), "renditions", publicity.RenditionShape),
    Resource(
        DuplicateFlag,
        lambda viewer: DuplicateFlag.objects.filter(
            first__key_result__in=viewer.key_results, second__key_result__in=viewer.key_results
        ),
        "duplicates",
        publicity.DuplicateShape,
        {"key_result": of_year("first__key_result"), "same": equals("same", Flag)},
        ("first", "second", "keep", "decided_by"),
    ),
    Resource(
        WebsiteEntry,
        of_key_result(WebsiteEntry),
        "website-entries",
        publicity.WebsiteShape,
        KR,
        ("key_result", "district", "entered_by", "on_behalf_of"),
    ),
    Resource(
        Storyteller,
        kept(Storyteller, *READ_NETWORK),
        "storytellers",
        publicity.StorytellerShape,
        KR,
        ("key_result", "consent"),
        ("districts", "contributions"),
        dress_storyteller,
    ),
    Resource(
        AwarenessResult,
        of_key_result(AwarenessResult),
        "awareness-results",
        publicity.AwarenessShape,
        KR,
        ("key_result", "period", "entered_by"),
    ),
    Resource(
        Task,
        of_key_result(Task),
        "tasks",
        publicity.TaskShape,
        {
            **KR,
            **SUBJECT,
            "code": one_of("code", TaskCode),
            "done": Narrowing(bool, lambda done: Q(done_at__isnull=not done)),
        },
        ("key_result", "agency", "assignee", "opened_by", "done_by"),
    ),
    Resource(
        Comment,
        of_key_result(Comment),
        "comments",
        publicity.CommentShape,
        {**KR, **SUBJECT},
        ("key_result", "by"),
        ("files",),
        dress=dress_comment,
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
        {**BY_KEY, **SUBJECT},
        ("district", "entered_by"),
        ("marks__by",),
        dress_evidence,
    ),
    Resource(
        Consent,
        kept(Consent, Act.EDIT_STORYTELLERS, key=True),
        "consents",
        publicity.ConsentShape,
        BY_KEY,
        ("entered_by", "on_behalf_of"),
    ),
    Resource(
        Survey,
        of_key_result(Survey),
        "surveys",
        surveys.SurveyShape,
        KR,
        ("key_result", "locked_by"),
        ("strata__khet", "strata__psus"),
    ),
    Resource(
        QuestionnaireVersion,
        of_key_result(QuestionnaireVersion, "survey__key_result"),
        "questionnaires",
        surveys.QuestionnaireShape,
        {"key_result": of_year("survey__key_result")},
        ("survey",),
    ),
    Resource(
        Wave,
        of_key_result(Wave, "survey__key_result"),
        "waves",
        surveys.WaveShape,
        {"key_result": of_year("survey__key_result")},
        ("survey",),
    ),
    Resource(Psu, of_key_result(Psu, "stratum__survey__key_result")),
    Resource(
        Link,
        of_key_result(Link, "wave__survey__key_result"),
        "links",
        surveys.LinkShape,
        {"key_result": of_year("wave__survey__key_result")},
        ("wave",),
    ),
    Resource(
        Allocation,
        of_key_result(Allocation, "wave__survey__key_result"),
        "allocations",
        surveys.AllocationShape,
        {"key_result": of_year("wave__survey__key_result")},
        ("wave", "psu", "enumerator"),
    ),
    Resource(
        Look,
        lambda viewer: telling.looks_for(viewer.user).filter(wave__survey__key_result__in=viewer.key_results),
        "looks",
        surveys.LookShape,
        {"key_result": of_year("wave__survey__key_result")},
        ("wave",),
    ),
    Resource(Response, of_key_result(Response, "wave__survey__key_result")),
    Resource(
        Recontact,
        lambda viewer: telling.recontacts_for(viewer.user, viewer.all_key_results),
        "recontacts",
        surveys.RecontactShape,
        {"key_result": of_year("response__wave__survey__key_result")},
        ("response", "entered_by"),
    ),
    Resource(
        CreativeDistrict,
        for_everybody(CreativeDistrict),
        "districts",
        people.DistrictShape,
        {"khet": equals("khets__code"), "verified": equals("verified", bool)},
        (),
        ("khets",),
    ),
    Resource(
        Agency,
        for_everybody(Agency),
        "agencies",
        people.AgencyShape,
        {"kind": one_of("kind", AgencyKind), "parent": equals("parent__code")},
        ("parent",),
        ("former_names",),
    ),
    Resource(
        User,
        for_administrators(User),
        "people",
        people.PersonShape,
        {"agency": equals("agency__code"), "username": equals("username")},
        ("agency",),
        named=lambda _viewer: User.objects.all(),
    ),
    Resource(
        RoleAssignment,
        for_administrators(RoleAssignment),
        "roles",
        people.RoleShape,
        {"user": equals("user_id", Id)},
        ("user", "agency"),
    ),
    Resource(Deputy, for_administrators(Deputy), "deputies", people.DeputyShape, {}, ("absent", "deputy")),
    Resource(
        AuditEntry,
        for_readers_of_the_chain(AuditEntry),
        "audit-entries",
        people.AuditShape,
        {**SUBJECT, "action": equals("action"), "actor": equals("actor")},
        dress=dress_audit,
    ),
    Resource(
        Page,
        _pages,
        "pages",
        site.PageShape,
        {"kind": one_of("kind", PageKind), "district": equals("district__slug")},
        ("district", "work", "published", "waiting"),
        ("versions__created_by", "pictures__page", "corrections__by", "corrections__page"),
        dress_page,
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
        {"channel": equals("channel"), "agency": equals("agency__code")},
        ("agency",),
    ),
    Resource(
        Delivery,
        of_key_result(Delivery, "work__key_result"),
        "deliveries",
        channels.DeliveryShape,
        {"key_result": of_year("work__key_result"), "state": one_of("state", DeliveryState)},
        ("work", "account", "publication", "entered_by"),
        ("steps__by",),
    ),
    Resource(Upload, own_uploads, "files", exchange.UploadShape, dress=dress_upload),
)
BY_MODEL: dict[type[Model], Resource] = {row.model: row for row in RESOURCES}
