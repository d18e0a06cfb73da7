use b24_generated::user;

fn main() {
    user::update("seven");
    user::get().filter("ACTIVE");
    user::userfield::delete();
}
