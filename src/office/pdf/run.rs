//! One run of LibreOffice: in a profile of its own, silent, within a time, and gone with all it started.
//!
//! Invariant: when a run is over, however it ended, nothing it started still runs.

use crate::office::error::{Error, Result};
use crate::text::message::Message;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// So long may pass without a paper getting through; the first takes longest, while the profile is made.
const PATIENCE: Duration = Duration::from_secs(90);
/// How often it is looked after.
const LOOK: Duration = Duration::from_millis(40);

/// What is run.
pub(super) struct Run<'a> {
    /// The program.
    pub(super) program: &'a Path,
    /// A folder for its settings: not the person's own, so that an open LibreOffice is no matter.
    pub(super) profile: &'a Path,
    /// The papers.
    pub(super) documents: &'a [PathBuf],
    /// Where the PDFs go.
    pub(super) to: &'a Path,
}

impl Run<'_> {
    /// Runs it; `watch` hears how many papers are through and stops it by answering no. Answers whether it came
    /// to its end.
    pub(super) fn go(&self, watch: &mut dyn FnMut(usize) -> bool) -> Result<bool> {
        self.within(PATIENCE, watch)
    }

    /// As [`Run::go`], with another patience.
    pub(super) fn within(&self, patience: Duration, watch: &mut dyn FnMut(usize) -> bool) -> Result<bool> {
        let mut running = Running(self.command().spawn().map_err(|error| {
            let said = Message::new("pdf.not_started").with("program", self.program.display());
            Error::file(said.with("detail", error))
        })?);
        let (mut through, mut since) = (0, Instant::now());
        loop {
            let ended = running
                .0
                .try_wait()
                .map_err(|error| Error::file(Message::new("pdf.broke").with("detail", error)))?;
            let now = self.through();
            if now > through {
                (through, since) = (now, Instant::now());
            }
            // While the last is written its file is there already.
            let whole = if ended.is_some() { through } else { through.saturating_sub(1) };
            if !watch(whole) {
                return Ok(false);
            }
            match ended {
                Some(status) if status.success() => return Ok(true),
                Some(status) => return Err(Error::file(Message::new("pdf.broke").with("detail", status))),
                None if since.elapsed() > patience => {
                    let seconds = patience.as_secs();
                    return Err(Error::file(Message::new("pdf.too_slow").with("seconds", seconds)));
                }
                None => std::thread::sleep(LOOK),
            }
        }
    }

    fn through(&self) -> usize {
        // It keeps files of its own beside those that are through.
        let files = std::fs::read_dir(self.to).into_iter().flatten().flatten();
        files.filter(|file| file.path().extension().is_some_and(|ending| ending == "pdf")).count()
    }

    fn command(&self) -> Command {
        let mut command = Command::new(self.program);
        command
            .arg(format!("-env:UserInstallation={}", file_address(self.profile)))
            .args(["--headless", "--invisible", "--nodefault", "--nologo", "--norestore", "--nolockcheck"])
            .args(["--convert-to", "pdf:writer_pdf_Export", "--outdir"])
            .arg(self.to)
            .args(self.documents)
            // In a locale that knows no accents it waits for ever on a folder that has some.
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        apart(&mut command);
        command
    }
}

/// A run under way; dropped, it is ended with all it started.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            end(&mut self.0);
        }
    }
}

/// What it starts can be told from ours and ended together.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(windows)]
fn apart(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    /// No console window of its own.
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    command.creation_flags(CREATE_NO_WINDOW);
}

/// Ends it: the program is a starter, what works is its child.
fn end(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // That it has just ended by itself is no failure.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    #[cfg(windows)]
    {
        let process = child.id().to_string();
        let mut command = Command::new("taskkill");
        command.args(["/T", "/F", "/PID", &process]).stdout(Stdio::null()).stderr(Stdio::null());
        apart(&mut command);
        let _ = command.status();
    }
    let _ = child.kill();
    let _ = child.wait();
}

/// A folder as an address: `file:///tmp/a%20b`.
fn file_address(path: &Path) -> String {
    let written = path.to_string_lossy().replace('\\', "/");
    let mut address = String::from(if written.starts_with('/') { "file://" } else { "file:///" });
    for byte in written.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_written_as_an_address() {
        assert_eq!(file_address(Path::new("/tmp/a b/đ")), "file:///tmp/a%20b/%C4%91");
        assert_eq!(file_address(Path::new("C:\\Users\\An 1")), "file:///C:/Users/An%201");
    }
}
