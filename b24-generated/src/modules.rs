//! One invocation for each module of the schema. Written by `cargo xtask regen`.

#[cfg(feature = "access")]
b24_macros::methods!("schema/access.json", rest = 2);
#[cfg(feature = "ai")]
b24_macros::methods!("schema/ai.json", rest = 2);
#[cfg(feature = "app")]
b24_macros::methods!("schema/app.json", rest = 2);
#[cfg(feature = "biconnector")]
b24_macros::methods!("schema/biconnector.json", rest = 2);
#[cfg(feature = "bizproc")]
b24_macros::methods!("schema/bizproc.json", rest = 2);
#[cfg(feature = "booking")]
b24_macros::methods!("schema/booking.json", rest = 2);
#[cfg(feature = "calendar")]
b24_macros::methods!("schema/calendar.json", rest = 2);
#[cfg(feature = "call")]
b24_macros::methods!("schema/call.json", rest = 2);
#[cfg(feature = "catalog")]
b24_macros::methods!("schema/catalog.json", rest = 2);
#[cfg(feature = "crm")]
b24_macros::methods!("schema/crm.json", rest = 2);
#[cfg(feature = "department")]
b24_macros::methods!("schema/department.json", rest = 2);
#[cfg(feature = "disk")]
b24_macros::methods!("schema/disk.json", rest = 2);
#[cfg(feature = "documentgenerator")]
b24_macros::methods!("schema/documentgenerator.json", rest = 2);
#[cfg(feature = "entity")]
b24_macros::methods!("schema/entity.json", rest = 2);
#[cfg(feature = "event")]
b24_macros::methods!("schema/event.json", rest = 2);
#[cfg(feature = "feature")]
b24_macros::methods!("schema/feature.json", rest = 2);
#[cfg(feature = "humanresources")]
b24_macros::methods!("schema/humanresources.json", rest = 2);
#[cfg(feature = "im")]
b24_macros::methods!("schema/im.json", rest = 2);
#[cfg(feature = "imbot")]
b24_macros::methods!("schema/imbot.json", rest = 2);
#[cfg(feature = "imconnector")]
b24_macros::methods!("schema/imconnector.json", rest = 2);
#[cfg(feature = "imopenlines")]
b24_macros::methods!("schema/imopenlines.json", rest = 2);
#[cfg(feature = "landing")]
b24_macros::methods!("schema/landing.json", rest = 2);
#[cfg(feature = "lists")]
b24_macros::methods!("schema/lists.json", rest = 2);
#[cfg(feature = "log")]
b24_macros::methods!("schema/log.json", rest = 2);
#[cfg(feature = "mail")]
b24_macros::methods!("schema/mail.json", rest = 2);
#[cfg(feature = "mailservice")]
b24_macros::methods!("schema/mailservice.json", rest = 2);
#[cfg(feature = "main")]
b24_macros::methods!("schema/main.json", rest = 2);
#[cfg(feature = "messageservice")]
b24_macros::methods!("schema/messageservice.json", rest = 2);
#[cfg(feature = "method")]
b24_macros::methods!("schema/method.json", rest = 2);
#[cfg(feature = "note")]
b24_macros::methods!("schema/note.json", rest = 2);
#[cfg(feature = "placement")]
b24_macros::methods!("schema/placement.json", rest = 2);
#[cfg(feature = "pull")]
b24_macros::methods!("schema/pull.json", rest = 2);
#[cfg(feature = "rpa")]
b24_macros::methods!("schema/rpa.json", rest = 2);
#[cfg(feature = "sale")]
b24_macros::methods!("schema/sale.json", rest = 2);
#[cfg(feature = "salescenter")]
b24_macros::methods!("schema/salescenter.json", rest = 2);
#[cfg(feature = "server")]
b24_macros::methods!("schema/server.json", rest = 2);
#[cfg(feature = "sign")]
b24_macros::methods!("schema/sign.json", rest = 2);
#[cfg(feature = "socialnetwork")]
b24_macros::methods!("schema/socialnetwork.json", rest = 2);
#[cfg(feature = "sonet_group")]
b24_macros::methods!("schema/sonet_group.json", rest = 2);
#[cfg(feature = "task")]
b24_macros::methods!("schema/task.json", rest = 2);
#[cfg(feature = "tasks")]
b24_macros::methods!("schema/tasks.json", rest = 2);
#[cfg(feature = "telephony")]
b24_macros::methods!("schema/telephony.json", rest = 2);
#[cfg(feature = "timeman")]
b24_macros::methods!("schema/timeman.json", rest = 2);
#[cfg(feature = "user")]
b24_macros::methods!("schema/user.json", rest = 2);
#[cfg(feature = "userconsent")]
b24_macros::methods!("schema/userconsent.json", rest = 2);
#[cfg(feature = "userfieldconfig")]
b24_macros::methods!("schema/userfieldconfig.json", rest = 2);
#[cfg(feature = "userfieldtype")]
b24_macros::methods!("schema/userfieldtype.json", rest = 2);
#[cfg(feature = "vote")]
b24_macros::methods!("schema/vote.json", rest = 2);
#[cfg(feature = "voximplant")]
b24_macros::methods!("schema/voximplant.json", rest = 2);

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
    b24_macros::methods!("schema/call.json", rest = 3);
    #[cfg(feature = "humanresources")]
    b24_macros::methods!("schema/humanresources.json", rest = 3);
    #[cfg(feature = "mail")]
    b24_macros::methods!("schema/mail.json", rest = 3);
    #[cfg(feature = "main")]
    b24_macros::methods!("schema/main.json", rest = 3);
    #[cfg(feature = "note")]
    b24_macros::methods!("schema/note.json", rest = 3);
    #[cfg(feature = "rest")]
    b24_macros::methods!("schema/rest.json", rest = 3);
    #[cfg(feature = "tasks")]
    b24_macros::methods!("schema/tasks.json", rest = 3);
    #[cfg(feature = "timeman")]
    b24_macros::methods!("schema/timeman.json", rest = 3);
}

#[doc(hidden)]
#[inline]
pub fn each_call<V: crate::runtime::EachCall>(visitor: &mut V) {
    #[cfg(feature = "access")]
    each_call_of_access(visitor);
    #[cfg(feature = "ai")]
    each_call_of_ai(visitor);
    #[cfg(feature = "app")]
    each_call_of_app(visitor);
    #[cfg(feature = "batch")]
    general::each_call_of_batch(visitor);
    #[cfg(feature = "biconnector")]
    each_call_of_biconnector(visitor);
    #[cfg(feature = "bizproc")]
    each_call_of_bizproc(visitor);
    #[cfg(feature = "booking")]
    each_call_of_booking(visitor);
    #[cfg(feature = "calendar")]
    each_call_of_calendar(visitor);
    #[cfg(feature = "catalog")]
    each_call_of_catalog(visitor);
    #[cfg(feature = "crm")]
    each_call_of_crm(visitor);
    #[cfg(feature = "department")]
    each_call_of_department(visitor);
    #[cfg(feature = "disk")]
    each_call_of_disk(visitor);
    #[cfg(feature = "documentgenerator")]
    each_call_of_documentgenerator(visitor);
    #[cfg(feature = "entity")]
    each_call_of_entity(visitor);
    #[cfg(feature = "event")]
    each_call_of_event(visitor);
    #[cfg(feature = "events")]
    general::each_call_of_events(visitor);
    #[cfg(feature = "feature")]
    each_call_of_feature(visitor);
    #[cfg(feature = "humanresources")]
    each_call_of_humanresources(visitor);
    #[cfg(feature = "im")]
    each_call_of_im(visitor);
    #[cfg(feature = "imbot")]
    each_call_of_imbot(visitor);
    #[cfg(feature = "imconnector")]
    each_call_of_imconnector(visitor);
    #[cfg(feature = "imopenlines")]
    each_call_of_imopenlines(visitor);
    #[cfg(feature = "landing")]
    each_call_of_landing(visitor);
    #[cfg(feature = "lists")]
    each_call_of_lists(visitor);
    #[cfg(feature = "log")]
    each_call_of_log(visitor);
    #[cfg(feature = "mailservice")]
    each_call_of_mailservice(visitor);
    #[cfg(feature = "messageservice")]
    each_call_of_messageservice(visitor);
    #[cfg(feature = "method")]
    each_call_of_method(visitor);
    #[cfg(feature = "methods")]
    general::each_call_of_methods(visitor);
    #[cfg(feature = "placement")]
    each_call_of_placement(visitor);
    #[cfg(feature = "profile")]
    general::each_call_of_profile(visitor);
    #[cfg(feature = "pull")]
    each_call_of_pull(visitor);
    #[cfg(feature = "rpa")]
    each_call_of_rpa(visitor);
    #[cfg(feature = "sale")]
    each_call_of_sale(visitor);
    #[cfg(feature = "salescenter")]
    each_call_of_salescenter(visitor);
    #[cfg(feature = "scope")]
    general::each_call_of_scope(visitor);
    #[cfg(feature = "server")]
    each_call_of_server(visitor);
    #[cfg(feature = "sign")]
    each_call_of_sign(visitor);
    #[cfg(feature = "socialnetwork")]
    each_call_of_socialnetwork(visitor);
    #[cfg(feature = "sonet_group")]
    each_call_of_sonet_group(visitor);
    #[cfg(feature = "task")]
    each_call_of_task(visitor);
    #[cfg(feature = "tasks")]
    each_call_of_tasks(visitor);
    #[cfg(feature = "telephony")]
    each_call_of_telephony(visitor);
    #[cfg(feature = "timeman")]
    each_call_of_timeman(visitor);
    #[cfg(feature = "user")]
    each_call_of_user(visitor);
    #[cfg(feature = "userconsent")]
    each_call_of_userconsent(visitor);
    #[cfg(feature = "userfieldconfig")]
    each_call_of_userfieldconfig(visitor);
    #[cfg(feature = "userfieldtype")]
    each_call_of_userfieldtype(visitor);
    #[cfg(feature = "vote")]
    each_call_of_vote(visitor);
    #[cfg(feature = "voximplant")]
    each_call_of_voximplant(visitor);
    #[cfg(feature = "call")]
    v3::each_call_of_call(visitor);
    #[cfg(feature = "humanresources")]
    v3::each_call_of_humanresources(visitor);
    #[cfg(feature = "mail")]
    v3::each_call_of_mail(visitor);
    #[cfg(feature = "main")]
    v3::each_call_of_main(visitor);
    #[cfg(feature = "note")]
    v3::each_call_of_note(visitor);
    #[cfg(feature = "rest")]
    v3::each_call_of_rest(visitor);
    #[cfg(feature = "tasks")]
    v3::each_call_of_tasks(visitor);
    #[cfg(feature = "timeman")]
    v3::each_call_of_timeman(visitor);
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
