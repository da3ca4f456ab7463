"""One pass of a three-level continuous HGF over a year of ratings; run by bench/brain.py in its own environment."""

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np
from pyhgf.model import Network

year = json.loads(Path(sys.argv[1]).read_text())
ratings, steps = np.array(year["ratings"], dtype=float), np.diff(year["times"], prepend=year["times"][0] - 1)
network = (
    Network()
    .add_nodes(kind="continuous-state")
    .add_nodes(kind="continuous-state", value_children=0)
    .add_nodes(kind="continuous-state", volatility_children=1)
)
times = []
for _ in range(31):
    start = time.perf_counter()
    network.input_data(input_data=ratings, time_steps=steps)
    times.append(time.perf_counter() - start)
print(
    json.dumps(
        {
            "what": "pyhgf 0.2.12, one pass, its parameters given",
            "seconds": statistics.median(times[1:]),
            "first": times[0],
        }
    )
)
