"""What the page of suggestions calls their kinds, and the audit what was done with them."""

from __future__ import annotations

from flask_babel import lazy_gettext

from live.domain.language.suggestions import Kind

KINDS = {
    Kind.TOPICS: (
        lazy_gettext("Topic"),
        lazy_gettext("By what the centre has decided before. Switched off, topics are guessed by key words alone."),
    ),
    Kind.STACKS: (
        lazy_gettext("The same question"),
        lazy_gettext("Questions that ask the same stand on the desk as one row. Nothing is merged by itself."),
    ),
    Kind.MEANING: (
        lazy_gettext("Near in meaning"),
        lazy_gettext(
            "Likely doubles in other words. Switched off, or without a model, they are looked for by words alone."
        ),
    ),
    Kind.CLUSTERS: (
        lazy_gettext("What is asked about now"),
        lazy_gettext("Questions of one thing, by their own words, while a show collects and runs."),
    ),
    Kind.WORDING: (
        lazy_gettext("Shorter wording for air"),
        lazy_gettext("Made of the question's own sentences, with nothing added."),
    ),
}
"""A kind's name, and what it is."""

ACTS = {
    "suggestions.switched": lazy_gettext("Kinds of suggestions switched"),
    "stacks.saved": lazy_gettext("How like questions of one stack must be"),
    "learning.wished": lazy_gettext("Learning asked for"),
    "learning.model_taken": lazy_gettext("What was learned is in use"),
    "learning.model_refused": lazy_gettext("What was learned was not better"),
    "learning.model_returned": lazy_gettext("The former model is back in use"),
}
