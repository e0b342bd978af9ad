"""How a variant will look: what each frame cuts off, where words fold, what is counted, and in whose way."""

from __future__ import annotations

import pytest
from tests.factories import channels, files, publicity

from emulators import samples
from samrit.channels.previews import preview_of, words_of
from samrit.platform.files import store_file
from samrit.publicity.actions import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return publicity.office()


def shown(place, channel, form, *contents, **words):
    """The preview of a variant with these files."""
    work = publicity.work(place)
    rows = [
        parts.add_media(
            work,
            store_file([content]),
            file_name=f"{number}.{'mp4' if content[4:8] == b'ftyp' else 'jpg'}",
            alt=f"ภาพที่ {number}" if number == 0 else "",
            credit="กทม.",
            read_version=work.version,
            acting_user=place.maker,
        )
        for number, content in enumerate(contents)
    ]
    account = channels.account(place, channel)
    words.setdefault("media", tuple(row.pk for row in rows))
    return preview_of(channels.delivery(place, account, work=work, form=form, **words))


def boxes(preview):
    return [(row.width, row.height, row.cut, row.sides, row.whole) for row in preview.frames]


def test_a_picture_stands_in_the_frame_of_its_channel_and_what_is_cut_is_told(place):
    """A panorama of 3:1: whole on a page, cut to 1.91:1 and in the grid on Instagram, to squares in an album."""
    wide, tall = files.image(size=(900, 300)), files.image(size=(600, 700))
    page = shown(place, "facebook", "photo", wide)
    assert (page.look, boxes(page)) == ("facebook", [(3, 1, 0, "", False)])
    post = shown(place, "instagram", "photo", wide)
    assert boxes(post) == [(191, 100, 36, "sides", False)]
    assert (post.tile.width, post.tile.height, post.tile.cut, post.tile.sides) == (3, 4, 75, "sides")
    assert boxes(shown(place, "facebook", "album", wide, tall)) == [
        (1, 1, 67, "sides", False),
        (1, 1, 14, "ends", False),
    ]
    assert boxes(shown(place, "instagram", "album", tall, wide)) == [(6, 7, 0, "", False), (6, 7, 71, "sides", False)]
    story = shown(place, "instagram", "story", wide)
    assert (story.look, boxes(story), story.tile) == ("upright", [(9, 16, 0, "", True)], None)


def test_an_upright_film_is_a_short_and_a_broad_one_is_not(place):
    upright = shown(place, "youtube", "video", samples.mp4(seconds=40))
    broad = shown(place, "youtube", "video", samples.mp4(seconds=40, width=1920, height=1080))
    long = shown(place, "youtube", "video", samples.mp4(seconds=400))
    assert [one.look for one in (upright, broad, long)] == ["upright", "youtube", "youtube"]
    assert shown(place, "tiktok", "video", samples.mp4(), title="ไม่แสดง", text="ย่านเก่า").title == ""


def test_a_description_goes_along_where_the_channel_takes_it(place):
    picture, other = files.image(size=(600, 600)), files.image(size=(600, 601))
    assert [row.told for row in shown(place, "facebook", "album", picture, other).frames] == ["ภาพที่ 0", ""]
    assert [row.told for row in shown(place, "line", "photo", picture).frames] == [None]


def test_words_fold_at_a_blank_and_never_inside_a_thai_syllable():
    """Above and below a letter stand its vowels and tones: they stay with it."""
    text = "ที่" * 60
    words = words_of(text, "instagram")
    (first,), (rest,) = words.shown, words.rest
    assert (first[1] + rest[1], len(first[1]) <= 125, rest[1][0]) == (text, True, "ท")
    spaced = words_of(f"{'ก' * 100} {'ข' * 100}", "instagram")
    assert (spaced.shown[0][1], spaced.rest[0][1]) == ("ก" * 100, " " + "ข" * 100)
    assert words_of(text, "line").rest == ()


def test_links_hashtags_and_names_are_marked_as_the_channel_marks_them():
    text = "ชม https://city.example/s/abc #ย่านเก่า @bangkok"
    assert words_of(text, "facebook").shown == (
        ("", "ชม "),
        ("link", "https://city.example/s/abc"),
        ("", " "),
        ("tag", "#ย่านเก่า"),
        ("", " "),
        ("name", "@bangkok"),
    )
    assert [kind for kind, _ in words_of(text, "instagram").shown if kind] == ["tag", "name"]
    assert [kind for kind, _ in words_of(text, "line").shown if kind] == ["link"]


def test_each_channel_counts_in_its_own_way_with_the_link(place):
    """An emoji is one letter here and two there; a Thai letter is three bytes."""

    def counted(channel, form, **words):
        made = shown(place, channel, form, text="ก🙂", title="ก🙂", **words)
        return {(row.path, row.unit.en.split()[0]): row.used for row in made.measures}

    link = 2 + len("https://city.example/s/") + 7  # two line ends, the address, its code
    facebook = counted("facebook", "text")[("text", "letters")]
    assert counted("line", "text") == {("text", "letters"): facebook + 1, ("media", "bubbles"): 1}
    assert counted("youtube", "video")[("text", "bytes")] == facebook - 2 + 3 + 4
    assert counted("youtube", "video")[("title", "letters")] == 2
    assert counted("tiktok", "album")[("title", "letters")] == 3
    assert facebook > link - 12


def test_what_goes_along_unseen_is_said(place):
    film = samples.mp4()
    notes = shown(place, "tiktok", "video", film, privacy="self_only", made_with_ai=True, comments=False).notes
    assert [note.en for note in notes] == [
        "only the account itself sees it: it does not count",
        "labelled as made with AI",
        "nobody can comment",
    ]
    assert [note.en for note in shown(place, "line", "text", quiet=True).notes] == [
        "goes to every friend, and cannot be called back",
        "without a notification",
    ]
