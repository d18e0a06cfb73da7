//! `catalog`, `sale`, `salescenter`.

use b24_generated::{catalog, sale, salescenter};
use serde_json::json;

use crate::Tested;

const TIME: &str = "2000-01-01T00:00:00";

#[test]
fn are_sent_as_documented() {
    requests(&mut Tested::default());
}

pub(crate) fn requests(t: &mut Tested) {
    products(t);
    stores(t);
    orders(t);
    cashboxes(t);
    t.sends(
        "salescenter.payment.getPublicUrl",
        salescenter::payment::get_public_url(2),
        json!({ "id": 2 }),
    );
}

fn products(t: &mut Tested) {
    t.sends(
        "catalog.product.add",
        catalog::product::add(|f| {
            f.iblock_id(2)
                .name("text")
                .active(true)
                .barcode_multi(true)
                .can_buy_zero(true)
                .code("text")
                .created_by(1)
                .date_active_from(TIME)
                .date_active_to(TIME)
                .date_create(TIME)
                .detail_picture(|p| p.file_data(("text", "AA==")))
                .detail_text("")
                .detail_text_type("text")
                .height(2)
                .iblock_section_id(2)
                .length(2)
                .measure(2)
                .modified_by(1)
                .preview_picture(|p| p.file_data(("text", "AA==")))
                .preview_text("")
                .preview_text_type("text")
                .purchasing_currency("text")
                .purchasing_price(2)
                .quantity(2)
                .quantity_reserved(1)
                .quantity_trace("Y")
                .recur_scheme_length(1)
                .recur_scheme_type("text")
                .sort(2)
                .subscribe("Y")
                .trial_price_id(2)
                .vat_id(1)
                .vat_included(true)
                .weight(2)
                .width(2)
                .without_order(true)
                .xml_id("")
                .set("property0", "text")
        }),
        json!({
            "fields": {
                "iblockId": 2, "name": "text", "active": "Y", "barcodeMulti": "Y",
                "canBuyZero": "Y", "code": "text", "createdBy": 1,
                "dateActiveFrom": "2000-01-01T00:00:00", "dateActiveTo": "2000-01-01T00:00:00",
                "dateCreate": "2000-01-01T00:00:00",
                "detailPicture": { "fileData": ["text", "AA=="] }, "detailText": "",
                "detailTextType": "text", "height": 2, "iblockSectionId": 2, "length": 2,
                "measure": 2, "modifiedBy": 1,
                "previewPicture": { "fileData": ["text", "AA=="] }, "previewText": "",
                "previewTextType": "text", "purchasingCurrency": "text", "purchasingPrice": 2,
                "quantity": 2, "quantityReserved": 1, "quantityTrace": "Y",
                "recurSchemeLength": 1, "recurSchemeType": "text", "sort": 2, "subscribe": "Y",
                "trialPriceId": 2, "vatId": 1, "vatIncluded": "Y", "weight": 2, "width": 2,
                "withoutOrder": "Y", "xmlId": "", "property0": "text"
            }
        }),
    );
    t.sends(
        "catalog.product.service.update",
        catalog::product::service::update(2, |f| {
            f.name("text")
                .active(true)
                .code("text")
                .created_by(1)
                .date_active_from(TIME)
                .date_active_to(TIME)
                .date_create(TIME)
                .detail_picture(|p| p.file_data(("text", "AA==")))
                .detail_text("")
                .detail_text_type("text")
                .iblock_section_id(2)
                .modified_by(1)
                .preview_picture(|p| p.file_data(("text", "AA==")))
                .preview_text("")
                .preview_text_type("text")
                .sort(2)
                .vat_id(1)
                .vat_included(true)
                .xml_id("0")
                .set("property0", json!({ "value": "text", "valueId": 2 }))
        }),
        json!({
            "id": 2,
            "fields": {
                "name": "text", "active": "Y", "code": "text", "createdBy": 1,
                "dateActiveFrom": "2000-01-01T00:00:00", "dateActiveTo": "2000-01-01T00:00:00",
                "dateCreate": "2000-01-01T00:00:00",
                "detailPicture": { "fileData": ["text", "AA=="] }, "detailText": "",
                "detailTextType": "text", "iblockSectionId": 2, "modifiedBy": 1,
                "previewPicture": { "fileData": ["text", "AA=="] }, "previewText": "",
                "previewTextType": "text", "sort": 2, "vatId": 1, "vatIncluded": "Y",
                "xmlId": "0", "property0": { "value": "text", "valueId": 2 }
            }
        }),
    );
    t.sends(
        "catalog.product.list",
        catalog::product::list(["text"], |f| f.iblock_id(2).set(">id", 2).vat_id([1, 2]))
            .order(|o| o.id("desc")),
        json!({
            "filter": { "iblockId": 2, ">id": 2, "vatId": [1, 2] }, "select": ["text"],
            "order": { "id": "desc" }
        }),
    );
    t.sends(
        "catalog.productProperty.add",
        catalog::product_property::add(|f| {
            f.iblock_id(2)
                .name("text")
                .code("text")
                .property_type("text")
                .user_type("text")
                .multiple(false)
                .is_required(false)
                .active(true)
                .sort(2)
                .user_type_settings(|s| s.table_name("text"))
        }),
        json!({
            "fields": {
                "iblockId": 2, "name": "text", "code": "text", "propertyType": "text",
                "userType": "text", "multiple": "N", "isRequired": "N", "active": "Y",
                "sort": 2, "userTypeSettings": { "tableName": "text" }
            }
        }),
    );
    let price = |group| {
        catalog::price::ModifyFieldsProductPrices::new()
            .catalog_group_id(group)
            .currency("text")
            .price(2)
    };
    t.sends(
        "catalog.price.modify",
        catalog::price::modify(|f| {
            f.product(|p| p.id(2).prices([price(1), price(2), price(2).id(2)]))
        }),
        json!({
            "fields": {
                "product": {
                    "id": 2,
                    "prices": [
                        { "catalogGroupId": 1, "currency": "text", "price": 2 },
                        { "catalogGroupId": 2, "currency": "text", "price": 2 },
                        { "catalogGroupId": 2, "currency": "text", "price": 2, "id": 2 }
                    ]
                }
            }
        }),
    );
}

fn cashboxes(t: &mut Tested) {
    use sale::cashbox::handler::{AddSettingsConfig, AddSettingsConfigItems};
    let item = || AddSettingsConfigItems::new().r#type("text").label("text");
    t.sends(
        "sale.cashbox.handler.add",
        sale::cashbox::handler::add("text", "text", |s| {
            s.print_url("https://example.com/")
                .check_url("https://example.com/")
                .http_version("0.0")
                .config([
                    (
                        "AUTH",
                        AddSettingsConfig::new().label("text").items([
                            ("KEYWORD", item()),
                            (
                                "PREFERENCE",
                                item().required(true).options([
                                    ("FIRST", "text"),
                                    ("SECOND", "text"),
                                    ("THIRD", "text"),
                                ]),
                            ),
                        ]),
                    ),
                    (
                        "INTERACTION",
                        AddSettingsConfig::new().label("text").items([(
                            "MODE",
                            item().options([("ACTIVE", "text"), ("TEST", "text")]),
                        )]),
                    ),
                ])
        })
        .sort(2)
        .supports_ffd105(true),
        json!({
            "CODE": "text", "NAME": "text", "SORT": 2, "SUPPORTS_FFD105": "Y",
            "SETTINGS": {
                "PRINT_URL": "https://example.com/", "CHECK_URL": "https://example.com/",
                "HTTP_VERSION": "0.0",
                "CONFIG": {
                    "AUTH": {
                        "LABEL": "text",
                        "ITEMS": {
                            "KEYWORD": { "TYPE": "text", "LABEL": "text" },
                            "PREFERENCE": {
                                "TYPE": "text", "LABEL": "text", "REQUIRED": "Y",
                                "OPTIONS": { "FIRST": "text", "SECOND": "text", "THIRD": "text" }
                            }
                        }
                    },
                    "INTERACTION": {
                        "LABEL": "text",
                        "ITEMS": {
                            "MODE": {
                                "TYPE": "text", "LABEL": "text",
                                "OPTIONS": { "ACTIVE": "text", "TEST": "text" }
                            }
                        }
                    }
                }
            }
        }),
    );
}

fn stores(t: &mut Tested) {
    t.sends(
        "catalog.store.add",
        catalog::store::add(|f| {
            f.address("text")
                .title("text")
                .active(true)
                .description("text")
                .gps_n("0.00000")
                .gps_s("0.00000")
                .image_id(|i| i.file_data(("text", "AA==")))
                .date_modify(TIME)
                .date_create(TIME)
                .user_id(1)
                .modified_by(1)
                .phone("text")
                .schedule("text")
                .xml_id("")
                .sort(2)
                .email("user@example.com")
                .issuing_center(false)
                .code("text")
        }),
        json!({
            "fields": {
                "address": "text", "title": "text", "active": "Y", "description": "text",
                "gpsN": "0.00000", "gpsS": "0.00000",
                "imageId": { "fileData": ["text", "AA=="] },
                "dateModify": "2000-01-01T00:00:00", "dateCreate": "2000-01-01T00:00:00",
                "userId": 1, "modifiedBy": 1, "phone": "text", "schedule": "text", "xmlId": "",
                "sort": 2, "email": "user@example.com", "issuingCenter": "N", "code": "text"
            }
        }),
    );
    t.sends(
        "catalog.document.element.add",
        catalog::document::element::add(|f| {
            f.doc_id(2).element_id(2).store_to(2).amount(2).purchasing_price(0.5)
        }),
        json!({
            "fields": {
                "docId": 2, "elementId": 2, "storeTo": 2, "amount": 2, "purchasingPrice": 0.5
            }
        }),
    );
}

fn orders(t: &mut Tested) {
    t.sends(
        "sale.property.add",
        sale::property::add(|f| {
            f.person_type_id(2)
                .props_group_id(2)
                .name("text")
                .r#type("text")
                .code("text")
                .active(true)
                .util(false)
                .user_props(true)
                .is_filtered(false)
                .sort(2)
                .description("text")
                .required(true)
                .multiple(false)
                .settings(|s| s.multiline(true).maxlength(2))
                .xml_id("")
                .default_value("")
                .is_profile_name(true)
                .is_payer(true)
                .is_email(false)
                .is_phone(false)
                .is_zip(false)
                .is_address(false)
        }),
        json!({
            "fields": {
                "personTypeId": 2, "propsGroupId": 2, "name": "text", "type": "text",
                "code": "text", "active": "Y", "util": "N", "userProps": "Y",
                "isFiltered": "N", "sort": 2, "description": "text", "required": "Y",
                "multiple": "N", "settings": { "multiline": "Y", "maxlength": 2 },
                "xmlId": "", "defaultValue": "", "isProfileName": "Y", "isPayer": "Y",
                "isEmail": "N", "isPhone": "N", "isZip": "N", "isAddress": "N"
            }
        }),
    );
    t.sends(
        "sale.shipment.add",
        sale::shipment::add(|f| {
            f.order_id(2)
                .allow_delivery(true)
                .deducted(true)
                .delivery_id(2)
                .status_id("text")
                .delivery_doc_date(TIME)
                .delivery_doc_num("text")
                .tracking_number("text")
                .base_price_delivery(0.5)
                .comments("text")
                .responsible_id(2)
                .xml_id("text")
        }),
        json!({
            "fields": {
                "orderId": 2, "allowDelivery": "Y", "deducted": "Y", "deliveryId": 2,
                "statusId": "text", "deliveryDocDate": "2000-01-01T00:00:00",
                "deliveryDocNum": "text", "trackingNumber": "text", "basePriceDelivery": 0.5,
                "comments": "text", "responsibleId": 2, "xmlId": "text"
            }
        }),
    );
    t.sends(
        "sale.status.add",
        sale::status::add(|f| {
            f.id("text").r#type("text").notify(true).sort(2).color("text").xml_id("text")
        }),
        json!({
            "fields": {
                "id": "text", "type": "text", "notify": "Y", "sort": 2, "color": "text",
                "xmlId": "text"
            }
        }),
    );
    t.sends(
        "sale.basketitem.list",
        sale::basketitem::list()
            .select(["text"])
            .filter(|f| f.set("@orderId", [2]))
            .order(|o| o.id("desc"))
            .start(0),
        json!({
            "select": ["text"], "filter": { "@orderId": [2] }, "order": { "id": "desc" },
            "start": 0
        }),
    );
}
