# shellcheck shell=bash
# What a build needs from outside: Debian packages, the google protos, Node packages.

# The google protos come from one npm package, whose tarball has this SHA-512.
readonly GAX=google-gax-5.0.8
readonly GAX_SHA512=338be965c5d0202d60a8854643b79a5378d7400eb379c4adc935eee75e1361f4e19604aead824ec47668f5fcd4ea1020c0f5afb84ca70151d6c9a224f3455e10

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo --preserve-env=DEBIAN_FRONTEND "$@"
  else
    fail "this needs root and there is no sudo: $*"
  fi
}

# The packages of one section of deploy/debian-packages.txt.
packages_of() {
  awk -v want="[$1]" '/^#/ || NF == 0 { next } /^\[/ { take = ($0 == want); next } take { print $1 }' \
    deploy/debian-packages.txt
}

install_packages() {
  local -a wanted=() missing=()
  local section
  for section in "$@"; do
    # A Node that did not come from Debian brings its own npm.
    if [[ $section == node ]] && command -v npm >/dev/null; then continue; fi
    mapfile -t -O "${#wanted[@]}" wanted < <(packages_of "$section")
  done
  command -v dpkg-query >/dev/null ||
    fail "this is no Debian: build in a Debian 12 container, or provide deploy/debian-packages.txt and call cmake directly"
  mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) <(
    dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | awk '$1 == "installed" { print $2 }' |
      sort -u))
  if ((${#missing[@]} == 0)); then return; fi
  say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  as_root apt-get -q -o DPkg::Lock::Timeout=300 update </dev/null || note "apt-get update failed; trying with the lists at hand."
  as_root apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${missing[@]}" </dev/null ||
    fail "apt-get could not install: ${missing[*]}"
}

# Puts google/{api,rpc,type,longrunning} into build/deps/googleapis. protoc has google/protobuf itself; the folders
# inside google/api are left out, since they import what nothing here uses.
fetch_protos() {
  local target=build/deps/googleapis
  if [[ -e $target/.$GAX ]]; then return; fi
  say "Fetching the google protos ($GAX)"
  mkdir -p build/deps
  rm -rf build/deps/fetch.*  # of a fetch that failed
  local work
  work=$(mktemp -d build/deps/fetch.XXXXXX)
  (cd "$work" && npm pack --loglevel=error --ignore-scripts "${GAX%-*}@${GAX##*-}" </dev/null >/dev/null) ||
    fail "npm could not fetch $GAX; is there a network or an npm registry (npm config get registry)?"
  echo "$GAX_SHA512  $work/$GAX.tgz" | sha512sum --check --status ||
    fail "the tarball of $GAX is not the one this project was made with (SHA-512 differs); nothing was unpacked"
  mkdir "$work/protos"
  tar -xzf "$work/$GAX.tgz" -C "$work/protos" --strip-components=3 --wildcards --no-wildcards-match-slash \
    'package/build/protos/google/api/*.proto' 'package/build/protos/google/rpc/*.proto' \
    'package/build/protos/google/type/*.proto' 'package/build/protos/google/longrunning/*.proto'
  touch "$work/protos/.$GAX"
  rm -rf "$target"
  mv "$work/protos" "$target"
  rm -rf "$work"
}

# Node packages as clients/package-lock.json pins them. No script of a package is run. The Node that they bring may be newer
# than the one that runs npm here, which only unpacks.
install_node_packages() {
  if cmp -s clients/package-lock.json clients/node_modules/.installed-lock; then return; fi
  say "Installing the Node packages of clients/"
  (cd clients && npm ci --engine-strict=false --ignore-scripts --no-audit --no-fund </dev/null) ||
    fail "npm ci failed in clients/"
  # Debian's npm takes the link away with the package for the other kind of machine.
  ln -sfn "../node-linux-$(node_machine)/bin/node" clients/node_modules/.bin/node
  cp clients/package-lock.json clients/node_modules/.installed-lock
}

# What the packages of npm call this machine.
node_machine() { if [[ $(uname -m) == aarch64 ]]; then echo arm64; else echo x64; fi; }

# in_client_packages COMMAND...: runs it in clients/. npm finds the Node that the packages bring by itself.
in_client_packages() { (cd clients && "$@" </dev/null); }

buf() {
  local machine=x64
  if [[ $(uname -m) == aarch64 ]]; then machine=aarch64; fi
  "clients/node_modules/@bufbuild/buf-linux-$machine/bin/buf" "$@"
}
