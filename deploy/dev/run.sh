# shellcheck shell=bash
# ./dev run: a server with the sample catalogue.

readonly LISTEN=127.0.0.1:50051

port_is_taken() { (exec 3<>"/dev/tcp/${LISTEN%:*}/${LISTEN##*:}") 2>/dev/null; }

start_server() {
  local log=$1 waited=0
  : >"$log"  # or the line of the last start would be taken for this one's
  # A session of its own, so that Ctrl-C reaches this script alone, which then has it drain.
  setsid build/release/bin/lecternd --listen "$LISTEN" --data var/lectern >"$log" 2>&1 </dev/null &
  server=$!
  until grep -q '^lecternd: serving' "$log"; do
    if ! kill -0 "$server" 2>/dev/null; then
      local status=0
      wait "$server" || status=$?
      server=
      tail -n 20 "$log" >&2
      fail "lecternd ended with status $status before it served; the lines above are the end of $log"
    fi
    sleep 0.1
    if ((++waited % 100 == 0)); then note "lecternd is still starting ($((waited / 10)) s; log: $log) ..."; fi
  done
  grep -m1 '^lecternd: serving' "$log"
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
  local argument
  for argument in "$@"; do
    [[ $argument == --no-portal ]] || fail "run: unknown argument '$argument'; there is --no-portal"
  done
  if port_is_taken; then
    fail "$LISTEN is taken: another lecternd, or another program, listens there. Stop it first (\`ss -ltnp 'sport = :${LISTEN##*:}'\` shows which)."
  fi
  build_preset release lecternd lecternctl
  mkdir -p var
  say "Starting lecternd"
  start_server var/lecternd.log
  say "Importing the samples"
  import_samples
  cat <<END

Lectern serves on $LISTEN; data: var/lectern, log: var/lecternd.log. Try, in another shell:

  build/release/bin/lecternctl list entries --filter 'country = "countries/ke"'
  build/release/bin/lecternctl get countries/nl/pages/human-trafficking
  build/release/bin/lecternctl import legacy samples/legacy/kenya-street-children.txt --output json
  build/release/bin/lecternctl export bibtex --filter 'country = "countries/ke"'

Ctrl-C stops it.
END
  trap 'exit 0' INT TERM  # from here on, being stopped is how this ends well
  local status=0
  wait "$server" || status=$?
  server=
  tail -n 20 var/lecternd.log >&2
  fail "lecternd ended by itself with status $status; the lines above are the end of var/lecternd.log"
}
