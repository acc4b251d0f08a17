"""The models page: what can run here, what is here, and how fast it is."""

from indoors.ui.models.page import ModelsPage
from indoors.ui.models.toasts import ModelToasts

__all__ = ["ModelToasts", "ModelsPage"]
