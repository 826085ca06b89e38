# shellcheck shell=bash
# Configuring and building a preset.

# One compiler a core, and 1.5 GiB of free memory for each of them.
build_jobs() {
  local by_memory cores
  by_memory=$(awk '/^MemAvailable:/ { print int($2 / 1572864) }' /proc/meminfo)
  cores=$(nproc)
  echo $((by_memory < 1 ? 1 : by_memory < cores ? by_memory : cores))
}

# build_preset PRESET [TARGET...]
build_preset() {
  local preset=$1
  shift
  grep -q "\"name\": \"$preset\"" CMakePresets.json && [[ $preset != base ]] ||
    fail "no preset '$preset' in CMakePresets.json; there are: $(sed -n 's/.*"name": "\([a-z]*\)".*/\1/p' CMakePresets.json | grep -v base | paste -sd' ')"
  install_packages build node
  fetch_protos
  if [[ ! -e build/$preset/build.ninja || CMakePresets.json -nt build/$preset/build.ninja ]]; then
    say "Configuring preset $preset"
    run_child cmake --preset "$preset" || fail "cmake --preset $preset failed"
  fi
  say "Building preset $preset"
  run_child ninja -C "build/$preset" -j "$(build_jobs)" "$@" || fail "the build of preset $preset failed"
}
