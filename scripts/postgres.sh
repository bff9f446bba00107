# shellcheck shell=bash
# A private PostgreSQL server: found or installed, started and stopped. Sourced after common.sh.
#
#   pg_install       finds PostgreSQL 15 or newer, or installs it
#   pg_start DIR     starts the server of DIR, making it at the first time; writes DIR/connection
#   pg_stop DIR      stops it
#   pg_running DIR   whether it runs
#
# PostgreSQL refuses to run as root. Root therefore runs it as user postgres, and where that user cannot reach DIR the data lies
# in /var/tmp; the file DIR/location says where.

# The oldest release that will do.
pg_least=15

# How long a server may take to start or stop. Longer after a crash: it first reads its log again.
pg_wait_s=60

# pg_is_usable BIN: whether a folder holds all programs that are needed, in a release that will do.
pg_is_usable() {
  local release
  [ -x "$1/postgres" ] && [ -x "$1/initdb" ] && [ -x "$1/pg_ctl" ] && [ -x "$1/psql" ] || return 1
  release=$("$1/postgres" --version 2>/dev/null | sed -n 's/^postgres (PostgreSQL) \([0-9]*\).*/\1/p')
  [ -n "$release" ] && [ "$release" -ge "$pg_least" ]
}

# Prints the folder of the programs; the newest release first.
pg_find() {
  local bin
  while IFS= read -r bin; do
    if pg_is_usable "$bin"; then
      printf '%s' "$bin"
      return
    fi
  done < <(printf '%s\n' /usr/lib/postgresql/*/bin /usr/pgsql-*/bin | sort -rV)
  bin=$(command -v postgres) || return 1
  bin=$(dirname -- "$(readlink -f -- "$bin")")
  pg_is_usable "$bin" && printf '%s' "$bin"
}

pg_install() {
  local conf=/etc/postgresql-common/createcluster.conf sudo=''
  pg_find >/dev/null && return
  [ "$(id -u)" -eq 0 ] || sudo=sudo
  say "Installing PostgreSQL"
  # The package would make and start a server of its own, unless it is told not to before it is installed.
  if install_packages postgresql-common; then
    if ! grep -qs '^ *create_main_cluster *= *false' "$conf"; then
      printf '\n# A private server is used instead.\ncreate_main_cluster = false\n' | $sudo tee -a "$conf" >/dev/null
    fi
    install_packages postgresql || true
  fi
  pg_find >/dev/null && return
  warn "PostgreSQL $pg_least or newer is not here and could not be installed. Install it as root: apt-get install postgresql"
  return 1
}

# pg_as COMMAND…: runs a command as the user that PostgreSQL runs as.
pg_as() {
  if [ "$(id -u)" -ne 0 ]; then
    (cd / && "$@")
  else
    (cd / && runuser -u postgres -- "$@")
  fi
}

# pg_base DIR: prints the folder that holds the data of DIR, making it when it is not there.
pg_base() {
  local base
  if [ -s "$1/location" ]; then
    base=$(<"$1/location")
  elif [ "$(id -u)" -ne 0 ] || { [ ! -d "$1/data" ] && pg_can_reach "$1"; } || pg_as test -r "$1/data/PG_VERSION"; then
    base=$1
  else
    base=/var/tmp/iskra-$(printf '%s' "$1" | sha256sum | cut -c 1-16)
    printf '%s' "$base" >"$1/location"
  fi
  if [ "$base" != "$1" ]; then pg_make_base "$base" || return 1; fi
  printf '%s' "$base"
}

# Whether user postgres could keep its data in a folder of root.
pg_can_reach() { pg_as test -x "$1" && chown postgres: -- "$1"; }

pg_make_base() {
  # Not -p: in a folder that everybody can write to, what is already there may be somebody else's.
  mkdir -m 700 -- "$1" 2>/dev/null && chown postgres: -- "$1"
  if [ -L "$1" ] || [ "$(stat -c %U -- "$1" 2>/dev/null)" != postgres ]; then
    warn "$1 should belong to user postgres and does not; remove it, or the file that names it"
    return 1
  fi
}

# pg_data DIR: prints the data folder of DIR without making anything.
pg_data() {
  if [ -s "$1/location" ]; then printf '%s/data' "$(<"$1/location")"; else printf '%s/data' "$1"; fi
}

pg_running() {
  local dir data pid
  dir=$(readlink -f -- "$1") && data=$(pg_data "$dir") || return 1
  { read -r pid <"$data/postmaster.pid"; } 2>/dev/null || return 1
  kill -0 "$pid" 2>/dev/null || return 1
  # After a crash the number may belong to another process; that of the server works in its data folder.
  [ ! -d /proc/self ] || [ "$(readlink -f "/proc/$pid/cwd" 2>/dev/null)" = "$(readlink -f -- "$data")" ]
}

# pg_program DIR NAME: prints the path of a program in the release that made the data of DIR.
pg_program() {
  local data release
  data=$(pg_data "$1")
  if [ -f "$data/PG_VERSION" ]; then
    release=$(<"$data/PG_VERSION")
    if pg_is_usable "/usr/lib/postgresql/$release/bin"; then
      printf '%s' "/usr/lib/postgresql/$release/bin/$2"
      return
    fi
  fi
  printf '%s/%s' "$(pg_find)" "$2"
}

# pg_init BASE: makes the data folder; it appears only when it is complete.
pg_init() {
  local base=$1
  rm -rf -- "$base/data.new" "$base/password"
  (umask 077 && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' >"$base/password") || return 1
  [ "$(id -u)" -ne 0 ] || chown postgres: -- "$base/password"
  pg_as "$(pg_find)/initdb" -D "$base/data.new" -U iskra --pwfile="$base/password" --auth=scram-sha-256 \
    --encoding=UTF8 --no-locale >/dev/null || return 1
  pg_as tee -a "$base/data.new/postgresql.conf" >/dev/null <<'CONF'

# Reached by TCP on the loopback address only, with a password.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
log_min_messages = warning
log_line_prefix = '%m [%p] '
CONF
  mv -- "$base/data.new" "$base/data"
}

# pg_launch DIR BASE PORT: starts the server and waits until it answers.
pg_launch() {
  [ ! -f "$2/server.log" ] || mv -f -- "$2/server.log" "$2/server.log.1"
  pg_as "$(pg_program "$1" pg_ctl)" start -D "$2/data" -l "$2/server.log" -w -t "$pg_wait_s" -s -o "-p $3"
}

# pg_password DIR: prints the password. It lies beside the data, so that both go or stay together.
pg_password() { cat -- "$(dirname -- "$(pg_data "$1")")/password"; }

# pg_disown_pid FILE: when the number that a killed server left behind is in use by another process, puts one there that is not.
# The rest of the file stays: by it PostgreSQL finds out whether parts of the killed server still run.
pg_disown_pid() {
  local pid dead
  { read -r pid <"$1"; } 2>/dev/null || return 0
  kill -0 "$pid" 2>/dev/null || return 0
  true &
  dead=$!
  wait "$dead"
  sed -i "1s/.*/$dead/" "$1"
}

# pg_psql DIR DATABASE SQL: runs a statement as the owner of the server.
pg_psql() {
  PGPASSWORD=$(pg_password "$1") PGCONNECT_TIMEOUT=5 "$(pg_program "$1" psql)" -X -w -q -A -t -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$(<"$1/port")" -U iskra -d "$2" -c "$3"
}

pg_start() {
  local dir base port attempt
  mkdir -p -- "$1" && chmod 700 -- "$1" && dir=$(readlink -f -- "$1") || return 1
  pg_find >/dev/null || { warn "PostgreSQL $pg_least or newer is not installed"; return 1; }
  base=$(pg_base "$dir") || return 1
  if [ ! -f "$base/data/PG_VERSION" ]; then pg_init "$base" || return 1; fi
  if [ ! -s "$base/password" ]; then
    warn "the password of the data in $base is gone; remove that folder to begin anew, or put the password into $base/password"
    return 1
  fi
  if ! pg_running "$dir"; then
    pg_disown_pid "$base/data/postmaster.pid"
    for attempt in 1 2 3 4 5; do
      port=$(cat -- "$dir/port" 2>/dev/null) || port=''
      if [ -z "$port" ] || port_in_use "$port"; then port=$(free_port); fi
      printf '%s\n' "$port" >"$dir/port"
      if pg_launch "$dir" "$base" "$port"; then break; fi
      if [ "$attempt" -eq 5 ]; then
        tail -n 20 -- "$base/server.log" >&2
        return 1
      fi
      # What a killed server left running needs a moment to notice; another port may have been taken just now.
      sleep 1
    done
  fi
  pg_publish "$dir"
}

# pg_publish DIR: makes the database at the first time, and says how to reach it.
pg_publish() {
  if [ "$(pg_psql "$1" postgres "select 1 from pg_database where datname = 'iskra'")" != 1 ]; then
    pg_psql "$1" postgres 'create database iskra' || return 1
  fi
  (umask 077 && printf 'Host=127.0.0.1;Port=%s;Username=iskra;Password=%s;Database=iskra\n' "$(<"$1/port")" "$(pg_password "$1")" >"$1/connection.new") &&
    mv -f -- "$1/connection.new" "$1/connection"
}

pg_stop() {
  local dir data
  dir=$(readlink -f -- "$1") && data=$(pg_data "$dir") || return 0
  pg_running "$dir" || return 0
  pg_as "$(pg_program "$dir" pg_ctl)" stop -D "$data" -m fast -w -t "$pg_wait_s" -s
}
