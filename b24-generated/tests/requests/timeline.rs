//! `crm`: activities and the timeline.

use b24_generated::crm;
use serde_json::json;

use crate::Tested;

#[test]
fn are_sent_as_documented() {
    requests(&mut Tested::default());
}

pub(crate) fn requests(t: &mut Tested) {
    t.sends(
        "crm.activity.todo.add",
        crm::activity::todo::add(2, 1, "2000-01-01T00:00:00+00:00")
            .title("text")
            .description("text")
            .responsible_id(2)
            .ping_offsets([0, 2])
            .color_id("0"),
        json!({
            "ownerTypeId": 2, "ownerId": 1, "deadline": "2000-01-01T00:00:00+00:00",
            "title": "text", "description": "text", "responsibleId": 2, "pingOffsets": [0, 2],
            "colorId": "0"
        }),
    );
    t.sends(
        "crm.timeline.comment.add",
        crm::timeline::comment::add(|f| {
            f.entity_id(2).entity_type("text").comment("text").files([("text", "AA==")])
        }),
        json!({
            "fields": {
                "ENTITY_ID": 2, "ENTITY_TYPE": "text", "COMMENT": "text",
                "FILES": [["text", "AA=="]]
            }
        }),
    );
    t.sends(
        "crm.timeline.logmessage.add",
        crm::timeline::logmessage::add(|f| {
            f.entity_type_id(1).entity_id(1).title("text").text("text").icon_code("text")
        }),
        json!({
            "fields": {
                "entityTypeId": 1, "entityId": 1, "title": "text", "text": "text",
                "iconCode": "text"
            }
        }),
    );
    t.sends(
        "crm.activity.todo.update",
        crm::activity::todo::update(2, 2, 1, "2000-01-01T00:00:00+00:00")
            .title("text")
            .description("text")
            .responsible_id(1)
            .ping_offsets([2])
            .color_id("0"),
        json!({
            "id": 2, "ownerTypeId": 2, "ownerId": 1, "deadline": "2000-01-01T00:00:00+00:00",
            "title": "text", "description": "text", "responsibleId": 1, "pingOffsets": [2],
            "colorId": "0"
        }),
    );
}
