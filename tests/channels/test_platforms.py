"""Each form on each platform: from its hour to the public, once, with its publication and its proof."""

from __future__ import annotations

import pytest

from samrit.channels.models import Delivery
from samrit.evidence.models import EvidenceItem

FORMS = [
    ("facebook", "text"),
    ("facebook", "link"),
    ("facebook", "photo"),
    ("facebook", "album"),
    ("facebook", "reel"),
    ("facebook", "video"),
    ("facebook", "story"),
    ("instagram", "photo"),
    ("instagram", "album"),
    ("instagram", "reel"),
    ("instagram", "story"),
    ("tiktok", "video"),
    ("tiktok", "photo"),
    ("youtube", "video"),
    ("line", "text"),
    ("line", "photo"),
    ("line", "video"),
]


@pytest.mark.parametrize(("channel", "form"), FORMS)
def test_each_form_goes_out_once_with_its_proof(city, channel, form):
    made = city.scheduled(channel, form)
    city.settle()
    made = Delivery.objects.select_related("publication", "account").get(pk=made.pk)
    assert (made.state, made.why, made.detail) == ("live", "", "")
    assert len(city.at.posts(channel)) == 1
    assert [post.public for post in city.at.posts(channel)] == [channel != "line"] or channel == "line"
    proof = EvidenceItem.objects.get(subject=made.publication.subject)
    assert (proof.grade, bool(proof.url or proof.statement)) == ("platform_answer", True)
    assert made.attempts.get().verdicts.order_by("-pk").first().verdict == "accepted"
