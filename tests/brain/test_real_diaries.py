"""Real people's ratings, predicted one step ahead: the bank must beat the best of six simple methods."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from loslaten.brain import score
from loslaten.brain.diary import read_diary

ROOT = Path(__file__).resolve().parents[2]
DIARIES = ROOT.parent / "shared" / "data" / "ema"


def converter():
    spec = importlib.util.spec_from_file_location("diaries", ROOT / "bench" / "diaries.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.real_data
@pytest.mark.skipif(not DIARIES.is_dir(), reason=f"the real diaries are not at {DIARIES}")
@pytest.mark.parametrize("study", ["dejonckheere_stress", "habets_tense", "kossakowski_unrelaxed"])
def test_real_people_are_predicted_better_than_any_simple_method_does(tmp_path, study):
    bench = converter()
    bench.write(DIARIES, tmp_path)
    low, high = bench.SCALES[study]
    diary = read_diary(tmp_path / f"{study}.csv", low=low, high=high)
    folds = score.split(diary)
    card = score.scorecard(diary, folds, [score.predict_fold(diary, fold) for fold in folds])
    assert card.ratio <= 0.99
    assert 0.77 <= card.scores[score.MODEL].cover80 <= 0.845


def test_the_brain_can_be_imported_and_asked_without_numba():
    asked = (
        "import sys; from loslaten.brain import posterior as p, filter, statements as s; "
        "from loslaten.brain.moment import Moment; "
        "s.expectation(p.load(p.save(p.begin())), Moment(0.4, 0)); "
        "sys.exit('numba' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], cwd=ROOT, check=False).returncode == 0
