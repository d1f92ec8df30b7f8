"""Hostile and broken input for every way into the finder, made from what really comes in."""
