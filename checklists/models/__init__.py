"""What is gone through when something has gone wrong, and what was."""

from checklists.models.begun_checklist import BegunChecklist
from checklists.models.checklist import Checklist

__all__ = ["BegunChecklist", "Checklist"]
