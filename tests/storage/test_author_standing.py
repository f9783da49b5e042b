"""How an author's comments stand, and who else posted a text, as a worker reads them with its claim."""

from service.domain.comments import Comment
from service.domain.work import MOST_RECENT_DECIDED, AuthorStanding, Claimed
from tests.support.clock import SteppingClock
from tests.support.desk import Desk

TEXT = "Whoever wrote this headline has not read the letter below it."


def claimed(desk: Desk) -> dict[str, Claimed]:
    """What a worker knows about everything that is pending, by comment id."""
    services = desk.services
    with services.store.write() as tx:
        leased = tx.work.claim_fresh(services.clock(), services.judge_due.lease, 1_000, None)
        assert leased is not None
        return {each.standing.comment_id: each for each in tx.work.load(leased)}


def standing(desk: Desk, author: str) -> AuthorStanding | None:
    with desk.services.store.read() as tx:
        return tx.work.author_standing(author)


def test_only_what_was_approved_or_rejected_counts(desk: Desk) -> None:
    rita, mona = desk.reader(), desk.moderator()
    desk.article()
    approved, rejected, overruled, _pending = (desk.post(rita) for _ in range(4))
    desk.approve(mona, approved)
    desk.reject(mona, rejected)
    desk.approve(mona, overruled)
    desk.reject(mona, overruled)
    by_another = desk.post(desk.reader("Sam"))
    desk.reject(mona, by_another)

    assert standing(desk, rita.id) == AuthorStanding(approved=1, recent=3, rejected=2)
    assert {each.author for each in claimed(desk).values()} == {standing(desk, rita.id)}


def test_an_undone_decision_no_longer_counts(desk: Desk) -> None:
    rita, mona = desk.reader(), desk.moderator()
    desk.article()
    comment = desk.post(rita)
    desk.reject(mona, comment)
    desk.approve(mona, comment)
    assert standing(desk, rita.id) == AuthorStanding(approved=1, recent=1, rejected=0)


def test_the_last_twenty_decided_are_looked_at_whichever_way_they_went(desk: Desk) -> None:
    rita, mona = desk.reader(), desk.moderator()
    desk.article()
    posted = [desk.post(rita, f"Thought number {number}.") for number in range(MOST_RECENT_DECIDED + 5)]
    for comment in posted[:8]:
        desk.reject(mona, comment)
    for comment in posted[8:]:
        desk.approve(mona, comment)
    # The first five have fallen out of the last twenty-five: three of the eight rejected are left.
    assert standing(desk, rita.id) == AuthorStanding(approved=17, recent=20, rejected=3)


def test_an_author_is_found_by_name_and_by_id(desk: Desk) -> None:
    rita = desk.reader("Rita")
    unknown = AuthorStanding(approved=0, recent=0, rejected=0)
    assert standing(desk, rita.id) == standing(desk, "rita") == unknown
    assert standing(desk, "nobody") is None


def test_a_copy_counts_its_own_authors_and_others_separately_and_only_those_before_it(desk: Desk) -> None:
    rita, sam, mona = desk.reader(), desk.reader("Sam"), desk.reader("Mona")
    desk.article()
    posted: list[Comment] = [
        desk.post(author, text)
        for author, text in (
            (rita, TEXT),
            (sam, TEXT.upper()),
            (rita, TEXT),
            (mona, TEXT.replace(" ", "  ")),
            (mona, "Something else, and just as long as it has to be."),
        )
    ]
    found = claimed(desk)
    counts = [
        (found[each.id].author_same_text_count, found[each.id].others_same_text_count) for each in posted
    ]
    assert counts == [(0, 0), (0, 1), (1, 1), (0, 2), (0, 0)]


def test_a_copy_by_another_counts_for_a_day(desk: Desk, clock: SteppingClock) -> None:
    desk.article()
    desk.post(desk.reader(), TEXT)
    clock.advance(12 * 3600)
    desk.post(desk.reader("Sam"), TEXT)
    clock.advance(12 * 3600)
    last = desk.post(desk.reader("Mona"), TEXT)
    assert claimed(desk)[last.id].others_same_text_count == 1


def test_short_texts_are_no_copies(desk: Desk) -> None:
    desk.article()
    for name in ("Rita", "Sam", "Mona"):
        desk.post(desk.reader(name), "First!")
    assert {each.others_same_text_count for each in claimed(desk).values()} == {0}


def test_the_section_of_the_article_is_known(desk: Desk) -> None:
    desk.article("one", section="hardware")
    desk.article("two")
    rita = desk.reader()
    one, two = desk.post(rita, article="one"), desk.post(rita, article="two")
    found = claimed(desk)
    assert (found[one.id].article_section, found[two.id].article_section) == ("hardware", None)
