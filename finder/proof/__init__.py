"""The proof that every output says of every minute what the evaluator says.

Outputs that answer for stretches of time (a week's table, a calendar, the offline data) are
compared minute by minute, as sets. Those that answer for one moment are asked where something
changes.
"""

from finder.proof.made_up import made_up_list
from finder.proof.proving import prove
from finder.proof.subject import Ask, Command, Subject
from finder.proof.tally import Disagreement, Output, Tally
from finder.proof.telling import Proved, proof_object, proof_texts

__all__ = [
    "Ask",
    "Command",
    "Disagreement",
    "Output",
    "Proved",
    "Subject",
    "Tally",
    "made_up_list",
    "proof_object",
    "proof_texts",
    "prove",
]
