# shellcheck shell=bash
# ./iskra up: PostgreSQL, then the server in the foreground; on a signal the server drains, then PostgreSQL stops.

# A server that is told to stop has this long before it is killed.
drain_s=40

up_parse() {
  store='' engine=auto server_arguments=()
  parse_options 'store|engine|port|pulse-port|seams-port|voices-port|bind' up_option "$@"
}

up_option() {
  case $1 in
    --store)
      case $2 in postgres | memory) store=$2 ;; *) fail "--store is '$2'; it must be postgres or memory" ;; esac
      ;;
    --engine)
      case $2 in auto | embedded | orleans) engine=$2 ;; *) fail "--engine is '$2'; it must be auto, embedded or orleans" ;; esac
      ;;
    --port) port_option "$1" "$2" Gateway:Ports:Main ;;
    --pulse-port) port_option "$1" "$2" Gateway:Ports:Pulse ;;
    --seams-port) port_option "$1" "$2" Gateway:Ports:Seams ;;
    --voices-port) port_option "$1" "$2" Gateway:Ports:Voices ;;
    --bind) server_arguments+=("--Gateway:Bind=$2") ;;
  esac
}

port_option() {
  check_port "$1" "$2" 65535
  server_arguments+=("--$3=$2")
}

# Claims the pid file, cleaning up after an ./iskra up that was killed.
up_claim() {
  local other
  if other=$(living_pid "$home/up.pid"); then
    fail "one is running already (process $other); stop it with Ctrl-C there, or with: kill $other"
  fi
  rm -f -- "$home/up.pid"
  if other=$(living_pid "$home/server.pid"); then
    say "Stopping a server that was left behind (process $other)."
    stop_process "$other"
  fi
  rm -f -- "$home/server.pid"
  write_pid "$home/up.pid" $$ || fail "another ./iskra up is just starting"
}

# stop_process PID: asks, waits for at most $drain_s, then kills.
stop_process() {
  local identity waited=0
  identity=$(identity_of "$1")
  [ -n "$identity" ] || return 0
  kill -TERM "$1" 2>/dev/null || true
  while [ "$(identity_of "$1")" = "$identity" ]; do
    if [ "$waited" -ge $((drain_s * 10)) ] || [ "${hurry:-0}" -ge 2 ]; then
      warn "iskra: process $1 did not stop in time and was killed"
      kill -KILL "$1" 2>/dev/null || true
      return 0
    fi
    sleep 0.1 || true
    waited=$((waited + 1))
  done
}

# The key that tokens are signed with when the settings bring none.
up_signing_key() {
  [ -z "${Auth__SigningKey:-}${Auth__Jwks:-}" ] || return 0
  local key=$home/signing.key
  if [ ! -s "$key" ]; then
    (umask 077 && head -c 48 /dev/urandom | base64 | tr -d '\n' >"$key.new" && mv -- "$key.new" "$key")
  fi
  Auth__SigningKey=$(<"$key")
  export Auth__SigningKey
}

# Starts the private PostgreSQL unless the settings bring a store of their own; says in $store_text what is used.
up_store() {
  if [ "$store" = memory ]; then
    unset ConnectionStrings__Iskra
    export Store=memory
    store_text='memory (nothing will last)'
    return
  fi
  if [ -n "${ConnectionStrings__Iskra:-}" ]; then
    store_text='PostgreSQL of ConnectionStrings__Iskra'
    return
  fi
  . "$root/scripts/postgres.sh"
  pg_install || fail "PostgreSQL 15 or newer is needed; install it, set ConnectionStrings__Iskra, or use --store memory"
  pg_start "$home/postgres" >"$home/postgres.start.log" 2>&1 || {
    cat -- "$home/postgres.start.log" >&2
    fail "PostgreSQL did not start; --store memory runs without it"
  }
  started_postgres=yes
  ConnectionStrings__Iskra=$(<"$home/postgres/connection")
  export ConnectionStrings__Iskra
  store_text="PostgreSQL, private, in $home/postgres"
}

up_on_signal() {
  hurry=$((${hurry:-0} + 1))
  [ -z "${server:-}" ] || kill -TERM "$server" 2>/dev/null || true
}

# Runs at every end of the script, whatever the reason.
up_on_exit() {
  local status=$?
  trap '' INT TERM HUP
  [ -z "${server:-}" ] || stop_process "$server"
  if [ -n "${started_postgres:-}" ]; then pg_stop "$home/postgres" >/dev/null 2>&1 || warn "iskra: PostgreSQL did not stop"; fi
  rm -f -- "$home/server.pid" "$home/up.pid"
  exit "$status"
}

# Waits for the server; a signal is passed on, and a second one shortens the wait.
up_wait() {
  local status=0 identity waited=0
  identity=$(identity_of "$server")
  while :; do
    status=0
    wait "$server" || status=$?
    [ -n "$identity" ] && [ "$(identity_of "$server")" = "$identity" ] || break
    if [ "${hurry:-0}" -ge 1 ]; then
      [ "$waited" -eq 0 ] || return 1
      waited=1
      stop_process "$server"
    fi
  done
  # The status of the process itself; "wait" may have answered for a signal.
  wait "$server" 2>/dev/null || status=$?
  if [ "${hurry:-0}" -ge 1 ]; then status=0; fi
  server=''
  return "$status"
}

# Becomes the server. Its pid file is there before the server is, so that a killed ./iskra up never leaves an unknown one.
up_serve() {
  write_pid "$home/server.pid" "$BASHPID" || true
  # A small budget for young objects keeps the memory of a thousand idle connections what they use, at no cost measured.
  export DOTNET_GCgen0size="${DOTNET_GCgen0size:-0x800000}"
  exec dotnet "$1" "${server_arguments[@]}"
}

up() {
  up_parse "$@"
  need_dotnet
  make_home
  up_claim
  trap up_on_exit EXIT
  trap up_on_signal INT TERM HUP
  engine=$(choose_engine "$engine")
  . "$root/scripts/pages.sh"
  build_pages || true
  build "$engine" Gateway/Iskra.Gateway.csproj
  up_signing_key
  up_store
  [ "${hurry:-0}" -eq 0 ] || exit 0
  say "Iskra: engine $engine, store $store_text"
  rm -f -- "$home/server.pid"
  up_serve "$(assembly_of "$engine" Iskra.Gateway Iskra.Gateway)" &
  server=$!
  # A signal that came before its number was known has told the server nothing.
  [ "${hurry:-0}" -eq 0 ] || kill -TERM "$server" 2>/dev/null || true
  up_wait || fail "the server ended with status $?; what it wrote above says why"
  say "Iskra has stopped."
}

migrate() {
  up_parse "$@"
  need_dotnet
  make_home
  up_claim
  trap up_on_exit EXIT
  engine=$(choose_engine "$engine")
  build "$engine" Gateway/Iskra.Gateway.csproj
  up_store
  dotnet "$(assembly_of "$engine" Iskra.Gateway Iskra.Gateway)" --migrate-only "${server_arguments[@]}" || fail "the schema could not be brought up to date"
}
