"""The count: once, after the close. It cuts the last link between codes and ballots and shuffles the papers."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from firstdoor.core import audit, keys, rights
from firstdoor.core.actor import Actor
from firstdoor.core.texts import plain
from firstdoor.decide.models import Ballot, BallotPaper, CastLink, Idea, Option, PaperSheet, VoteReceipt
from firstdoor.decide.selectors import marks
from firstdoor.decide.selectors.ballot_files import checksums
from firstdoor.decide.selectors.thread import grounds_of_pilot
from firstdoor.decide.services.ballots import groups
from firstdoor.decide.services.ballots.paper import forget_entries
from firstdoor.decide.services.ballots.preparing import locked, sealing_key
from firstdoor.decide.services.decisions import in_each_language
from firstdoor.listen import selectors as listen_questions
from firstdoor.listen import services as listen
from firstdoor.methods import equal_shares as shares
from firstdoor.people import services as people

if TYPE_CHECKING:
    from firstdoor.places.models import Municipality

COUNT = "decide.count_ballot"
OTHERS = (  # what the result is set beside
    *(shares.Method(rule=rule) for rule in shares.Rule if rule is not shares.Rule.EQUAL_SHARES),
    *(
        shares.Method(completion=completion)
        for completion in (shares.Completion.NONE, shares.Completion.ADD1, shares.Completion.ADD1U)
    ),
)
PATIENCE = 20.0  # seconds for what the losers lacked; the rest is left out of the explanation


def count_ballot(*, by: Actor, municipality: Municipality, ballot: Ballot) -> Ballot:
    """Count the ballot, publish the papers in shuffled order, forget who cast which, and answer the voices behind it.

    All in one transaction: killed half way, nothing has happened. A second count returns the first one's result; two
    at once wait for each other. Raises NotAllowed; ValidationError before the close.
    """
    rights.require(by, COUNT, municipality)
    ready = _ready(municipality, ballot)
    with transaction.atomic():
        ballot = locked(municipality, ballot)
        if ballot.state != Ballot.State.COUNTED:
            _count(by, municipality, ballot, ready)
    keys.destroy(sealing_key(ballot))
    _sweep()
    return ballot


def left_keys(*, municipality: Municipality) -> list[str]:
    """Names of the keys of counted ballots that are still there: their count was killed after its last row was kept."""
    ballots = Ballot.objects.of(municipality).filter(state=Ballot.State.COUNTED).only("pk")
    return [name for name in map(sealing_key, ballots) if keys.exists(name)]


def finish_counts(*, municipality: Municipality) -> int:
    """Destroy the keys that killed counts left behind; returns how many. At the desk a counted ballot has no button."""
    left = left_keys(municipality=municipality)
    for name in left:
        keys.destroy(name)
    if left:
        _sweep()
    return len(left)


def _sweep() -> None:
    """Have the database let go of the deleted links and papers, as far as it can: its log on SQLite, dead rows on PostgreSQL.

    Not inside somebody else's transaction, where neither is possible.
    """
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            tables = ", ".join(
                f'"{model._meta.db_table}"' for model in (BallotPaper, CastLink, VoteReceipt, PaperSheet)
            )
            cursor.execute(f"VACUUM {tables}")


def _ready(municipality: Municipality, ballot: Ballot) -> tuple[str, dict[str, Any]] | None:
    """The count of a closed ballot's papers with their digest, worked out before anything is locked: an explanation
    takes seconds, and others write meanwhile."""
    if ballot.state != Ballot.State.OPEN or timezone.now() < ballot.closes_at:
        return None
    papers = _papers(municipality, ballot)
    return papers_digest(papers), counted(ballot, _options(municipality, ballot), papers)


def _papers(municipality: Municipality, ballot: Ballot) -> list[marks.Stored]:
    rows = BallotPaper.objects.filter(municipality=municipality, ballot=ballot)
    return sorted(rows.values_list("choices", flat=True))


def _options(municipality: Municipality, ballot: Ballot) -> list[Option]:
    return list(Option.objects.of(municipality).filter(ballot=ballot).order_by("order"))


def _costs(options: list[Option]) -> dict[str, int]:
    return {option.project_id: option.cost for option in options}


def _count(by: Actor, municipality: Municipality, ballot: Ballot, ready: tuple[str, dict[str, Any]] | None) -> None:
    if ballot.state != Ballot.State.OPEN:
        raise ValidationError(_("The ballot was never open."))
    if timezone.now() < ballot.closes_at:
        raise ValidationError(_("Nobody counts before the close."))
    options = _options(municipality, ballot)
    papers = _papers(municipality, ballot)
    ballot.papers_digest = papers_digest(papers)
    ballot.result = ready[1] if ready and ready[0] == ballot.papers_digest else counted(ballot, options, papers)
    ballot.result["groups"] = groups.told(municipality, ballot, _costs(options), ballot.result["winners"])
    forget_entries(ballot)
    secrets.SystemRandom().shuffle(papers)
    CastLink.objects.filter(municipality=municipality, ballot=ballot).delete()
    BallotPaper.objects.filter(municipality=municipality, ballot=ballot).delete()
    BallotPaper.objects.bulk_create(
        [BallotPaper(municipality=municipality, ballot=ballot, choices=choices) for choices in papers], batch_size=2000
    )
    receipts = VoteReceipt.objects.filter(municipality=municipality, ballot=ballot)
    hashes = list(receipts.values_list("token_hash", flat=True))
    secrets.SystemRandom().shuffle(hashes)
    receipts.delete()
    VoteReceipt.objects.bulk_create(
        [VoteReceipt(municipality=municipality, ballot=ballot, token_hash=one) for one in hashes], batch_size=2000
    )
    ballot.voters = len(papers)
    ballot.state, ballot.counted_at = Ballot.State.COUNTED, timezone.now()
    ballot.result["checksums"] = checksums(ballot)
    ballot.save()
    audit.record("decide.ballot_counted", by=by, municipality=municipality, about=ballot)
    _tell(by, municipality, ballot, options)
    if not Ballot.objects.of(municipality).filter(state=Ballot.State.OPEN).exists():
        people.step_done(by=by, municipality=municipality, kind="ballot")


def papers_digest(papers: list[marks.Stored]) -> str:
    """SHA-256 over the papers, sorted: the same whoever shuffles them, so that anybody can check the published file."""
    return hashlib.sha256(json.dumps(sorted(papers), separators=(",", ":")).encode()).hexdigest()


def counted(ballot: Ballot, options: list[Option], papers: list[marks.Stored]) -> dict[str, Any]:
    """The count with its explanation, as data, in the form of `firstdoor count --json --explain`."""
    said = [marks.points_of(paper) for paper in papers]
    election = groups.election_of(ballot, _costs(options), said)
    method = shares.Method(
        rule=shares.Rule(ballot.rule), completion=shares.Completion(ballot.completion), ties=shares.Ties(ballot.ties)
    )
    outcome = shares.count(election, method)
    document = shares.outcome_document(election, outcome)
    document["explanation"] = shares.explanation_document(shares.explain(election, outcome, patience=PATIENCE))
    if marks.spreads(ballot):
        document["points"] = {
            option.project_id: sum(one.get(option.project_id, 0) for one in said) for option in options
        }
    document["reached"] = list(shares.reached(election, outcome.winners))
    document["others"] = [
        {
            "rule": other.rule.value,
            "completion": other.completion.value if other.rule is shares.Rule.EQUAL_SHARES else None,
            "winners": list(found.winners),
            "cost": shares.money(found.cost),
            "with_something": sum(shares.reached(election, found.winners)[1:]),
        }
        for other in OTHERS
        if (other.rule, other.completion) != (method.rule, method.completion)
        for found in [shares.count(election, replace(other, ties=method.ties))]
    ]
    return document


def _tell(by: Actor, municipality: Municipality, ballot: Ballot, options: list[Option]) -> None:
    voices = set(Idea.objects.of(municipality).filter(ballot=ballot).values_list("voice_id", flat=True))
    if ballot.proposal_id is not None:
        grounds = grounds_of_pilot(municipality, proposal=ballot.proposal_id)
        voices |= {*grounds.voices, *listen_questions.voices_of_cases(municipality, grounds.cases)}
    if not voices:
        return
    names = {option.project_id: option.name for option in options}
    winners = (ballot.result or {}).get("winners", [])

    def words() -> str:
        if not ballot.voters:
            return _("Nobody voted, so nothing was chosen.")
        chosen = ", ".join(plain(names[winner]) for winner in winners)
        people_who = ngettext("{n} person voted.", "{n} people voted.", ballot.voters or 0).format(n=ballot.voters)
        return f"{people_who} " + _("Chosen: {names}.").format(names=chosen)

    listen.give_answer(
        by=by, municipality=municipality, kind="decided", about_kind="ballot", about_id=ballot.pk,
        text=in_each_language(municipality, words), voices=sorted(voices),
        path=f"{municipality.slug}/ballots/{ballot.slug}/result/", by_role="municipal_focal_point", permission=COUNT,
    )  # fmt: skip
