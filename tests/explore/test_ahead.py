"""While Anna looks at one choice, the house works out those she can slide to; who moved on is followed."""

import threading

from loslaten.explore.ahead import one_move_from, wish, work_ahead
from loslaten.explore.forms import PRACTICES, WELCOMES, Choice
from loslaten.explore.weeks import weeks_of


def test_every_place_of_both_sliders_is_one_move_away_and_the_nearest_comes_first():
    here = Choice("night", 50, 0)
    moves = one_move_from(here)
    assert set(moves) == {here._replace(welcome=w) for w in WELCOMES} | {here._replace(week=n) for n in PRACTICES}
    assert moves[0] == here
    assert set(moves[2:5]) == {Choice("night", 40, 0), Choice("night", 60, 0), Choice("night", 50, 1)}


def test_what_anna_slides_to_is_there_already():
    here, closing = Choice("call", 30, 9), threading.Event()
    weeks_of(here)
    before = weeks_of.cache_info().currsize
    wish(here)
    worker = threading.Thread(target=work_ahead, args=(closing,))
    worker.start()
    while weeks_of.cache_info().currsize < before + 4:
        closing.wait(0.01)
    closing.set()
    worker.join()
    known = weeks_of.cache_info().misses
    for near in ({"welcome": 20}, {"welcome": 40}, {"week": 8}, {"week": 10}):
        weeks_of(here._replace(**near))
    assert weeks_of.cache_info().misses == known
