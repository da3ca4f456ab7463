"""One rating for several beliefs at once gives what the compiled loop gives one by one, however far off it lies."""

import subprocess
import sys

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.brain import censored, kernel
from loslaten.brain.mixture import level_edges

WITHOUT = """
import sys
from loslaten.brain import posterior
from loslaten.brain.moment import Moment
posterior.update(posterior.begin(), Moment(1.0, 5, "new", ("breathe",), 3))
assert "numba" not in sys.modules
"""


@settings(max_examples=200)
@given(
    level=st.integers(0, 10), noise=st.sampled_from((0.35, 0.8, 2.2)), seed=st.integers(0, 2**32 - 1),
    far=st.sampled_from((0.1, 1.0, 30.0, 300.0)),
)  # fmt: skip
def test_it_agrees_with_the_compiled_loop(level, noise, seed, far):
    rng = np.random.default_rng(seed)
    means, look = rng.normal(0, far, (4, 6)), rng.normal(0, 1, 6)
    roots = rng.normal(0, 1, (4, 6, 6))
    covariances = roots @ roots.transpose(0, 2, 1) + 0.01 * np.eye(6)
    noises, edges = noise * np.array([1.0, 1.2, 0.7, 2.0]), level_edges(11)
    after = censored.observe(means, covariances, look, (edges[level], edges[level + 1], noises))
    for each in range(4):
        mean, covariance = means[each].copy(), covariances[each].copy()
        within = (edges[level], edges[level + 1], noises[each])
        evidence = kernel.observe(mean, covariance, (look, np.empty(6)), within)
        np.testing.assert_allclose(after[0][each], mean, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(after[1][each], covariance, rtol=1e-9, atol=1e-9)
        np.testing.assert_allclose(after[2][each], evidence, rtol=1e-9, atol=1e-9)


def test_a_moment_is_learnt_from_without_a_compiler():
    subprocess.run([sys.executable, "-c", WITHOUT], check=True, timeout=60)
