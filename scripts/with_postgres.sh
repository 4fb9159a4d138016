#!/usr/bin/env bash
# Runs a command with FRAMING_TEST_POSTGRES naming a throw-away server; without PostgreSQL, runs it as it is.
set -uo pipefail
here=$(dirname "$0")
if [ -n "${FRAMING_TEST_POSTGRES:-}" ] || ! url=$("$here/postgres.sh" start); then
  exec "$@"
fi
trap '"$here/postgres.sh" stop "$url"' EXIT
FRAMING_TEST_POSTGRES=$url "$@"
