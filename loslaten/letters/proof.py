"""A test letter to oneself, over the same line and in the same form as the real one."""

from datetime import datetime

from django.utils.translation import gettext as _

from loslaten.letters.addresses import on_the_wire
from loslaten.letters.envelope import bare, mould_of, this_house
from loslaten.letters.models import Letter, new_code
from loslaten.letters.mould import For, pour
from loslaten.letters.post import Line, RefusedError, TroubleError

NOBODY = "previewing"  # the code of a reader who is not there: pressing stop in a test letter stops nobody's


def send_proof(letter: Letter, language: str, address: str, *, at: datetime) -> str:
    """Send a test letter; say what stood in its way, or nothing."""
    house, line = this_house(), Line()
    name = house.message_id(f"test-{letter.pk}-{new_code()}")
    address = on_the_wire(address)
    mail = pour(mould_of(letter, language, house, at=at), For(address, house.leave(NOBODY), name, []), at=at)
    try:
        line.hand_over(bare(house.sender), address, mail)
    except (RefusedError, TroubleError) as trouble:
        return _("The mail server did not take it: %s") % trouble
    finally:
        line.close()
    return ""
