"""What may follow what."""

from itertools import product

import pytest

from service.domain.states import Action, ActorKind, State, next_state

A, M = ActorKind.AUTOMATION, ActorKind.MODERATOR
ALLOWED = {
    (A, State.PENDING, Action.APPROVE): State.APPROVED,
    (A, State.PENDING, Action.HOLD): State.HELD,
    (A, State.PENDING, Action.REJECT): State.REJECTED,
    (M, State.PENDING, Action.APPROVE): State.APPROVED,
    (M, State.PENDING, Action.REJECT): State.REJECTED,
    (M, State.HELD, Action.APPROVE): State.APPROVED,
    (M, State.HELD, Action.REJECT): State.REJECTED,
    (M, State.APPROVED, Action.REJECT): State.REJECTED,
    (M, State.REJECTED, Action.APPROVE): State.APPROVED,
}


@pytest.mark.parametrize("move", [*product(ActorKind, State, Action)], ids=" ".join)
def test_every_move_is_either_in_the_table_or_impossible(move: tuple[ActorKind, State, Action]) -> None:
    assert next_state(*move) == ALLOWED.get(move)


def test_automation_touches_nothing_that_is_decided() -> None:
    assert {state for actor, state, _ in ALLOWED if actor is A} == {State.PENDING}
