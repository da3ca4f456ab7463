"""A finger on the lens as a film: what a real phone measured, played to Chromium's fake camera."""

from pathlib import Path

import numpy as np

WIDTH, HEIGHT, FPS = 160, 120, 30
NOISE = 2.5  # of 255 in each pixel: with it a mean may lie between two whole numbers, as in a real lens
TO_YUV = np.array([[0.299, 0.587, 0.114], [-0.1687, -0.3313, 0.5], [0.5, -0.4187, -0.0813]])
RANGE, MIDDLE = np.array([219, 224, 224]) / 255, np.array([16, 128, 128])
# The blue light counts the pictures, to sixteen: so one knows which of them was seen.
COUNTED, FIRST_BLUE, STEP_BLUE = 16, 10, 2
DARK, LAMPLIGHT = (1.0, 1.0, 1.0), (120.0, 120.0, 120.0)


def counted(reds_and_greens: np.ndarray) -> np.ndarray:
    """Give each picture the blue of its number."""
    blues = FIRST_BLUE + STEP_BLUE * (np.arange(len(reds_and_greens)) % COUNTED)
    return np.column_stack([reds_and_greens, blues])


def numbers(blues: np.ndarray) -> np.ndarray:
    """Tell which pictures these were, from the first one on."""
    seen = np.round((blues - FIRST_BLUE) / STEP_BLUE).astype(int)
    return np.concatenate(([0], np.cumsum(np.diff(seen) % COUNTED)))


def still(colour: tuple[float, float, float], seconds: float) -> np.ndarray:
    return np.tile(colour, (round(seconds * FPS), 1))


def write_film(path: Path, colours: np.ndarray) -> None:
    """Write mean colours, shape ``(picture, 3)``, as y4m: MJPEG would shift them and spoil a weak pulse."""
    rng = np.random.default_rng(1)
    light = rng.normal(0, NOISE, (16, HEIGHT * WIDTH))
    tint = rng.normal(0, NOISE, (16, 2, HEIGHT * WIDTH // 4))
    with path.open("wb") as film:
        film.write(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FPS}:1 Ip A1:1 C420jpeg\n".encode())
        for at, (luma, *chroma) in enumerate(colours @ TO_YUV.T * RANGE + MIDDLE):
            film.write(b"FRAME\n" + as_bytes(luma + light[at % 16]) + as_bytes(np.c_[chroma] + tint[at % 16]))


def as_bytes(values: np.ndarray) -> bytes:
    return np.clip(np.round(values), 0, 255).astype(np.uint8).tobytes()
