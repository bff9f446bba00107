# shellcheck shell=bash
# The pages: built with Node into artifacts/web, from where the gateway takes them. Sourced, with $root and $home set.

# The oldest Node that builds and tests the pages.
least_node=18

# Whether node and npm are there and new enough.
node_ready() {
  local version
  command -v npm >/dev/null 2>&1 || return 1
  version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [ "${version%%.*}" -ge "$least_node" ]
}

# Finds Node or installs Debian's.
need_node() {
  node_ready && return
  make_home
  say "Installing Node.js, which builds the pages; this takes a minute, once"
  install_packages nodejs npm && node_ready
}

# Fetches what package-lock.json names, unless that has been done since it last changed.
install_web_packages() {
  local lock=$root/Web/package-lock.json mark=$root/Web/node_modules/.package-lock.json
  if [ -f "$mark" ] && [ ! "$lock" -nt "$mark" ]; then return; fi
  say "Fetching the packages that build the pages"
  (cd -- "$root/Web" && npm_config_cache="${npm_config_cache:-$home/npm}" timeout 600 npm ci --no-audit --no-fund --ignore-scripts) >"$home/npm.log" 2>&1 || return 1
  touch -c -- "$mark"
}

# Whether what is built is newer than every source of it.
pages_built() {
  local built=$root/artifacts/web/index.html
  [ -f "$built" ] &&
    [ -z "$(find "$root/Web" -name node_modules -prune -o -type f -not -path '*/test/*' -newer "$built" -print -quit)" ]
}

# What to say where there is no Node and none could be installed.
pages_without_node() {
  local found='none' log=''
  ! command -v node >/dev/null 2>&1 || found=$(node --version 2>/dev/null)
  command -v npm >/dev/null 2>&1 || found="$found, no npm"
  [ ! -s "$home/apt.log" ] || log=" ($home/apt.log says why it could not be installed)"
  printf '%s' "the pages need Node.js $least_node or newer with npm (found: $found)$log; install them, for example with: apt-get install nodejs npm
iskra: the server starts without new pages, and everything else works"
}

# Builds the pages unless they are built. Without them the server runs all the same, and its first page says what is missing.
build_pages() {
  if [ ! -f "$root/Web/package.json" ] || pages_built; then return; fi
  make_home
  need_node || { warn "iskra: $(pages_without_node)"; return 1; }
  install_web_packages || { warn "iskra: the packages of the pages could not be fetched, $home/npm.log says why; the server starts without new pages"; return 1; }
  say "Building the pages"
  if ! (cd -- "$root/Web" && npm run build -w dashboard) >"$home/pages.log" 2>&1; then
    tail -n 30 "$home/pages.log" >&2
    warn "iskra: the pages could not be built; all of it is in $home/pages.log"
    return 1
  fi
  touch -c -- "$root/artifacts/web/index.html"
}

# number_in FILE MEMBER: the first number of that name in a JSON file.
number_in() {
  local number
  number=$(grep -o "\"$2\":[0-9]*" "$1" | head -n 1)
  printf '%s' "${number##*:}"
}

# run_web_suite ENGINE: the tests of the TypeScript client and the pages, with a gateway of that engine, as one suite more.
run_web_suite() {
  local engine=$1 status=0 started=$SECONDS report=$results/$1/Web.json log=$results/$1/Web.log arguments=() passed=0 failed=0 skipped=0 remark='' least
  if ! need_node || ! install_web_packages; then
    add_row Web "$engine" 0 0 1 - 'Node.js or its packages cannot be had'
    return
  fi
  [ -z "$filter" ] || arguments=(--testNamePattern "$filter")
  # With a database the client is also tested against a gateway that is killed; without one these tests are skipped.
  . "$root/scripts/postgres.sh"
  unset ISKRA_CONNECTION
  if pg_install >>"$home/postgres.install.log" 2>&1 && pg_start "$home/web-postgres" >"$home/web-postgres.log" 2>&1; then
    ISKRA_CONNECTION=$(<"$home/web-postgres/connection")
    export ISKRA_CONNECTION
  fi
  rm -f -- "$report"
  (
    cd -- "$root/Web"
    npm run check -w client && npm run check -w dashboard &&
      ISKRA_GATEWAY=$(assembly_of "$engine" Iskra.Gateway Iskra.Gateway) timeout -k 10 "$suite_limit_s" \
        npx vitest run --reporter=verbose --reporter=json --outputFile.json="$report" "${arguments[@]}"
  ) >"$log" 2>&1 </dev/null || status=$?
  [ -z "${ISKRA_CONNECTION:-}" ] || pg_stop "$home/web-postgres" >>"$home/web-postgres.log" 2>&1 || warn "PostgreSQL of the client's tests did not stop"
  unset ISKRA_CONNECTION
  if [ -s "$report" ]; then
    passed=$(number_in "$report" numPassedTests) failed=$(number_in "$report" numFailedTests) skipped=$(number_in "$report" numPendingTests)
  fi
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1 remark="ended with status $status"; fi
  least=$(awk -v e="$engine" '$1 == e && $2 == "Web" { print $3 }' "$root/Tests/minimum.txt")
  if [ -z "$filter" ] && [ $((passed + failed)) -lt "${least:-1}" ]; then failed=$((failed + 1)) remark="ran $passed tests; Tests/minimum.txt wants at least ${least:-1}"; fi
  add_row Web "$engine" "$passed" "$failed" "$skipped" "$((SECONDS - started)) s" "$remark"
  if [ "$failed" -gt 0 ]; then show_failures "$log"; fi
}
