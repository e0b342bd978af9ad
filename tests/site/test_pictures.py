"""The formats of a picture, made when it comes in."""

from __future__ import annotations

import pytest
from PIL import Image
from tests.factories import publicity, site
from tests.factories.files import image

from samrit.platform.files import open_file, store_file
from samrit.site.pictures import make_formats

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [(1, 2_560), (2_560, 1), (40, 20)])
def test_a_picture_of_any_shape_has_its_card_without_growing_beyond_it(size):
    """A strip one dot wide is enlarged only where it is seen: the whole of it would be gigabytes."""
    place = publicity.office()
    row = site.picture(site.story_page(place), place.maker)
    row.file = store_file([image("PNG", size=size)])
    row.save()
    make_formats(row)
    card = row.formats.select_related("file").get(name="card")
    with open_file(card.file) as stream, Image.open(stream) as drawn:
        assert drawn.size == (card.width, card.height) == (1_200, 630)
