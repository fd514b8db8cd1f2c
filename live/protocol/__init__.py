"""The wire as data: which events, commands and views there are, and what each of them carries.

It declares and checks; it does nothing. The verbs make events and handle commands, the store refuses what is not
declared here.
"""
