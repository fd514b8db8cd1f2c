"""The benchmarks: what docs/performance.md states, measured anew by `make bench`.

__main__.py         the plan, and a line of JSON for each block as it ends
measures.py         each measurement
servers.py          what is measured: our server, the same without_database.py, the bare relay.mjs
yardstick.py        a bare Flask route, to tell how fast the machine is today
clients.py          screens: raw websockets in a process of their own, the same for every server
commands.py         a producer who takes to air, and the prompters that wait for it
posts.py            senders: keep-alive connections in a process of their own, paced or as fast as they are answered
texts.py            invented questions
wrap.py             on its own: a wrap of 100,000 questions beside a show on air
desk.py             on its own: a moderator's browser before 50,000 questions
rotation.py         on its own: another secret for 300,000 contacts while a show runs
keys.py             from a key to its paint there, also over a slow_line.py
air.py              on its own: the screens of the air in real browsers
flood.py            on its own: what floods of strangers (attackers.py) and of panels (packets.py) cost a show
vectors.py          on its own: searches among a million vectors
suggestions.py      on its own: how soon the topic and the doubles of a question are known
figures.py          percentiles, and aims beside what was reached
"""
