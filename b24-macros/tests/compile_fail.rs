//! The errors of the macros, word for word.
#![allow(missing_docs)]

use std::path::Path;

#[test]
fn errors_are_readable() {
    // The macros read paths relative to the manifest of the crate that calls them, which for these
    // cases is the crate that trybuild makes in the target directory.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let fixtures = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("fixtures");
    std::fs::create_dir_all(&fixtures).unwrap();
    for file in std::fs::read_dir("tests/fixtures").unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), fixtures.join(file.file_name())).unwrap();
    }
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
