"""How many others have lately posted nearly the same text: a wave of spam is written by many hands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import chain, islice

from service.domain.clock import Clock
from service.domain.work import REPEAT_WINDOW, Posted
from service.moderation.sketch import alike, bands, sketch
from service.queueing.repeats import EXPIRY_SECONDS, MOST_MEMBERS, RecentTexts, Sighting, Stretch
from service.storage.store import Store

MOST_TEXTS = 20_000
"""The most texts read from the database for one batch, the latest. A magazine with more comments a day sees
fewer than 24 hours back for a day after Redis was emptied, and while it is away.
"""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WINDOW = REPEAT_WINDOW // _MICROSECOND
_EXPIRY = EXPIRY_SECONDS * 1_000_000
_AUTHOR_BYTES = 8
_REVISION_BYTES = 4

_Asked = Mapping[Posted, Sighting]


@dataclass(frozen=True, slots=True)
class CountAlike:
    """The database is the record and Redis an index of it. Before Redis is asked, whatever the database
    has and Redis lacks is written down there; where Redis does not answer, or lost its data meanwhile, the
    same comparison is made on texts read from the database. Either way the answer is the same. `recent` is
    None where there is no Redis.

    A text counts from the moment when its transaction ends. One that ends after later ones were looked for
    is written down with its own batch.
    """

    store: Store
    recent: RecentTexts | None
    clock: Clock

    def __call__(self, batch: Sequence[Posted]) -> Mapping[str, int]:
        """The number of others, by comment id, who posted nearly the same text within REPEAT_WINDOW before
        each of these; a text too short to be a repeat is left out. Only what was posted before counts, so
        that a later look gives the same number. Raises StoreUnavailable.
        """
        asked = {posted: sighting for posted in batch if (sighting := _sighting(posted)) is not None}
        if not asked:
            return {}
        found = self._in_redis(asked)
        if found is None:
            found = self._in_database(asked)
        return {
            posted.comment_id: _others_alike(sighting, members)
            for (posted, sighting), members in zip(asked.items(), found, strict=True)
        }

    def _in_redis(self, asked: _Asked) -> list[list[bytes]] | None:
        """The members that may be alike, for each; None where Redis cannot say."""
        if self.recent is None:
            return None
        held, needed = self.recent.held(), _needed(asked)
        if held is None:
            return None
        covered = self._covers(held, needed)
        missing = Stretch(held.until, max(held.until, needed.until)) if covered else needed
        oldest_first = list(self._others_within(missing, asked))[::-1]
        exchanged = self.recent.exchange(oldest_first, missing, list(asked.values()), _WINDOW)
        # Between the look and the exchange Redis may have lost what it held.
        if exchanged is None or not self._covers(exchanged.held, needed):
            return None
        return exchanged.found

    def _covers(self, held: Stretch, needed: Stretch) -> bool:
        """Whether what is held reaches back as far as needed, and nothing of that has expired."""
        kept_since = (self.clock() - _EPOCH) // _MICROSECOND - _EXPIRY
        return max(held.since, kept_since) <= needed.since <= held.until

    def _in_database(self, asked: _Asked) -> list[list[bytes]]:
        """The same as in Redis, without it: of all texts of the window those that share a key."""
        under: dict[str, set[tuple[int, bytes]]] = {
            key: set() for sighting in asked.values() for key in sighting.keys
        }
        for sighting in chain(asked.values(), self._others_within(_needed(asked), asked)):
            for key in under.keys() & sighting.keys:
                under[key].add((sighting.moment, sighting.member))
        latest_first = {key: sorted(members, reverse=True) for key, members in under.items()}
        return [
            [member for key in sighting.keys for member in _latest_before(sighting.moment, latest_first[key])]
            for sighting in asked.values()
        ]

    def _others_within(self, stretch: Stretch, asked: _Asked) -> Iterator[Sighting]:
        """What the database has of this time beside what is asked about, latest first."""
        own = {(posted.comment_id, posted.revision) for posted in asked}
        since, until = (_EPOCH + moment * _MICROSECOND for moment in stretch)
        with self.store.read() as tx:
            for posted in tx.work.posted_between(since, until, MOST_TEXTS):
                is_own = (posted.comment_id, posted.revision) in own
                if not is_own and (sighting := _sighting(posted)) is not None:
                    yield sighting


def _latest_before(moment: int, latest_first: Iterable[tuple[int, bytes]]) -> Iterator[bytes]:
    before = (member for at, member in latest_first if moment - _WINDOW <= at < moment)
    return islice(before, MOST_MEMBERS)


def _needed(asked: _Asked) -> Stretch:
    moments = [sighting.moment for sighting in asked.values()]
    return Stretch(min(moments) - _WINDOW, max(moments))


def _sighting(posted: Posted) -> Sighting | None:
    """What is kept of a text: who posted it, which revision it is, and its sketch; None for a short one."""
    of_text = sketch(posted.body)
    if of_text is None:
        return None
    author = blake2b(posted.author_id.encode(), digest_size=_AUTHOR_BYTES).digest()
    name = f"{posted.comment_id}.{posted.revision}"
    revision = blake2b(name.encode(), digest_size=_REVISION_BYTES).digest()
    moment = (posted.posted_at - _EPOCH) // _MICROSECOND
    return Sighting(bands(of_text), moment, author + revision + of_text)


def _others_alike(asked: Sighting, members: Iterable[bytes]) -> int:
    """How many other authors there are among those whose texts are alike."""
    author, of_text = _author_and_sketch(asked.member)
    others = (_author_and_sketch(member) for member in members)
    return len({other for other, text in others if other != author and alike(of_text, text)})


def _author_and_sketch(member: bytes) -> tuple[bytes, bytes]:
    return member[:_AUTHOR_BYTES], member[_AUTHOR_BYTES + _REVISION_BYTES :]
