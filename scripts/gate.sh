#!/usr/bin/env bash
# Holds what the code measures now against fixtures/baselines, by the gate that users have: for every
# NAME.baseline.yaml and NAME.statistical.baseline.yaml the run of fixtures/regression/NAME. Exit 0 where all of them hold.
# With --update the baselines are written from the runs instead; look at the difference before it is committed.
set -uo pipefail
cd "$(dirname "$0")/.."

runs=$(mktemp -d)
trap 'rm -rf "$runs"' EXIT

failed=0
for baseline in fixtures/baselines/*.baseline.yaml; do
  name=$(basename "$baseline")
  name=${name%%.*}
  read -ra flags < "fixtures/regression/$name/command" || exit 66
  node bin/magface.js "${flags[@]}" --out "$runs/$name" --quiet > /dev/null || { failed=1; continue; }
  if [ "${1:-}" = --update ]; then
    node bin/magface.js baseline "$runs/$name" --out "$baseline" || failed=1
  else
    node bin/magface.js check "$runs/$name" --baseline "$baseline" || failed=1
  fi
done
exit "$failed"
