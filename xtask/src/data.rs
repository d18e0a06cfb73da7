//! Data that is part of the program: files beside the source, read when they are first needed.

use serde::de::DeserializeOwned;

/// Reads the text of such a file, for example `read("bare.toml", include_str!("../bare.toml"))`.
///
/// # Panics
///
/// If the text is not of the form that its reader wants: it is built in, so that tests find it.
pub(crate) fn read<T: DeserializeOwned>(file: &str, text: &str) -> T {
    match toml::from_str(text) {
        Ok(data) => data,
        Err(error) => panic!("{file} is part of the program: {error}"),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;

    use b24_schema::Schema;

    /// The schema as it is committed.
    pub(crate) fn committed() -> Schema {
        let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("../b24-generated/schema");
        Schema::read_dir(&dir).unwrap()
    }

    /// Fails unless the committed schema and the table at `path` are what the data makes of them.
    pub(crate) fn assert_written(settle: fn(&mut Schema), path: &str, table: &str) {
        let committed = committed();
        let mut schema = committed.clone();
        settle(&mut schema);
        assert!(schema == committed, "run `cargo xtask regen`");
        let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
        assert!(std::fs::read_to_string(runtime).unwrap() == table, "run `cargo xtask regen`");
    }
}
