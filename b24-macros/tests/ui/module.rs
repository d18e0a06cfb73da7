#[b24_macros::module("fixtures/valid.json", rest = 2)]
pub mod crn {}

#[b24_macros::module("fixtures/valid.json", rest = 2)]
mod deal {}

#[b24_macros::module("fixtures/valid.json", rest = 2)]
pub fn contact() {}

#[b24_macros::module]
pub mod without {}

#[b24_macros::module(crm, rest = 4)]
pub mod lead {
    pub fn add() {}
}

#[b24_macros::module("fixtures/words.json", rest = 2)]
pub mod profile {}

#[b24_macros::module("fixtures/absent.json", rest = 2)]
pub mod absent {}

// Whichever side it stands on, what is left out is not read.
#[b24_macros::module("fixtures/absent.json", rest = 2)]
#[cfg(any())]
pub mod below {}

#[cfg(any())]
#[b24_macros::module("fixtures/absent.json", rest = 2)]
pub mod above {}

fn main() {}
