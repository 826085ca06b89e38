# shellcheck shell=bash
# Steps of a longer verb: each runs to its end whatever became of the others, and finish tells which failed.

failed=()
step() {
  say "$1"
  shift
  local status
  # Not `("$@") || ...`: there bash ignores -e and a step would carry on after a command that fails.
  set +e
  (set -e; "$@")
  status=$?
  set -e
  if ((status != 0)); then failed+=("$*"); fi
}

finish() {
  say "Summary after $SECONDS s"
  if ((${#failed[@]} > 0)); then
    printf 'FAILED: %s\n' "${failed[@]}"
    exit 1
  fi
  note "All passed."
}
