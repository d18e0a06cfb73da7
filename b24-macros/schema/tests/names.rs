//! The table of names: what Bitrix24 writes, what Rust reads.

use b24_schema::{
    Rest, field_ident, method_path, module_feature, record_ident, scope_const, type_ident,
};

#[test]
fn methods() {
    let table = [
        ("crm.deal.add", "crm::deal::add", "Add"),
        ("crm.deal.getFields", "crm::deal::get_fields", "GetFields"),
        ("booking.v1.resourceType.add", "booking::v1::resource_type::add", "Add"),
        ("vote.Integration.Im.send", "vote::integration::im::send", "Send"),
        ("im.v2.File.download", "im::v2::file::download", "Download"),
        ("sonet_group.user.get", "sonet_group::user::get", "Get"),
        ("disk.file.markUnDelete", "disk::file::mark_un_delete", "MarkUnDelete"),
        ("user.option.set", "user::option::set", "Set"),
        ("log.blogpost.user.move", "log::blogpost::user::r#move", "Move"),
        ("imbot.type.self", "imbot::r#type::self_", "Self_"),
        ("task.item.super.crate", "task::item::super_::crate_", "Crate"),
        ("crm.item.2fa", "crm::item::_2fa", "_2fa_"),
        // Types that generated code names: a module would hide them.
        ("crm.i64.u8.add", "crm::i64_::u8_::add", "Add"),
        ("profile", "profile", "Profile"),
        ("events", "events", "Events"),
    ];
    for (name, path, call_type) in table {
        let rust = method_path(name, Rest::V2).unwrap();
        assert_eq!(rust.to_string(), path, "{name}");
        assert_eq!(rust.call_type, call_type, "{name}");
        // The macro `scopes!` sees the function only.
        assert_eq!(type_ident(&rust.function).unwrap(), call_type, "{name}");
        assert_eq!(method_path(name, Rest::V3).unwrap().to_string(), format!("v3::{path}"));
    }
    for name in ["", "crm..add", "crm.deal.", "crm.сделка.add", "crm.deal.{id}"] {
        assert!(method_path(name, Rest::V2).is_err(), "{name}");
    }
}

#[test]
fn fields() {
    let table = [
        ("TITLE", "title"),
        ("entityTypeId", "entity_type_id"),
        ("ID", "id"),
        ("userIDs", "user_ids"),
        ("IDs", "ids"),
        ("parentId2", "parent_id2"),
        ("parentId_2", "parent_id_2"),
        ("phoneE164", "phone_e164"),
        ("b24App", "b24_app"),
        ("is3D", "is3d"),
        ("HTTPServer", "http_server"),
        ("webformURL", "webform_url"),
        ("nPageSize", "n_page_size"),
        ("UF_CRM_1", "uf_crm_1"),
        ("ufCrm1", "uf_crm1"),
        ("XML_ID", "xml_id"),
        ("data.FIELDS", "data_fields"),
        ("TITLE (LANG)", "title_lang"),
        ("X-Header", "x_header"),
        ("two words", "two_words"),
        ("type", "r#type"),
        ("TYPE", "r#type"),
        ("ref", "r#ref"),
        ("gen", "r#gen"),
        ("self", "self_"),
        ("Self", "self_"),
        ("super", "super_"),
        ("crate", "crate_"),
        ("set", "set_"),
        ("send", "send_"),
        ("NEW", "new_"),
        ("1", "_1"),
        ("2fa", "_2fa"),
        ("!ID", "not_id"),
        (">=ID", "ge_id"),
        ("<DATE", "lt_date"),
        ("=ownerType", "eq_owner_type"),
        ("@x", "in_x"),
        ("!@STAGE_ID", "not_in_stage_id"),
        ("%TITLE", "like_title"),
        ("~DESCRIPTION", "raw_description"),
        ("__internal", "internal"),
    ];
    for (name, ident) in table {
        assert_eq!(field_ident(name).as_deref(), Ok(ident), "{name}");
    }
    let refused = [
        ("UF_CRM_*", "family of keys"),
        ("property*", "family of keys"),
        ("*", "family of keys"),
        ("<selector>", "placeholder"),
        ("{id}", "placeholder"),
        ("upload{id}", "placeholder"),
        ("[]", "placeholder"),
        ("Название", "outside ASCII"),
        ("IСON", "outside ASCII"),
        ("a$b", "the sign `$`"),
        ("", "no letters"),
        ("...", "no letters"),
        ("_", "no letters"),
    ];
    for (name, reason) in refused {
        let error = field_ident(name).unwrap_err().to_string();
        assert!(error.contains(reason) && error.contains(name), "{name}: {error}");
    }
}

#[test]
fn types_and_scopes() {
    let table = [
        ("crm_multifield", "CrmMultifield"),
        ("sale_basket_item", "SaleBasketItem"),
        ("catalog_product_v2", "CatalogProductV2"),
        ("self", "Self_"),
        ("r#type", "Type"),
        ("1_2", "_1_2_"),
    ];
    for (name, ident) in table {
        assert_eq!(type_ident(name).as_deref(), Ok(ident), "{name}");
    }
    assert_eq!(record_ident("AddFields", "products").as_deref(), Ok("AddFieldsProducts"));
    assert_eq!(record_ident("List", ">=filter").as_deref(), Ok("ListGeFilter"));
    assert_eq!(record_ident("Get", "property*").as_deref(), Ok("GetProperty"));
    assert_eq!(scope_const("humanresources.hcmlink").as_deref(), Ok("HUMANRESOURCES_HCMLINK"));
    assert_eq!(scope_const("user_brief").as_deref(), Ok("USER_BRIEF"));
    assert_eq!(module_feature("sonet_group"), "sonet_group");
}
