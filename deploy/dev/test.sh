# shellcheck shell=bash
# ./dev test, ./dev fuzz and ./dev sanitize.

# run_fuzzer NAME ARGUMENT...: its many lines go into a file; the last ones are shown, more of them where it failed.
run_fuzzer() {
  local log=build/fuzz/$1.log lines=2 status=0
  "build/fuzz/bin/$1" -print_funcs=0 "${@:2}" >"$log" 2>&1 || { status=$?; lines=40; }
  tail -n "$lines" "$log"
  return "$status"
}

# What a fuzzer found goes into build/fuzz/corpus, where its next run goes on from.
fuzz() {
  local seconds=${1:-20} name
  [[ $seconds =~ ^[0-9]+$ ]] || fail "fuzz: the argument is a number of seconds"
  install_packages build test node
  local -a fuzzers=(key_codec_fuzz record_value_fuzz legacy_page_fuzz legacy_file_fuzz csv_fuzz jsonl_fuzz bibtex_fuzz
    ris_fuzz csl_json_fuzz filter_fuzz search_query_fuzz)
  build_preset fuzz "${fuzzers[@]}"
  for name in "${fuzzers[@]}"; do
    local -a seeds=()
    case $name in
      legacy_page_fuzz) seeds=(tests/unit/legacy/pages tests/fuzz/seeds/legacy_page samples/legacy) ;;
      legacy_file_fuzz) seeds=(tests/fixtures/legacy tests/fuzz/seeds/legacy_file samples/legacy) ;;
      *) if [[ -d tests/fuzz/seeds/${name%_fuzz} ]]; then seeds=("tests/fuzz/seeds/${name%_fuzz}"); fi ;;
    esac
    mkdir -p "build/fuzz/corpus/$name"
    step "Fuzzing: $name, $seconds s" run_fuzzer "$name" -max_total_time="$seconds" -artifact_prefix=build/fuzz/ \
      "build/fuzz/corpus/$name" ${seeds[@]:+"${seeds[@]}"}
  done
}

# Debian's gRPC and Abseil are not instrumented: TSan sees none of their locks, so it runs what does without them.
sanitize() {
  install_packages build test node
  local -a no_grpc=(storage_test services_test filter_test rocksdb_conformance_test search_analysis_test
    search_documents_test search_index_test search_query_test search_upkeep_test)
  local -a grpc=(operations_test rpc_test api_conformance_test search_api_test standard_errors_test)
  build_preset asan "${no_grpc[@]}" "${grpc[@]}"
  step "ASan and UBSan" ctest --test-dir build/asan --output-on-failure --no-tests=error \
    -R "^($(IFS='|' && printf '%s' "${no_grpc[*]}|${grpc[*]}"))\$"
  build_preset tsan "${no_grpc[@]}"
  TSAN_OPTIONS=ignore_noninstrumented_modules=1 step "TSan" ctest --test-dir build/tsan --output-on-failure \
    --no-tests=error -R "^($(IFS='|' && printf '%s' "${no_grpc[*]}"))\$"
}

# The packages of clients/ test themselves against the built programs, which they find in LECTERN_BIN_DIR.
test_clients() { LECTERN_BIN_DIR=$PWD/build/dev/bin in_client_packages npm test --workspaces --if-present; }

run_tests() {
  [[ $# == 0 ]] || fail "test: takes no argument; use ctest --test-dir build/dev -R NAME for one test"
  install_packages build test browser node
  install_node_packages
  build_preset dev
  step "Tests" ctest --test-dir build/dev --output-on-failure --no-tests=error -j2
  step "Clients" test_clients
  fuzz
  step "Format" check_format
  step "buf lint" check_buf_lint
  finish
}
