# shellcheck shell=bash
# ./dev bench: each benchmark is a program of tests/bench, or of clients/portal/bench, that prints a table and writes
# build/bench/NAME.json.

readonly -a BENCHMARKS=(rpc import search portal)

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

# --accuracy: how much of the old site's pages is read as it should be, in place of speed.
bench_import() {
  if [[ ${1:-} == --accuracy ]]; then
    build_preset release legacy_accuracy
    run_child build/release/bin/legacy_accuracy --out build/bench/import-accuracy.json --commit "$(measured_commit)" \
      "${@:2}"
    return
  fi
  build_preset release lecternd lecternctl import_bench
  run_child build/release/bin/import_bench --programs build/release/bin --work build/bench \
    --out build/bench/import.json --commit "$(measured_commit)" "$@"
}

# Its peers are installed here alone. A build that was configured without them does not know the program yet.
bench_search() {
  install_packages bench
  if [[ -e build/release/build.ninja ]] && ! ninja -C build/release -t query search_bench >/dev/null 2>&1; then
    run_child cmake --preset release || fail "cmake --preset release failed"
  fi
  build_preset release lecternd null_server search_bench
  run_child build/release/bin/search_bench --programs build/release/bin --work build/bench --out build/bench/search.json \
    --commit "$(measured_commit)" "$@"
}

# The portal as it is built, beside the calls that it makes.
bench_portal() {
  install_packages browser
  build_preset release lecternd lecternctl
  build_portal
  run_child clients/node_modules/.bin/node clients/portal/bench/main.ts --programs build/release/bin --work build/bench \
    --out build/bench/portal.json --commit "$(measured_commit)" "$@"
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
