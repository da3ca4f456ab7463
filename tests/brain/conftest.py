"""Someone whose brain is exactly average, and four hundred whose brains are not."""

import numpy as np
import pytest

from loslaten.brain.phenomena import PHENOMENA, Robustness, robustness
from loslaten.brain.prior import Parameters, defaults, jittered


@pytest.fixture(scope="session")
def average() -> Parameters:
    return defaults()


@pytest.fixture(scope="session")
def disturbed() -> Parameters:
    return jittered(400, np.random.default_rng(1))


@pytest.fixture(scope="session")
def shares(disturbed: Parameters) -> dict[str, Robustness]:
    return {phenomenon.number: robustness(phenomenon, disturbed) for phenomenon in PHENOMENA}
