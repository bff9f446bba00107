# shellcheck shell=bash
# Functions that all commands of ./iskra share. Sourced, with $root and $home set.

# Where built assemblies lie, as MSBuild spells it.
configuration=release

say() { printf '%s\n' "$*"; }

warn() { printf '%s\n' "$*" >&2; }

fail() {
  warn "iskra: $*"
  exit 1
}

# The .NET SDK that global.json asks for must be there, and its tools need a home they can write to.
need_dotnet() {
  command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK 10 is needed; see https://dot.net/download"
  (cd -- "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "this needs a .NET SDK 10.0.100 or newer; found: $(dotnet --list-sdks 2>/dev/null | sed 's/ .*//' | tr '\n' ' ')"
  if [ -z "${DOTNET_CLI_HOME:-}" ] && ! [ -w "${HOME:-/nonexistent}" ]; then
    make_home
    export DOTNET_CLI_HOME=$home NUGET_PACKAGES=$home/packages
  fi
}

# The private folder: keys, process id, the database.
make_home() {
  mkdir -p -- "$home" || fail "cannot create $home; set ISKRA_HOME to a folder you can write to"
  chmod 700 -- "$home"
}

# assembly_of ENGINE PROJECT NAME: the path of a built assembly.
assembly_of() { printf '%s/artifacts/%s/bin/%s/%s/%s.dll' "$root" "$1" "$2" "$configuration" "$3"; }

# build ENGINE PROJECT: builds quietly, and shows everything when that fails.
build() {
  local output
  if ! output=$(cd -- "$root" && dotnet build "$2" -c Release -v q -nologo -p:IskraEngine="$1" 2>&1); then
    printf '%s\n' "$output" | grep -E 'error|warn' | sort -u | head -n 60 >&2
    fail "building $2 for the $1 engine failed"
  fi
}

# Builds the iskra tool unless what is built is newer than its sources.
build_tool() {
  local built
  built=$(assembly_of embedded Iskra.Tools iskra)
  if [ ! -f "$built" ] || [ -n "$(find "$root/Tools" "$root/Directory.Build.props" "$root/Directory.Packages.props" -newer "$built" -type f -print -quit)" ]; then
    build embedded Tools/Iskra.Tools.csproj
    touch -c -- "$built"
  fi
}

orleans_version() { sed -n 's:.*<OrleansVersion>\(.*\)</OrleansVersion>.*:\1:p' "$root/Directory.Packages.props"; }

# Whether the packages of Microsoft Orleans can be had here; what restore said is kept in $home/orleans-restore.log.
orleans_restores() {
  make_home
  (cd -- "$root" && timeout 300 dotnet restore Silo/Iskra.Silo.csproj -v q -nologo -p:IskraEngine=orleans) >"$home/orleans-restore.log" 2>&1
}

# choose_engine WISH: prints embedded or orleans. The answer for auto is remembered, a "no" for a day only.
choose_engine() {
  local remembered=$home/engine version
  case $1 in
    embedded | orleans)
      printf '%s' "$1"
      return
      ;;
    auto) ;;
    *) fail "--engine is '$1'; it must be auto, embedded or orleans" ;;
  esac
  make_home
  version=$(orleans_version)
  if [ -f "$remembered" ] && grep -qx "embedded $version" "$remembered" && [ -z "$(find "$remembered" -mmin +1440)" ]; then
    printf embedded
    return
  fi
  if [ -f "$remembered" ] && grep -qx "orleans $version" "$remembered"; then
    printf orleans
    return
  fi
  if orleans_restores; then printf 'orleans %s\n' "$version"; else printf 'embedded %s\n' "$version"; fi >"$remembered"
  sed 's/ .*//' "$remembered" | tr -d '\n'
}

# install_packages NAME…: installs Debian packages without starting the services that some of them bring.
install_packages() {
  local sudo='' policy=/usr/sbin/policy-rc.d made='' status=0
  command -v apt-get >/dev/null 2>&1 || return 1
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || return 1
    sudo=sudo
  fi
  if [ ! -e "$policy" ]; then
    made=yes
    printf '#!/bin/sh\nexit 101\n' | $sudo tee "$policy" >/dev/null
    $sudo chmod 755 "$policy"
  fi
  {
    $sudo apt-get update -q &&
      $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
  } >"$home/apt.log" 2>&1 || status=$?
  [ -z "$made" ] || $sudo rm -f "$policy"
  return "$status"
}

# identity_of PID: when the process started, so that a reused id is not taken for it; nothing when it is gone.
identity_of() {
  local stat fields
  if [ -d /proc/self ]; then
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
    # The name in the second field may hold blanks; what follows its bracket starts with the state, field 3.
    read -r -a fields <<<"${stat##*) }"
    [ "${fields[0]}" = Z ] || printf '%s' "${fields[19]}"
  else
    ps -o lstart= -p "$1" 2>/dev/null | tr -d ' ' || true
  fi
}

# write_pid FILE PID: claims a pid file; fails when it exists.
write_pid() { (set -o noclobber; printf '%s %s\n' "$2" "$(identity_of "$2")" >"$1") 2>/dev/null; }

# living_pid FILE: prints the id in a pid file if that very process still lives.
living_pid() {
  local pid identity
  [ -f "$1" ] || return 1
  read -r pid identity <"$1" || return 1
  [[ $pid =~ ^[0-9]+$ ]] && [ -n "$identity" ] && [ "$(identity_of "$pid")" = "$identity" ] || return 1
  printf '%s' "$pid"
}

# parse_options NAMES HANDLER ARGUMENTS…: calls HANDLER --name VALUE for every option of NAMES (name|name|…), be it written
# --name VALUE or --name=VALUE; everything else is added to $server_arguments.
parse_options() {
  local names=$1 handler=$2 name value
  shift 2
  while [ $# -gt 0 ]; do
    name=${1%%=*}
    if ! [[ $name =~ ^--($names)$ ]]; then
      server_arguments+=("$1")
      shift
      continue
    fi
    if [ "$name" != "$1" ]; then value=${1#*=}; else
      [ $# -ge 2 ] || fail "$name needs a value"
      value=$2
      shift
    fi
    shift
    "$handler" "$name" "$value"
  done
}

# check_port NAME VALUE LARGEST: refuses what is not a port number.
check_port() {
  if ! [[ $2 =~ ^[0-9]{1,5}$ ]] || [ "$((10#$2))" -gt "$3" ]; then fail "$1 is '$2'; it must be a port number from 0 to $3"; fi
}

# Whether somebody listens on a port of the loopback address.
port_in_use() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port: prints a port of the loopback address that nobody listens on, below those that systems hand out by themselves and
# beside those that silos take (26000 to 31999).
free_port() {
  local port
  while :; do
    port=$((20000 + (RANDOM * 32768 + RANDOM) % 6000))
    if ! port_in_use "$port"; then
      printf '%s' "$port"
      return
    fi
  done
}
