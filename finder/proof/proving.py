"""All comparisons of a list, one date after the other."""

from __future__ import annotations

from finder.errors import sentence
from finder.index import Index
from finder.progress import Progress, silent
from finder.proof.feeds import FEED_DAYS, prove_feeds
from finder.proof.moments import prove_moments
from finder.proof.offline import OFFLINE_DAYS, prove_offline
from finder.proof.previews import prove_previews
from finder.proof.ranking import prove_index, prove_terminal
from finder.proof.subject import Subject
from finder.proof.tally import Tally
from finder.proof.weeks import TABLE_DAYS, prove_weeks
from finder.proof.words import prove_words

PROVING = sentence("核对")


def prove(subject: Subject, tally: Tally, progress: Progress = silent) -> None:
    """Compare every output of a list with the evaluator, into `tally`."""
    index = Index(subject.shown, subject.calendar)
    for day in range(subject.days):
        progress(PROVING, day, subject.days)
        prove_words(subject, tally, day)
        prove_moments(subject, tally, day)
        prove_index(subject, tally, index, day)
        prove_terminal(subject, tally, day)
        if day % TABLE_DAYS == 0:
            prove_weeks(subject, tally, day)
        if day % OFFLINE_DAYS == 0:
            prove_offline(subject, tally, day)
        if day % FEED_DAYS == 0:
            prove_feeds(subject, tally, day)
    prove_previews(subject, tally)
    progress(PROVING, subject.days, subject.days)
