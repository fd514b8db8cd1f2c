#!/bin/sh
# Prints the Python that the virtual environment is made with: 3.11 or newer, with venv. Else says what is missing.

too_old=""
for candidate in python3 python3.13 python3.12 python3.11 python3.14; do
    path=$(command -v "$candidate") || continue
    if ! "$path" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        too_old="$too_old $("$path" -V 2>&1 | cut -d' ' -f2)"
        continue
    fi
    if ! "$path" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$path has no venv. On Debian or Ubuntu: sudo apt install python3-venv" >&2
        exit 1
    fi
    echo "$path"
    exit 0
done
echo "Python 3.11 or newer is needed; found:${too_old:- none}." >&2
exit 1
