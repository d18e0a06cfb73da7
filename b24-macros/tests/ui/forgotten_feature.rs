// The crate has the feature `user` here, and no other.
use b24_generated::{crm, user, v3};

fn main() {
    user::current();
    crm::deal::get(7);
    v3::tasks::task::get(7);
    b24_generated::profile();
}
