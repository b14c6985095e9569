"""No path outside the server's folder is told."""

import pytest
from jupyterlab_facegauge.places import Places

places = Places("/home/anna/work")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/home/anna/work/pictures/a b.jpg", "pictures/a b.jpg"),
        ("/home/anna/work/../secret/a.jpg", "a.jpg"),
        ("/home/anna/workshop/a.jpg", "a.jpg"),
        ("/mnt/disk/人脸.jpg", "人脸.jpg"),
        (None, None),
    ],
)
def test_paths(path, shown):
    assert places.shown(path) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The file /mnt/disk/x.jpg is damaged.", "The file x.jpg is damaged."),
        ('Cannot read "/mnt/my disk/x.jpg".', 'Cannot read "x.jpg".'),
        ("Cannot read /home/anna/work/p/x.jpg: no permission", "Cannot read p/x.jpg: no permission"),
        ("C:\\Users\\anna\\x.jpg cannot be read", "x.jpg cannot be read"),
        ("2/3 of it; and/or more; see https://example.org/a/b", "2/3 of it; and/or more; see https://example.org/a/b"),
    ],
)
def test_sentences(text, shown):
    assert places.words(text) == shown


def test_a_path_with_spaces_is_known_where_it_is_the_samples_own():
    assert places.words("/mnt/my disk/x.jpg is damaged", "/mnt/my disk/x.jpg") == "x.jpg is damaged"


def test_a_server_of_the_whole_disk_tells_whole_paths():
    assert Places("/").shown("/mnt/x.jpg") == "mnt/x.jpg"
