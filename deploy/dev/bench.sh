# shellcheck shell=bash
# ./dev bench: each benchmark is a program of tests/bench that prints a table and writes build/bench/NAME.json.

readonly -a BENCHMARKS=(rpc)

# The commit that is measured; "+" says that files differ from it.
measured_commit() {
  local commit
  commit=$(git rev-parse -q --verify HEAD 2>/dev/null) || { note unknown; return; }
  if [[ -n $(git status --porcelain 2>/dev/null) ]]; then commit+=+; fi
  note "$commit"
}

bench_rpc() {
  build_preset release lecternd null_server rpc_bench
  run_child build/release/bin/rpc_bench --programs build/release/bin --work build/bench --out build/bench/rpc.json \
    --commit "$(measured_commit)" "$@"
}

bench() {
  local name=${1:-} known
  for known in "${BENCHMARKS[@]}"; do
    if [[ $name == "$known" ]]; then
      mkdir -p build/bench
      "bench_$name" "${@:2}"
      return
    fi
  done
  printf 'dev: %s; there are: %s\n' "${name:+there is no benchmark called }${name:-bench needs a NAME}" "${BENCHMARKS[*]}" >&2
  exit 2
}
