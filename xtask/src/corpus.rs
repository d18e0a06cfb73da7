//! The documentation as files in memory: what was read, and where in it something stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diag::Diagnostics;

/// A page larger than this is not read.
pub const MAX_PAGE_BYTES: u64 = 8 << 20;

/// One file: its index in the [`Corpus`] of its language, and the language in the upper bits, so that
/// a span names its file whichever corpus it came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

impl FileId {
    /// The file of corrections, which is in no corpus.
    pub const ERRATA: Self = Self(u32::MAX);

    /// No file: what is reported stands in none that was read.
    pub const NONE: Self = Self(u32::MAX - 1);

    const INDEX_BITS: u32 = 24;

    /// The file with that index in the corpus of `lang`.
    pub fn new(lang: Lang, index: usize) -> Self {
        Self((lang as u32) << Self::INDEX_BITS | index as u32)
    }

    /// Its index in the corpus.
    pub fn index(self) -> usize {
        (self.0 & ((1 << Self::INDEX_BITS) - 1)) as usize
    }

    /// The language of its corpus.
    pub fn lang(self) -> Option<Lang> {
        Lang::ALL.get((self.0 >> Self::INDEX_BITS) as usize).copied()
    }
}

/// A place in a file, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The file; a page's content may come from a file it includes.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// The language of a corpus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English, the primary one.
    En,
    /// Russian.
    Ru,
}

impl Lang {
    /// Every language, the primary one first.
    pub const ALL: [Self; 2] = [Self::En, Self::Ru];

    /// `en`, `ru`: the folder name and the command-line value.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }
}

/// A file of the corpus.
#[derive(Debug)]
pub struct File {
    /// Relative to the root of its language, with `/`: `api-reference/crm/deals/crm-deal-add.md`.
    pub path: String,
    /// Its text. Bytes that are not UTF-8 were replaced, and reported, when it was read.
    pub text: String,
}

/// All Markdown files of one language.
#[derive(Debug)]
pub struct Corpus {
    /// The language.
    pub lang: Lang,
    /// By [`FileId`], sorted by path.
    pub files: Vec<File>,
    by_path: BTreeMap<String, FileId>,
}

impl Corpus {
    /// A corpus of the given files.
    pub fn new(lang: Lang, mut files: Vec<File>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let by_path =
            files.iter().enumerate().map(|(i, f)| (f.path.clone(), FileId::new(lang, i))).collect();
        Self { lang, files, by_path }
    }

    /// The ids of all files, in the order of their paths.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        let lang = self.lang;
        (0..self.files.len()).map(move |index| FileId::new(lang, index))
    }

    /// The file with that id.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.index()]
    }

    /// The file at that path.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(path).copied()
    }
}

/// Reads every `.md` file under `root`, the folder of one language.
///
/// What is wrong with a single file is a diagnostic, and the file is in the corpus all the same, with
/// what could be read of it. Folders whose name starts with a dot are left out, and a link that leads
/// back to a folder above it is not followed.
///
/// # Errors
///
/// If `root` is no folder, or a folder in it cannot be listed.
pub fn read(root: &Path, lang: Lang, diagnostics: &mut Diagnostics) -> io::Result<Corpus> {
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    let visible = |e: &walkdir::DirEntry| {
        e.depth() == 0 || !e.file_name().as_encoded_bytes().starts_with(b".")
    };
    if !root.is_dir() {
        let reason = format!("{} is not a folder", root.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    for entry in WalkDir::new(root).follow_links(true).into_iter().filter_entry(visible) {
        let entry = match entry {
            Ok(entry) => entry,
            // A folder seen already, or a link to nothing.
            Err(e) if e.loop_ancestor().is_some() || is_dangling(&e) => continue,
            Err(e) => return Err(e.into()),
        };
        let path = entry.path();
        if entry.file_type().is_file() && path.extension().is_some_and(|e| e == "md") {
            let relative = path.strip_prefix(root).unwrap_or(path);
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            found.push((parts.join("/"), path.to_owned()));
        }
    }
    let (files, problems): (Vec<_>, Vec<_>) = found
        .into_par_iter()
        .map(|(path, on_disk)| {
            let (text, problem) = read_file(&on_disk);
            (File { path: path.clone(), text }, problem.map(|p| (path, p)))
        })
        .unzip();
    let corpus = Corpus::new(lang, files);
    let mut problems: Vec<_> = problems.into_iter().flatten().collect();
    problems.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, problem) in problems {
        if let Some(file) = corpus.find(&path) {
            problem.report(file, diagnostics);
        }
    }
    Ok(corpus)
}

fn is_dangling(error: &walkdir::Error) -> bool {
    let no_target = error.io_error().is_some_and(|e| e.kind() == io::ErrorKind::NotFound);
    no_target && error.path().is_some_and(Path::is_symlink)
}

/// What can be wrong with a file before it is parsed.
enum Problem {
    Unreadable(io::Error),
    TooLarge(u64),
    /// The place of the first bad byte.
    NotUtf8(usize),
}

impl Problem {
    fn report(self, file: FileId, diagnostics: &mut Diagnostics) {
        let at = |start: usize, end: usize| Span { file, start: start as u32, end: end as u32 };
        match self {
            Self::Unreadable(why) => {
                diagnostics.error(
                    "file-unreadable",
                    at(0, 0),
                    format!("the file cannot be read: {why}"),
                );
            }
            Self::TooLarge(bytes) => {
                let message = format!(
                    "the file has {bytes} bytes; no page may have more than {MAX_PAGE_BYTES}"
                );
                diagnostics.error("file-too-large", at(0, 0), message);
            }
            Self::NotUtf8(start) => {
                let span = at(start, start + char::REPLACEMENT_CHARACTER.len_utf8());
                diagnostics.warning("not-utf8", span, "the bytes here are not UTF-8");
                diagnostics.help("save the page as UTF-8; the bytes were read as U+FFFD");
            }
        }
    }
}

fn read_file(path: &Path) -> (String, Option<Problem>) {
    match fs::metadata(path).and_then(|m| {
        if m.len() > MAX_PAGE_BYTES { Ok(Err(m.len())) } else { fs::read(path).map(Ok) }
    }) {
        Err(why) => (String::new(), Some(Problem::Unreadable(why))),
        Ok(Err(bytes)) => (String::new(), Some(Problem::TooLarge(bytes))),
        Ok(Ok(bytes)) => match String::from_utf8(bytes) {
            Ok(text) => (text, None),
            Err(e) => {
                let start = e.utf8_error().valid_up_to();
                (String::from_utf8_lossy(e.as_bytes()).into_owned(), Some(Problem::NotUtf8(start)))
            }
        },
    }
}

/// Resolves `link` as written on the page `from`: the path relative to the root, and the anchor.
/// An empty path part means the page itself. `None` where the link leaves the documentation.
pub fn resolve_link(from: &str, link: &str) -> Option<(String, Option<String>)> {
    let bytes = link.as_bytes();
    if memchr::memchr_iter(b':', bytes).any(|at| bytes[at..].starts_with(b"://"))
        || link.starts_with("mailto:")
    {
        return None;
    }
    let (path, anchor) = match memchr::memchr(b'#', bytes) {
        Some(at) => (&link[..at], Some(link[at + 1..].to_owned())),
        None => (link, None),
    };
    if path.is_empty() {
        return Some((from.to_owned(), anchor));
    }
    let mut resolved = String::with_capacity(from.len() + path.len());
    if !path.starts_with('/') {
        let folder = memchr::memrchr(b'/', from.as_bytes()).unwrap_or(0);
        resolved.push_str(&from[..folder]);
    }
    let mut rest = Some(path);
    while let Some(path) = rest {
        let end = memchr::memchr(b'/', path.as_bytes());
        rest = end.map(|end| &path[end + 1..]);
        match &path[..end.unwrap_or(path.len())] {
            "" | "." => {}
            ".." => {
                let folder = memchr::memrchr(b'/', resolved.as_bytes()).unwrap_or(0);
                resolved.truncate(folder);
            }
            part => {
                if !resolved.is_empty() {
                    resolved.push('/');
                }
                resolved.push_str(part);
            }
        }
    }
    Some((resolved, anchor))
}

/// The link to `to` (a path relative to the root) as a page at `from` writes it.
pub fn relative_link(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let dirs = &from[..from.len() - 1];
    let common = dirs.iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut link =
        if dirs.len() == common { "./".to_owned() } else { "../".repeat(dirs.len() - common) };
    link.push_str(&to[common..].join("/"));
    link
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn read_all(root: &Path) -> (Corpus, Diagnostics) {
        let mut diagnostics = Diagnostics::default();
        let corpus = read(root, Lang::Ru, &mut diagnostics).unwrap();
        (corpus, diagnostics)
    }

    #[test]
    fn pages_are_read_sorted_and_others_left_out() {
        let dir = tempfile::tempdir().unwrap();
        for path in ["b.md", "a/z.md", "a.md", "a/image.png", ".git/x.md"] {
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "# Page").unwrap();
        }
        let (corpus, diagnostics) = read_all(dir.path());
        let paths: Vec<_> = corpus.files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, ["a.md", "a/z.md", "b.md"]);
        assert!(diagnostics.0.is_empty());
        let id = corpus.find("b.md").unwrap();
        assert_eq!((id.lang(), id.index()), (Some(Lang::Ru), 2));
        assert_eq!(FileId::ERRATA.lang(), None);
    }

    #[test]
    fn bad_bytes_are_replaced_and_reported_where_they_stand() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("a.md"), b"ok \xff\xfe end").unwrap();
        let (corpus, diagnostics) = read_all(dir.path());
        assert_eq!(corpus.files[0].text, "ok \u{fffd}\u{fffd} end");
        let [d] = diagnostics.0.as_slice() else { panic!("{diagnostics:?}") };
        assert_eq!((d.code, d.span.start, d.span.end), ("not-utf8", 3, 6));
    }

    #[test]
    fn too_large_a_page_is_reported_and_empty() {
        let dir = tempfile::tempdir().unwrap();
        let file = fs::File::create(dir.path().join("a.md")).unwrap();
        file.set_len(MAX_PAGE_BYTES + 1).unwrap();
        let (corpus, diagnostics) = read_all(dir.path());
        assert_eq!(corpus.files[0].text, "");
        assert_eq!(diagnostics.0[0].code, "file-too-large");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_but_not_in_circles() {
        use std::os::unix::fs::symlink;
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("a")).unwrap();
        fs::write(dir.path().join("a/page.md"), "# Page").unwrap();
        symlink("..", dir.path().join("a/up")).unwrap();
        symlink("nowhere.md", dir.path().join("gone.md")).unwrap();
        symlink("a/page.md", dir.path().join("twin.md")).unwrap();
        let (corpus, _) = read_all(dir.path());
        let paths: Vec<_> = corpus.files.iter().map(|f| f.path.as_str()).collect();
        assert_eq!(paths, ["a/page.md", "twin.md"]);
    }

    #[test]
    fn a_missing_folder_is_an_error_that_names_it() {
        let error =
            read(Path::new("no/such/docs"), Lang::En, &mut Diagnostics::default()).unwrap_err();
        assert!(error.to_string().contains("no/such/docs"), "{error}");
    }
}
