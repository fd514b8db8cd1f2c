"""What the store's reading functions give: rows, whose columns are their attributes. The verbs name them by this."""

from sqlalchemy import Row

__all__ = ["Row"]
