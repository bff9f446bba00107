# shellcheck shell=bash
# ./iskra cluster: silos and gateways as processes of their own on this machine, on Microsoft Orleans and PostgreSQL.
# State lies in $home/cluster: for every process NAME.pid, NAME.log, NAME.out and NAME.arguments.

# Most processes of one kind.
cluster_most=9

# How long a process may take until it is ready, in seconds.
cluster_ready_s=60

cluster_usage() {
  cat <<'TEXT'
./iskra cluster up [options]            start silos and gateways as processes of their own
    --silos N  --gateways N             how many (default: 3 and 2; at most 9)
    --store postgres                    the only store that a cluster can share (default); ConnectionStrings__Iskra brings your own
    --port N                            main port of the first gateway, the next ones follow (default: 8080; 0 takes free ones)
    anything else goes to every process, for example --Gateway:MaxConnections=2000
./iskra cluster status                  every process: number, state, readiness, address
./iskra cluster kill silo|gateway N     end one as a crash would (SIGKILL)
./iskra cluster stop silo|gateway N     end one as an operator would (SIGTERM: a gateway drains, a silo hands over)
./iskra cluster start silo|gateway N    start one that has ended, or one more
./iskra cluster pause|resume silo|gateway N     stop it from running, and let it go on (SIGSTOP, SIGCONT)
./iskra cluster pause|resume database   the same for the private PostgreSQL
./iskra cluster restart silo|gateway N  stop and start one
./iskra cluster restart --rolling       stop and start all, one after the other, each when the one before is ready
./iskra cluster down                    stop everything
TEXT
}

cluster_parse() {
  silos=3 gateways=2 main_port=8080 server_arguments=()
  parse_options 'silos|gateways|port|store' cluster_option "$@"
}

cluster_option() {
  case $1 in
    --silos) silos=$(cluster_count "$1" "$2") || exit 1 ;;
    --gateways) gateways=$(cluster_count "$1" "$2") || exit 1 ;;
    --port)
      check_port "$1" "$2" 65500
      main_port=$((10#$2))
      ;;
    --store) [ "$2" = postgres ] || fail "--store is '$2'; the processes of a cluster can only share postgres" ;;
  esac
}

cluster_count() {
  if ! [[ $2 =~ ^[1-9]$ ]] || [ "$2" -gt "$cluster_most" ]; then fail "$1 is '$2'; it must be a number from 1 to $cluster_most"; fi
  printf '%s' "$2"
}

# cluster_name ROLE NUMBER: checks both and prints the name of the process.
cluster_name() {
  case ${1:-} in silo | gateway) ;; *) fail "say which process: silo N or gateway N; see ./iskra cluster help" ;; esac
  [[ ${2:-} =~ ^[1-9]$ ]] || fail "say which $1: a number from 1 to $cluster_most"
  printf '%s-%s' "$1" "$2"
}

cluster_needs_orleans() {
  orleans_restores || fail "a cluster needs Microsoft Orleans $(orleans_version), and its packages cannot be restored here: $(grep -m 1 -o 'error.*' "$home/orleans-restore.log" || tail -n 1 "$home/orleans-restore.log"). ./iskra up runs everything in one process without them."
}

cluster_up() {
  cluster_parse "$@"
  need_dotnet
  make_home
  mkdir -p -- "$state"
  local pid number
  for pid in "$state"/*.pid; do
    if living_pid "$pid" >/dev/null; then fail "a cluster is running already; see ./iskra cluster status, or stop it with ./iskra cluster down"; fi
  done
  rm -f -- "$state"/*.pid "$state"/*.arguments
  cluster_check_ports
  cluster_needs_orleans
  build orleans Gateway/Iskra.Gateway.csproj
  trap cluster_give_up EXIT
  cluster_store
  for ((number = 1; number <= silos; number++)); do cluster_describe silo "$number"; done
  for ((number = 1; number <= gateways; number++)); do cluster_describe gateway "$number"; done
  for ((number = 1; number <= silos; number++)); do cluster_launch "silo-$number"; done
  for ((number = 1; number <= gateways; number++)); do cluster_launch "gateway-$number"; done
  for ((number = 1; number <= silos; number++)); do cluster_await "silo-$number"; done
  for ((number = 1; number <= gateways; number++)); do cluster_await "gateway-$number"; done
  trap - EXIT
  cluster_status
}

# A cluster that cannot be started whole is not left half.
cluster_give_up() {
  local status=$?
  trap - EXIT
  warn "iskra: the cluster did not start; stopping what did"
  cluster_down
  exit "$status"
}

# The database and the key, the same for all; kept beside the processes so that one can be started again.
cluster_store() {
  . "$root/scripts/up.sh"
  store=postgres
  up_signing_key
  up_store
  (
    umask 077
    printf '%s\n' "$ConnectionStrings__Iskra" >"$state/connection"
    if [ -n "${Auth__SigningKey:-}" ]; then printf '%s' "$Auth__SigningKey" >"$state/signing.key"; fi
  )
  if [ -n "${started_postgres:-}" ]; then : >"$state/private-postgres"; else rm -f -- "$state/private-postgres"; fi
  say "Store: $store_text"
}

# cluster_describe ROLE NUMBER: writes down what the process is started with.
cluster_describe() {
  local arguments=("--role=$1" "--Cluster:Id=${ISKRA_CLUSTER:-iskra}" --Cluster:AdvertisedAddress=127.0.0.1) ports
  if [ "$1" = silo ]; then
    arguments+=("--Cluster:SiloName=silo-$2" --Cluster:SiloPort=0 --Cluster:ClientPort=0 --Silo:Port=0)
  else
    read -r -a ports <<<"$(cluster_ports "$2")"
    arguments+=("--Gateway:Ports:Main=${ports[0]}" "--Gateway:Ports:Pulse=${ports[1]}" "--Gateway:Ports:Seams=${ports[2]}" "--Gateway:Ports:Voices=${ports[3]}")
  fi
  printf '%s\n' "${arguments[@]}" ${server_arguments[@]+"${server_arguments[@]}"} >"$state/$1-$2.arguments"
}

# cluster_ports NUMBER: the main port of a gateway and those of its dashboards. A free main port is chosen here and not by the
# gateway, so that it is the same after it was started again.
cluster_ports() {
  local first=$((3001 + 10 * ($1 - 1))) port
  if [ "$main_port" -ne 0 ]; then
    printf '%s' "$((main_port + $1 - 1)) $first $((first + 1)) $((first + 2))"
    return
  fi
  port=$(free_port)
  while grep -qsx -- "--Gateway:Ports:Main=$port" "$state"/*.arguments; do port=$(free_port); done
  printf '%s' "$port 0 0 0"
}

# Refuses ports that are in use or that two of the processes would share.
cluster_check_ports() {
  local number port taken=' '
  [ "$main_port" -ne 0 ] || return 0
  for ((number = 1; number <= gateways; number++)); do
    for port in $(cluster_ports "$number"); do
      if [[ $taken == *" $port "* ]]; then fail "with --port $main_port two ports would both be $port; the dashboards of the gateways have 3001 to $((3003 + 10 * (gateways - 1))), choose another --port, or 0 for free ones"; fi
      if port_in_use "$port"; then fail "port $port, which gateway $number needs, is in use; choose another --port, or 0 for free ones"; fi
      taken+="$port "
    done
  done
}

# cluster_launch NAME: starts the process in the background, in a session of its own so that Ctrl-C does not reach it.
cluster_launch() {
  local arguments pid
  mapfile -t arguments <"$state/$1.arguments"
  rm -f -- "$state/$1.pid"
  : >"$state/$1.out"
  (
    ConnectionStrings__Iskra=$(<"$state/connection")
    export ConnectionStrings__Iskra
    if [ -s "$state/signing.key" ]; then
      Auth__SigningKey=$(<"$state/signing.key")
      export Auth__SigningKey
    fi
    export DOTNET_GCgen0size="${DOTNET_GCgen0size:-0x800000}"
    exec setsid dotnet "$(assembly_of orleans Iskra.Gateway Iskra.Gateway)" "${arguments[@]}" >"$state/$1.out" 2>>"$state/$1.log" </dev/null
  ) &
  pid=$!
  disown "$pid"
  write_pid "$state/$1.pid" "$pid" || fail "cannot write $state/$1.pid"
}

# cluster_await NAME: waits until the process serves and says that it is ready.
cluster_await() {
  local waited=0 address
  while ! cluster_is_ready "$1"; do
    living_pid "$state/$1.pid" >/dev/null || { tail -n 20 -- "$state/$1.log" >&2; fail "$1 has ended; what it wrote is above"; }
    [ "$waited" -lt $((cluster_ready_s * 10)) ] || fail "$1 was not ready within $cluster_ready_s s; see $state/$1.log"
    sleep 0.1
    waited=$((waited + 1))
  done
  address=$(cluster_address "$1")
  say "$1 is ready at $address"
}

# cluster_address NAME: prints the HTTP address that the process said it serves; nothing before it did.
cluster_address() { sed -n 's#^  \(page\|operations\) *\(http://[^/]*\)/.*#\2#p' "$state/$1.out" 2>/dev/null | head -n 1; }

cluster_is_ready() { [ "$(cluster_ready_status "$1")" = 200 ]; }

# cluster_ready_status NAME: the HTTP status of /ready, or nothing when it does not answer within 3 s.
cluster_ready_status() {
  local address port
  address=$(cluster_address "$1")
  [ -n "$address" ] || return 0
  port=${address##*:}
  timeout 3 bash -c "exec 3<>/dev/tcp/127.0.0.1/$port && printf 'GET /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3 && read -r _ status _ <&3 && printf '%s' \"\$status\"" 2>/dev/null || true
}

cluster_status() {
  local file name pid state_text ready
  for file in "$state"/*.arguments; do
    [ -f "$file" ] || fail "there is no cluster here; start one with ./iskra cluster up"
  done
  printf '%-12s %-10s %-9s %-6s %s\n' process pid state ready address
  for file in "$state"/*.arguments; do
    name=$(basename -- "$file" .arguments)
    pid=$(living_pid "$state/$name.pid") || pid=-
    state_text=ended ready=-
    if [ "$pid" != - ]; then
      state_text=$(cluster_state "$pid")
      if [ "$state_text" = runs ]; then
        ready=no
        if cluster_is_ready "$name"; then ready=yes; fi
      fi
    fi
    printf '%-12s %-10s %-9s %-6s %s\n' "$name" "$pid" "$state_text" "$ready" "$(cluster_address "$name")"
  done
}

cluster_state() {
  local stat
  { stat=$(<"/proc/$1/stat"); } 2>/dev/null || { printf runs; return; }
  stat=${stat##*) }
  case ${stat%% *} in T) printf paused ;; *) printf runs ;; esac
}

# cluster_pid NAME: the id of a process that lives, or an error.
cluster_pid() { living_pid "$state/$1.pid" || fail "$1 does not run; see ./iskra cluster status"; }

cluster_kill() {
  local pid
  pid=$(cluster_pid "$1")
  kill -KILL "$pid"
  while [ -n "$(identity_of "$pid")" ]; do sleep 0.05; done
  say "$1 was killed (process $pid)"
}

cluster_stop() {
  local pid
  pid=$(cluster_pid "$1")
  . "$root/scripts/up.sh"
  kill -CONT "$pid" 2>/dev/null || true
  stop_process "$pid"
  rm -f -- "$state/$1.pid"
  say "$1 has stopped"
}

cluster_start() {
  if living_pid "$state/$1.pid" >/dev/null; then fail "$1 runs already"; fi
  [ -s "$state/connection" ] || fail "there is no cluster here; start one with ./iskra cluster up"
  if [ ! -f "$state/$1.arguments" ]; then
    server_arguments=() main_port=0
    cluster_describe "${1%-*}" "${1##*-}"
  fi
  cluster_launch "$1"
  cluster_await "$1"
}

cluster_signal() {
  local signal=$1 word=$2 pid
  shift 2
  if [ "${1:-}" = database ]; then
    [ -f "$state/private-postgres" ] || fail "the database is not a private one of ./iskra; pause it where it runs"
    . "$root/scripts/postgres.sh"
    # Every process of the server works in its data folder.
    for pid in $(cluster_database_pids); do
      pg_as kill "-$signal" "$pid" 2>/dev/null || true
      cluster_has_taken "$signal" "$pid"
    done
    say "the database was $word"
    return
  fi
  local name
  name=$(cluster_name "$@") || exit 1
  pid=$(cluster_pid "$name")
  kill "-$signal" "$pid"
  cluster_has_taken "$signal" "$pid"
  say "$name was $word (process $pid)"
}

# cluster_has_taken SIGNAL PID: waits until the process stands still or runs. A process stops itself, and on a busy machine that is
# a moment after the signal.
cluster_has_taken() {
  local wanted=runs waited=0
  [ "$1" = CONT ] || wanted=paused
  while [ -n "$(identity_of "$2")" ] && [ "$(cluster_state "$2")" != "$wanted" ] && [ "$waited" -lt $((cluster_ready_s * 20)) ]; do
    sleep 0.05
    waited=$((waited + 1))
  done
}

# The server and the processes that it started.
cluster_database_pids() {
  local data postmaster
  data=$(pg_data "$(readlink -f -- "$home/postgres")")
  read -r postmaster <"$data/postmaster.pid" || return 0
  printf '%s ' "$postmaster"
  ps -o pid= --ppid "$postmaster"
}

cluster_restart() {
  local file name
  if [ "${1:-}" != --rolling ]; then
    name=$(cluster_name "$@") || exit 1
    cluster_stop "$name"
    cluster_start "$name"
    return
  fi
  for file in "$state"/silo-*.arguments "$state"/gateway-*.arguments; do
    [ -f "$file" ] || fail "there is no cluster here; start one with ./iskra cluster up"
    name=$(basename -- "$file" .arguments)
    if living_pid "$state/$name.pid" >/dev/null; then cluster_stop "$name"; fi
    cluster_start "$name"
  done
}

cluster_down() {
  local file name pid
  . "$root/scripts/up.sh"
  # Gateways first: their clients are told when to come back while the silos are still there.
  for file in "$state"/gateway-*.pid "$state"/silo-*.pid; do
    pid=$(living_pid "$file") || continue
    name=$(basename -- "$file" .pid)
    kill -CONT "$pid" 2>/dev/null || true
    stop_process "$pid"
    say "$name has stopped"
  done
  if [ -f "$state/private-postgres" ]; then
    . "$root/scripts/postgres.sh"
    pg_stop "$home/postgres" >/dev/null 2>&1 || warn "iskra: PostgreSQL did not stop"
  fi
  rm -f -- "$state"/*.pid "$state"/*.arguments "$state"/*.out "$state"/connection "$state"/signing.key "$state"/private-postgres
  say "No cluster runs here any more."
}

cluster() {
  local action=${1:-help} name
  state=$home/cluster
  [ $# -gt 0 ] && shift
  case $action in
    up) cluster_up "$@" ;;
    status) cluster_status ;;
    down) cluster_down ;;
    kill | stop | start)
      name=$(cluster_name "$@") || exit 1
      "cluster_$action" "$name"
      ;;
    pause) cluster_signal STOP paused "$@" ;;
    resume) cluster_signal CONT resumed "$@" ;;
    restart) cluster_restart "$@" ;;
    help | -h | --help) cluster_usage ;;
    *)
      cluster_usage >&2
      fail "there is no 'cluster $action'"
      ;;
  esac
}
