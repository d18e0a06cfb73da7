b24_macros::methods!("fixtures/absent.json", rest = 2);

fn main() {}
