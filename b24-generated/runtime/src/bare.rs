//! Which methods answer without `result`. Written by `cargo xtask regen` from `xtask/bare.toml`.

use b24_schema::Rest;

#[rustfmt::skip]
pub(crate) const BARE: &[(Rest, &str)] = &[
    (Rest::V3, "documentation"),
    (Rest::V3, "rest.documentation.openapi"),
];
