use b24_generated::user;

fn main() {
    user::curent();
    user::get().filer(|f| f);
    user::get().filter(|f| f.id_(1));
}
