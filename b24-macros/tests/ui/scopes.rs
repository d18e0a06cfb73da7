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

pub mod general {
    pub struct Profile;
    impl crate::Call for Profile {
        const METHOD: &'static str = "profile";
    }
}

use crm::deal;

fn main() {
    // Methods of one word stand bare, others behind their module.
    b24_macros::scopes_of! { crate; profile, deal::add, crm::deal::add }
    // These are looked for where they are not: a bare name is one word, and a word is in no module.
    b24_macros::scopes_of! { crate; add, deal::profile }
    b24_macros::scopes_of! { crate; crm::deal::add }
    b24_macros::scopes_of! { crate; crm::deal::add, crm::deal::ad }
    b24_macros::scopes_of! { crate; crm::deal::add() }
    b24_macros::scopes_of! { crate; crm::deal::add,, }
    b24_macros::scopes_of! { crate; "crm.deal.add", crm::deal::add::<u8>, crm::deal::add }
}
