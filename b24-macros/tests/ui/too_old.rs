b24_macros::methods!("fixtures/too_old.json", rest = 2);

fn main() {}
