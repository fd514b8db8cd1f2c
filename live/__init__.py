"""The live broadcast and direct-line session manager: a map of its rooms.

settings     one frozen Settings, read from the environment and the files of secrets that it names
commands     the command line
web          how the world reaches the rooms below: pages, hooks, the API and the sockets
workers      the background: one file a task
desk         the verbs while a broadcast runs
followup     the verbs afterwards: tickets and answers
admin        the centre's verbs: people, lists, channels, the calendar
feed         the log on its way out: follower, bell, frames, presence
views        the read side: what each screen may see
store        the tables, the transaction and the numbered log
channels     one file or folder for each outside network
protocol     the wire as data: every event and command, and what it carries
files        file formats: CSV, XLSX, DOCX, rows and columns
language     Russian text as the product needs it: words for search, topics, places
domain       what a direct line is: values and rules, pure
runtime      the seam to the asynchronous server; the only room that names eventlet

Imports point downward only (tests/rules holds it):
app.py > commands > web > workers > desk | followup | admin | feed > views > store | channels
> protocol | files | language
> domain | runtime
"""
