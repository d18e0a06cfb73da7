//! Documents and sites: disks, lists, storages, templates, signing, landing pages, notes.

use b24_generated::{disk, documentgenerator, entity, landing, lists, sign, v3};
use serde_json::json;

use crate::Tested;

#[test]
fn are_sent_as_documented() {
    requests(&mut Tested::default());
}

pub(crate) fn requests(t: &mut Tested) {
    files(t);
    documents(t);
    tables(t);
    pages(t);
    notes(t);
}

fn files(t: &mut Tested) {
    let right = || disk::DiskRightsBuilder::new().task_id(2).access_code("text");
    t.sends(
        "disk.folder.uploadFile",
        disk::folder::upload_file(2)
            .data(|d| d.name("text"))
            .file_content(("text", "AA=="))
            .generate_unique_name(true)
            .rights([right()]),
        json!({
            "id": 2, "data": { "NAME": "text" }, "fileContent": ["text", "AA=="],
            "generateUniqueName": true, "rights": [{ "TASK_ID": 2, "ACCESS_CODE": "text" }]
        }),
    );
    t.sends(
        "disk.storage.addFolder",
        disk::storage::add_folder(2, |d| d.name("text")).rights([right()]),
        json!({
            "id": 2, "data": { "NAME": "text" },
            "rights": [{ "TASK_ID": 2, "ACCESS_CODE": "text" }]
        }),
    );
    t.sends(
        "disk.folder.getChildren",
        disk::folder::get_children(2)
            .filter(|f| f.set(">=CREATE_TIME", "2000-01-01"))
            .order(|o| o.name("DESC")),
        json!({
            "id": 2, "filter": { ">=CREATE_TIME": "2000-01-01" }, "order": { "NAME": "DESC" }
        }),
    );
    t.sends(
        "disk.file.uploadVersion",
        disk::file::upload_version(2, ("text", "AA==")),
        json!({ "id": 2, "fileContent": ["text", "AA=="] }),
    );
}

fn documents(t: &mut Tested) {
    t.sends(
        "documentgenerator.template.add",
        documentgenerator::template::add(|f| {
            f.name("text")
                .file_id(2)
                .numerator_id(1)
                .region("text")
                .code("text")
                .users(["text"])
                .active(true)
                .with_stamps(false)
                .sort(2)
        }),
        json!({
            "fields": {
                "name": "text", "fileId": 2, "numeratorId": 1, "region": "text",
                "code": "text", "users": ["text"], "active": "Y", "withStamps": "N", "sort": 2
            }
        }),
    );
    t.sends(
        "documentgenerator.role.add",
        documentgenerator::role::add(|f| {
            f.name("text").code("text").permissions(|p| {
                p.settings(|s| s.modify(""))
                    .templates(|t| t.modify("text"))
                    .documents(|d| d.modify("text").view("text"))
            })
        }),
        json!({
            "fields": {
                "name": "text", "code": "text",
                "permissions": {
                    "SETTINGS": { "MODIFY": "" }, "TEMPLATES": { "MODIFY": "text" },
                    "DOCUMENTS": { "MODIFY": "text", "VIEW": "text" }
                }
            }
        }),
    );
    t.sends(
        "sign.b2e.document.send",
        sign::b2e::document::send(|f| {
            f.company(|c| c.crm_id(2))
                .members([sign::b2e::document::SendFieldsMembers::new().user_id(2).role("text")])
                .responsible(|r| r.user_id(2))
                .company_provider_uid("text")
                .files([sign::b2e::document::SendFieldsFiles::new()
                    .file_name("text")
                    .file_type("text")
                    .file_content("AA==")])
                .region_document_type("0.000")
                .external_settings(|s| {
                    s.external_id("text").external_date_create("2000-01-01T00:00:00+00:00")
                })
        }),
        json!({
            "fields": {
                "company": { "crmId": 2 }, "members": [{ "userId": 2, "role": "text" }],
                "responsible": { "userId": 2 }, "companyProviderUid": "text",
                "files": [{ "fileName": "text", "fileType": "text", "fileContent": "AA==" }],
                "regionDocumentType": "0.000",
                "externalSettings": {
                    "externalId": "text", "externalDateCreate": "2000-01-01T00:00:00+00:00"
                }
            }
        }),
    );
}

fn tables(t: &mut Tested) {
    t.sends(
        "entity.section.update",
        entity::section::update("text", 2)
            .name("text")
            .section(2)
            .active(true)
            .sort(2)
            .code("text")
            .description("text")
            .picture(("text", "AA=="))
            .detail_picture(("text", "AA=="))
            .set("UF_COLOR", "text"),
        json!({
            "ENTITY": "text", "ID": 2, "NAME": "text", "SECTION": 2, "ACTIVE": "Y", "SORT": 2,
            "CODE": "text", "DESCRIPTION": "text", "PICTURE": ["text", "AA=="],
            "DETAIL_PICTURE": ["text", "AA=="], "UF_COLOR": "text"
        }),
    );
    t.sends(
        "lists.section.update",
        lists::section::update("text", |f| {
            f.name("text").external_id("text").xml_id("text").sort(2).active(true)
        })
        .iblock_id(2)
        .section_id(2),
        json!({
            "IBLOCK_TYPE_ID": "text", "IBLOCK_ID": 2, "SECTION_ID": 2,
            "FIELDS": {
                "NAME": "text", "EXTERNAL_ID": "text", "XML_ID": "text", "SORT": 2, "ACTIVE": "Y"
            }
        }),
    );
    t.sends(
        "lists.element.get",
        lists::element::get("text")
            .iblock_id(2)
            .element_id(2)
            .select(["text"])
            .filter(|f| {
                f.name("text").set("<=DATE_CREATE", "2000-01-01").set(">=DATE_CREATE", "2000-01-01")
            })
            .element_order(|o| o.name("asc"))
            .start(0),
        json!({
            "IBLOCK_TYPE_ID": "text", "IBLOCK_ID": 2, "ELEMENT_ID": 2, "SELECT": ["text"],
            "FILTER": {
                "NAME": "text", "<=DATE_CREATE": "2000-01-01", ">=DATE_CREATE": "2000-01-01"
            },
            "ELEMENT_ORDER": { "NAME": "asc" }, "start": 0
        }),
    );
}

fn pages(t: &mut Tested) {
    t.sends(
        "landing.landing.getList",
        landing::landing::get_list().params(|p| {
            p.select(["text"])
                .filter([("SITE_ID", json!(2)), ("=DELETED", json!("N"))])
                .order([("ID", "DESC")])
                .get_urls(true)
                .get_preview(true)
                .check_area(true)
        }),
        json!({
            "params": {
                "select": ["text"], "filter": { "SITE_ID": 2, "=DELETED": "N" },
                "order": { "ID": "DESC" }, "get_urls": true, "get_preview": true,
                "check_area": true
            }
        }),
    );
    let card = || landing::block::UpdateCardsDataSource::new().r#type("text");
    t.sends(
        "landing.block.updateCards",
        landing::block::update_cards(
            2,
            2,
            [(
                ".landing-block-card",
                landing::block::UpdateCardsData::new()
                    .source([card().value(0), card().value("text")])
                    .values([[
                        (".landing-block-node-title@0", "text"),
                        (".landing-block-node-title@1", "text"),
                    ]]),
            )],
        ),
        json!({
            "lid": 2, "block": 2,
            "data": {
                ".landing-block-card": {
                    "source": [
                        { "type": "text", "value": 0 }, { "type": "text", "value": "text" }
                    ],
                    "values": [{
                        ".landing-block-node-title@0": "text",
                        ".landing-block-node-title@1": "text"
                    }]
                }
            }
        }),
    );
    t.sends(
        "landing.repowidget.register",
        landing::repowidget::register("text", |f| {
            let words = || landing::LandingRepowidgetLangBuilder::new().w_title("text").w_empty("text");
            f.name("text")
                .preview("https://example.com/")
                .content("text")
                .sections("text")
                .widget_params(|w| {
                    w.root_node("text")
                        .lang([("ru", words()), ("en", words())])
                        .handler("https://example.com/")
                        .style("https://example.com/")
                        .demo_data(|d| {
                            d.desc("text").count(2).persons([
                                landing::repowidget::RegisterFieldsWidgetParamsDemoDataPersons::new()
                                    .name("text")
                                    .age(2),
                            ])
                        })
                })
        }),
        json!({
            "code": "text",
            "fields": {
                "NAME": "text", "PREVIEW": "https://example.com/", "CONTENT": "text",
                "SECTIONS": "text",
                "WIDGET_PARAMS": {
                    "rootNode": "text",
                    "lang": {
                        "ru": { "W_TITLE": "text", "W_EMPTY": "text" },
                        "en": { "W_TITLE": "text", "W_EMPTY": "text" }
                    },
                    "handler": "https://example.com/", "style": "https://example.com/",
                    "demoData": {
                        "desc": "text", "count": 2, "persons": [{ "name": "text", "age": 2 }]
                    }
                }
            }
        }),
    );
    t.sends(
        "landing.site.add",
        landing::site::add(|f| f.title("text").code("").r#type("text").description("text"))
            .scope("text"),
        json!({
            "scope": "text",
            "fields": { "TITLE": "text", "CODE": "", "TYPE": "text", "DESCRIPTION": "text" }
        }),
    );
}

fn notes(t: &mut Tested) {
    t.sends_v3(
        "note.collection.list",
        v3::note::collection::list()
            .pagination(|p| p.limit(2).after_cursor(|c| c.position(2).id(2))),
        json!({ "pagination": { "limit": 2, "afterCursor": { "position": 2, "id": 2 } } }),
    );
    t.sends_v3(
        "note.document.update",
        v3::note::document::update(2, |f| f.title("text").markdown("text")).overwrite(false),
        json!({
            "id": 2, "fields": { "title": "text", "markdown": "text" }, "overwrite": false
        }),
    );
}
