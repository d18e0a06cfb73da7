//! What people say: chats, bots, open lines, calls, mail, messages, the feed.

use std::collections::BTreeMap;

use b24_generated::{
    Call, im, imbot, imconnector, imopenlines, log, mailservice, messageservice, shared, telephony,
    v3, voximplant,
};
use serde_json::json;

use crate::Tested;

#[test]
fn are_sent_as_documented() {
    requests(&mut Tested::default());
}

pub(crate) fn requests(t: &mut Tested) {
    chats(t);
    bots(t);
    connectors(t);
    open_lines(t);
    calls(t);
    letters(t);
}

fn chats(t: &mut Tested) {
    t.sends(
        "im.recent.list",
        im::recent::list()
            .last_message_date("2000-01-01T00:00:00+00:00")
            .skip_openlines(false)
            .skip_dialog(false)
            .skip_chat(false)
            .unread_only(true)
            .parse_text(true)
            .get_original_text(false)
            .skip_undistributed_openlines(true)
            .only_copilot(false)
            .only_channel(false)
            .can_manage_messages(true)
            .offset(0)
            .limit(2),
        json!({
            "LAST_MESSAGE_DATE": "2000-01-01T00:00:00+00:00", "SKIP_OPENLINES": "N",
            "SKIP_DIALOG": "N", "SKIP_CHAT": "N", "UNREAD_ONLY": "Y", "PARSE_TEXT": "Y",
            "GET_ORIGINAL_TEXT": "N", "SKIP_UNDISTRIBUTED_OPENLINES": "Y",
            "ONLY_COPILOT": "N", "ONLY_CHANNEL": "N", "CAN_MANAGE_MESSAGES": "Y",
            "OFFSET": 0, "LIMIT": 2
        }),
    );
    t.sends(
        "im.notify.history.search",
        im::notify::history::search()
            .search_text("text")
            .search_type("text")
            .search_date("2000-01-01T00:00:00+00:00")
            .last_id(2)
            .limit(2)
            .convert_text("Y")
            .group_tag("text"),
        json!({
            "SEARCH_TEXT": "text", "SEARCH_TYPE": "text",
            "SEARCH_DATE": "2000-01-01T00:00:00+00:00", "LAST_ID": 2, "LIMIT": 2,
            "CONVERT_TEXT": "Y", "GROUP_TAG": "text"
        }),
    );
    t.sends(
        "im.chat.add",
        im::chat::add()
            .users([2])
            .r#type("text")
            .title("text")
            .description("text")
            .color("text")
            .message("text")
            .entity_type("text")
            .entity_id("text"),
        json!({
            "USERS": [2], "TYPE": "text", "TITLE": "text", "DESCRIPTION": "text",
            "COLOR": "text", "MESSAGE": "text", "ENTITY_TYPE": "text", "ENTITY_ID": "text"
        }),
    );
    t.sends(
        "im.message.add",
        im::message::add("text").message("text").system(false).url_preview(true).reply_id(2),
        json!({
            "DIALOG_ID": "text", "MESSAGE": "text", "SYSTEM": "N", "URL_PREVIEW": "Y",
            "REPLY_ID": 2
        }),
    );
    t.sends(
        "im.user.list.get",
        im::user::list::get([2]).avatar_hr(true).result_type("text"),
        json!({ "ID": [2], "AVATAR_HR": "Y", "RESULT_TYPE": "text" }),
    );
}

fn bots(t: &mut Tested) {
    t.sends(
        "imbot.command.register",
        imbot::command::register(
            2,
            "text",
            "https://example.com/",
            [imbot::ImbotCommandLangBuilder::new()
                .language_id("text")
                .title("text")
                .params("text")],
        )
        .common(true)
        .hidden(false)
        .extranet_support(false)
        .client_id("text"),
        json!({
            "BOT_ID": 2, "COMMAND": "text", "EVENT_COMMAND_ADD": "https://example.com/",
            "LANG": [{ "LANGUAGE_ID": "text", "TITLE": "text", "PARAMS": "text" }],
            "COMMON": "Y", "HIDDEN": "N", "EXTRANET_SUPPORT": "N", "CLIENT_ID": "text"
        }),
    );
    t.sends(
        "imbot.v2.Command.register",
        imbot::v2::command::register(2, |f| {
            f.command("text")
                .title([("en", "text"), ("de", "text")])
                .params(BTreeMap::from([("en", "text"), ("de", "text")]))
        })
        .bot_token("text"),
        json!({
            "botId": 2, "botToken": "text",
            "fields": {
                "command": "text", "title": { "en": "text", "de": "text" },
                "params": { "en": "text", "de": "text" }
            }
        }),
    );
    t.sends(
        "imbot.v2.Chat.Message.send",
        imbot::v2::chat::message::send(2, "text").bot_token("text").fields(|f| {
            f.message("text").keyboard([shared::MessageKeyboardsButtonBuilder::new()
                .text("text")
                .link("https://example.com/")
                .bg_color_token("text")])
        }),
        json!({
            "botId": 2, "botToken": "text", "dialogId": "text",
            "fields": {
                "message": "text",
                "keyboard": [{
                    "TEXT": "text", "LINK": "https://example.com/", "BG_COLOR_TOKEN": "text"
                }]
            }
        }),
    );
}

fn connectors(t: &mut Tested) {
    t.sends(
        "imconnector.send.messages",
        imconnector::send::messages(
            "text",
            2,
            [imconnector::send::MessagesMessages::new()
                .user(|u| {
                    u.id("text")
                        .last_name("text")
                        .name("text")
                        .picture(|p| p.url("https://example.com/"))
                        .url("https://example.com/")
                        .gender("text")
                        .email("user@example.com")
                        .phone("text")
                        .skip_phone_validate("Y")
                })
                .message(|m| {
                    m.id("text")
                        .date(2)
                        .text("text")
                        .files([imconnector::send::MessagesMessagesMessageFiles::new()
                            .url("https://example.com/")
                            .name("text")])
                        .disable_crm("Y")
                })
                .chat(|c| c.id("text").name("text").url("https://example.com/"))],
        ),
        json!({
            "CONNECTOR": "text", "LINE": 2,
            "MESSAGES": [{
                "user": {
                    "id": "text", "last_name": "text", "name": "text",
                    "picture": { "url": "https://example.com/" },
                    "url": "https://example.com/", "gender": "text",
                    "email": "user@example.com", "phone": "text", "skip_phone_validate": "Y"
                },
                "message": {
                    "id": "text", "date": 2, "text": "text",
                    "files": [{ "url": "https://example.com/", "name": "text" }],
                    "disable_crm": "Y"
                },
                "chat": { "id": "text", "name": "text", "url": "https://example.com/" }
            }]
        }),
    );
    t.sends(
        "imconnector.register",
        imconnector::register(
            "text",
            "text",
            |i| i.data_image("AA==").color("text").size("text").position("text"),
            "https://example.com/",
        )
        .icon_disabled(|i| i.data_image("AA==").color("text"))
        .del_external_messages(true)
        .edit_internal_messages(true)
        .del_internal_messages(true)
        .newsletter(true)
        .need_system_messages(true)
        .need_signature(true)
        .chat_group(false),
        json!({
            "ID": "text", "NAME": "text",
            "ICON": {
                "DATA_IMAGE": "AA==", "COLOR": "text", "SIZE": "text", "POSITION": "text"
            },
            "PLACEMENT_HANDLER": "https://example.com/",
            "ICON_DISABLED": { "DATA_IMAGE": "AA==", "COLOR": "text" },
            "DEL_EXTERNAL_MESSAGES": true, "EDIT_INTERNAL_MESSAGES": true,
            "DEL_INTERNAL_MESSAGES": true, "NEWSLETTER": true, "NEED_SYSTEM_MESSAGES": true,
            "NEED_SIGNATURE": true, "CHAT_GROUP": false
        }),
    );
}

fn open_lines(t: &mut Tested) {
    t.sends(
        "imopenlines.config.add",
        imopenlines::config::add().params(|p| {
            p.line_name("text")
                .queue([imopenlines::ImopenlinesConfigQueueBuilder::new()
                    .entity_type("text")
                    .entity_id("0")])
                .queue_type("text")
                .queue_time(2)
                .no_answer_time(2)
                .welcome_message(true)
                .welcome_message_text("text")
                .crm(true)
                .crm_create("text")
                .crm_source("text")
                .crm_forward(true)
                .max_chat(2)
                .type_max_chat("text")
                .worktime_enable(true)
                .worktime_from("00:00")
                .worktime_to("00:00")
                .worktime_timezone("text")
                .worktime_dayoff(["text"])
                .worktime_dayoff_rule("text")
                .worktime_dayoff_text("text")
        }),
        json!({
            "PARAMS": {
                "LINE_NAME": "text", "QUEUE": [{ "ENTITY_TYPE": "text", "ENTITY_ID": "0" }],
                "QUEUE_TYPE": "text", "QUEUE_TIME": 2, "NO_ANSWER_TIME": 2,
                "WELCOME_MESSAGE": "Y", "WELCOME_MESSAGE_TEXT": "text", "CRM": "Y",
                "CRM_CREATE": "text", "CRM_SOURCE": "text", "CRM_FORWARD": "Y",
                "MAX_CHAT": 2, "TYPE_MAX_CHAT": "text", "WORKTIME_ENABLE": "Y",
                "WORKTIME_FROM": "00:00", "WORKTIME_TO": "00:00", "WORKTIME_TIMEZONE": "text",
                "WORKTIME_DAYOFF": ["text"], "WORKTIME_DAYOFF_RULE": "text",
                "WORKTIME_DAYOFF_TEXT": "text"
            }
        }),
    );
    t.sends(
        "imopenlines.network.message.add",
        {
            use imopenlines::network::message::{AddAttach, AddKeyboard};
            use shared::{
                AttachmentsBlocksBuilder as Block, AttachmentsBlocksBuilderFile as File,
                AttachmentsBlocksImageBuilder as Image, MessageKeyboardsButtonBuilder as Button,
            };
            let file = File::new().name("text").link("https://example.com/").size(2);
            let image = Image::new()
                .name("text")
                .link("https://example.com/")
                .preview("https://example.com/")
                .width(2)
                .height(2);
            let button = Button::new()
                .text("text")
                .link("https://example.com/")
                .display("text")
                .bg_color_token("text");
            imopenlines::network::message::add("text", 2, "text")
                .attach(AddAttach::new().id(1).color_token("text").blocks([
                    Block::new().message("text"),
                    Block::new().file([file]),
                    Block::new().image([image]),
                ]))
                .keyboard(AddKeyboard::new().buttons([button]))
                .url_preview(false)
        },
        json!({
            "CODE": "text", "USER_ID": 2, "MESSAGE": "text",
            "ATTACH": {
                "ID": 1, "COLOR_TOKEN": "text",
                "BLOCKS": [
                    { "MESSAGE": "text" },
                    { "FILE": [{ "NAME": "text", "LINK": "https://example.com/", "SIZE": 2 }] },
                    { "IMAGE": [{
                        "NAME": "text", "LINK": "https://example.com/",
                        "PREVIEW": "https://example.com/", "WIDTH": 2, "HEIGHT": 2
                    }] }
                ]
            },
            "KEYBOARD": {
                "BUTTONS": [{
                    "TEXT": "text", "LINK": "https://example.com/", "DISPLAY": "text",
                    "BG_COLOR_TOKEN": "text"
                }]
            },
            "URL_PREVIEW": "N"
        }),
    );
    t.sends(
        "imopenlines.config.list.get",
        imopenlines::config::list::get()
            .params(|p| {
                p.select(["text"])
                    .order(|o| o.id("ASC"))
                    .filter(|f| f.active(true))
                    .limit(2)
                    .offset(0)
            })
            .options(|o| o.queue(true).config_queue(true)),
        json!({
            "PARAMS": {
                "select": ["text"], "order": { "ID": "ASC" }, "filter": { "ACTIVE": "Y" },
                "limit": 2, "offset": 0
            },
            "OPTIONS": { "QUEUE": "Y", "CONFIG_QUEUE": "Y" }
        }),
    );
}

fn calls(t: &mut Tested) {
    t.sends_v3(
        "call.followup.list",
        v3::call::followup::list(|f| {
            f.start_date(|d| d.from("2000-01-01T00:00:00Z").to("2000-01-01T00:00:00Z"))
        })
        .select(["text"])
        .order(|o| o.start_date("desc"))
        .pagination(|p| p.limit(2))
        .mention_format("text"),
        json!({
            "filter": {
                "startDate": { "from": "2000-01-01T00:00:00Z", "to": "2000-01-01T00:00:00Z" }
            },
            "select": ["text"], "order": { "startDate": "desc" }, "pagination": { "limit": 2 },
            "mentionFormat": "text"
        }),
    );
    let said = |start, stop| {
        telephony::call::AttachTranscriptionMessages::new()
            .side("text")
            .start_time(start)
            .stop_time(stop)
            .message("text")
    };
    t.sends(
        "telephony.call.attachTranscription",
        telephony::call::attach_transcription("text", [said(1, 2), said(2, 2)]),
        json!({
            "CALL_ID": "text",
            "MESSAGES": [
                { "SIDE": "text", "START_TIME": 1, "STOP_TIME": 2, "MESSAGE": "text" },
                { "SIDE": "text", "START_TIME": 2, "STOP_TIME": 2, "MESSAGE": "text" }
            ]
        }),
    );
    t.sends(
        "telephony.externalCall.register",
        telephony::external_call::register("0", 2)
            .user_id(2)
            .crm_entity_type("text")
            .crm_entity_id(2)
            .show(true)
            .line_number("0")
            .external_call_id("text"),
        json!({
            "USER_ID": 2, "PHONE_NUMBER": "0", "TYPE": 2, "CRM_ENTITY_TYPE": "text",
            "CRM_ENTITY_ID": 2, "SHOW": 1, "LINE_NUMBER": "0", "EXTERNAL_CALL_ID": "text"
        }),
    );
    t.sends(
        "voximplant.statistic.get",
        voximplant::statistic::get()
            .filter(|f| f.id([1, 2]).set(">=CALL_START_DATE", "2000-01-01T00:00:00+00:00"))
            .sort("text")
            .order("ASC")
            .start(0),
        json!({
            "FILTER": { "ID": [1, 2], ">=CALL_START_DATE": "2000-01-01T00:00:00+00:00" },
            "SORT": "text", "ORDER": "ASC", "start": 0
        }),
    );
}

fn letters(t: &mut Tested) {
    t.sends_v3(
        "mail.message.list",
        v3::mail::message::list()
            .mailbox_id(1)
            .search_query("text")
            .has_attachments(true)
            .pagination(|p| p.page(1).limit(2).offset(0)),
        json!({
            "mailboxId": 1, "searchQuery": "text", "hasAttachments": true,
            "pagination": { "page": 1, "limit": 2, "offset": 0 }
        }),
    );
    t.sends_v3(
        "mail.message.send",
        v3::mail::message::send("user@example.com", ["user@example.com"], "text", "text"),
        json!({
            "from": "user@example.com", "to": ["user@example.com"], "subject": "text",
            "body": "text"
        }),
    );
    t.sends(
        "mailservice.update",
        mailservice::update(2)
            .name("text")
            .active(false)
            .server("text")
            .port(2)
            .encryption(true)
            .link("https://example.com/")
            .sort(2),
        json!({
            "ID": 2, "NAME": "text", "ACTIVE": "N", "SERVER": "text", "PORT": 2,
            "ENCRYPTION": "Y", "LINK": "https://example.com/", "SORT": 2
        }),
    );
    t.sends(
        "messageservice.sender.add",
        messageservice::sender::add("text", "text", "https://example.com/", "text")
            .description("text"),
        json!({
            "CODE": "text", "TYPE": "text", "HANDLER": "https://example.com/", "NAME": "text",
            "DESCRIPTION": "text"
        }),
    );
    t.sends(
        "log.blogpost.add",
        log::blogpost::add("text")
            .post_title("text")
            .dest(["text"])
            .tags("text")
            .important(true)
            .files([("text", "AA==")]),
        json!({
            "POST_TITLE": "text", "POST_MESSAGE": "text", "DEST": ["text"], "TAGS": "text",
            "IMPORTANT": "Y", "FILES": [["text", "AA=="]]
        }),
    );
}

/// What no example of a method's own page sends: the short forms, and each kind of block.
#[test]
fn attachments_are_built_of_typed_blocks() {
    use shared::{
        AttachmentsBlocksBuilder as Block, AttachmentsBlocksBuilderGrid as Cell,
        MenuItemBuilder as Item,
    };
    let cell = Cell::new().display(Cell::DISPLAY_ROW).name("State").value("New");
    let blocks = [
        Block::new().message("A request"),
        Block::new().link(|link| link.link("/crm/").name("Open")),
        Block::new().delimiter(|line| line.size(200)),
        Block::new().grid([cell]),
        Block::new().user(|user| user.name("Anna").bot_id(7)),
    ];
    let short = im::message::add("chat1").message("Look").attach(blocks);
    assert_eq!(
        short.into_params().into_value().unwrap(),
        json!({
            "DIALOG_ID": "chat1", "MESSAGE": "Look",
            "ATTACH": [
                { "MESSAGE": "A request" },
                { "LINK": { "LINK": "/crm/", "NAME": "Open" } },
                { "DELIMITER": { "SIZE": 200 } },
                { "GRID": [{ "DISPLAY": "ROW", "NAME": "State", "VALUE": "New" }] },
                { "USER": { "NAME": "Anna", "BOT_ID": 7 } }
            ]
        })
    );
    let whole = im::ImAttachBuilder::new().id(1).color_token("alert");
    let whole = whole.blocks([Block::new().message("Late")]);
    let call = im::message::add("chat1").attach(whole).menu([Item::new().text("Open")]);
    assert_eq!(
        call.into_params().into_value().unwrap(),
        json!({
            "DIALOG_ID": "chat1",
            "ATTACH": { "ID": 1, "COLOR_TOKEN": "alert", "BLOCKS": [{ "MESSAGE": "Late" }] },
            "MENU": [{ "TEXT": "Open" }]
        })
    );
    // Without what a block needs it is not sent.
    let unlinked = im::message::add("chat1").attach([Block::new().link(|link| link.name("Open"))]);
    assert!(unlinked.into_params().into_value().is_err());
}
