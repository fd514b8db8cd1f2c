"""The live broadcast and direct-line session manager: a map of its rooms.

settings     one frozen Settings, read from the environment
domain       what a direct line is: values and rules, pure
runtime      the seam to the asynchronous server; the only room that names eventlet
language     Russian text as the product needs it: words for search
store        the tables, the transaction and the numbered log
channels     one file for each outside network
views        the read side: what each screen may see
desk         the verbs while a broadcast runs
followup     the verbs afterwards: tickets and the wrap
feed         the log on its way out: tail, bell, frames, presence
screens      pages, hooks, the API and the sockets
commands     the command line

Imports point downward only (tests/rules holds it):
app.py > commands > screens > desk | followup | feed > views > store | channels > language > domain | runtime
"""
