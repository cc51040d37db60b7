"""People, the keys their programs carry, and the answers kept for them."""

from accounts.models.answered_request import AnsweredRequest
from accounts.models.api_token import ApiToken
from accounts.models.user import User, UserManager

__all__ = ["AnsweredRequest", "ApiToken", "User", "UserManager"]
