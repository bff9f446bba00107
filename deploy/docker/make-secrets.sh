#!/usr/bin/env bash
# Makes the secrets of the Compose deployment, once: deploy/docker/make-secrets.sh [FOLDER]
# Each is a file named as its setting. The folder is closed to everybody else; the files in it are readable for the users of the
# containers, which see them one by one.
set -euo pipefail

folder=${1:-$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)/secrets}
mkdir -p -- "$folder"
chmod 700 -- "$folder"

# random: 48 characters that need no quoting anywhere.
random() { head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n'; }

# make NAME TEXT: writes a secret unless it is there.
make() {
  if [ -s "$folder/$1" ]; then
    printf 'kept  %s\n' "$1"
    return
  fi
  printf '%s' "$2" >"$folder/$1.new"
  chmod 444 -- "$folder/$1.new"
  mv -- "$folder/$1.new" "$folder/$1"
  printf 'made  %s\n' "$1"
}

make postgres_password "$(random)"
make grafana_password "$(random)"
make Auth__SigningKey "$(random)"
make Auth__ApiTokens__0 "$(random)"
make ConnectionStrings__Iskra \
  "Host=timescaledb;Port=5432;Username=iskra;Password=$(cat -- "$folder/postgres_password");Database=iskra;Maximum Pool Size=20"
