"""Opening hours: text to rules, rules to the intervals of a date, intervals to a status."""

from finder.hours.evaluation import Cause, Interval, day_intervals
from finder.hours.grammar import rules_of
from finder.hours.reading import read_hours
from finder.hours.rules import DAY_MIN, Rule, Rules, State, clock
from finder.hours.stretches import ZONE, Stretch, date_stretches
from finder.hours.timeline import Status, status_at
from finder.hours.words import text_of

__all__ = [
    "DAY_MIN",
    "ZONE",
    "Cause",
    "Interval",
    "Rule",
    "Rules",
    "State",
    "Status",
    "Stretch",
    "clock",
    "date_stretches",
    "day_intervals",
    "read_hours",
    "rules_of",
    "status_at",
    "text_of",
]
