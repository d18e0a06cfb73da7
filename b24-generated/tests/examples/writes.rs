//! Examples that write.

use b24_generated::testing::Reply;
use serde_json::json;

use super::{fields, portal, writes};

#[path = "../../examples/chat_bot.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod chat_bot;
#[path = "../../examples/import_products.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod import_products;
#[path = "../../examples/smart_process.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod smart_process;
#[path = "../../examples/web_form.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod web_form;

#[tokio::test]
async fn a_form_makes_a_contact_only_if_there_is_none() {
    let (portal, b24) = portal().await;
    portal.on("crm.duplicate.findbycomm", |request| {
        assert_eq!(request.param("entity_type"), "CONTACT");
        // Nothing is an empty list, as PHP has it.
        match request.param("values")[0].as_str() {
            Some("bob@example.com") => json!({ "CONTACT": [17] }),
            _ => json!([]),
        }
    });
    let items = portal.entity("crm.item", []);
    let form = |email: &str| web_form::Form {
        name: "Ann Lee".into(),
        phone: "+15550102030".into(),
        email: email.into(),
        wish: "A garden shed".into(),
    };

    let new = web_form::take(&b24, &form("ann@example.com")).await.unwrap();
    assert!(!new.is_known);
    let contact = items.get(new.contact).unwrap();
    let way = |kind, value| json!({ "typeId": kind, "valueType": "WORK", "value": value });
    let ways = json!([way("PHONE", "+15550102030"), way("EMAIL", "ann@example.com")]);
    assert_eq!((&contact["name"], &contact["fm"]), (&json!("Ann Lee"), &ways));
    assert_eq!(items.get(new.deal).unwrap()["contactId"], new.contact);

    let known = web_form::take(&b24, &form("bob@example.com")).await.unwrap();
    assert_eq!((known.contact, known.is_known), (17, true));
    assert_eq!(items.get(known.deal).unwrap()["contactId"], 17);
    assert_eq!(fields(&writes(&portal, "crm.item.add"), "/entityTypeId"), [3, 2, 2]);
}

#[tokio::test]
async fn a_bot_answers_what_was_written_to_it_and_nothing_else() {
    let (portal, b24) = portal().await;
    portal.on("imbot.v2.Bot.register", |_| json!({ "bot": { "id": 456 } }));
    portal.on("imbot.v2.Event.get", |request| {
        let event = |id: u32, kind: &str, text: &str| {
            json!({ "eventId": id, "type": kind, "date": "2026-01-15T10:30:00+02:00",
                "data": { "message": { "text": text }, "chat": { "dialogId": "chat5" } } })
        };
        match request.param("offset").as_i64() {
            None => json!({ "nextOffset": 1002, "hasMore": false, "events": [
                event(1000, "ONIMBOTV2JOINCHAT", ""), event(1001, "ONIMBOTV2MESSAGEADD", "Hello"),
            ] }),
            Some(offset) => json!({ "nextOffset": offset, "hasMore": false, "events": [] }),
        }
    });
    let bot = chat_bot::register(&b24, "a secret".into()).await.unwrap();
    assert_eq!(chat_bot::answer(&b24, &bot, None).await.unwrap(), (1, Some(1002)));
    assert_eq!(chat_bot::answer(&b24, &bot, Some(1002)).await.unwrap(), (0, Some(1002)));
    let said = writes(&portal, "imbot.v2.Chat.Message.send");
    let expected = json!({
        "botId": 456, "dialogId": "chat5", "botToken": "a secret",
        "fields": { "message": "You said: Hello" },
    });
    assert_eq!(said.iter().map(|write| json!(write.params)).collect::<Vec<_>>(), [expected]);
}

#[tokio::test]
async fn products_get_their_sections_and_prices_and_one_that_fails_fails_alone() {
    let (portal, b24) = portal().await;
    let sections =
        portal.entity("catalog.section", [json!({ "id": 3, "iblockId": 25, "name": "Boats" })]);
    portal.rows("catalog.priceType.list", [json!({ "id": 2, "name": "BASE", "base": "Y" })]);
    portal.on("catalog.product.add", |request| {
        let code = &request.param("fields")["xmlId"];
        match code.as_str().and_then(|code| code.strip_prefix("B-")?.parse::<i64>().ok()) {
            Some(number) => Reply::from(json!({ "element": { "id": 100 + number } })),
            None => Reply::error(400, "0", "no code"),
        }
    });
    let lines: String = (1..=60).map(|n| format!("Boats,B-{n},Boat {n},{n}.10,EUR\n")).collect();
    let text = format!("section,code,name,price,currency\n{lines}Oars,X,Oar,5,EUR\n");
    let products: Vec<_> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect();

    let failed = import_products::import(&b24, 25, &products).await.unwrap();
    assert_eq!(failed.len(), 1);
    assert!(std::ptr::eq(failed[0].0, &products[60]));
    assert!(failed[0].1.to_string().contains("no code"), "{}", failed[0].1);
    assert_eq!(sections.len(), 2);
    let prices = writes(&portal, "catalog.price.add");
    let ids: Vec<String> = (1..=60).map(|n| (100 + n).to_string()).collect();
    assert_eq!(fields(&prices, "/fields/productId"), ids);
    assert_eq!(fields(&prices[..1], "/fields/price"), ["1.10"]);
    assert_eq!(fields(&prices[..1], "/fields/catalogGroupId"), ["2"]);
    // 122 commands, and what had to be asked and made before.
    assert_eq!(portal.stats().requests, 3 + 3);
}

#[tokio::test]
async fn a_deal_has_one_item_of_a_smart_process() {
    let (portal, b24) = portal().await;
    portal.rows(
        "crm.type.list",
        [
            json!({ "id": 1, "title": "Claims", "entityTypeId": 1030 }),
            json!({ "id": 2, "title": "Contracts", "entityTypeId": 1038 }),
        ],
    );
    let items = portal.entity("crm.item", [json!({ "id": 1, "title": "Old", "parentId2": 41 })]);
    let process = smart_process::find(&b24, "Contracts").await.unwrap();
    assert_eq!(process, 1038);
    assert_eq!(smart_process::open(&b24, process, 42).await.unwrap(), (2, true));
    assert_eq!(smart_process::open(&b24, process, 42).await.unwrap(), (2, false));
    assert_eq!(items.len(), 2);
    assert_eq!(items.get(2).unwrap()["parentId2"], 42);
    let asked = portal.log().into_iter().filter(|it| it.method.starts_with("crm.item."));
    assert!(asked.map(|it| it.params["entityTypeId"].clone()).all(|it| it == 1038));
    let error = smart_process::find(&b24, "Nothing").await.unwrap_err();
    assert_eq!(error.to_string(), "there is no smart process `Nothing`");
}
