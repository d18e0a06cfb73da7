#[b24_macros::module("fixtures/valid.json", rest = 2)]
pub mod crn {}

#[b24_macros::module("fixtures/valid.json", rest = 2)]
mod deal {}

#[b24_macros::module(crm, rest = 4)]
pub mod lead {
    pub fn add() {}
}

#[b24_macros::module("fixtures/words.json", rest = 2)]
pub mod profile {}

#[b24_macros::module("fixtures/absent.json", rest = 2)]
pub mod absent {}

fn main() {}
