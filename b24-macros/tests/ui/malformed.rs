b24_macros::methods!("fixtures/malformed.json", rest = 2);

fn main() {}
