"""Pages, hooks, the API and the sockets: how the world outside reaches the rooms below.

Never touches the store: it changes things through the verbs and reads through the views. Every route and every
command declares who may use it (`access.allow`, `Commands.add`); a test walks them all.
"""
