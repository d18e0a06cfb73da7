b24_macros::methods!(crm);
b24_macros::methods!("fixtures/malformed.json");
b24_macros::methods!("fixtures/malformed.json", version = 2);
b24_macros::methods!("fixtures/malformed.json", rest = "2");
b24_macros::methods!("fixtures/malformed.json", rest = 2, 3);
b24_macros::methods!(crm, rest = 4, 5);
b24_macros::shared!("fixtures/malformed.json", rest = 2);
b24_macros::shared!(crm, rest = 2);
b24_macros::scope_constants!();

fn main() {}
