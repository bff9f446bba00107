# shellcheck shell=bash
# ./iskra test: builds everything, runs every suite under Tests/ on every engine that is there, and adds up the results.

# A suite that takes longer than this has hung.
suite_limit_s=600

# Suites that --fast leaves out.
slow_suites=' Cluster Scenarios Pages '

test_parse() {
  engines=all filter='' fast=''
  while [ $# -gt 0 ]; do
    case $1 in
      --engine | --filter)
        [ $# -ge 2 ] || fail "$1 needs a value"
        if [ "$1" = --engine ]; then engines=$2; else filter=$2; fi
        shift
        ;;
      --engine=*) engines=${1#*=} ;;
      --filter=*) filter=${1#*=} ;;
      --fast) fast=yes ;;
      *) fail "unknown option '$1'; ./iskra test knows --engine, --filter and --fast" ;;
    esac
    shift
  done
  case $engines in
    all) if [ -n "$fast" ]; then engines=embedded; else engines='embedded orleans'; fi ;;
    embedded | orleans) ;;
    *) fail "--engine is '$engines'; it must be all, embedded or orleans" ;;
  esac
}

# Installs what the suites need beside the SDK. What cannot be installed is named; the tests that need it then say so too.
test_prerequisites() {
  local missing=()
  . "$root/scripts/postgres.sh"
  pg_install >"$home/postgres.install.log" 2>&1 || warn "PostgreSQL could not be installed: $(tail -n 1 "$home/postgres.install.log")"
  if [ -d "$root/Tests/Pages" ] && [ -z "$fast" ]; then command -v chromium >/dev/null 2>&1 || missing+=(chromium); fi
  if [ -d "$root/Tests/Tools" ]; then
    command -v prometheus-node-exporter >/dev/null 2>&1 || missing+=(prometheus-node-exporter)
  fi
  if [ -d "$root/Tests/Tools" ] || [ -d "$root/Tests/Deploy" ]; then
    command -v promtool >/dev/null 2>&1 || missing+=(prometheus)
  fi
  if [ -d "$root/Tests/Scenarios" ] && [ -z "$fast" ]; then
    command -v prometheus >/dev/null 2>&1 || missing+=(prometheus)
    command -v amtool >/dev/null 2>&1 || missing+=(prometheus-alertmanager)
  fi
  if [ -d "$root/Tests/Deploy" ]; then
    PATH=$PATH:/usr/sbin command -v nginx >/dev/null 2>&1 || missing+=(nginx-light)
    command -v docker-compose >/dev/null 2>&1 || missing+=(docker-compose)
  fi
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing ${missing[*]}"
  install_packages "${missing[@]}" || warn "These could not be installed, install them by hand: ${missing[*]}"
}

# The suites: folders under Tests/ whose project says that it is one.
suites() {
  local project
  for project in "$root"/Tests/*/*.csproj; do
    grep -q '<IsTestSuite>true' "$project" || continue
    local name
    name=$(basename -- "$(dirname -- "$project")")
    if [ -n "$fast" ] && [[ $slow_suites == *" $name "* ]]; then continue; fi
    printf '%s\n' "$name"
  done
}

# build_all ENGINE: every project, warnings as errors.
build_all() {
  local log=$results/$1/build.log
  mkdir -p -- "$results/$1"
  say "Building everything for the $1 engine"
  if ! (cd -- "$root" && dotnet build Iskra.Orleans.sln -c Release -v q -nologo -p:IskraEngine="$1") >"$log" 2>&1; then
    grep -E ' (error|warning) ' "$log" | sort -u | head -n 60 >&2
    fail "the build for the $1 engine failed; all of it is in $log"
  fi
}

check_format() {
  say "Checking the format"
  (cd -- "$root" && dotnet format whitespace Iskra.Orleans.sln --verify-no-changes --no-restore -v q) >"$results/format.log" 2>&1 ||
    { sort -u "$results/format.log" | head -n 40 >&2; fail "the sources are not formatted; run: dotnet format"; }
}

# summary_of FILE MEMBER: a number of the summary in a CTRF report.
summary_of() {
  local number
  number=$(tr -d ' \n\r' <"$1" | grep -o '"summary":{[^}]*}' | grep -o "\"$2\":[0-9]*" | head -n 1)
  printf '%s' "${number##*:}"
}

# run_suite ENGINE SUITE: runs it and adds a row to the table and to the totals.
run_suite() {
  local engine=$1 suite=$2 status=0 started=$SECONDS
  local report=$results/$engine/$suite.ctrf.json log=$results/$engine/$suite.log arguments=()
  local assembly
  assembly=$(assembly_of "$engine" "Iskra.Tests.$suite" "Iskra.Tests.$suite")
  [ -z "$filter" ] || arguments=(-method "*$filter*")
  rm -f -- "$report"
  (
    cd -- "$root"
    ISKRA_ENGINE=$engine timeout -k 10 "$suite_limit_s" dotnet "$assembly" -noLogo -noColor -longRunning 90 \
      -ctrf "$report" -junit "$results/$engine/$suite.junit.xml" "${arguments[@]}"
  ) >"$log" 2>&1 </dev/null || status=$?
  count_suite "$engine" "$suite" "$status" $((SECONDS - started))
}

# count_suite ENGINE SUITE STATUS SECONDS: a suite that wrote no report, or failed without a failed test, counts as one failure.
count_suite() {
  local report=$results/$1/$2.ctrf.json log=$results/$1/$2.log passed=0 failed=0 skipped=0 remark='' least
  if [ -s "$report" ]; then
    passed=$(summary_of "$report" passed) failed=$(summary_of "$report" failed) skipped=$(summary_of "$report" skipped)
  elif [ "$3" -eq 124 ] || [ "$3" -eq 137 ]; then
    failed=1 remark="did not end within $suite_limit_s s"
  else
    failed=1 remark="ended with status $3 and no report"
  fi
  if [ "$3" -ne 0 ] && [ "$failed" -eq 0 ] && ! nothing_matched "$passed" "$skipped"; then
    failed=1 remark="ended with status $3"
  fi
  least=$(awk -v e="$1" -v s="$2" '$1 == e && $2 == s { print $3 }' "$root/Tests/minimum.txt")
  if [ -z "$filter" ] && [ -z "$remark" ] && [ $((passed + failed)) -lt "${least:-1}" ]; then
    failed=$((failed + 1)) remark="ran $((passed + failed - 1)) tests; Tests/minimum.txt wants at least ${least:-1}"
  fi
  add_row "$2" "$1" "$passed" "$failed" "$skipped" "$4 s" "$remark"
  if [ "$failed" -gt 0 ]; then show_failures "$log"; fi
}

# With a filter, a suite may well have no matching test; its runner then reports an error.
nothing_matched() { [ -n "$filter" ] && [ $(($1 + $2)) -eq 0 ]; }

show_failures() {
  say "---- $1"
  if [ "$(wc -l <"$1")" -le 120 ]; then cat -- "$1"; else
    grep -F '[Long Running Test]' "$1" | tail -n 5 || true
    grep -A 25 -F '[FAIL]' "$1" | head -n 300 || true
    tail -n 15 "$1"
  fi
  say "----"
}

# add_row SUITE ENGINE PASSED FAILED SKIPPED TIME REMARK
add_row() {
  local row
  printf -v row '%-12s %-9s %7s %7s %8s %7s  %s' "$@"
  rows+=("$row")
  say "$row"
  total_passed=$((total_passed + $3)) total_failed=$((total_failed + $4)) total_skipped=$((total_skipped + $5))
  executed[$2]=$((${executed[$2]:-0} + $3 + $4))
}

# Every suite of an engine that is not here is one skipped test.
skip_engine() {
  local suite
  say "Microsoft Orleans $(orleans_version) could not be restored, so its suites are skipped: $(grep -m 1 -o 'error.*' "$home/orleans-restore.log" || tail -n 1 "$home/orleans-restore.log")"
  for suite in "${all_suites[@]}"; do add_row "$suite" orleans 0 0 1 - 'Orleans packages cannot be restored'; done
}

run_engine() {
  local suite
  if [ "$1" = orleans ]; then
    if orleans_restores; then say "Microsoft Orleans $(orleans_version) is there."; else
      skip_engine
      return
    fi
  fi
  build_all "$1"
  if [ "$1" = embedded ] && [ -z "$fast" ]; then check_format; fi
  for suite in "${all_suites[@]}"; do run_suite "$1" "$suite"; done
  # The client and the pages do not know the engine; once is enough.
  if [ "$1" = embedded ] && [ -z "$fast" ] && [ -f "$root/Web/package.json" ]; then run_web_suite "$1"; fi
}

show_table() {
  local row engine text=''
  say ''
  printf '%-12s %-9s %7s %7s %8s %7s\n' suite engine passed failed skipped time
  for row in "${rows[@]}"; do say "$row"; done
  for engine in $engines; do text+="${text:+, }${executed[$engine]:-0} tests ran on $engine"; done
  say "$text"
}

run_tests() {
  test_parse "$@"
  need_dotnet
  make_home
  results=$root/artifacts/test-results
  mkdir -p -- "$results" || fail "cannot write to $root; build as the user who owns it"
  declare -gA executed=()
  rows=() total_passed=0 total_failed=0 total_skipped=0
  mapfile -t all_suites < <(suites)
  [ ${#all_suites[@]} -gt 0 ] || fail "there are no suites under $root/Tests"
  test_prerequisites
  . "$root/scripts/pages.sh"
  build_pages || true
  local engine
  for engine in $engines; do run_engine "$engine"; done
  show_table
  if [ $((total_passed + total_failed)) -eq 0 ]; then total_failed=1; fi
  say "$total_passed passed, $total_failed failed, $total_skipped skipped"
  [ "$total_failed" -eq 0 ]
}
