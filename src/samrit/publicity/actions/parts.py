"""The parts of a work: media, renditions, people shown, what it tells, how the community took part, proofs of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from samrit.districts.models import CreativeDistrict
from samrit.evidence.consents import subject_of_consent
from samrit.evidence.models import Consent
from samrit.people.models import User
from samrit.platform.files import clean_name, open_file, public_copy
from samrit.platform.models import StoredFile
from samrit.platform.sniffing import COPIED, TEXT
from samrit.publicity.actions.consents import lock_consents, refuse_of_another, refuse_without_consent
from samrit.publicity.actions.shared import choice, line, refuse, text, touch
from samrit.publicity.actions.works import begin_edit
from samrit.publicity.enums import Proof, RenditionKind, Told, WorkKind
from samrit.publicity.models import ActivityProof, Media, Participation, PersonShown, Rendition, Telling, Work

# --- media (part of the master: fixed once approved) ---


@transaction.atomic(durable=True)
def add_media(
    work: Work,
    file: StoredFile,
    *,
    file_name: str,
    alt: str = "",
    credit: str = "",
    captions: StoredFile | None = None,
    read_version: int,
    acting_user: User,
) -> Media:
    """Adds a stored file, of images and videos with their copy for the public, which tells no place.

    Alt text, credit and captions may follow; submitting asks for them.
    """
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user, master=True)
    if work.media.filter(file=file).exists():
        raise refuse(
            "file", ("this file is in the work already", "ไฟล์นี้อยู่ในงานแล้ว"), ("choose another", "โปรดเลือกไฟล์อื่น")
        )
    media = Media.objects.create(
        work=work,
        file=file,
        public_copy=public_copy(file) if file.media_type in COPIED else None,
        file_name=clean_name(file_name),
        **_words(file, alt, credit, captions),
    )
    touch(
        work,
        "edit",
        "work.media_added",
        acting_user=acting_user,
        standing=standing,
        data={"media": media.pk, "sha256": file.pk, "captions": captions.pk if captions else None},
    )
    return media


@transaction.atomic(durable=True)
def describe_media(
    media: Media,
    *,
    alt: str,
    credit: str,
    captions: StoredFile | None = None,
    read_version: int,
    acting_user: User,
) -> Media:
    """Writes alt text, credit and captions. Allowed after approval too: they change nothing of what is shown.

    `captions` None keeps those that are there. `read_version` is the work's.
    """
    work = media.work
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    values = _words(media.file, alt, credit, captions or media.captions)
    Media.objects.filter(pk=media.pk).update(**values)
    media.refresh_from_db()
    touch(
        work,
        "edit",
        "work.media_described",
        acting_user=acting_user,
        standing=standing,
        data={"media": media.pk, "alt": media.alt, "credit": media.credit, "captions": media.captions_id},
    )
    return media


def _words(file: StoredFile, alt: str, credit: str, captions: StoredFile | None) -> dict[str, object]:
    if captions is not None and not tells_times(captions):
        raise refuse(
            "captions",
            ("captions are a text file with times (.vtt, .srt)", "คำบรรยายต้องเป็นไฟล์ข้อความที่มีเวลา (.vtt, .srt)"),
            ("choose one", "โปรดเลือกไฟล์คำบรรยาย"),
        )
    if captions is not None and not file.media_type.startswith("video/"):
        raise refuse(
            "captions", ("only a video has captions", "ไฟล์คำบรรยายใช้กับวิดีโอเท่านั้น"), ("leave it empty", "โปรดเว้นว่าง")
        )
    return {
        "alt": line(alt, "alt", longest=500, needed=False),
        "credit": line(credit, "credit", longest=200, needed=False),
        "captions": captions,
    }


def tells_times(captions: StoredFile) -> bool:
    """Whether a file is text with times, as captions are."""
    if captions.media_type != TEXT:
        return False
    with open_file(captions) as file:
        return b"-->" in file.read(20_000)


@transaction.atomic(durable=True)
def remove_media(media: Media, *, read_version: int, acting_user: User) -> None:
    """Takes a file out of a work that is not approved yet. `read_version` is the work's."""
    work = media.work
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user, master=True)
    gone = {"media": media.pk, "sha256": media.file_id}
    media.delete()
    touch(work, "edit", "work.media_removed", acting_user=acting_user, standing=standing, data=gone)


# --- people shown (part of the master) ---


@transaction.atomic(durable=True)
def show_people(work: Work, consents: Iterable[Consent], *, read_version: int, acting_user: User) -> None:
    """Says who is shown: exactly these people, each under a consent to publicity that holds today."""
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user, master=True)
    wanted = {consent.pk: consent for consent in consents}
    lock_consents(wanted.values())
    for consent in wanted.values():
        refuse_of_another(consent, work.key_result, path="people_shown")
        refuse_without_consent(consent, on=timezone.localdate(), path="people_shown")
    work.people_shown.exclude(consent__in=wanted).delete()
    there = set(work.people_shown.values_list("consent_id", flat=True))
    PersonShown.objects.bulk_create(PersonShown(work=work, consent_id=key) for key in wanted if key not in there)
    names = sorted(subject_of_consent(consent) for consent in wanted.values())
    touch(work, "edit", "work.people_shown", acting_user=acting_user, standing=standing, data={"consents": names})


# --- renditions, tellings, participation, proofs (facts: open until the work is verified) ---


@transaction.atomic(durable=True)
def add_rendition(
    work: Work,
    *,
    kind: str,
    own_work: bool | None = None,
    note: str = "",
    read_version: int,
    acting_user: User,
) -> Rendition:
    """One cut or language of a work; `own_work`: it took production of its own (None: not known)."""
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    if work.kind == WorkKind.ACTIVITY:
        raise refuse(
            "kind", ("an activity has no renditions", "กิจกรรมไม่มีฉบับย่อยของสื่อ"), ("enter a piece", "โปรดบันทึกเป็นชิ้นงาน")
        )
    rendition = Rendition.objects.create(
        work=work,
        kind=choice(kind, "kind", RenditionKind),
        own_work=own_work,
        note=line(note, "note", longest=200, needed=False),
    )
    touch(
        work,
        "edit",
        "work.rendition_added",
        acting_user=acting_user,
        standing=standing,
        data={"rendition": rendition.pk, "kind": str(kind), "own_work": own_work},
    )
    return rendition


@dataclass(frozen=True, slots=True)
class TookPart:
    """Who of the community of a district took part in a work, and how."""

    district: CreativeDistrict
    who: str
    how: str


@transaction.atomic(durable=True)
def record_tellings(
    work: Work, tellings: Sequence[tuple[CreativeDistrict, str]], *, read_version: int, acting_user: User
) -> None:
    """What the work tells of which district (story, identity, culture): exactly these. Only of districts it serves."""
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    wanted = {(district.pk, choice(what, "tellings", Told)): district for district, what in tellings}
    _refuse_other_districts(work, (district for district, _ in tellings), "tellings")
    work.tellings.all().delete()
    Telling.objects.bulk_create(Telling(work=work, district_id=key, what=what) for key, what in wanted)
    said = sorted([district.slug, what] for (_, what), district in wanted.items())
    touch(work, "edit", "work.tellings", acting_user=acting_user, standing=standing, data={"tellings": said})


@transaction.atomic(durable=True)
def record_participation(
    work: Work, rows: Sequence[TookPart], *, read_version: int, acting_user: User
) -> list[Participation]:
    """How the communities took part, who and how: exactly these rows. Only of districts that the work serves."""
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    _refuse_other_districts(work, (row.district for row in rows), "participations")
    made = [
        Participation(
            work=work,
            district=row.district,
            who=line(row.who, f"participations[{place}].who"),
            how=text(row.how, f"participations[{place}].how", longest=2_000, needed=True),
        )
        for place, row in enumerate(rows)
    ]
    work.participations.all().delete()
    Participation.objects.bulk_create(made)
    touch(
        work,
        "edit",
        "work.participation",
        acting_user=acting_user,
        standing=standing,
        data={"participation": [[row.district.slug, row.how] for row in made]},
        personal={f"who_{place}": row.who for place, row in enumerate(made)},
    )
    return made


def _refuse_other_districts(work: Work, districts: Iterable[CreativeDistrict], path: str) -> None:
    served = set(work.districts.values_list("pk", flat=True))
    for district in districts:
        if district.pk not in served:
            raise refuse(
                path,
                (f"the work does not serve {district}", f"งานนี้ยังไม่ได้ระบุว่าเป็นของ{district}"),
                ("add the district to the work first", "โปรดเพิ่มย่านในงานก่อน"),
            )


@transaction.atomic(durable=True)
def record_proofs(
    work: Work, numbers: Mapping[str, int | None], *, read_version: int, acting_user: User
) -> list[ActivityProof]:
    """The counts that prove taking part in an activity, by kind: exactly these. None is not known, 0 is nobody."""
    standing = begin_edit(work, read_version=read_version, acting_user=acting_user)
    if work.kind != WorkKind.ACTIVITY:
        raise refuse(
            "proofs", ("only an activity has them", "บันทึกได้เฉพาะกิจกรรม"), ("open the activity", "โปรดเปิดหน้ากิจกรรม")
        )
    for kind, number in numbers.items():
        choice(kind, "proofs", Proof)
        if number is not None and not 0 <= number <= 100_000_000:
            raise refuse(
                f"proofs.{kind}",
                ("this is not a number of people", "จำนวนไม่ถูกต้อง"),
                ("write a whole number from 0; leave it empty if not known", "กรอกจำนวนเต็มตั้งแต่ 0 หากไม่ทราบให้เว้นว่าง"),
            )
    activity = work.activity
    activity.proofs.all().delete()
    made = ActivityProof.objects.bulk_create(
        ActivityProof(activity=activity, kind=kind, number=number) for kind, number in numbers.items()
    )
    touch(
        work,
        "record",
        "work.proofs",
        acting_user=acting_user,
        standing=standing,
        data={"proofs": {str(kind): number for kind, number in numbers.items()}},
    )
    return made
