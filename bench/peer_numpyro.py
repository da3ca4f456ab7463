"""NUTS on the same state space (level, two swings, noise; states integrated out); run by bench/brain.py."""

import json
import math
import statistics
import sys
import time
from pathlib import Path

import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
from numpyro.infer import MCMC, NUTS

year = json.loads(Path(sys.argv[1]).read_text())
ratings = jnp.array(year["ratings"], dtype=float)
times = jnp.array(year["times"], dtype=float)
gaps = jnp.diff(times, prepend=times[:1])
day = 2 * math.pi * times
looks = jnp.stack([jnp.ones(365), jnp.ones(365), jnp.ones(365), jnp.sin(day), jnp.cos(day)], axis=1)


def log_evidence(days, sds, noise):
    settled = jnp.array([2.2**2, sds[0] ** 2, sds[1] ** 2, 0.1, 0.1])

    def step(state, event):
        mean, covariance, total = state
        rating, gap, look = event
        fade = jnp.array([1.0, 1.0, 1.0, 1.0, 1.0]).at[1:3].set(jnp.exp(-gap / days))
        arrives = jnp.zeros(5).at[0].set(0.01 * gap).at[1:3].set(sds**2 * (1 - fade[1:3] ** 2))
        mean, covariance = fade * mean, covariance * jnp.outer(fade, fade) + jnp.diag(arrives)
        spread = look @ covariance @ look + noise**2
        error, towards = rating - look @ mean, covariance @ look
        total += -0.5 * (jnp.log(2 * math.pi * spread) + error**2 / spread)
        return (mean + towards * error / spread, covariance - jnp.outer(towards, towards) / spread, total), None

    start = (jnp.array([4.2, 0, 0, 0, 0]), jnp.diag(settled), 0.0)
    return jax.lax.scan(step, start, (ratings, gaps, looks))[0][2]


def model():
    fast = numpyro.sample("fast_days", dist.LogNormal(math.log(0.2), 1.0))
    slow = numpyro.sample("slow_days", dist.LogNormal(math.log(8.0), 1.0))
    sds = numpyro.sample("sds", dist.HalfNormal(1.5).expand([2]).to_event(1))
    noise = numpyro.sample("noise", dist.HalfNormal(2.0))
    numpyro.factor("ratings", log_evidence(jnp.array([fast, slow]), sds, noise))


seconds = []
for seed in range(3):
    start = time.perf_counter()
    sampler = MCMC(NUTS(model), num_warmup=500, num_samples=500, progress_bar=False)
    sampler.run(jax.random.PRNGKey(seed))
    sampler.get_samples()["noise"].block_until_ready()
    seconds.append(time.perf_counter() - start)
print(
    json.dumps(
        {
            "what": "NumPyro 0.22.0, NUTS 500 + 500, the same states without censoring",
            "seconds": statistics.median(seconds),
            "first": seconds[0],
        }
    )
)
