"""The file Anna saves after listening along is one that `loslaten body` reads."""

import pytest

from loslaten.body import recording
from loslaten.body.breath import Press
from loslaten.body.stream import Frame, Packet, Pull

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("sense", "samples"),
    [
        ("strap", [Packet(903.25, bytes.fromhex("10460004")), Packet(904.5, bytes.fromhex("00ff"))]),
        ("camera", [Frame(903.25, 180.5, 30.0, 20.0), Frame(903.5, 181.0, 30.25, 20.0)]),
        ("belly", [Pull(903.25, 0.1, 9.7, -1.5), Pull(903.5, 0.2, 9.75, -1.5)]),
        ("hand", [Press(903.25, True), Press(906.0, False)]),
    ],
)
def test_what_was_saved_is_read_back_as_it_was_heard(modules, tmp_path, sense, samples):
    sent = [[time, *(one.hex() if isinstance(one, bytes) else one for one in rest)] for time, *rest in samples]
    text = modules(
        "return heard.table(argument.sense, argument.samples.map(each => each.map(one => one === true ? 1"
        " : one === false ? 0 : one)), [[903.2, 851.5], [904, null]])",
        {"sense": sense, "samples": sent},
    )
    path = tmp_path / f"heard-{sense}.csv"
    path.write_bytes(text.encode())
    assert recording.read(path) == samples
