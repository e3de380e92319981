"""The receipts of deleted people and groups. Values in, values out."""

from uuid import UUID

from common.pages import Page
from products.events.backend.facade.contracts import Erasure, ErasureCheck, GroupErasure
from products.events.backend.facade.mappers import to_erasure, to_group_erasure
from products.events.backend.logic.erasure import groups, verify


class ErasuresAPI:
    """The receipts of deleted people. `PersonsAPI.delete_person` makes them."""

    @staticmethod
    def list_erasures(*, team_id: int, limit: int, offset: int) -> Page[Erasure]:
        """Receipts, the newest first."""
        found, total = verify.list_erasures(team_id=team_id, limit=limit, offset=offset)
        return Page(items=tuple(to_erasure(row) for row in found), total=total)

    @staticmethod
    def get_erasure(*, team_id: int, erasure_id: UUID) -> Erasure:
        """One receipt; raises ErasureNotFoundError."""
        return to_erasure(verify.get_erasure(team_id=team_id, erasure_id=erasure_id))

    @staticmethod
    def verify_erasure(*, team_id: int, erasure_id: UUID) -> ErasureCheck:
        """Look for the person in every store now; raises ErasureNotFoundError."""
        return verify.check(team_id=team_id, erasure_id=erasure_id)


class GroupErasuresAPI:
    """The receipts of deleted groups. `GroupsAPI.delete_group` makes them."""

    @staticmethod
    def list_erasures(*, team_id: int, limit: int, offset: int) -> Page[GroupErasure]:
        """Receipts, the newest first."""
        found, total = groups.list_group_erasures(team_id=team_id, limit=limit, offset=offset)
        return Page(items=tuple(to_group_erasure(row) for row in found), total=total)

    @staticmethod
    def get_erasure(*, team_id: int, erasure_id: UUID) -> GroupErasure:
        """One receipt; raises ErasureNotFoundError."""
        return to_group_erasure(groups.get_group_erasure(team_id=team_id, erasure_id=erasure_id))

    @staticmethod
    def verify_erasure(*, team_id: int, erasure_id: UUID) -> ErasureCheck:
        """Look for the group in every store now; raises ErasureNotFoundError."""
        return groups.check(team_id=team_id, erasure_id=erasure_id)
