//! What a person waits for, measured in a real pty on the large store: the first full frame, a search key
//! until it is on the screen, idle CPU, memory.
//!
//! `cargo bench --bench terminal`. Prints a line a figure; fails where a promise is broken and
//! `CHUYENGIAO_STRICT` is set.

#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

mod large;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const SIZE: PtySize = PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 };
const STARTS: usize = 15;

struct Terminal {
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    started: Instant,
}

impl Terminal {
    fn start() -> Self {
        let store = large::store();
        let pair = native_pty_system().openpty(SIZE).expect("a pty");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_chuyengiao"));
        command.args(["--store", &store.to_string_lossy()]);
        command.env("TERM", "xterm-256color");
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (tell, output) = channel();
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program");
        std::thread::spawn(move || {
            let mut part = [0_u8; 65536];
            // The master must live as long as the reader.
            let _master = pair.master;
            while let Ok(read) = reader.read(&mut part) {
                if read == 0 || tell.send((Instant::now(), part[..read].to_vec())).is_err() {
                    break;
                }
            }
        });
        let (rows, columns) = (NonZeroU16::new(SIZE.rows), NonZeroU16::new(SIZE.cols));
        let screen = vt100::Parser::new(rows.expect("rows"), columns.expect("columns"), 0);
        Self { writer, output, screen, child, started }
    }

    /// Waits until the screen satisfies `seen`; the instant its last byte came.
    fn until(&mut self, seen: impl Fn(&str) -> bool) -> Instant {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            match self.output.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok((at, bytes)) => {
                    self.screen.process(&bytes);
                    if seen(&self.screen.screen().contents()) {
                        return at;
                    }
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("never seen; the screen was:\n{}", self.screen.screen().contents());
                }
            }
        }
    }

    fn key(&mut self, bytes: &[u8]) -> Instant {
        let at = Instant::now();
        self.writer.write_all(bytes).expect("a key");
        self.writer.flush().expect("a key");
        at
    }

    /// Lets the screen come to rest.
    fn rest(&mut self) {
        while let Ok((_, bytes)) = self.output.recv_timeout(Duration::from_millis(400)) {
            self.screen.process(&bytes);
        }
    }

    fn proc_file(&self, name: &str) -> String {
        let pid = self.child.process_id().unwrap_or_default();
        std::fs::read_to_string(format!("/proc/{pid}/{name}")).unwrap_or_default()
    }

    fn cpu_ticks(&self) -> u64 {
        let stat = self.proc_file("stat");
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        fields.get(11..13).map_or(0, |ticks| ticks.iter().filter_map(|tick| tick.parse::<u64>().ok()).sum())
    }

    fn memory_mib(&self) -> u64 {
        let status = self.proc_file("status");
        let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak.and_then(|peak| peak.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn main() {
    let mut broken = Vec::new();
    let mut promise = |what: &str, value: f64, unit: &str, most: f64| {
        println!("{what:<44} {value:>9.2} {unit}   (promised: {most} {unit})");
        if value > most {
            broken.push(what.to_owned());
        }
    };
    let mut starts: Vec<f64> = (0..STARTS)
        .map(|_| {
            let mut terminal = Terminal::start();
            // The last row is the footer: drawn last, so the frame is full when it stands there.
            let at = terminal.until(|screen| screen.contains("Ctrl+P") && screen.contains("13.500"));
            millis(at - terminal.started)
        })
        .collect();
    promise("first full frame, median", middle(&mut starts), "ms", 20.0);

    let mut terminal = Terminal::start();
    terminal.until(|screen| screen.contains("Ctrl+P"));
    terminal.key(b"2");
    terminal.rest();
    // What search needs loads behind the first frame; wait for it as a person would.
    std::thread::sleep(Duration::from_secs(2));
    terminal.rest();
    terminal.key(b"/");
    terminal.rest();
    let mut keys = Vec::new();
    let words = ["thuy san", "cang ca", "muoi", "dien gio ca na", "vinh hai 53", "chi bo cong ty"];
    for word in words.into_iter().cycle().take(3 * words.len()) {
        let mut typed = String::new();
        for letter in word.chars() {
            typed.push(letter);
            let at = terminal.key(letter.to_string().as_bytes());
            let wanted = typed.trim_end().to_owned();
            let seen = terminal.until(|screen| screen.contains(&wanted));
            keys.push((millis(seen - at), typed.clone()));
            std::thread::sleep(Duration::from_millis(30));
        }
        for _ in word.chars() {
            terminal.key(b"\x7f");
        }
        terminal.rest();
    }
    keys.sort_by(|one, other| one.0.total_cmp(&other.0));
    let times: Vec<f64> = keys.iter().map(|(time, _)| *time).collect();
    promise("search key to screen, median", percentile(&times, 0.5), "ms", 3.0);
    promise("search key to screen, 99th percentile", percentile(&times, 0.99), "ms", 8.0);
    for (time, typed) in keys.iter().rev().take(3) {
        println!("    the slowest: {time:.2} ms at \"{typed}\"");
    }
    terminal.rest();
    let before = terminal.cpu_ticks();
    std::thread::sleep(Duration::from_secs(5));
    let ticks = terminal.cpu_ticks() - before;
    promise("idle for five seconds, CPU ticks", f64::from(u32::try_from(ticks).unwrap_or(u32::MAX)), "", 0.0);
    let memory = terminal.memory_mib();
    promise("memory at its peak", f64::from(u32::try_from(memory).unwrap_or(u32::MAX)), "MiB", 200.0);
    if !broken.is_empty() && std::env::var_os("CHUYENGIAO_STRICT").is_some() {
        eprintln!("broken promises: {}", broken.join(", "));
        std::process::exit(1);
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

fn middle(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    percentile(values, 0.5)
}

/// Of sorted values.
fn percentile(values: &[f64], part: f64) -> f64 {
    let last = values.len().saturating_sub(1);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
    let at = (last as f64 * part).ceil() as usize;
    values.get(at).copied().unwrap_or_default()
}
