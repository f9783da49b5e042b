"""The reasons of decisions."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Connection, select

from service.domain.reasons import Reason, ReasonCode
from service.storage.tables import decision_reasons


def reasons_of(connection: Connection, decision_ids: Sequence[str]) -> dict[str, tuple[Reason, ...]]:
    """The reasons of each of these decisions, in their order, in one query."""
    if not decision_ids:
        return {}
    rows = connection.execute(
        select(decision_reasons)
        .where(decision_reasons.c.decision_id.in_(decision_ids))
        .order_by(decision_reasons.c.decision_id, decision_reasons.c.position)
    )
    found: dict[str, list[Reason]] = defaultdict(list)
    for row in rows:
        found[row.decision_id].append(Reason(ReasonCode(row.code), row.message))
    return {decision_id: tuple(reasons) for decision_id, reasons in found.items()}
