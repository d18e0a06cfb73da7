//! Work and time: tasks, calendars, bookings, working days, workflows.

use b24_generated::{
    bizproc, booking, calendar, rpa, socialnetwork, sonet_group, task, tasks, timeman, v3,
};
use serde_json::json;

use crate::Tested;

const TIME: &str = "2000-01-01T00:00:00+00:00";

#[test]
fn are_sent_as_documented() {
    requests(&mut Tested::default());
}

pub(crate) fn requests(t: &mut Tested) {
    tasks(t);
    tasks_v3(t);
    task_parts(t);
    calendars(t);
    bookings(t);
    days(t);
    workflows(t);
    groups(t);
}

fn tasks(t: &mut Tested) {
    t.sends(
        "tasks.task.list",
        tasks::task::list()
            .order(|o| o.deadline("asc").priority("desc"))
            .filter(|f| {
                f.set("!STATUS", 2)
                    .set(">=DEADLINE", "2000-01-01")
                    .responsible_id(2)
                    .set("::SUBFILTER-PARAMS", json!({ "FAVORITE": "Y" }))
            })
            .select(["text"])
            .params(|p| {
                p.with_timer_info(true).with_result_info(true).with_parsed_description(true)
            })
            .start(0),
        json!({
            "order": { "DEADLINE": "asc", "PRIORITY": "desc" },
            "filter": {
                "!STATUS": 2, ">=DEADLINE": "2000-01-01", "RESPONSIBLE_ID": 2,
                "::SUBFILTER-PARAMS": { "FAVORITE": "Y" }
            },
            "select": ["text"],
            "params": {
                "WITH_TIMER_INFO": true, "WITH_RESULT_INFO": true,
                "WITH_PARSED_DESCRIPTION": true
            },
            "start": 0
        }),
    );
    t.sends(
        "tasks.task.add",
        tasks::task::add(|f| {
            f.title("text")
                .deadline("2000-01-01T00:00:00")
                .created_by(2)
                .responsible_id(2)
                .uf_crm_task(["text"])
                .uf_task_webdav_files(["text"])
        }),
        json!({
            "fields": {
                "TITLE": "text", "DEADLINE": "2000-01-01T00:00:00", "CREATED_BY": 2,
                "RESPONSIBLE_ID": 2, "UF_CRM_TASK": ["text"], "UF_TASK_WEBDAV_FILES": ["text"]
            }
        }),
    );
    t.sends(
        "tasks.template.add",
        tasks::template::add(|f| {
            f.parent_id(2)
                .title("text")
                .description("text")
                .priority(2)
                .created_by(2)
                .responsible_id(2)
                .replicate(true)
                .start_date_plan_after("0")
                .end_date_plan_after("0")
                .replicate_params(|p| {
                    p.period("text")
                        .every_week(1)
                        .week_days([2])
                        .time("00:00")
                        .repeat_till("text")
                        .start_date("01/01/2000 00:00:00")
                })
                .uf_crm_task(["text"])
        }),
        json!({
            "fields": {
                "PARENT_ID": 2, "TITLE": "text", "DESCRIPTION": "text", "PRIORITY": 2,
                "CREATED_BY": 2, "RESPONSIBLE_ID": 2, "REPLICATE": "Y",
                "START_DATE_PLAN_AFTER": "0", "END_DATE_PLAN_AFTER": "0",
                "REPLICATE_PARAMS": {
                    "PERIOD": "text", "EVERY_WEEK": 1, "WEEK_DAYS": [2], "TIME": "00:00",
                    "REPEAT_TILL": "text", "START_DATE": "01/01/2000 00:00:00"
                },
                "UF_CRM_TASK": ["text"]
            }
        }),
    );
    t.sends(
        "tasks.flow.Flow.update",
        tasks::flow::flow::update(|f| {
            f.id(2)
                .name("text")
                .description("text")
                .planned_completion_time(2)
                .distribution_type("text")
                .responsible_list([["text", "0"]])
                .task_creators([["text"]])
                .match_work_time(1)
                .notify_at_half_time(0)
        }),
        json!({
            "flowData": {
                "id": 2, "name": "text", "description": "text", "plannedCompletionTime": 2,
                "distributionType": "text", "responsibleList": [["text", "0"]],
                "taskCreators": [["text"]], "matchWorkTime": 1, "notifyAtHalfTime": 0
            }
        }),
    );
    t.sends(
        "tasks.api.scrum.epic.update",
        tasks::api::scrum::epic::update(1, |f| {
            f.name("text").description("text").color("text").files(["text"])
        }),
        json!({
            "id": 1,
            "fields": { "name": "text", "description": "text", "color": "text", "files": ["text"] }
        }),
    );
}

fn tasks_v3(t: &mut Tested) {
    t.sends_v3(
        "tasks.task.update",
        v3::tasks::task::update(2, |f| {
            f.title("text").deadline(TIME).creator_id(2).responsible_id(1).crm_item_ids(["text"])
        }),
        json!({
            "id": 2,
            "fields": {
                "title": "text", "deadline": "2000-01-01T00:00:00+00:00", "creatorId": 2,
                "responsibleId": 1, "crmItemIds": ["text"]
            }
        }),
    );
    t.sends_v3(
        "tasks.task.get",
        v3::tasks::task::get(2).select(["text"]),
        json!({ "id": 2, "select": ["text"] }),
    );
    t.sends_v3(
        "tasks.task.file.attach",
        v3::tasks::task::file::attach(2, [2]),
        json!({ "taskId": 2, "fileIds": [2] }),
    );
    t.sends_v3(
        "tasks.task.result.add",
        v3::tasks::task::result::add(|f| f.task_id(2).text("text")),
        json!({ "fields": { "taskId": 2, "text": "text" } }),
    );
}

fn task_parts(t: &mut Tested) {
    t.sends(
        "task.item.userfield.add",
        task::item::userfield::add(|p| {
            p.user_type_id("text")
                .field_name("text")
                .xml_id("text")
                .edit_form_label(|l| l.de("text").en("text"))
                .label("text")
                .sort(2)
                .multiple(false)
                .mandatory(true)
                .settings(|s| s.default_value("text").rows(2))
        }),
        json!({
            "PARAMS": {
                "USER_TYPE_ID": "text", "FIELD_NAME": "text", "XML_ID": "text",
                "EDIT_FORM_LABEL": { "de": "text", "en": "text" }, "LABEL": "text", "SORT": 2,
                "MULTIPLE": "N", "MANDATORY": "Y",
                "SETTINGS": { "DEFAULT_VALUE": "text", "ROWS": 2 }
            }
        }),
    );
    t.sends(
        "task.checklistitem.update",
        task::checklistitem::update(2, 2, |f| {
            f.title("text")
                .parent_id(2)
                .sort_index(2)
                .is_complete(false)
                .is_important(false)
                .members([("0", task::checklistitem::UpdateFieldsMembers::new().r#type("text"))])
        }),
        json!({
            "TASKID": 2, "ITEMID": 2,
            "FIELDS": {
                "TITLE": "text", "PARENT_ID": 2, "SORT_INDEX": 2, "IS_COMPLETE": "N",
                "IS_IMPORTANT": "N", "MEMBERS": { "0": { "TYPE": "text" } }
            }
        }),
    );
    t.sends(
        "task.elapseditem.getlist",
        task::elapseditem::getlist()
            .taskid(1)
            .order(|o| o.id("desc"))
            .filter(|f| f.set(">=CREATED_DATE", "2000-01-01"))
            .select(["text"])
            .params(|p| p.nav_params(|n| n.n_page_size(2))),
        json!({
            "TASKID": 1, "ORDER": { "ID": "desc" }, "FILTER": { ">=CREATED_DATE": "2000-01-01" },
            "SELECT": ["text"], "PARAMS": { "NAV_PARAMS": { "nPageSize": 2 } }
        }),
    );
}

fn calendars(t: &mut Tested) {
    t.sends(
        "calendar.event.add",
        calendar::event::add("text", 2, "text")
            .from("2000-01-01")
            .to("2000-01-01")
            .section(2)
            .description("text")
            .skip_time(true)
            .color("text")
            .text_color("text")
            .accessibility("text")
            .importance("text")
            .is_meeting(true)
            .private_event(false)
            .remind([calendar::CalendarRemindBuilder::new().r#type("text").count(2)])
            .location("text")
            .attendees([1, 2, 2])
            .meeting(|m| m.notify(true).reinvite(false).allow_invite(false).hide_guests(false))
            .rrule(|r| r.freq("text").byday(["text"]).count(2).interval(1))
            .crm_fields(["text"]),
        json!({
            "type": "text", "ownerId": 2, "name": "text", "description": "text",
            "from": "2000-01-01", "to": "2000-01-01", "skip_time": "Y", "section": 2,
            "color": "text", "text_color": "text", "accessibility": "text",
            "importance": "text", "is_meeting": "Y", "private_event": "N",
            "remind": [{ "type": "text", "count": 2 }], "location": "text",
            "attendees": [1, 2, 2],
            "meeting": {
                "notify": true, "reinvite": false, "allow_invite": false, "hide_guests": false
            },
            "rrule": { "FREQ": "text", "BYDAY": ["text"], "COUNT": 2, "INTERVAL": 1 },
            "crm_fields": ["text"]
        }),
    );
    t.sends(
        "calendar.event.get",
        calendar::event::get("text", 1).from("2000-01-01").to("2000-01-01").section([2]),
        json!({
            "type": "text", "ownerId": 1, "from": "2000-01-01", "to": "2000-01-01",
            "section": [2]
        }),
    );
    t.sends(
        "calendar.section.add",
        calendar::section::add("text", 2, "text")
            .description("text")
            .color("text")
            .text_color("text")
            .export(|e| e.allow(false).set_("text")),
        json!({
            "type": "text", "ownerId": 2, "name": "text", "description": "text",
            "color": "text", "text_color": "text", "export": { "ALLOW": false, "SET": "text" }
        }),
    );
    t.sends(
        "calendar.resource.booking.list",
        calendar::resource::booking::list(|f| {
            f.resource_type_id_list([2]).from("2000-01-01").to("2000-01-01")
        }),
        json!({
            "filter": { "resourceTypeIdList": [2], "from": "2000-01-01", "to": "2000-01-01" }
        }),
    );
}

fn bookings(t: &mut Tested) {
    t.sends(
        "booking.v1.resource.add",
        booking::v1::resource::add(|f| {
            f.name("text")
                .description("text")
                .type_id(1)
                .is_main(false)
                .is_info_notification_on(true)
                .template_type_info("text")
                .is_confirmation_notification_on(true)
                .template_type_confirmation("text")
                .is_reminder_notification_on(false)
                .template_type_reminder("text")
                .is_feedback_notification_on(true)
                .template_type_feedback("text")
                .is_delayed_notification_on(true)
                .template_type_delayed("text")
                .info_delay(2)
                .reminder_delay(2)
                .delayed_delay(2)
                .delayed_counter_delay(2)
                .confirmation_delay(2)
                .confirmation_repetitions(1)
                .confirmation_repetitions_interval(2)
                .confirmation_counter_delay(2)
        }),
        json!({
            "fields": {
                "name": "text", "description": "text", "typeId": 1, "isMain": "N",
                "isInfoNotificationOn": "Y", "templateTypeInfo": "text",
                "isConfirmationNotificationOn": "Y", "templateTypeConfirmation": "text",
                "isReminderNotificationOn": "N", "templateTypeReminder": "text",
                "isFeedbackNotificationOn": "Y", "templateTypeFeedback": "text",
                "isDelayedNotificationOn": "Y", "templateTypeDelayed": "text", "infoDelay": 2,
                "reminderDelay": 2, "delayedDelay": 2, "delayedCounterDelay": 2,
                "confirmationDelay": 2, "confirmationRepetitions": 1,
                "confirmationRepetitionsInterval": 2, "confirmationCounterDelay": 2
            }
        }),
    );
    let client = booking::v1::booking::ListFilterClientEntities::new();
    t.sends(
        "booking.v1.booking.list",
        booking::v1::booking::list()
            .filter(|f| {
                f.within(|w| w.date_from(0).date_to(2))
                    .client(|c| c.entities([client.code("text").module("text").id("0")]))
            })
            .order(|o| o.id("ASC").date_from("DESC").date_to("ASC")),
        json!({
            "filter": {
                "within": { "dateFrom": 0, "dateTo": 2 },
                "client": { "entities": [{ "code": "text", "module": "text", "id": "0" }] }
            },
            "order": { "id": "ASC", "dateFrom": "DESC", "dateTo": "ASC" }
        }),
    );
}

fn days(t: &mut Tested) {
    t.sends(
        "timeman.close",
        timeman::close().user_id(2).time(TIME).report("text").lat(0.5).lon(0.5),
        json!({
            "USER_ID": 2, "TIME": "2000-01-01T00:00:00+00:00", "REPORT": "text", "LAT": 0.5,
            "LON": 0.5
        }),
    );
    t.sends_v3(
        "timeman.record.field.get",
        v3::timeman::record::field::get("text").select(["text"]),
        json!({ "name": "text", "select": ["text"] }),
    );
    t.sends(
        "timeman.timecontrol.settings.set",
        timeman::timecontrol::settings::set()
            .active(true)
            .minimum_idle_for_report(2)
            .register_offline(true)
            .register_idle(true)
            .register_desktop(true)
            .report_request_type("text")
            .report_simple_type("text")
            .report_full_type("text"),
        json!({
            "ACTIVE": true, "MINIMUM_IDLE_FOR_REPORT": 2, "REGISTER_OFFLINE": true,
            "REGISTER_IDLE": true, "REGISTER_DESKTOP": true, "REPORT_REQUEST_TYPE": "text",
            "REPORT_SIMPLE_TYPE": "text", "REPORT_FULL_TYPE": "text"
        }),
    );
}

fn workflows(t: &mut Tested) {
    t.sends(
        "bizproc.activity.update",
        bizproc::activity::update("text", |f| {
            f.auth_user_id(1).use_subscription(false).filter(|f| f.include([["text"]]))
        }),
        json!({
            "CODE": "text",
            "FIELDS": {
                "AUTH_USER_ID": 1, "USE_SUBSCRIPTION": "N", "FILTER": { "INCLUDE": [["text"]] }
            }
        }),
    );
    t.sends(
        "bizproc.task.list",
        bizproc::task::list()
            .select(["text"])
            .order(|o| o.id("DESC"))
            .filter(|f| f.user_id(1).status(0).activity("text")),
        json!({
            "SELECT": ["text"], "ORDER": { "ID": "DESC" },
            "FILTER": { "USER_ID": 1, "STATUS": 0, "ACTIVITY": "text" }
        }),
    );
    t.sends(
        "bizproc.workflow.template.list",
        bizproc::workflow::template::list()
            .select(["text"])
            .filter(|f| f.module_id("text").auto_execute(0))
            .order(|o| o.id("DESC")),
        json!({
            "SELECT": ["text"], "FILTER": { "MODULE_ID": "text", "AUTO_EXECUTE": 0 },
            "ORDER": { "ID": "DESC" }
        }),
    );
    t.sends(
        "rpa.comment.add",
        rpa::comment::add()
            .type_id(2)
            .item_id(2)
            .fields(|f| f.description("text").files([("text", "AA==")])),
        json!({
            "typeId": 2, "itemId": 2,
            "fields": { "description": "text", "files": [["text", "AA=="]] }
        }),
    );
}

fn groups(t: &mut Tested) {
    t.sends(
        "socialnetwork.api.workgroup.list",
        socialnetwork::api::workgroup::list()
            .filter(|f| f.active(true).closed(false).set("%NAME", "text"))
            .select(["text"])
            .order(|o| o.id("DESC"))
            .params(|p| p.mode("text").should_select_dialog_id(true))
            .start(0),
        json!({
            "filter": { "ACTIVE": "Y", "CLOSED": "N", "%NAME": "text" }, "select": ["text"],
            "order": { "ID": "DESC" },
            "params": { "mode": "text", "shouldSelectDialogId": "Y" }, "start": 0
        }),
    );
    t.sends(
        "sonet_group.create",
        sonet_group::create("text")
            .project(true)
            .visible(true)
            .opened(false)
            .initiate_perms("text")
            .image(("text", "AA==")),
        json!({
            "NAME": "text", "PROJECT": "Y", "VISIBLE": "Y", "OPENED": "N",
            "INITIATE_PERMS": "text", "IMAGE": ["text", "AA=="]
        }),
    );
}
