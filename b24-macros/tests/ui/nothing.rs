// Neither file has methods of REST 3.0.
b24_macros::methods!("fixtures/words.json", rest = 3);

pub mod v3 {
    #[b24_macros::module("fixtures/valid.json", rest = 3)]
    pub mod crm {}
}

fn main() {}
