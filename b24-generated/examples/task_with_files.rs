//! Makes a task with a checklist, a file and a message in its chat.
//!
//! ```console
//! $ export B24_WEBHOOK=https://example.bitrix24.com/rest/1/secret/
//! $ cargo run -p b24-generated --features disk,task,tasks --example task_with_files -- \
//!     1 7 "Send the offer" 8930 offer.pdf "Check prices" "Ask for a signature"
//! ```
//!
//! The arguments: who makes the task, who is to do it, its title, a folder on the Drive, a file, and
//! the points of the checklist. The webhook needs the scopes `disk`, `task` and `tasks`.

use std::error::Error;
use std::path::Path;

use b24_generated::{Client, Upload, disk, task, v3};

/// A task that is to be made.
pub(crate) struct Task {
    pub(crate) title: String,
    pub(crate) creator: i64,
    pub(crate) person: i64,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [creator, person, title, folder, file, points @ ..] = args.as_slice() else {
        return Err("usage: task_with_files CREATOR PERSON TITLE FOLDER FILE [POINT…]".into());
    };
    let webhook = std::env::var("B24_WEBHOOK").map_err(|_| "B24_WEBHOOK is not set")?;
    let b24 = Client::webhook(&webhook)?;

    let new = Task { title: title.clone(), creator: creator.parse()?, person: person.parse()? };
    let id = make(&b24, &new).await?;
    checklist(&b24, id, points).await?;
    attach(&b24, id, folder.parse()?, Path::new(file)).await?;
    println!("task {id}");
    Ok(())
}

/// Makes the task, by REST 3.0.
pub(crate) async fn make(b24: &Client, new: &Task) -> Result<i64, Box<dyn Error>> {
    let call = v3::tasks::task::add(|f| {
        f.title(&new.title).creator_id(new.creator).responsible_id(new.person)
    });
    let task = call.send(b24).await?.item.and_then(|item| item.id);
    Ok(task.ok_or("the server does not say which task it made")?)
}

/// Adds the points to the checklist of a task: all in one request, in their order.
pub(crate) async fn checklist(
    b24: &Client,
    task: i64,
    points: &[String],
) -> Result<(), b24_generated::Error> {
    let mut batch = b24.batch().halt();
    let keys: Vec<_> = points
        .iter()
        .map(|point| batch.add(task::checklistitem::add(task, |f| f.title(point))))
        .collect();
    let mut answers = batch.send().await?;
    keys.into_iter().try_for_each(|key| answers.take(key).map(drop))
}

/// Uploads a file to the Drive, attaches it to a task, and says so in the task's chat.
pub(crate) async fn attach(
    b24: &Client,
    task: i64,
    folder: i64,
    path: &Path,
) -> Result<i64, Box<dyn Error>> {
    let name = path.file_name().ok_or("that is no file")?.to_string_lossy();
    let call =
        disk::folder::upload_file(folder).data(|data| data.name(&name)).generate_unique_name(true);
    let file = b24.upload(call, Upload::open(path)?).await?;
    let id = file.id.ok_or("the server does not say where the file is")?;

    v3::tasks::task::file::attach(task, [id]).send(b24).await?;
    let text = format!("{name} is attached");
    v3::tasks::task::chat::message::send(|f| f.task_id(task).text(text)).send(b24).await?;
    Ok(id)
}
