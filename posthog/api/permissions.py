"""What a personal API key may do. A view that declares no scope object refuses keys altogether."""

from typing import Any

from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from posthog.models import PersonalAPIKey
from posthog.scopes import grants


class KeyScopePermission(BasePermission):
    """Checks `scope_object` of the view against the scopes of the key; sessions pass.

    A request reads when its method is safe or its action is named in the view's `read_actions`.
    """

    message = "This API key lacks the scope for this request."
    code = "permission_denied"

    def has_permission(self, request: Request, view: APIView) -> bool:
        key = request.auth
        if not isinstance(key, PersonalAPIKey):
            return True
        name = getattr(view, "scope_object", None)
        if name is None:
            self.message = "This endpoint cannot be used with an API key."
            return False
        access = "read" if _reads(request, view) else "write"
        if grants(tuple(key.scopes), name, access):
            return True
        self.message = f"This API key needs the scope '{name}:{access}'."
        return False


def _reads(request: Request, view: Any) -> bool:
    return request.method in SAFE_METHODS or getattr(view, "action", None) in getattr(view, "read_actions", ())
