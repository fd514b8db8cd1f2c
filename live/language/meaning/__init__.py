"""Meaning beyond words: texts as vectors, by a model that a package brings or the operator puts into a folder.

Whatever opens a model loads numpy: that is done in a process of its own (live/workers/language/meaning_child.py), and
never by a server. The only files that this room reads are the model's.
"""
