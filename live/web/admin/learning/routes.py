"""The page's routes, those of its parts with them."""

from live.web.admin.learning import new_topics as new_topics
from live.web.admin.learning import stacks as stacks
from live.web.admin.learning import topics as topics
from live.web.admin.learning.page import admin_learning as admin_learning
