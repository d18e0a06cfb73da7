// One invocation for each module of the schema. Written by `cargo xtask regen`.
#[cfg(feature = "access")]
#[b24_macros::module("schema/access.json", rest = 2)]
pub mod access {}
#[cfg(feature = "ai")]
#[b24_macros::module("schema/ai.json", rest = 2)]
pub mod ai {}
#[cfg(feature = "app")]
#[b24_macros::module("schema/app.json", rest = 2)]
pub mod app {}
#[cfg(feature = "biconnector")]
#[b24_macros::module("schema/biconnector.json", rest = 2)]
pub mod biconnector {}
#[cfg(feature = "bizproc")]
#[b24_macros::module("schema/bizproc.json", rest = 2)]
pub mod bizproc {}
#[cfg(feature = "booking")]
#[b24_macros::module("schema/booking.json", rest = 2)]
pub mod booking {}
#[cfg(feature = "calendar")]
#[b24_macros::module("schema/calendar.json", rest = 2)]
pub mod calendar {}
#[cfg(feature = "call")]
#[b24_macros::module("schema/call.json", rest = 2)]
pub mod call {}
#[cfg(feature = "catalog")]
#[b24_macros::module("schema/catalog.json", rest = 2)]
pub mod catalog {}
#[cfg(feature = "crm")]
#[b24_macros::module("schema/crm.json", rest = 2)]
pub mod crm {}
#[cfg(feature = "department")]
#[b24_macros::module("schema/department.json", rest = 2)]
pub mod department {}
#[cfg(feature = "disk")]
#[b24_macros::module("schema/disk.json", rest = 2)]
pub mod disk {}
#[cfg(feature = "documentgenerator")]
#[b24_macros::module("schema/documentgenerator.json", rest = 2)]
pub mod documentgenerator {}
#[cfg(feature = "entity")]
#[b24_macros::module("schema/entity.json", rest = 2)]
pub mod entity {}
#[cfg(feature = "event")]
#[b24_macros::module("schema/event.json", rest = 2)]
pub mod event {}
#[cfg(feature = "feature")]
#[b24_macros::module("schema/feature.json", rest = 2)]
pub mod feature {}
#[cfg(feature = "humanresources")]
#[b24_macros::module("schema/humanresources.json", rest = 2)]
pub mod humanresources {}
#[cfg(feature = "im")]
#[b24_macros::module("schema/im.json", rest = 2)]
pub mod im {}
#[cfg(feature = "imbot")]
#[b24_macros::module("schema/imbot.json", rest = 2)]
pub mod imbot {}
#[cfg(feature = "imconnector")]
#[b24_macros::module("schema/imconnector.json", rest = 2)]
pub mod imconnector {}
#[cfg(feature = "imopenlines")]
#[b24_macros::module("schema/imopenlines.json", rest = 2)]
pub mod imopenlines {}
#[cfg(feature = "landing")]
#[b24_macros::module("schema/landing.json", rest = 2)]
pub mod landing {}
#[cfg(feature = "lists")]
#[b24_macros::module("schema/lists.json", rest = 2)]
pub mod lists {}
#[cfg(feature = "log")]
#[b24_macros::module("schema/log.json", rest = 2)]
pub mod log {}
#[cfg(feature = "mail")]
#[b24_macros::module("schema/mail.json", rest = 2)]
pub mod mail {}
#[cfg(feature = "mailservice")]
#[b24_macros::module("schema/mailservice.json", rest = 2)]
pub mod mailservice {}
#[cfg(feature = "main")]
#[b24_macros::module("schema/main.json", rest = 2)]
pub mod main {}
#[cfg(feature = "messageservice")]
#[b24_macros::module("schema/messageservice.json", rest = 2)]
pub mod messageservice {}
#[cfg(feature = "method")]
#[b24_macros::module("schema/method.json", rest = 2)]
pub mod method {}
#[cfg(feature = "note")]
#[b24_macros::module("schema/note.json", rest = 2)]
pub mod note {}
#[cfg(feature = "placement")]
#[b24_macros::module("schema/placement.json", rest = 2)]
pub mod placement {}
#[cfg(feature = "pull")]
#[b24_macros::module("schema/pull.json", rest = 2)]
pub mod pull {}
#[cfg(feature = "rpa")]
#[b24_macros::module("schema/rpa.json", rest = 2)]
pub mod rpa {}
#[cfg(feature = "sale")]
#[b24_macros::module("schema/sale.json", rest = 2)]
pub mod sale {}
#[cfg(feature = "salescenter")]
#[b24_macros::module("schema/salescenter.json", rest = 2)]
pub mod salescenter {}
#[cfg(feature = "server")]
#[b24_macros::module("schema/server.json", rest = 2)]
pub mod server {}
#[cfg(feature = "sign")]
#[b24_macros::module("schema/sign.json", rest = 2)]
pub mod sign {}
#[cfg(feature = "socialnetwork")]
#[b24_macros::module("schema/socialnetwork.json", rest = 2)]
pub mod socialnetwork {}
#[cfg(feature = "sonet_group")]
#[b24_macros::module("schema/sonet_group.json", rest = 2)]
pub mod sonet_group {}
#[cfg(feature = "task")]
#[b24_macros::module("schema/task.json", rest = 2)]
pub mod task {}
#[cfg(feature = "tasks")]
#[b24_macros::module("schema/tasks.json", rest = 2)]
pub mod tasks {}
#[cfg(feature = "telephony")]
#[b24_macros::module("schema/telephony.json", rest = 2)]
pub mod telephony {}
#[cfg(feature = "timeman")]
#[b24_macros::module("schema/timeman.json", rest = 2)]
pub mod timeman {}
#[cfg(feature = "user")]
#[b24_macros::module("schema/user.json", rest = 2)]
pub mod user {}
#[cfg(feature = "userconsent")]
#[b24_macros::module("schema/userconsent.json", rest = 2)]
pub mod userconsent {}
#[cfg(feature = "userfieldconfig")]
#[b24_macros::module("schema/userfieldconfig.json", rest = 2)]
pub mod userfieldconfig {}
#[cfg(feature = "userfieldtype")]
#[b24_macros::module("schema/userfieldtype.json", rest = 2)]
pub mod userfieldtype {}
#[cfg(feature = "vote")]
#[b24_macros::module("schema/vote.json", rest = 2)]
pub mod vote {}
#[cfg(feature = "voximplant")]
#[b24_macros::module("schema/voximplant.json", rest = 2)]
pub mod voximplant {}
/// What belongs to methods whose names are one word; their functions stand one level up.
pub mod general {
    #[cfg(feature = "batch")]
    b24_macros::methods!("schema/batch.json", rest = 2);
    #[cfg(feature = "events")]
    b24_macros::methods!("schema/events.json", rest = 2);
    #[cfg(feature = "methods")]
    b24_macros::methods!("schema/methods.json", rest = 2);
    #[cfg(feature = "profile")]
    b24_macros::methods!("schema/profile.json", rest = 2);
    #[cfg(feature = "scope")]
    b24_macros::methods!("schema/scope.json", rest = 2);
}
#[cfg(feature = "batch")]
#[cfg_attr(docsrs, doc(cfg(feature = "batch")))]
pub use general::batch;
#[cfg(feature = "events")]
#[cfg_attr(docsrs, doc(cfg(feature = "events")))]
pub use general::events;
#[cfg(feature = "methods")]
#[cfg_attr(docsrs, doc(cfg(feature = "methods")))]
#[allow(deprecated)]
pub use general::methods;
#[cfg(feature = "profile")]
#[cfg_attr(docsrs, doc(cfg(feature = "profile")))]
pub use general::profile;
#[cfg(feature = "scope")]
#[cfg_attr(docsrs, doc(cfg(feature = "scope")))]
pub use general::scope;
/// Constants of the scopes that an application or a webhook asks for to call methods.
pub mod scope {
    b24_macros::scope_constants!("schema/shared.json");
}
/// Records that several modules share.
pub mod shared {
    b24_macros::shared!("schema/shared.json");
}
/// Methods of REST 3.0, each behind the feature of its module.
pub mod v3 {
    #[cfg(feature = "call")]
    #[b24_macros::module("schema/call.json", rest = 3)]
    pub mod call {}
    #[cfg(feature = "humanresources")]
    #[b24_macros::module("schema/humanresources.json", rest = 3)]
    pub mod humanresources {}
    #[cfg(feature = "mail")]
    #[b24_macros::module("schema/mail.json", rest = 3)]
    pub mod mail {}
    #[cfg(feature = "main")]
    #[b24_macros::module("schema/main.json", rest = 3)]
    pub mod main {}
    #[cfg(feature = "note")]
    #[b24_macros::module("schema/note.json", rest = 3)]
    pub mod note {}
    #[cfg(feature = "rest")]
    #[b24_macros::module("schema/rest.json", rest = 3)]
    pub mod rest {}
    #[cfg(feature = "tasks")]
    #[b24_macros::module("schema/tasks.json", rest = 3)]
    pub mod tasks {}
    #[cfg(feature = "timeman")]
    #[b24_macros::module("schema/timeman.json", rest = 3)]
    pub mod timeman {}
}
#[doc(hidden)]
#[inline]
pub fn each_call<V: crate::runtime::EachCall>(visitor: &mut V) {
    #[cfg(feature = "access")] each_call_of_access(visitor);
    #[cfg(feature = "ai")] each_call_of_ai(visitor);
    #[cfg(feature = "app")] each_call_of_app(visitor);
    #[cfg(feature = "batch")] general::each_call_of_batch(visitor);
    #[cfg(feature = "biconnector")] each_call_of_biconnector(visitor);
    #[cfg(feature = "bizproc")] each_call_of_bizproc(visitor);
    #[cfg(feature = "booking")] each_call_of_booking(visitor);
    #[cfg(feature = "calendar")] each_call_of_calendar(visitor);
    #[cfg(feature = "catalog")] each_call_of_catalog(visitor);
    #[cfg(feature = "crm")] each_call_of_crm(visitor);
    #[cfg(feature = "department")] each_call_of_department(visitor);
    #[cfg(feature = "disk")] each_call_of_disk(visitor);
    #[cfg(feature = "documentgenerator")] each_call_of_documentgenerator(visitor);
    #[cfg(feature = "entity")] each_call_of_entity(visitor);
    #[cfg(feature = "event")] each_call_of_event(visitor);
    #[cfg(feature = "events")] general::each_call_of_events(visitor);
    #[cfg(feature = "feature")] each_call_of_feature(visitor);
    #[cfg(feature = "humanresources")] each_call_of_humanresources(visitor);
    #[cfg(feature = "im")] each_call_of_im(visitor);
    #[cfg(feature = "imbot")] each_call_of_imbot(visitor);
    #[cfg(feature = "imconnector")] each_call_of_imconnector(visitor);
    #[cfg(feature = "imopenlines")] each_call_of_imopenlines(visitor);
    #[cfg(feature = "landing")] each_call_of_landing(visitor);
    #[cfg(feature = "lists")] each_call_of_lists(visitor);
    #[cfg(feature = "log")] each_call_of_log(visitor);
    #[cfg(feature = "mailservice")] each_call_of_mailservice(visitor);
    #[cfg(feature = "messageservice")] each_call_of_messageservice(visitor);
    #[cfg(feature = "method")] each_call_of_method(visitor);
    #[cfg(feature = "methods")] general::each_call_of_methods(visitor);
    #[cfg(feature = "placement")] each_call_of_placement(visitor);
    #[cfg(feature = "profile")] general::each_call_of_profile(visitor);
    #[cfg(feature = "pull")] each_call_of_pull(visitor);
    #[cfg(feature = "rpa")] each_call_of_rpa(visitor);
    #[cfg(feature = "sale")] each_call_of_sale(visitor);
    #[cfg(feature = "salescenter")] each_call_of_salescenter(visitor);
    #[cfg(feature = "scope")] general::each_call_of_scope(visitor);
    #[cfg(feature = "server")] each_call_of_server(visitor);
    #[cfg(feature = "sign")] each_call_of_sign(visitor);
    #[cfg(feature = "socialnetwork")] each_call_of_socialnetwork(visitor);
    #[cfg(feature = "sonet_group")] each_call_of_sonet_group(visitor);
    #[cfg(feature = "task")] each_call_of_task(visitor);
    #[cfg(feature = "tasks")] each_call_of_tasks(visitor);
    #[cfg(feature = "telephony")] each_call_of_telephony(visitor);
    #[cfg(feature = "timeman")] each_call_of_timeman(visitor);
    #[cfg(feature = "user")] each_call_of_user(visitor);
    #[cfg(feature = "userconsent")] each_call_of_userconsent(visitor);
    #[cfg(feature = "userfieldconfig")] each_call_of_userfieldconfig(visitor);
    #[cfg(feature = "userfieldtype")] each_call_of_userfieldtype(visitor);
    #[cfg(feature = "vote")] each_call_of_vote(visitor);
    #[cfg(feature = "voximplant")] each_call_of_voximplant(visitor);
    #[cfg(feature = "call")] v3::each_call_of_call(visitor);
    #[cfg(feature = "humanresources")] v3::each_call_of_humanresources(visitor);
    #[cfg(feature = "mail")] v3::each_call_of_mail(visitor);
    #[cfg(feature = "main")] v3::each_call_of_main(visitor);
    #[cfg(feature = "note")] v3::each_call_of_note(visitor);
    #[cfg(feature = "rest")] v3::each_call_of_rest(visitor);
    #[cfg(feature = "tasks")] v3::each_call_of_tasks(visitor);
    #[cfg(feature = "timeman")] v3::each_call_of_timeman(visitor);
    let _ = visitor;
}
pub(crate) const SCHEMA: &[(&str, &str)] = &[
    #[cfg(feature = "access")]
    ("access", include_str!("../schema/access.json")),
    #[cfg(feature = "ai")]
    ("ai", include_str!("../schema/ai.json")),
    #[cfg(feature = "app")]
    ("app", include_str!("../schema/app.json")),
    #[cfg(feature = "batch")]
    ("batch", include_str!("../schema/batch.json")),
    #[cfg(feature = "biconnector")]
    ("biconnector", include_str!("../schema/biconnector.json")),
    #[cfg(feature = "bizproc")]
    ("bizproc", include_str!("../schema/bizproc.json")),
    #[cfg(feature = "booking")]
    ("booking", include_str!("../schema/booking.json")),
    #[cfg(feature = "calendar")]
    ("calendar", include_str!("../schema/calendar.json")),
    #[cfg(feature = "call")]
    ("call", include_str!("../schema/call.json")),
    #[cfg(feature = "catalog")]
    ("catalog", include_str!("../schema/catalog.json")),
    #[cfg(feature = "crm")]
    ("crm", include_str!("../schema/crm.json")),
    #[cfg(feature = "department")]
    ("department", include_str!("../schema/department.json")),
    #[cfg(feature = "disk")]
    ("disk", include_str!("../schema/disk.json")),
    #[cfg(feature = "documentgenerator")]
    ("documentgenerator", include_str!("../schema/documentgenerator.json")),
    #[cfg(feature = "entity")]
    ("entity", include_str!("../schema/entity.json")),
    #[cfg(feature = "event")]
    ("event", include_str!("../schema/event.json")),
    #[cfg(feature = "events")]
    ("events", include_str!("../schema/events.json")),
    #[cfg(feature = "feature")]
    ("feature", include_str!("../schema/feature.json")),
    #[cfg(feature = "humanresources")]
    ("humanresources", include_str!("../schema/humanresources.json")),
    #[cfg(feature = "im")]
    ("im", include_str!("../schema/im.json")),
    #[cfg(feature = "imbot")]
    ("imbot", include_str!("../schema/imbot.json")),
    #[cfg(feature = "imconnector")]
    ("imconnector", include_str!("../schema/imconnector.json")),
    #[cfg(feature = "imopenlines")]
    ("imopenlines", include_str!("../schema/imopenlines.json")),
    #[cfg(feature = "landing")]
    ("landing", include_str!("../schema/landing.json")),
    #[cfg(feature = "lists")]
    ("lists", include_str!("../schema/lists.json")),
    #[cfg(feature = "log")]
    ("log", include_str!("../schema/log.json")),
    #[cfg(feature = "mail")]
    ("mail", include_str!("../schema/mail.json")),
    #[cfg(feature = "mailservice")]
    ("mailservice", include_str!("../schema/mailservice.json")),
    #[cfg(feature = "main")]
    ("main", include_str!("../schema/main.json")),
    #[cfg(feature = "messageservice")]
    ("messageservice", include_str!("../schema/messageservice.json")),
    #[cfg(feature = "method")]
    ("method", include_str!("../schema/method.json")),
    #[cfg(feature = "methods")]
    ("methods", include_str!("../schema/methods.json")),
    #[cfg(feature = "note")]
    ("note", include_str!("../schema/note.json")),
    #[cfg(feature = "placement")]
    ("placement", include_str!("../schema/placement.json")),
    #[cfg(feature = "profile")]
    ("profile", include_str!("../schema/profile.json")),
    #[cfg(feature = "pull")]
    ("pull", include_str!("../schema/pull.json")),
    #[cfg(feature = "rest")]
    ("rest", include_str!("../schema/rest.json")),
    #[cfg(feature = "rpa")]
    ("rpa", include_str!("../schema/rpa.json")),
    #[cfg(feature = "sale")]
    ("sale", include_str!("../schema/sale.json")),
    #[cfg(feature = "salescenter")]
    ("salescenter", include_str!("../schema/salescenter.json")),
    #[cfg(feature = "scope")]
    ("scope", include_str!("../schema/scope.json")),
    #[cfg(feature = "server")]
    ("server", include_str!("../schema/server.json")),
    #[cfg(feature = "sign")]
    ("sign", include_str!("../schema/sign.json")),
    #[cfg(feature = "socialnetwork")]
    ("socialnetwork", include_str!("../schema/socialnetwork.json")),
    #[cfg(feature = "sonet_group")]
    ("sonet_group", include_str!("../schema/sonet_group.json")),
    #[cfg(feature = "task")]
    ("task", include_str!("../schema/task.json")),
    #[cfg(feature = "tasks")]
    ("tasks", include_str!("../schema/tasks.json")),
    #[cfg(feature = "telephony")]
    ("telephony", include_str!("../schema/telephony.json")),
    #[cfg(feature = "timeman")]
    ("timeman", include_str!("../schema/timeman.json")),
    #[cfg(feature = "user")]
    ("user", include_str!("../schema/user.json")),
    #[cfg(feature = "userconsent")]
    ("userconsent", include_str!("../schema/userconsent.json")),
    #[cfg(feature = "userfieldconfig")]
    ("userfieldconfig", include_str!("../schema/userfieldconfig.json")),
    #[cfg(feature = "userfieldtype")]
    ("userfieldtype", include_str!("../schema/userfieldtype.json")),
    #[cfg(feature = "vote")]
    ("vote", include_str!("../schema/vote.json")),
    #[cfg(feature = "voximplant")]
    ("voximplant", include_str!("../schema/voximplant.json")),
    ("shared", include_str!("../schema/shared.json")),
];
