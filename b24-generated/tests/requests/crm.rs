//! `crm`: entities, their details and fields.

use std::collections::BTreeMap;

use b24_generated::crm::item::ListFilter;
use b24_generated::{Filtering as _, Json, crm};
use serde_json::json;

use crate::Tested;

#[test]
fn are_sent_as_documented() {
    requests(&mut Tested::default());
}

pub(crate) fn requests(t: &mut Tested) {
    entities(t);
    details(t);
    fields(t);
}

fn entities(t: &mut Tested) {
    t.sends(
        "crm.deal.add",
        crm::deal::add()
            .fields(|f| {
                f.title("text")
                    .type_id("text")
                    .category_id(0)
                    .stage_id("text")
                    .is_recurring(false)
                    .is_return_customer(true)
                    .is_repeated_approach(true)
                    .probability(2)
                    .currency_id("text")
                    .opportunity(2)
                    .is_manual_opportunity(true)
                    .tax_value(0.5)
                    .company_id(2)
                    .contact_ids([2])
                    .begindate("2000-01-01T00:00:00+00:00")
                    .closedate("2000-01-01T00:00:00+00:00")
                    .opened(true)
                    .closed(false)
                    .comments("text")
                    .source_id("text")
                    .source_description("text")
                    .additional_info("text")
                    .utm_source("text")
                    .utm_medium("text")
                    .set("PARENT_ID_0", 2)
                    .set("UF_CRM_0", "text")
            })
            .params(|p| p.register_sonet_event(false)),
        json!({
            "fields": {
                "TITLE": "text", "TYPE_ID": "text", "CATEGORY_ID": 0, "STAGE_ID": "text",
                "IS_RECURRING": "N", "IS_RETURN_CUSTOMER": "Y", "IS_REPEATED_APPROACH": "Y",
                "PROBABILITY": 2, "CURRENCY_ID": "text", "OPPORTUNITY": 2,
                "IS_MANUAL_OPPORTUNITY": "Y", "TAX_VALUE": 0.5, "COMPANY_ID": 2,
                "CONTACT_IDS": [2], "BEGINDATE": "2000-01-01T00:00:00+00:00",
                "CLOSEDATE": "2000-01-01T00:00:00+00:00", "OPENED": "Y", "CLOSED": "N",
                "COMMENTS": "text", "SOURCE_ID": "text", "SOURCE_DESCRIPTION": "text",
                "ADDITIONAL_INFO": "text", "UTM_SOURCE": "text", "UTM_MEDIUM": "text",
                "PARENT_ID_0": 2, "UF_CRM_0": "text"
            },
            "params": { "REGISTER_SONET_EVENT": "N" }
        }),
    );
    t.sends(
        "crm.deal.list",
        crm::deal::list()
            .select(["text"])
            .filter(|f| {
                f.set("=%TITLE", "text")
                    .category_id(1)
                    .type_id("text")
                    .stage_id("text")
                    .set(">OPPORTUNITY", 2)
                    .set("<=OPPORTUNITY", 2)
                    .is_manual_opportunity(true)
                    .set("@ASSIGNED_BY_ID", [1, 2])
                    .set(">DATE_CREATE", "2000-01-01")
            })
            .order(|o| o.title("ASC").opportunity("ASC")),
        json!({
            "select": ["text"],
            "filter": {
                "=%TITLE": "text", "CATEGORY_ID": 1, "TYPE_ID": "text", "STAGE_ID": "text",
                ">OPPORTUNITY": 2, "<=OPPORTUNITY": 2, "IS_MANUAL_OPPORTUNITY": "Y",
                "@ASSIGNED_BY_ID": [1, 2], ">DATE_CREATE": "2000-01-01"
            },
            "order": { "TITLE": "ASC", "OPPORTUNITY": "ASC" }
        }),
    );
    t.sends(
        "crm.lead.list",
        crm::lead::list()
            .select(["text"])
            .start(2)
            .filter(|f| f.set("=OPPORTUNITY", 2))
            .order(|o| o.status_id("ASC")),
        json!({
            "select": ["text"], "start": 2, "filter": { "=OPPORTUNITY": 2 },
            "order": { "STATUS_ID": "ASC" }
        }),
    );
    let phone = || crm::CrmMultifieldBuilder::new().value("0").value_type("text");
    t.sends(
        "crm.lead.add",
        crm::lead::add()
            .fields(|f| {
                f.title("text")
                    .name("text")
                    .second_name("text")
                    .last_name("text")
                    .status_id("text")
                    .opened(true)
                    .assigned_by_id(1)
                    .currency_id("text")
                    .opportunity(2)
                    .phone([phone()])
                    .web([crm::CrmMultifieldBuilder::new().value("text").value_type("text")])
            })
            .params(|p| p.register_sonet_event(true)),
        json!({
            "fields": {
                "TITLE": "text", "NAME": "text", "SECOND_NAME": "text", "LAST_NAME": "text",
                "STATUS_ID": "text", "OPENED": "Y", "ASSIGNED_BY_ID": 1, "CURRENCY_ID": "text",
                "OPPORTUNITY": 2, "PHONE": [{ "VALUE": "0", "VALUE_TYPE": "text" }],
                "WEB": [{ "VALUE": "text", "VALUE_TYPE": "text" }]
            },
            "params": { "REGISTER_SONET_EVENT": "Y" }
        }),
    );
    t.sends(
        "crm.company.add",
        crm::company::add(|f| {
            f.title("text")
                .company_type("text")
                .industry("text")
                .employees("text")
                .currency_id("text")
                .revenue(2)
                .opened(true)
                .assigned_by_id(1)
                .phone([phone()])
        })
        .params(|p| p.register_sonet_event(true)),
        json!({
            "fields": {
                "TITLE": "text", "COMPANY_TYPE": "text", "INDUSTRY": "text",
                "EMPLOYEES": "text", "CURRENCY_ID": "text", "REVENUE": 2, "OPENED": "Y",
                "ASSIGNED_BY_ID": 1, "PHONE": [{ "VALUE": "0", "VALUE_TYPE": "text" }]
            },
            "params": { "REGISTER_SONET_EVENT": "Y" }
        }),
    );
    t.sends(
        "crm.quote.add",
        crm::quote::add(|f| {
            f.title("text")
                .status_id("text")
                .opened(true)
                .assigned_by_id(1)
                .currency_id("text")
                .opportunity(2)
                .company_id(1)
                .mycompany_id(2)
                .comments("text")
                .begindate("2000-01-01T00:00:00+00:00")
                .closedate("2000-01-01T00:00:00+00:00")
        })
        .params(|p| p.import(false)),
        json!({
            "fields": {
                "TITLE": "text", "STATUS_ID": "text", "OPENED": "Y", "ASSIGNED_BY_ID": 1,
                "CURRENCY_ID": "text", "OPPORTUNITY": 2, "COMPANY_ID": 1, "MYCOMPANY_ID": 2,
                "COMMENTS": "text", "BEGINDATE": "2000-01-01T00:00:00+00:00",
                "CLOSEDATE": "2000-01-01T00:00:00+00:00"
            },
            "params": { "IMPORT": "N" }
        }),
    );
    t.sends(
        "crm.invoice.add",
        crm::invoice::add(|f| {
            f.order_topic("text")
                .status_id("text")
                .date_insert("2000-01-01T00:00:00+00:00")
                .pay_voucher_date("2000-01-01T00:00:00+00:00")
                .pay_voucher_num("0")
                .date_marked("2000-01-01T00:00:00+00:00")
                .reason_marked("text")
                .comments("text")
                .user_description("text")
                .date_bill("2000-01-01T00:00:00+00:00")
                .date_pay_before("2000-01-01T00:00:00+00:00")
                .responsible_id(1)
                .uf_deal_id(2)
                .uf_company_id(2)
                .uf_contact_id(2)
                .person_type_id(2)
                .pay_system_id(2)
                .invoice_properties(|p| {
                    p.company("text")
                        .company_adr("text")
                        .inn("")
                        .kpp("")
                        .contact_person("text")
                        .email("user@example.com")
                        .phone("text")
                        .fax("")
                        .zip("")
                        .city("")
                        .location("")
                        .address("")
                })
                .product_rows([crm::CrmInvoiceFieldsProductRowsBuilder::new()
                    .id(0)
                    .product_id(2)
                    .product_name("text")
                    .quantity(1)
                    .price(2)])
        }),
        json!({
            "fields": {
                "ORDER_TOPIC": "text", "STATUS_ID": "text",
                "DATE_INSERT": "2000-01-01T00:00:00+00:00",
                "PAY_VOUCHER_DATE": "2000-01-01T00:00:00+00:00", "PAY_VOUCHER_NUM": "0",
                "DATE_MARKED": "2000-01-01T00:00:00+00:00", "REASON_MARKED": "text",
                "COMMENTS": "text", "USER_DESCRIPTION": "text",
                "DATE_BILL": "2000-01-01T00:00:00+00:00",
                "DATE_PAY_BEFORE": "2000-01-01T00:00:00+00:00", "RESPONSIBLE_ID": 1,
                "UF_DEAL_ID": 2, "UF_COMPANY_ID": 2, "UF_CONTACT_ID": 2, "PERSON_TYPE_ID": 2,
                "PAY_SYSTEM_ID": 2,
                "INVOICE_PROPERTIES": {
                    "COMPANY": "text", "COMPANY_ADR": "text", "INN": "", "KPP": "",
                    "CONTACT_PERSON": "text", "EMAIL": "user@example.com", "PHONE": "text",
                    "FAX": "", "ZIP": "", "CITY": "", "LOCATION": "", "ADDRESS": ""
                },
                "PRODUCT_ROWS": [{
                    "ID": 0, "PRODUCT_ID": 2, "PRODUCT_NAME": "text", "QUANTITY": 1, "PRICE": 2
                }]
            }
        }),
    );
}

fn details(t: &mut Tested) {
    t.sends(
        "crm.requisite.add",
        crm::requisite::add(|f| {
            f.entity_type_id(2)
                .entity_id(1)
                .preset_id(1)
                .name("text")
                .active(true)
                .address_only(false)
                .sort(2)
                .rq_company_name("text")
                .rq_company_full_name("text")
                .rq_company_reg_date("01.01.2000")
                .rq_director("text")
                .rq_inn("0")
                .rq_kpp("0")
                .rq_ogrn("0")
                .set("UF_CRM_0", "0")
                .xml_id("text")
        }),
        json!({
            "fields": {
                "ENTITY_TYPE_ID": 2, "ENTITY_ID": 1, "PRESET_ID": 1, "NAME": "text",
                "ACTIVE": "Y", "ADDRESS_ONLY": "N", "SORT": 2, "RQ_COMPANY_NAME": "text",
                "RQ_COMPANY_FULL_NAME": "text", "RQ_COMPANY_REG_DATE": "01.01.2000",
                "RQ_DIRECTOR": "text", "RQ_INN": "0", "RQ_KPP": "0", "RQ_OGRN": "0",
                "UF_CRM_0": "0", "XML_ID": "text"
            }
        }),
    );
    t.sends(
        "crm.requisite.bankdetail.add",
        crm::requisite::bankdetail::add(|f| {
            f.entity_id(2)
                .country_id(1)
                .name("text")
                .rq_bank_name("text")
                .rq_bank_addr("text")
                .rq_bik("00")
                .rq_acc_num("0")
                .rq_acc_currency("text")
                .rq_cor_acc_num("0")
                .xml_id("text")
                .active(true)
                .sort(2)
        }),
        json!({
            "fields": {
                "ENTITY_ID": 2, "COUNTRY_ID": 1, "NAME": "text", "RQ_BANK_NAME": "text",
                "RQ_BANK_ADDR": "text", "RQ_BIK": "00", "RQ_ACC_NUM": "0",
                "RQ_ACC_CURRENCY": "text", "RQ_COR_ACC_NUM": "0", "XML_ID": "text",
                "ACTIVE": "Y", "SORT": 2
            }
        }),
    );
    let row = |price: f64, quantity| {
        crm::item::productrow::SetProductRows::new()
            .product_id(2)
            .price(price)
            .quantity(quantity)
            .sort(2)
    };
    t.sends(
        "crm.item.productrow.set",
        crm::item::productrow::set(2, "text", [row(0.5, 1), row(0.5, 2)]),
        json!({
            "ownerType": "text", "ownerId": 2,
            "productRows": [
                { "productId": 2, "price": 0.5, "quantity": 1, "sort": 2 },
                { "productId": 2, "price": 0.5, "quantity": 2, "sort": 2 }
            ]
        }),
    );
    let element = || crm::item::details::configuration::SetDataElements::new().name("text");
    let section = || {
        crm::item::details::configuration::SetData::new().name("text").title("text").r#type("text")
    };
    t.sends(
        "crm.item.details.configuration.set",
        crm::item::details::configuration::set(
            2,
            [
                section().elements([
                    element().option_flags(true),
                    element(),
                    element().option_flags(true).options(|o| o.default_country("text")),
                    element().option_flags(true).options(|o| o.default_address_type(2)),
                ]),
                section().elements([element()]),
            ],
        )
        .user_id(1),
        json!({
            "entityTypeId": 2, "userId": 1,
            "data": [
                {
                    "name": "text", "title": "text", "type": "text",
                    "elements": [
                        { "name": "text", "optionFlags": 1 },
                        { "name": "text" },
                        {
                            "name": "text", "optionFlags": 1,
                            "options": { "defaultCountry": "text" }
                        },
                        {
                            "name": "text", "optionFlags": 1,
                            "options": { "defaultAddressType": 2 }
                        }
                    ]
                },
                {
                    "name": "text", "title": "text", "type": "text",
                    "elements": [{ "name": "text" }]
                }
            ]
        }),
    );
    t.sends(
        "crm.item.productrow.add",
        crm::item::productrow::add(|f| {
            f.owner_id(2)
                .owner_type("text")
                .product_id(2)
                .price(0.5)
                .quantity(2)
                .discount_type_id(2)
                .discount_rate(2)
                .tax_rate(2)
                .tax_included(true)
                .measure_code(2)
                .sort(2)
        }),
        json!({
            "fields": {
                "ownerId": 2, "ownerType": "text", "productId": 2, "price": 0.5, "quantity": 2,
                "discountTypeId": 2, "discountRate": 2, "taxRate": 2, "taxIncluded": "Y",
                "measureCode": 2, "sort": 2
            }
        }),
    );
    t.sends(
        "crm.item.get",
        crm::item::get(1, 2).use_original_uf_names(false),
        json!({ "entityTypeId": 1, "id": 2, "useOriginalUfNames": "N" }),
    );
    t.sends(
        "crm.item.list",
        crm::item::list(1)
            .select(["text"])
            .filter(|f| {
                f.set(
                    "0",
                    Json(json!({ "logic": "text", "0": { "!=name": "", "!=lastName": "" } })),
                )
                .is_in(ListFilter::stage_id, ["text"])
                .is_in(ListFilter::source_id, ["text"])
                .is_in(ListFilter::assigned_by_id, [1, 2])
                .at_least(ListFilter::opportunity, 2)
                .at_most(ListFilter::opportunity, 2)
                .is_manual_opportunity(true)
            })
            .order(|o| o.last_name("ASC").name("ASC")),
        json!({
            "entityTypeId": 1, "select": ["text"],
            "filter": {
                "0": { "logic": "text", "0": { "!=name": "", "!=lastName": "" } },
                "@stageId": ["text"], "@sourceId": ["text"], "@assignedById": [1, 2],
                ">=opportunity": 2, "<=opportunity": 2, "isManualOpportunity": "Y"
            },
            "order": { "lastName": "ASC", "name": "ASC" }
        }),
    );
}

fn fields(t: &mut Tested) {
    t.sends(
        "crm.type.update",
        crm::r#type::update(2).fields(|f| {
            f.is_automation_enabled(false)
                .is_begin_close_dates_enabled(false)
                .is_client_enabled(false)
                .is_observers_enabled(false)
                .is_source_enabled(true)
                .is_stages_enabled(true)
                .is_use_in_userfield_enabled(true)
                .linked_user_fields([("TASKS_TASK|UF_CRM_TASK", true)])
        }),
        json!({
            "id": 2,
            "fields": {
                "isAutomationEnabled": "N", "isBeginCloseDatesEnabled": "N",
                "isClientEnabled": "N", "isObserversEnabled": "N", "isSourceEnabled": "Y",
                "isStagesEnabled": "Y", "isUseInUserfieldEnabled": "Y",
                "linkedUserFields": { "TASKS_TASK|UF_CRM_TASK": "true" }
            }
        }),
    );
    t.sends(
        "crm.status.add",
        crm::status::add(|f| {
            f.entity_id("text").status_id("text").name("text").sort(2).color("text")
        }),
        json!({
            "fields": {
                "ENTITY_ID": "text", "STATUS_ID": "text", "NAME": "text", "SORT": 2,
                "COLOR": "text"
            }
        }),
    );
    t.sends(
        "crm.stagehistory.list",
        crm::stagehistory::list()
            .entity_type_id(2)
            .order(|o| o.id("ASC"))
            .filter(|f| f.owner_id(1))
            .select(["text"]),
        json!({
            "entityTypeId": 2, "order": { "ID": "ASC" }, "filter": { "OWNER_ID": 1 },
            "select": ["text"]
        }),
    );
    let labels = || BTreeMap::from([("en", "text"), ("ru", "text"), ("de", "text")]);
    t.sends(
        "crm.contact.userfield.add",
        crm::contact::userfield::add(|f| {
            f.label("text")
                .user_type_id("text")
                .field_name("text")
                .multiple(true)
                .mandatory(true)
                .show_filter(true)
                .settings(|s| s.default_value("text").rows(2))
                .sort(2)
                .edit_in_list(true)
                .list_filter_label("text")
                .list_column_label(labels())
                .edit_form_label(labels())
                .error_message(labels())
                .help_message(labels())
        }),
        json!({
            "fields": {
                "LABEL": "text", "USER_TYPE_ID": "text", "FIELD_NAME": "text",
                "MULTIPLE": "Y", "MANDATORY": "Y", "SHOW_FILTER": "Y",
                "SETTINGS": { "DEFAULT_VALUE": "text", "ROWS": 2 }, "SORT": 2,
                "EDIT_IN_LIST": "Y", "LIST_FILTER_LABEL": "text",
                "LIST_COLUMN_LABEL": { "en": "text", "ru": "text", "de": "text" },
                "EDIT_FORM_LABEL": { "en": "text", "ru": "text", "de": "text" },
                "ERROR_MESSAGE": { "en": "text", "ru": "text", "de": "text" },
                "HELP_MESSAGE": { "en": "text", "ru": "text", "de": "text" }
            }
        }),
    );
}
