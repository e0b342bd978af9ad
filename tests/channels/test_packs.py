"""The evidence pack of a publication over a month: what came when, what will not come and why, and what vanished."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.factories import channels, files

from samrit.channels.actions import deciding
from samrit.channels.models import Delivery, Errand
from samrit.channels.packs import packs_of
from samrit.core.contract import Refused
from samrit.evidence import actions as evidence

GRADES = frozenset({"platform_answer", "own_capture", "file"})


def pack(made):
    """The pack of the one publication of a delivery."""
    (found,) = packs_of([made.work], GRADES)[made.work_id]
    return found


def states(made):
    return {part.name: str(part.state) for part in pack(made).parts}


def pass_days(city, days):
    """So many days, with everything done when it is due."""
    end = timezone.now().timestamp() + days * 86_400
    while (now := timezone.now().timestamp()) < end:
        city.drain()
        due = Errand.objects.exclude(due_at=None).order_by("due_at").values_list("due_at", flat=True).first()
        ahead = end - now if due is None else max(1.0, due.timestamp() - now + 0.5)
        city.at.advance(min(ahead, end - now + 1))
    city.drain()


def test_a_post_gathers_its_proofs_over_a_month(city):
    made = city.scheduled("facebook")
    city.settle()
    needed = dict.fromkeys(("answer", "reference", "hash", "time"), "have")
    later = ("answer:1d", "answer:7d", "answer:30d")
    assert states(made) == {**needed, **dict.fromkeys(later, "due"), "liveness": "due"}
    assert pack(made).complete
    pass_days(city, 8)
    assert states(made) == {
        **needed,
        **dict.fromkeys(later[:2], "have"),
        "answer:30d": "due",
        "liveness": "have",
    }
    pass_days(city, 23)
    assert set(states(made).values()) == {"have"}


def test_a_story_has_its_last_answer_before_its_platform_takes_it_down(city):
    made = city.scheduled("instagram", "story")
    city.settle()
    pass_days(city, 9)
    assert (states(made)["answer:last"], pack(made).missing, pack(made).review) == ("have", (), False)
    assert "answer:7d" not in states(made)


def test_a_story_that_nobody_looked_for_in_its_day_has_not_vanished(city):
    """Its platform ends it after a day; where the machine stood still until then, no review is opened."""
    made = city.scheduled("instagram", "story")
    city.settle()
    city.at.advance(30 * 3_600)
    pass_days(city, 6)
    made.refresh_from_db()
    look = Errand.objects.get(delivery=made, name="liveness:first")
    assert (made.state, look.why, made.liveness.count(), pack(made).review) == ("live", "ended", 0, False)


def test_a_post_that_vanished_opens_a_review_after_three_looks_and_lowers_nothing(city):
    """Three looks in vain over 72 hours; what was seen stays seen, until a person decides."""
    made = city.scheduled("facebook")
    city.settle()
    pass_days(city, 1)
    made = Delivery.objects.select_related("publication", "work").get(pk=made.pk)
    city.at.touch("facebook", made.platform_id, "deleted")
    pass_days(city, 8)
    assert [part.why.en for part in pack(made).parts if part.name == "liveness"] == [
        "not seen at the last look; three in 72 hours open a review"
    ]
    assert not pack(made).review
    pass_days(city, 4)
    made.refresh_from_db()
    vain = list(made.liveness.filter(found="gone").order_by("at"))
    assert (made.state, made.why, len(vain) >= 3, (vain[-1].at - vain[0].at).days >= 3) == (
        "gone",
        "not_seen",
        True,
        True,
    )
    assert (pack(made).review, pack(made).complete) == (True, True)
    publication = made.publication
    publication.refresh_from_db()
    assert (publication.seen_logged_out, publication.withdrawn_at) == (True, None)


def test_a_message_sent_by_hand_on_line_is_complete_with_its_page_in_the_manager_and_a_picture(city):
    """It has no public page and the system no answer of LINE; the page for staff names it, and is shown to nobody."""
    made = channels.delivery(city.office, city.accounts["line"], form="text", state="approved")
    deciding.publish_by_hand(
        made,
        "https://manager.line.biz/account/@bangkok/broadcast/7301",
        first_public_at=None,
        read_version=made.version,
        acting_user=city.office.maker,
    )
    found = pack(made)
    assert (found.complete, found.publication.permalink) == (False, "")
    evidence.add_file(found.publication.subject, [files.image()], file_name="screen.jpg", acting_user=city.office.maker)
    assert pack(made).complete
    other = channels.delivery(city.office, city.accounts["line"], form="text", state="approved")
    with pytest.raises(Refused):
        deciding.publish_by_hand(
            other, "https://[", first_public_at=None, read_version=other.version, acting_user=city.office.maker
        )
