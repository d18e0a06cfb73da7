b24_macros::methods!("fixtures/too_new.json", rest = 2);

fn main() {}
