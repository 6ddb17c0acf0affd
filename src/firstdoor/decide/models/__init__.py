"""The nouns of deciding."""

from firstdoor.decide.models.ballot import (
    Ballot,
    BallotAlarm,
    BallotPaper,
    CastLink,
    ClassKey,
    ConsentNote,
    CountSignature,
    Idea,
    Option,
    PaperSheet,
    VoteReceipt,
    VotingCode,
)
from firstdoor.decide.models.paper import Asked, Comment, Decision, Measure, Paper, Paragraph, StatedMeasure, Version
from firstdoor.decide.models.priority import Candidate, Choice, Evidence, Mark
from firstdoor.decide.models.session import Proposal, Session, Step

__all__ = [
    "Asked", "Ballot", "BallotAlarm", "BallotPaper", "Candidate", "CastLink", "Choice", "ClassKey", "Comment",
    "ConsentNote", "CountSignature", "Decision", "Evidence", "Idea", "Mark", "Measure", "Option", "Paper",
    "PaperSheet", "Paragraph", "Proposal", "Session", "StatedMeasure", "Step", "Version", "VoteReceipt",
    "VotingCode",
]  # fmt: skip
