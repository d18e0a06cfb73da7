pub trait Call {
    const METHOD: &'static str;
}

pub mod runtime {
    pub fn required_scopes(_: &[&str]) {}
}

mod crm {
    pub mod deal {
        pub struct Add;
        impl crate::Call for Add {
            const METHOD: &'static str = "crm.deal.add";
        }
    }
}

fn main() {
    b24_macros::scopes_of! { crate; crm::deal::add }
    b24_macros::scopes_of! { crate; crm::deal::add, crm::deal::ad }
    b24_macros::scopes_of! { crate; crm::deal::add() }
    b24_macros::scopes_of! { crate; crm::deal::add,, }
    b24_macros::scopes_of! { crate; "crm.deal.add", crm::deal::add::<u8>, crm::deal::add }
}
