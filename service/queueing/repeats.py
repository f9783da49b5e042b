"""What was posted lately, in Redis: texts under the keys by which similar texts find each other.

It is an index of what stands in the database, and says for which stretch of time it holds everything, so
that a reader knows what it is missing: after a restart, a flush or a time-out it is filled again from the
database. Members are revisions, not counters: writing one down twice changes nothing.
"""

import logging
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from redis import Redis
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

PREFIX = "seen:"
_HELD = f"{PREFIX}held"
MOST_MEMBERS = 100
"""The most texts that are looked at under one key, the latest, and about as many are kept: a wave of more is
a wave.
"""

EXPIRY_SECONDS = 30 * 3600
"""How long a key is kept after the last text under it: the longest that a window can be, and some hours
for comments that are judged late."""

MOST_KEYS = 900_000
"""Some 150,000 comments, under 200 MB. Beyond that nothing more is written down: the memory that is left
belongs to the bell, and similar texts are looked for in the database.
"""

_AT_A_TIME = 200
_PAUSE_AFTER_FAILURE_SECONDS = 2.0
_LOG_PAUSE_SECONDS = 60.0

# One atomic step: write everything down, then look. KEYS[1] is the note of the time that is held; the
# others are the keys of one text after the other, as many for each. ARGV: the time that these texts are
# all of, how long keys are kept, the most members a key, the keys a text, how many texts at the end are
# asked about, how far back, and the most keys in all; then moment and member of each text.
_EXCHANGE = """
local since, until_, expiry, most, width = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local asked, window, most_keys = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
if redis.call('DBSIZE') > most_keys then
  return redis.error_reply('FULL the texts of the last hours take up their share of the memory')
end
local texts = (#KEYS - 1) / width
for text = 1, texts do
  for key = 1, width do
    local name = KEYS[1 + (text - 1) * width + key]
    redis.call('ZADD', name, ARGV[7 + text * 2], ARGV[8 + text * 2])
    redis.call('EXPIRE', name, expiry)
  end
end
local held = redis.call('HMGET', KEYS[1], 'since', 'until')
if held[1] and tonumber(held[2]) >= tonumber(since) and tonumber(held[1]) <= tonumber(until_) then
  if tonumber(held[1]) < tonumber(since) then since = held[1] end
  if tonumber(held[2]) > tonumber(until_) then until_ = held[2] end
end
redis.call('HSET', KEYS[1], 'since', since, 'until', until_)
redis.call('EXPIRE', KEYS[1], expiry)
local answer = {since, until_}
for text = texts - asked + 1, texts do
  local moment, found, known = tonumber(ARGV[7 + text * 2]), {}, {}
  for key = 1, width do
    local name = KEYS[1 + (text - 1) * width + key]
    local from, to = string.format('%.0f', moment - window), string.format('(%.0f', moment)
    local members = redis.call('ZRANGE', name, to, from, 'BYSCORE', 'REV', 'LIMIT', 0, most)
    if #members == most then
      redis.call('ZREMRANGEBYRANK', name, 0, -most - 2)
    end
    for _, member in ipairs(members) do
      if not known[member] then
        known[member] = true
        found[#found + 1] = member
      end
    end
  end
  answer[#answer + 1] = found
end
return answer
"""


class Sighting(NamedTuple):
    """A text as it was posted: its keys, the moment in microseconds since 1970, and what to keep of it."""

    keys: tuple[str, ...]
    moment: int
    member: bytes


class Stretch(NamedTuple):
    """A stretch of time in microseconds since 1970, both ends included."""

    since: int
    until: int


NOTHING = Stretch(0, 0)


class Exchanged(NamedTuple):
    """What is now held altogether, and what was found for each of the texts that were asked about."""

    held: Stretch
    found: list[list[bytes]]


class RecentTexts:
    """The texts of the last hours, shared by all workers. Safe to share between threads and across a fork.

    Never raises for a Redis that does not answer, or refuses: it answers None, says so in the log, and
    does not ask again for a moment, so that a batch does not wait for one time-out after the other.
    """

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._silent_until = 0.0
        self._log_again_at = 0.0

    def held(self) -> Stretch | None:
        """The time of which every text is held, NOTHING where that is none; None where there is no answer."""
        if self._silent():
            return None
        try:
            since, until = self._redis.hmget(_HELD, ["since", "until"])
            return Stretch(int(since), int(until)) if since and until else NOTHING
        except (RedisError, ValueError) as error:
            self._fell_silent(error)
            return None

    def exchange(
        self, texts: Iterable[Sighting], all_of: Stretch, asked: Sequence[Sighting], window: int
    ) -> Exchanged | None:
        """Write down these texts, oldest first, which are all that were posted within `all_of`; then the
        members that were posted up to `window` microseconds before each of `asked`, under one of its keys.
        Those that are asked about are written down as well. None where Redis does not answer.

        A batch is one round trip; only after a loss, with hours to catch up with, it is several.
        """
        if self._silent():
            return None
        remaining, since = iter(texts), all_of.since
        try:
            while chunk := list(islice(remaining, _AT_A_TIME)):
                if len(chunk) < _AT_A_TIME:
                    break
                # Each part notes its own stretch of time: should Redis lose its data between two parts,
                # what it says that it holds is still true.
                until = chunk[-1].moment
                self._call(chunk, Stretch(since, until), (), window)
                since = until
            return self._call(chunk, Stretch(since, all_of.until), asked, window)
        except RedisError as error:
            self._fell_silent(error)
            return None

    def close(self) -> None:
        self._redis.close()

    def _call(
        self, texts: Sequence[Sighting], all_of: Stretch, asked: Sequence[Sighting], window: int
    ) -> Exchanged:
        sightings = [*texts, *asked]
        keys = [_HELD, *(PREFIX + key for sighting in sightings for key in sighting.keys)]
        width = len(sightings[0].keys) if sightings else 1
        limits = (EXPIRY_SECONDS, MOST_MEMBERS, width, len(asked), window, MOST_KEYS)
        values: list[int | bytes] = [*all_of, *limits]
        for sighting in sightings:
            values += (sighting.moment, sighting.member)
        since, until, *found = self._redis.eval(_EXCHANGE, len(keys), *keys, *values)
        return Exchanged(Stretch(int(since), int(until)), found)

    def _silent(self) -> bool:
        return time.monotonic() < self._silent_until

    def _fell_silent(self, error: Exception) -> None:
        now = time.monotonic()
        self._silent_until = now + _PAUSE_AFTER_FAILURE_SECONDS
        if now >= self._log_again_at:
            self._log_again_at = now + _LOG_PAUSE_SECONDS
            logger.warning("similar texts are looked for in the database: Redis gives no answer (%s)", error)
