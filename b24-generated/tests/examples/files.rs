//! Examples that send or fetch files.

use std::time::Duration;

use b24_generated::FileContent;
use serde_json::json;

use super::{application, fields, place, portal, writes};

#[path = "../../examples/phone_call.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod phone_call;
#[path = "../../examples/task_with_files.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod task_with_files;
#[path = "../../examples/upload_file.rs"]
#[allow(dead_code, reason = "its `main` is not called")]
mod upload_file;

#[tokio::test]
async fn a_file_goes_there_and_back() {
    let (portal, b24) = portal().await;
    let content = "some content ".repeat(10_000);
    let address = portal.file("a file.txt", content.clone());
    portal.on("disk.file.get", move |_| json!({ "ID": "5", "DOWNLOAD_URL": address }));
    let path = place("file.txt");
    std::fs::write(&path, &content).unwrap();
    let bytes = upload_file::there_and_back(&b24, 3, &path).await.unwrap();
    assert_eq!(bytes, content.len() as u64);
    std::fs::remove_file(path).unwrap();
    let uploads = portal.uploads();
    assert_eq!((uploads.len(), &*uploads[0].content), (1, content.as_bytes()));
}

#[tokio::test]
async fn a_task_gets_a_checklist_a_file_and_a_message() {
    let (portal, b24) = portal().await;
    let new = task_with_files::Task { title: "Send the offer".into(), creator: 1, person: 7 };
    let task = task_with_files::make(&b24, &new).await.unwrap();
    let made = writes(&portal, "tasks.task.add");
    assert_eq!(
        json!(made[0].params["fields"]),
        json!({ "title": "Send the offer", "creatorId": 1, "responsibleId": 7 })
    );

    let points = ["Check prices", "Ask for a signature"].map(str::to_owned);
    task_with_files::checklist(&b24, task, &points).await.unwrap();
    let checked = writes(&portal, "task.checklistitem.add");
    assert_eq!(fields(&checked, "/FIELDS/TITLE"), points);
    assert_eq!(portal.stats().requests, 2, "the checklist is one request");

    let path = place("offer.pdf");
    std::fs::write(&path, "an offer").unwrap();
    let file = task_with_files::attach(&b24, task, 8930, &path).await.unwrap();
    std::fs::remove_file(path).unwrap();
    assert_eq!(&*portal.uploads()[0].content, b"an offer");
    let attached = writes(&portal, "tasks.task.file.attach");
    assert_eq!(fields(&attached, "/fileIds"), [json!([file])]);
    assert_eq!(fields(&attached, "/taskId"), [task]);
    let said = writes(&portal, "tasks.task.chat.message.send");
    assert_eq!(fields(&said, "/fields/taskId"), [task]);
    assert!(said[0].params["fields"]["text"].as_str().unwrap().ends_with("is attached"));
}

#[tokio::test]
async fn a_phone_call_is_registered_ended_and_gets_its_record() {
    let (portal, b24) = application().await;
    portal.on("telephony.externalCall.register", |_| json!({ "CALL_ID": "externalCall.1" }));
    portal.on("telephony.externalCall.attachRecord", |_| json!({ "FILE_ID": 9 }));
    let call = phone_call::PhoneCall {
        user: 7,
        number: "+15550102030".into(),
        id: "line-3/17".into(),
        duration: Duration::from_secs(95),
        record: FileContent::new("record.mp3", &b"ID3"[..]),
    };
    assert_eq!(phone_call::tell(&b24, &call).await.unwrap(), 9);
    let journal = portal.journal();
    let params: Vec<_> = journal.iter().map(|write| json!(write.params)).collect();
    assert_eq!(
        params,
        [
            json!({
                "PHONE_NUMBER": "+15550102030", "TYPE": 2, "USER_ID": 7,
                "EXTERNAL_CALL_ID": "line-3/17", "CRM_CREATE": 1, "SHOW": 0,
            }),
            json!({ "CALL_ID": "externalCall.1", "USER_ID": 7, "DURATION": 95 }),
            json!({ "CALL_ID": "externalCall.1", "FILENAME": "record.mp3", "FILE_CONTENT": "SUQz" }),
        ]
    );
    assert!(journal[1].method.ends_with(".finish") && journal[2].method.ends_with(".attachRecord"));
}
