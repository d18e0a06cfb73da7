b24_macros::methods!("fixtures/violation.json", rest = 2);

fn main() {}
