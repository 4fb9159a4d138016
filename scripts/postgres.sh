#!/usr/bin/env bash
# Starts a throw-away PostgreSQL on loopback, in a temporary folder, as a user without privileges, and prints its URL.
#   url=$(scripts/postgres.sh start)      scripts/postgres.sh stop "$url"
set -euo pipefail

programs() {
  local found
  for found in /usr/lib/postgresql/*/bin; do [ -x "$found/initdb" ] && last=$found; done
  [ -n "${last:-}" ] || last=$(dirname "$(command -v initdb 2>/dev/null || echo /none/initdb)")
  [ -x "$last/initdb" ] || { echo "PostgreSQL is not installed" >&2; exit 3; }
  echo "$last"
}

# The server refuses to run as root.
as_user() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u "${POSTGRES_USER_NAME:-nobody}" -- "$@"; else "$@"; fi
}

start() {
  local bin folder port
  bin=$(programs)
  folder=$(mktemp -d /tmp/framing-postgres.XXXXXX)
  [ "$(id -u)" -eq 0 ] && chown "${POSTGRES_USER_NAME:-nobody}" "$folder"
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  cd "$folder"
  as_user "$bin/initdb" -D "$folder/data" -U framing --auth=trust -E UTF8 --locale=C >"$folder/log" 2>&1
  as_user "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/server.log" \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=200" start >>"$folder/log" 2>&1
  as_user "$bin/createdb" -h 127.0.0.1 -p "$port" -U framing framing
  echo "postgresql://framing@127.0.0.1:$port/framing?application_name=$(basename "$folder")"
}

stop() {
  local folder=/tmp/${1##*application_name=}
  case "$folder" in /tmp/framing-postgres.*) ;; *) echo "not a URL of mine: $1" >&2; exit 2 ;; esac
  cd /tmp
  as_user "$(programs)/pg_ctl" -D "$folder/data" -m fast stop >/dev/null || true
  rm -rf "$folder"
}

case "${1:-start}" in
  start) start ;;
  stop) stop "${2:?the URL that start printed}" ;;
  *) echo "usage: $0 start | stop URL" >&2; exit 2 ;;
esac
