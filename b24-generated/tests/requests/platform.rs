//! The platform: applications, events, people, user fields, and modules of a method or two.

use b24_generated::{
    access, ai, app, batch, biconnector, department, event, events, feature, humanresources,
    method, methods, placement, pull, scope, user, userconsent, userfieldconfig, userfieldtype, v3,
    vote,
};
use serde_json::json;

use crate::Tested;

#[test]
fn are_sent_as_documented() {
    requests(&mut Tested::default());
}

pub(crate) fn requests(t: &mut Tested) {
    calls(t);
    applications(t);
    events_and_logs(t);
    people(t);
    user_fields(t);
    votes(t);
}

fn calls(t: &mut Tested) {
    t.sends(
        "batch",
        batch([("get_user", "text"), ("get_departments", "text"), ("get_app", "text")]).halt(false),
        json!({
            "halt": 0,
            "cmd": { "get_user": "text", "get_departments": "text", "get_app": "text" }
        }),
    );
    t.sends("access.name", access::name(["text"]), json!({ "ACCESS": ["text"] }));
    t.sends("feature.get", feature::get("text"), json!({ "CODE": "text" }));
    t.sends("method.get", method::get().name("text"), json!({ "name": "text" }));
    t.sends("methods", methods().scope("text"), json!({ "scope": "text" }));
    t.sends("scope", scope().full(true), json!({ "full": true }));
}

fn applications(t: &mut Tested) {
    t.sends("app.option.get", app::option::get().option("text"), json!({ "option": "text" }));
    t.sends(
        "ai.engine.register",
        ai::engine::register("text", "text", "text", "https://example.com/")
            .settings(|s| s.code_alias("text").model_context_type("text").model_context_limit(2)),
        json!({
            "name": "text", "code": "text", "category": "text",
            "completions_url": "https://example.com/",
            "settings": {
                "code_alias": "text", "model_context_type": "text", "model_context_limit": 2
            }
        }),
    );
    t.sends(
        "biconnector.connector.add",
        biconnector::connector::add(|f| {
            f.title("text")
                .logo("AA==")
                .description("text")
                .url_check("https://example.com/")
                .url_table_list("https://example.com/")
                .url_table_description("https://example.com/")
                .url_data("https://example.com/")
                .settings([biconnector::BiconnectorConnectorFieldsSettingsBuilder::new()
                    .name("text")
                    .r#type("text")
                    .code("text")])
                .sort(2)
        }),
        json!({
            "fields": {
                "title": "text", "logo": "AA==", "description": "text",
                "urlCheck": "https://example.com/", "urlTableList": "https://example.com/",
                "urlTableDescription": "https://example.com/", "urlData": "https://example.com/",
                "settings": [{ "name": "text", "type": "text", "code": "text" }], "sort": 2
            }
        }),
    );
    let shown = |visible| biconnector::dataset::fields::UpdateUpdate::new().id(2).visible(visible);
    t.sends(
        "biconnector.dataset.fields.update",
        biconnector::dataset::fields::update(2)
            .add([biconnector::dataset::fields::UpdateAdd::new()
                .r#type("text")
                .name("text")
                .external_code("text")])
            .update([shown(false), shown(true)])
            .delete([2]),
        json!({
            "id": 2, "add": [{ "type": "text", "name": "text", "externalCode": "text" }],
            "update": [{ "id": 2, "visible": false }, { "id": 2, "visible": true }],
            "delete": [2]
        }),
    );
    t.sends(
        "placement.unbind",
        placement::unbind("text").handler("https://example.com/"),
        json!({ "PLACEMENT": "text", "HANDLER": "https://example.com/" }),
    );
    t.sends(
        "userfieldtype.add",
        userfieldtype::add("text", "https://example.com/")
            .title("text")
            .description("text")
            .options(|o| o.height(2)),
        json!({
            "USER_TYPE_ID": "text", "HANDLER": "https://example.com/", "TITLE": "text",
            "DESCRIPTION": "text", "OPTIONS": { "height": 2 }
        }),
    );
}

fn events_and_logs(t: &mut Tested) {
    t.sends("events", events().full(true), json!({ "FULL": true }));
    t.sends(
        "event.offline.list",
        event::offline::list().filter(|f| f.error(0)).order(|o| o.id("DESC")).start(0),
        json!({ "filter": { "ERROR": 0 }, "order": { "ID": "DESC" }, "start": 0 }),
    );
    t.sends(
        "event.offline.get",
        event::offline::get()
            .filter(|f| f.set("=MESSAGE_ID", 1).set("=EVENT_NAME", "text").set(">=ID", 1))
            .auth_connector("text"),
        json!({
            "filter": { "=MESSAGE_ID": 1, "=EVENT_NAME": "text", ">=ID": 1 },
            "auth_connector": "text"
        }),
    );
    t.sends(
        "event.offline.clear",
        event::offline::clear("text").id([2]),
        json!({ "process_id": "text", "id": [2] }),
    );
    t.sends(
        "pull.application.push.add",
        pull::application::push::add([1, 2, 2], "text").avatar("https://example.com/"),
        json!({ "USER_ID": [1, 2, 2], "TEXT": "text", "AVATAR": "https://example.com/" }),
    );
    t.sends_v3(
        "main.eventlog.list",
        v3::main::eventlog::list()
            .select(["text"])
            .filter([["text", "text", "2000-01-01T00:00:00+00:00"]])
            .order(|o| o.id("ASC"))
            .pagination(|p| p.page(1).limit(2).offset(0)),
        json!({
            "select": ["text"], "filter": [["text", "text", "2000-01-01T00:00:00+00:00"]],
            "order": { "id": "ASC" }, "pagination": { "page": 1, "limit": 2, "offset": 0 }
        }),
    );
    t.sends_v3(
        "main.eventlog.tail",
        v3::main::eventlog::tail()
            .select(["text"])
            .filter([(); 0])
            .cursor(|c| c.field("text").value(2).order("ASC")),
        json!({
            "select": ["text"], "filter": [],
            "cursor": { "field": "text", "value": 2, "order": "ASC" }
        }),
    );
}

fn people(t: &mut Tested) {
    t.sends(
        "department.update",
        department::update(2).name("text").sort(2).uf_head(1).parent(1),
        json!({ "ID": 2, "NAME": "text", "SORT": 2, "UF_HEAD": 1, "PARENT": 1 }),
    );
    t.sends(
        "department.get",
        department::get().sort("text").order("DESC").parent(1),
        json!({ "sort": "text", "order": "DESC", "PARENT": 1 }),
    );
    t.sends(
        "user.get",
        user::get().filter(|f| f.set("@PERSONAL_CITY", ["text"])),
        json!({ "FILTER": { "@PERSONAL_CITY": ["text"] } }),
    );
    t.sends_v3(
        "humanresources.node.add",
        v3::humanresources::node::add("text", "text", 1)
            .description("text")
            .user_ids(|u| u.member_head([2]).member_employee([2]))
            .move_users_to_node(true)
            .create_chat(true)
            .binding_chat_ids([2])
            .create_channel(false)
            .create_collab(false)
            .settings(|s| s.business_proc_authority(["text"]).reports_authority(["text"])),
        json!({
            "type": "text", "name": "text", "parentId": 1, "description": "text",
            "userIds": { "MEMBER_HEAD": [2], "MEMBER_EMPLOYEE": [2] }, "moveUsersToNode": true,
            "createChat": true, "bindingChatIds": [2], "createChannel": false,
            "createCollab": false,
            "settings": {
                "BUSINESS_PROC_AUTHORITY": ["text"], "REPORTS_AUTHORITY": ["text"]
            }
        }),
    );
    t.sends(
        "humanresources.hcmlink.company.add",
        humanresources::hcmlink::company::add(|f| {
            f.company("text").crm_company_id(2).title("text").data(|d| d.tax_id("0")).fields([
                humanresources::hcmlink::company::AddFieldsFields::new()
                    .field("text")
                    .title("text")
                    .r#type("text")
                    .entity_type("text")
                    .ttl(2),
            ])
        }),
        json!({
            "fields": {
                "company": "text", "crmCompanyId": 2, "title": "text", "data": { "taxId": "0" },
                "fields": [{
                    "field": "text", "title": "text", "type": "text", "entityType": "text",
                    "ttl": 2
                }]
            }
        }),
    );
    t.sends(
        "userconsent.consent.add",
        userconsent::consent::add(2, "text")
            .user_id(2)
            .url("https://example.com/")
            .origin_id("text")
            .originator_id("user@example.com"),
        json!({
            "AGREEMENT_ID": 2, "USER_ID": 2, "IP": "text", "URL": "https://example.com/",
            "ORIGIN_ID": "text", "ORIGINATOR_ID": "user@example.com"
        }),
    );
    t.sends(
        "userconsent.agreement.text",
        userconsent::agreement::text(2).replace(|r| {
            r.button_caption("text").fields(|f| {
                f.company_name("text")
                    .company_address("text")
                    .purposes("text")
                    .third_parties("text")
                    .email("user@example.com")
            })
        }),
        json!({
            "id": 2,
            "replace": {
                "button_caption": "text",
                "fields": {
                    "COMPANY_NAME": "text", "COMPANY_ADDRESS": "text", "PURPOSES": "text",
                    "THIRD_PARTIES": "text", "EMAIL": "user@example.com"
                }
            }
        }),
    );
}

fn user_fields(t: &mut Tested) {
    t.sends(
        "user.userfield.add",
        user::userfield::add(|f| {
            f.field_name("text")
                .user_type_id("text")
                .xml_id("text")
                .sort(2)
                .multiple(true)
                .mandatory(false)
                .show_filter(false)
                .show_in_list(true)
                .edit_in_list(true)
                .settings(|s| s.deal(true))
                .label("text")
                .edit_form_label([("de", "text")])
                .list_column_label("text")
        }),
        json!({
            "fields": {
                "FIELD_NAME": "text", "USER_TYPE_ID": "text", "XML_ID": "text", "SORT": 2,
                "MULTIPLE": "Y", "MANDATORY": "N", "SHOW_FILTER": "N", "SHOW_IN_LIST": "Y",
                "EDIT_IN_LIST": "Y", "SETTINGS": { "DEAL": "Y" }, "LABEL": "text",
                "EDIT_FORM_LABEL": { "de": "text" }, "LIST_COLUMN_LABEL": "text"
            }
        }),
    );
    let value = |def| userfieldconfig::AddFieldEnum::new().value("text").def(def).sort(2);
    t.sends(
        "userfieldconfig.add",
        userfieldconfig::add("text", |f| {
            f.entity_id("text")
                .field_name("text")
                .user_type_id("text")
                .multiple(true)
                .edit_form_label(std::collections::BTreeMap::from([("en", "text")]))
                .r#enum([value(false), value(true)])
        }),
        json!({
            "moduleId": "text",
            "field": {
                "entityId": "text", "fieldName": "text", "userTypeId": "text",
                "multiple": "Y", "editFormLabel": { "en": "text" },
                "enum": [
                    { "value": "text", "def": "N", "sort": 2 },
                    { "value": "text", "def": "Y", "sort": 2 }
                ]
            }
        }),
    );
}

fn votes(t: &mut Tested) {
    t.sends(
        "vote.AttachedVote.getAnswerVoted",
        vote::attached_vote::get_answer_voted(1)
            .attach_id(1)
            .page_navigation(|p| p.page_size(2).current_page(1))
            .user_for_mobile_format(false),
        json!({
            "attachId": 1, "answerId": 1,
            "pageNavigation": { "pageSize": 2, "currentPage": 1 },
            "userForMobileFormat": false
        }),
    );
    t.sends(
        "vote.AttachedVote.vote",
        vote::attached_vote::vote([("0", ["0"])]).attach_id(1),
        json!({ "attachId": 1, "ballot": { "0": ["0"] } }),
    );
}
