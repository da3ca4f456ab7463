"""Loslaten: a body-first companion for letting go of old, tension-based habits."""
