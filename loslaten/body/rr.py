"""What a heart strap sends: packets of the Bluetooth heart rate service (characteristic 0x2A37) become intervals.

The strap counts in 1/1024 s. That becomes milliseconds here, once, and nowhere else.
"""

import math
from typing import NamedTuple

TICKS_PER_S = 1024
SHORTEST_MS, LONGEST_MS = 300.0, 2000.0  # 200 to 30 beats a minute; outside of it the strap heard something else
LOST_S = 2.0  # the sum of intervals may differ this much from the arrival: radio is late, hearts are not
RATE_16, CONTACT_SEEN, CONTACT_KNOWN, ENERGY, INTERVALS = 1, 2, 4, 8, 16


class Packet(NamedTuple):
    """One notification, in the units of this house."""

    heart_rate: int  # per minute, as the strap averages it
    contact: bool | None  # None: this strap does not say
    energy: int | None  # kJ
    rr_intervals: tuple[float, ...]  # ms, oldest first


class Interval(NamedTuple):
    """One beat, and the time since the one before."""

    beat_time: float  # s
    rr_interval: float  # ms, as measured
    signal_quality: float = 1.0  # 0 to 1


def parse_packet(data: bytes) -> Packet:
    """Read one notification.

    Parameters
    ----------
    data : bytes
        As the strap sent it.

    Returns
    -------
    Packet
        With intervals in ms.

    Raises
    ------
    ValueError
        If the packet ends before its flags say so; the message names the field.

    References
    ----------
    Bluetooth SIG, Heart Rate Service 1.0 and GATT Specification Supplement, Heart Rate Measurement.
    """
    flags = data[0] if data else 0
    wide = 1 + (flags & RATE_16)
    energy_at = 1 + wide
    intervals_at = energy_at + (2 if flags & ENERGY else 0)
    for field, end in (("flags", 1), ("heart rate", energy_at), ("energy", intervals_at)):
        if len(data) < end:
            raise ValueError(f"packet, {field}: {len(data)} bytes where at least {end} are needed")
    rest = data[intervals_at:] if flags & INTERVALS else b""
    if len(rest) % 2:
        raise ValueError(f"packet, rr interval {len(rest) // 2 + 1}: one byte where two are needed")
    ticks = [int.from_bytes(rest[at : at + 2], "little") for at in range(0, len(rest), 2)]
    return Packet(
        heart_rate=int.from_bytes(data[1:energy_at], "little"),
        contact=bool(flags & CONTACT_SEEN) if flags & CONTACT_KNOWN else None,
        energy=int.from_bytes(data[energy_at:intervals_at], "little") if flags & ENERGY else None,
        rr_intervals=tuple(tick * 1000 / TICKS_PER_S for tick in ticks),
    )


def update(last_beat: float, arrived_s: float, packet: Packet) -> tuple[float, list[Interval]]:
    """Place a packet's beats in time.

    Parameters
    ----------
    last_beat : float
        Moment of the beat before, s; nan at first.
    arrived_s : float
        When the packet arrived, s.
    packet : Packet
        As parsed.

    Returns
    -------
    float
        Moment of the newest beat, s; nan where the chain of intervals is broken.
    list of Interval
        The intervals a heart can make. Where one does not begin at the beat before, there was a gap between.

    References
    ----------
    Own rule: time is the sum of intervals, anchored anew when it is more than two seconds from the arrival.
    """
    if packet.contact is False or not math.isfinite(arrived_s):
        return math.nan, []
    intervals: list[Interval] = []
    for place, rr_interval in enumerate(packet.rr_intervals):
        # Zero and the highest number are what some straps send for "I do not know".
        if not SHORTEST_MS <= rr_interval <= LONGEST_MS:
            last_beat = math.nan
            continue
        rest_s = sum(rr for rr in packet.rr_intervals[place:] if rr <= LONGEST_MS) / 1000
        if not abs(arrived_s - last_beat - rest_s) <= LOST_S:
            last_beat = arrived_s - rest_s
        last_beat += rr_interval / 1000
        intervals.append(Interval(last_beat, rr_interval))
    return last_beat, intervals
