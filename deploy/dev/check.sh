# shellcheck shell=bash
# ./dev check and ./dev fmt: what can be said without running the tests.

# Files of ours by pattern: what git knows or could add; without a usable git, what lies outside build/ and node_modules/.
our_files() {
  if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do [[ -e $file ]] && printf '%s\n' "$file"; done
  else
    local -a names=()
    local pattern
    for pattern in "$@"; do names+=(${names[@]:+-o} -name "$pattern"); done
    find . \( -path ./build -o -path ./var -o -name node_modules -o -name .git \) -prune -o -type f \( "${names[@]}" \) -print |
      sed 's|^\./||'
  fi
}

check_format() { our_files '*.cc' '*.h' | xargs -r clang-format-14 --dry-run -Werror; }

check_buf_lint() { buf lint; }

check_buf_breaking() {
  local ref before=build/check/main
  ref=$(git rev-parse -q --verify origin/main 2>/dev/null || git rev-parse -q --verify main 2>/dev/null) ||
    { note "skipped: there is no main to compare with"; return; }
  git cat-file -e "$ref:proto" 2>/dev/null && git cat-file -e "$ref:buf.yaml" 2>/dev/null ||
    { note "skipped: main ($ref) has no proto/ yet"; return; }
  rm -rf "$before"
  mkdir -p "$before/build/deps"
  git archive "$ref" buf.yaml proto | tar -x -C "$before"
  cp -r build/deps/googleapis "$before/build/deps/"
  buf breaking --against "$before"
}

check_tidy() {
  local -a files=()
  if [[ ${1:-} == --all ]]; then
    mapfile -t files < <(our_files '*.cc')
  elif git rev-parse -q --verify HEAD~ >/dev/null 2>&1; then
    mapfile -t files < <({ git diff --name-only --diff-filter=d HEAD~ -- '*.cc'; git ls-files --others --exclude-standard -- '*.cc'; } | sort -u)
  else
    note "skipped: there is no earlier commit to tell what changed; --all looks at every file"
    return
  fi
  local -a known=()
  local file
  for file in "${files[@]}"; do  # without its compile command a file would be judged with guessed flags
    if grep -qF "\"$PWD/$file\"" build/dev/compile_commands.json; then known+=("$file"); fi
  done
  note "${#known[@]} files"
  printf '%s\0' "${known[@]}" | xargs -0 -r -n 1 -P "$(build_jobs)" clang-tidy-14 -p build/dev --quiet
}

# What the packages of clients/ check about themselves: types, style.
check_clients() { in_client_packages npm run check --workspaces --if-present; }

check_lint() { ctest --test-dir build/dev --output-on-failure --no-tests=error -R '^lint'; }

check() {
  if [[ $# -gt 1 || ${1:---all} != --all ]]; then fail "check: there is one argument, --all"; fi
  install_packages build test node
  install_node_packages
  build_preset dev
  step "Format" check_format
  step "buf lint" check_buf_lint
  step "buf breaking" check_buf_breaking
  step "clang-tidy" check_tidy "$@"
  step "Lint tests" check_lint
  step "Clients" check_clients
  finish
}

fmt() {
  install_packages test
  our_files '*.cc' '*.h' | xargs -r clang-format-14 -i
}
