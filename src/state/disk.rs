//! Files that are old or new at any moment, whatever happens to who writes them; and the lock under
//! which they are written.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use review::fingerprint::Key;

use super::Error;
use crate::source::harmless;

/// A lock is waited for so long,
const PATIENCE: Duration = Duration::from_secs(5);
/// and asked for again after this.
const BREATH: Duration = Duration::from_micros(300);

/// Nothing longer is read.
const LONGEST: u64 = 64 * 1024 * 1024;

/// Others wait while it is held; the system takes it back from who is killed.
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Waits for the lock of `path`.
    pub fn of(path: &Path) -> Result<Self, Error> {
        let taken = plain(File::options().create(true).truncate(false).write(true), path);
        let taken = taken.and_then(|file| take(&file).map(|()| file));
        taken.map(|file| Self { _file: file }).map_err(|cause| unwritten(path, cause))
    }
}

/// Waits for the lock of `file`, but not for ever: who holds it may have been stopped.
fn take(file: &File) -> io::Result<()> {
    let start = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => thread::sleep(BREATH),
            Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::TimedOut.into()),
            // Where there are no locks, one reader at a time is as good as it gets.
            Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => return Ok(()),
            Err(TryLockError::Error(cause)) => return Err(cause),
        }
    }
}

/// Makes `dir` and what it stands in, for the reader alone.
pub(super) fn folder(dir: &Path) -> Result<(), Error> {
    if dir.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|cause| unwritten(dir, cause))
}

/// Opens `path` as `options` say: a pipe or a device, which might never answer, is refused.
fn plain(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = options.open(path)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other("it is no file")) }
}

/// What is in `file`, if there is one. Nothing longer than `LONGEST` was written here.
pub(super) fn read(file: &Path) -> Result<Option<Vec<u8>>, Error> {
    let mut text = Vec::new();
    let read = plain(File::options().read(true), file)
        .and_then(|file| file.take(LONGEST + 1).read_to_end(&mut text))
        .and_then(
            |_| if text.len() as u64 > LONGEST { Err(io::Error::other("it is too long")) } else { Ok(()) },
        );
    match read {
        Ok(()) => Ok(Some(text)),
        Err(cause) if is_missing(&cause) => Ok(None),
        Err(cause) => Err(Error::Read { name: name(file), cause }),
    }
}

/// Puts `bytes` in the place of `file`, on the disk before anybody can see them. The lock is held.
pub(super) fn write(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace(file, |new| new.write_all(bytes).and_then(|()| new.sync_data()))
}

/// The same for what can be made anew: the disk may take its time.
pub(super) fn write_loosely(file: &Path, bytes: &[u8]) -> Result<(), Error> {
    replace(file, |new| new.write_all(bytes))
}

/// Since only who holds the lock writes, one name will do for what is not in place yet, and what
/// somebody left there who was killed goes with the next.
fn replace(file: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
    let new = file.with_file_name("new.tmp");
    let put = fresh(&new).and_then(|mut new| write(&mut new)).and_then(|()| fs::rename(&new, file));
    put.map_err(|cause| {
        // It is of no use to anybody; if it cannot even be removed, the next one overwrites it.
        let _ = fs::remove_file(&new);
        unwritten(file, cause)
    })
}

/// A new file at `path`: whatever somebody put there, a link included, is not written through.
fn fresh(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => return Err(cause),
        _ => {}
    }
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(libc::O_NOFOLLOW).mode(0o600);
    }
    options.open(path)
}

/// Removes `file` if it is there.
pub(super) fn remove(file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(unwritten(file, cause)),
        _ => Ok(()),
    }
}

/// Renames `file` so that nobody reads or writes it again; its new name.
pub(super) fn set_aside(file: &Path) -> Result<String, Error> {
    let stem = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let free =
        (1..10_000).map(|n| file.with_file_name(format!("{stem}.aside-{n}"))).find(|path| !path.exists());
    let Some(aside) = free else { return Ok(stem) };
    fs::rename(file, &aside).map_err(|cause| unwritten(file, cause))?;
    Ok(name(&aside))
}

/// The reviews of which there are files in `dir`.
pub(super) fn keys(dir: &Path) -> Result<Vec<Key>, Error> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(cause) if is_missing(&cause) => return Ok(Vec::new()),
        Err(cause) => return Err(Error::Read { name: name(dir), cause }),
    };
    let key = |name: &str| {
        let stem = name.strip_suffix(".json")?;
        serde_json::from_value(serde_json::Value::String(stem.to_owned())).ok()
    };
    let mut keys: Vec<Key> =
        entries.flatten().filter_map(|entry| key(&entry.file_name().to_string_lossy())).collect();
    keys.sort();
    Ok(keys)
}

fn is_missing(cause: &io::Error) -> bool {
    matches!(cause.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn unwritten(file: &Path, cause: io::Error) -> Error {
    Error::Write { name: name(file), cause }
}

fn name(file: &Path) -> String {
    harmless(&file.to_string_lossy())
}
