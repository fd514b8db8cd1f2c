#!/bin/sh
# Makes, once, the secrets that compose.yaml hands to the containers. What is there already is left as it is.
set -eu
umask 077

cd "$(dirname "$0")"
mkdir -p secrets

new() {
    od -An -N32 -tx1 /dev/urandom | tr -d ' \n'
}

[ -e secrets/LIVE_SECRET_KEY ] || new >secrets/LIVE_SECRET_KEY
[ -e secrets/database_password ] || new >secrets/database_password
[ -e secrets/LIVE_DATABASE_URL ] ||
    printf 'postgresql://live:%s@postgres/live\n' "$(cat secrets/database_password)" >secrets/LIVE_DATABASE_URL
# The program in its container is nobody but this number.
chown 10001:10001 secrets/LIVE_SECRET_KEY secrets/LIVE_DATABASE_URL
