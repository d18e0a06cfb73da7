// What is made stands where the module does, for whoever looks for its name.
mod prelude {
    pub use b24_generated::prelude::*;
}

mod crm {}

#[b24_macros::module("fixtures/valid.json", rest = 2)]
pub mod crm {}

fn main() {}
