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
#[cfg(feature = "mailservice")]
b24_macros::methods!("schema/mailservice.json", rest = 2);
#[cfg(feature = "messageservice")]
b24_macros::methods!("schema/messageservice.json", rest = 2);
#[cfg(feature = "method")]
b24_macros::methods!("schema/method.json", rest = 2);
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

/// Calls of methods whose names are one word.
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
pub use general::batch;
#[cfg(feature = "events")]
pub use general::events;
#[cfg(feature = "methods")]
#[allow(deprecated)]
pub use general::methods;
#[cfg(feature = "profile")]
pub use general::profile;
#[cfg(feature = "scope")]
pub use general::scope;

/// Constants of the scopes that methods need.
pub mod scope {
    b24_macros::scope_constants!("schema/shared.json");
}

/// Records that several modules share.
pub mod shared {
    b24_macros::shared!("schema/shared.json");
}

/// Methods of REST 3.0.
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
