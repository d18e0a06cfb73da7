b24_macros::methods!("fixtures/malformed.json", rest = 4);

fn main() {}
