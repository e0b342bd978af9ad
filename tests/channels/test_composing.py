"""The first variant that the office begins to write with."""

from __future__ import annotations

from samrit.channels.actions.composing import create_delivery, default_content
from samrit.channels.limits import problems


def test_a_work_without_a_film_may_be_begun_for_youtube_and_is_told_what_it_lacks(city):
    work, account = city.work(pictures=1), city.accounts["youtube"]
    form, content = default_content(work, account, list(work.media.select_related("file")))
    made = create_delivery(work, account, content, form=form, acting_user=city.office.maker)
    assert (made.form, [problem.path for problem in problems(made)]) == ("video", ["media"])
