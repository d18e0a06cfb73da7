#!/bin/sh
# Fuzzes a target with the stable toolchain.
#
#   fuzz/run.sh dialect|page [options of libFuzzer, for example -max_total_time=600]
#
# B24_DOCS, if set, is a folder with the documentation: its pages become the first inputs.
set -eu

cd "$(dirname "$0")"
target=$1
shift
host=$(rustc -vV | sed -n 's/^host: //p')

# What cargo-fuzz passes, without a sanitizer: those need a nightly compiler, and no crate of ours has
# unsafe code. The target triple keeps build scripts and macros from being instrumented.
RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing -Ccodegen-units=1" \
  cargo build --release --bin "$target" --target "$host"

corpus=corpus/$target
mkdir -p "$corpus" "artifacts/$target"
if [ -n "${B24_DOCS:-}" ]; then
  find "$B24_DOCS" -name '*.md' -size -16k | while read -r page; do
    cp "$page" "$corpus/$(printf '%s' "$page" | cksum | cut -d' ' -f1).md"
  done
fi

exec "${CARGO_TARGET_DIR:-target}/$host/release/$target" \
  -artifact_prefix="artifacts/$target/" -dict=docs.dict -max_len=16384 -timeout=10 "$@" "$corpus"
