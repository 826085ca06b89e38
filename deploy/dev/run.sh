# shellcheck shell=bash
# ./dev run: a server with the sample catalogue.

readonly LISTEN=127.0.0.1:50051
readonly PORTAL_LISTEN=127.0.0.1:8080

port_is_taken() { (exec 3<>"/dev/tcp/${1%:*}/${1##*:}") 2>/dev/null; }

refuse_taken_port() {
  if port_is_taken "$1"; then
    fail "$1 is taken: another $2, or another program, listens there. Stop it first (\`ss -ltnp 'sport = :${1##*:}'\` shows which)."
  fi
}

# start LOG NAME COMMAND...: begins a server, and waits until its log says "NAME: serving".
start() {
  local log=$1 name=$2 waited=0 started
  shift 2
  : >"$log"  # or the line of the last start would be taken for this one's
  # A session of its own, so that Ctrl-C reaches this script alone, which then has it drain.
  setsid "$@" >"$log" 2>&1 </dev/null &
  started=$!
  servers+=("$started")
  until grep -q "^$name: serving" "$log"; do
    if ! kill -0 "$started" 2>/dev/null; then
      local status=0
      wait "$started" || status=$?
      tail -n 20 "$log" >&2
      fail "$name ended with status $status before it served; the lines above are the end of $log"
    fi
    sleep 0.1
    if ((++waited % 100 == 0)); then note "$name is still starting ($((waited / 10)) s; log: $log) ..."; fi
  done
  grep -m1 "^$name: serving" "$log"
}

# A second run finds them unchanged; what was edited here since is reported as a conflict and stays (status 1).
import_samples() {
  local -a publish=(--publish --reviewed-by "sample editors" --identity-risk none)
  local -a imports=("jsonl samples/catalogue.jsonl" "csv samples/library-list.csv" "legacy samples/legacy")
  local import status
  for import in "${imports[@]}"; do
    note "lecternctl import $import"
    status=0
    # shellcheck disable=SC2086  # a verb and its file
    run_child build/release/bin/lecternctl --server "$LISTEN" --token-file var/lectern/admin.key import $import \
      "${publish[@]}" || status=$?
    ((status <= 1)) || fail "the samples could not be imported (lecternctl import $import ended with status $status)"
  done
}

run() {
  # A script that starts this with `&` has it ignore Ctrl-C, and bash cannot trap what was ignored from the start.
  if (((0x$(awk '/^SigIgn:/ { print $2 }' "/proc/$$/status") & 2) != 0)); then
    exec env --default-signal=INT ./dev run "$@"
  fi
  local argument with_portal=1
  for argument in "$@"; do
    [[ $argument == --no-portal ]] || fail "run: unknown argument '$argument'; there is --no-portal"
    with_portal=0
  done
  refuse_taken_port "$LISTEN" lecternd
  if ((with_portal)); then refuse_taken_port "$PORTAL_LISTEN" portal; fi
  build_preset release lecternd lecternctl
  if ((with_portal)); then build_portal; fi
  mkdir -p var
  say "Starting lecternd"
  start var/lecternd.log lecternd build/release/bin/lecternd --listen "$LISTEN" --data var/lectern
  say "Importing the samples"
  import_samples
  if ((with_portal)); then
    say "Starting the portal"
    start var/portal.log lectern-portal clients/node_modules/.bin/node clients/portal/dist/server.js \
      --listen "$PORTAL_LISTEN" --server "$LISTEN"
    printf '\nThe portal is at http://%s (log: var/portal.log).\n' "$PORTAL_LISTEN"
  fi
  cat <<END

Lectern serves on $LISTEN; data: var/lectern, log: var/lecternd.log. Try, in another shell:

  build/release/bin/lecternctl list entries --filter 'country = "countries/ke"'
  build/release/bin/lecternctl get countries/nl/pages/human-trafficking
  build/release/bin/lecternctl import legacy samples/legacy/kenya-street-children.txt --output json
  build/release/bin/lecternctl export bibtex --filter 'country = "countries/ke"'

Ctrl-C stops it.
END
  trap 'exit 0' INT TERM  # from here on, being stopped is how this ends well
  local status=0 ended name=lecternd log=var/lecternd.log
  wait -n -p ended "${servers[@]}" || status=$?
  if [[ $ended != "${servers[0]}" ]]; then name="the portal" log=var/portal.log; fi
  tail -n 20 "$log" >&2
  fail "$name ended by itself with status $status; the lines above are the end of $log"
}

build_portal() {
  install_packages node
  install_node_packages
  say "Building the portal"
  in_client_packages npm run build --workspace @lectern/client --workspace @lectern/portal
}
