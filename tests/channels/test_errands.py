"""What is done about a publication as days pass: tokens renewed on the way, figures before their horizon, looks."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from tests.channels.test_packs import pass_days

from samrit.channels.models import Account, Delivery, Errand, Grant, LivenessLook, MetricSnapshot


def fresh(made):
    return Delivery.objects.select_related("account", "publication", "work").get(pk=made.pk)


def looks(made):
    return list(LivenessLook.objects.filter(delivery=made).order_by("pk").values_list("found", flat=True))


def settled(city, channel, form=""):
    made = city.scheduled(channel, form)
    city.settle()
    return fresh(made)


def test_tokens_are_renewed_whenever_an_errand_needs_one_and_the_new_pair_is_kept(city):
    """TikTok's access ends after two hours and each refresh ends the one before: a week on one connection."""
    made = settled(city, "tiktok")
    before = Grant.objects.get(account=made.account)
    pass_days(city, 8)
    grant, account = Grant.objects.get(account=made.account), Account.objects.get(pk=made.account_id)
    assert (account.state, grant.spent, grant.lease) == ("connected", False, "")
    assert grant.version > before.version + 2
    assert grant.refresh != before.refresh
    done = Errand.objects.filter(delivery=made, name__in=["metrics:7d", "answer:7d"])
    assert [(row.due_at, row.why) for row in done] == [(None, ""), (None, "")]
    refreshes = [call for call in city.at.calls("open.tiktokapis.com", "/oauth/token/") if call.status == 200]
    assert len(refreshes) == grant.version - before.version


def test_an_errand_waits_for_a_dead_connection_and_goes_on_after_it(city):
    """Figures that could not be read are read once the account is connected anew; none is made up."""
    made = settled(city, "facebook")
    city.at.arm("token_revoked", host="graph.facebook.com", path="/insights$", times=1)
    city.at.advance(3_700)
    city.drain()
    assert Account.objects.get(pk=made.account_id).state == "reconnect"
    errand = Errand.objects.get(delivery=made, name="metrics:1h")
    assert (errand.done_at, errand.why, MetricSnapshot.objects.count()) == (None, "token", 0)
    assert errand.due_at is not None


def test_looks_in_vain_count_only_without_a_look_that_saw_it_between(city):
    """Hidden, seen again, hidden: the three days begin anew. Answers that tell nothing are no strikes."""
    made = settled(city, "facebook")
    pass_days(city, 6.9)
    city.at.touch("facebook", made.platform_id, "deleted")
    pass_days(city, 1.2)
    assert looks(made).count("gone") == 2
    city.at.touch("facebook", made.platform_id, "live")
    pass_days(city, 1.1)
    city.at.touch("facebook", made.platform_id, "deleted")
    pass_days(city, 8)
    assert (fresh(made).state, looks(made)) == ("live", ["live", "gone", "gone", "live", "gone", "gone"])
    pass_days(city, 2.5)
    row = fresh(made)
    vain = list(LivenessLook.objects.filter(delivery=made).order_by("pk"))[4:]
    assert (row.state, row.why, {look.found for look in vain}) == ("gone", "not_seen", {"gone"})
    assert vain[-1].at - vain[0].at >= dt.timedelta(hours=72)
    assert row.publication.withdrawn_at is None


def test_a_platform_that_gives_no_answer_never_makes_a_post_gone(city):
    """Pages for people, silence and faults of its own are no look at all, however many there are."""
    made = settled(city, "facebook")
    city.at.arm("html_200", host="graph.facebook.com", path="/oembed", times=None)
    pass_days(city, 20)
    assert (fresh(made).state, set(looks(made))) == ("live", {"error"})
    late = Errand.objects.get(delivery=made, name="liveness:weekly")
    assert late.due_at is None or late.tries > 0


def test_the_last_figures_of_line_are_read_before_it_forgets_them(city):
    """Fourteen days after a message its figures are gone: the last snapshot is taken a day before, and none later."""
    made = settled(city, "line")
    pass_days(city, 31)
    taken = MetricSnapshot.objects.filter(delivery=made, metric="impression").order_by("pk")
    occasions = list(taken.values_list("occasion", flat=True))
    assert occasions == ["1h", "1d", "3d", "7d", "last"]
    last = taken.last()
    age = last.captured_at - made.publication.first_public_at
    assert dt.timedelta(days=13) <= age < dt.timedelta(days=14)


def test_figures_carry_the_definition_and_the_interface_by_which_they_were_read(city):
    """A figure that the platform has not is null, with what it said; what it gives is kept raw."""
    made = settled(city, "facebook", "reel")
    pass_days(city, 1.2)
    rows = {row.metric: row for row in MetricSnapshot.objects.filter(delivery=made, occasion="1d")}
    assert rows["blue_reels_play_count"].value > rows["total_video_views"].value > 0
    assert {row.api_version for row in rows.values()} == {"v26.0"}
    assert rows["post_media_view"].raw["data"]
    city.at.arm("empty_data", host="graph.facebook.com", path="/insights$", times=None)
    pass_days(city, 2)
    none = MetricSnapshot.objects.get(delivery=made, occasion="3d", metric="post_media_view")
    assert (none.value, none.captured_at <= timezone.now()) == (None, True)


def test_a_new_definition_of_views_is_told_by_its_day(city):
    """YouTube counts from the first frame since 24 August 2026: figures of before and after are not compared."""
    made = settled(city, "youtube")
    pass_days(city, 1.2)
    days = MetricSnapshot.objects.filter(delivery=made, metric="viewCount").values_list("defined_on", flat=True)
    assert set(days) == {dt.date(2026, 8, 24)}
