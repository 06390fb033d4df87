//! Slow work on a worker thread: progress, estimated time, cancel; news comes back as events.
//!
//! Invariant: no lock and no clock: a worker posts at most one unread note of progress, however fast it
//! counts, so it can't flood the loop.

use super::event::Incoming;
use std::any::Any;
use std::cell::RefCell;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

/// Starts jobs. One stands in the program's context; it is made over the loop's channel.
#[derive(Debug, Clone)]
pub struct Jobs {
    sender: Sender<Incoming>,
    started: u64,
}

#[derive(Debug, Default)]
struct Shared {
    done: AtomicU64,
    total: AtomicU64,
    unread: AtomicBool,
    cancelled: AtomicBool,
}

/// A running job, seen from the screen that started it.
#[derive(Debug, Clone)]
pub struct JobHandle {
    /// Its number; news of it carries the same.
    pub id: u64,
    /// The locale key of what it does.
    pub name: &'static str,
    shared: Arc<Shared>,
}

/// A running job, seen from inside.
#[derive(Debug)]
pub struct Progress {
    handle: JobHandle,
    sender: Sender<Incoming>,
}

/// What a job lets know.
#[derive(Debug)]
pub struct JobNews {
    /// Which job.
    pub job: JobHandle,
    /// What about it.
    pub stage: JobStage,
}

/// How far a job is.
#[derive(Debug)]
pub enum JobStage {
    /// It counted further.
    Running,
    /// It is through (or was cancelled and says so in its outcome).
    Done(Parcel),
    /// It broke down; a fault of ours, for the log.
    Broken(String),
}

/// A job's outcome; whoever knows its type takes it out, once.
pub struct Parcel(RefCell<Option<Box<dyn Any + Send>>>);

impl Jobs {
    /// Jobs that post to this channel.
    pub const fn new(sender: Sender<Incoming>) -> Self {
        Self { sender, started: 0 }
    }

    /// How many were started.
    #[cfg(test)]
    pub(crate) const fn started(&self) -> u64 {
        self.started
    }

    /// Starts a job. Its outcome arrives as [`JobStage::Done`].
    pub fn spawn<T: Send + 'static>(
        &mut self,
        name: &'static str,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> JobHandle {
        self.started += 1;
        let handle = JobHandle { id: self.started, name, shared: Arc::default() };
        let progress = Progress { handle: handle.clone(), sender: self.sender.clone() };
        thread::spawn(move || {
            let stage = match catch_unwind(AssertUnwindSafe(|| work(&progress))) {
                Ok(outcome) => JobStage::Done(Parcel(RefCell::new(Some(Box::new(outcome))))),
                Err(panic) => JobStage::Broken(
                    panic
                        .downcast_ref::<String>()
                        .cloned()
                        .or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string))
                        .unwrap_or_default(),
                ),
            };
            // When the program has gone meanwhile, nobody waits for this.
            let _ = progress.sender.send(Incoming::Job(JobNews { job: progress.handle, stage }));
        });
        handle
    }
}

impl JobHandle {
    /// Asks it to stop at the next good moment.
    pub fn cancel(&self) {
        self.shared.cancelled.store(true, Ordering::Relaxed);
    }

    /// Was it asked to stop?
    pub fn cancelled(&self) -> bool {
        self.shared.cancelled.load(Ordering::Relaxed)
    }

    /// How much is done, of how much; a total of 0 is not known yet.
    pub fn counted(&self) -> (u64, u64) {
        (self.shared.done.load(Ordering::Relaxed), self.shared.total.load(Ordering::Relaxed))
    }

    /// Lets the worker post its next note.
    pub(crate) fn read(&self) {
        self.shared.unread.store(false, Ordering::Release);
    }
}

impl Progress {
    /// Says how much is done, of how much. Cheap: call it for every row.
    pub fn report(&self, done: u64, total: u64) {
        let shared = &self.handle.shared;
        shared.done.store(done, Ordering::Relaxed);
        shared.total.store(total, Ordering::Relaxed);
        if !shared.unread.swap(true, Ordering::AcqRel) {
            let news = JobNews { job: self.handle.clone(), stage: JobStage::Running };
            let _ = self.sender.send(Incoming::Job(news));
        }
    }

    /// Should it stop?
    pub fn cancelled(&self) -> bool {
        self.handle.cancelled()
    }
}

impl JobNews {
    /// Is it news of this job?
    pub fn is_of(&self, job: &JobHandle) -> bool {
        self.job.id == job.id
    }

    /// Takes the outcome out, if the job is through and this is its type.
    pub fn take<T: 'static>(&self) -> Option<T> {
        let JobStage::Done(Parcel(inside)) = &self.stage else { return None };
        let mut inside = inside.borrow_mut();
        match inside.take()?.downcast::<T>() {
            Ok(outcome) => Some(*outcome),
            Err(other) => {
                *inside = Some(other);
                None
            }
        }
    }

    /// Is the job no longer running?
    pub const fn is_over(&self) -> bool {
        !matches!(self.stage, JobStage::Running)
    }
}

impl fmt::Debug for Parcel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parcel")
    }
}

/// How long the rest will take, if it goes on as it did; `None` while there is too little to tell by.
pub fn remaining(elapsed: Duration, done: u64, total: u64) -> Option<Duration> {
    if done == 0 || total <= done || elapsed < Duration::from_millis(800) {
        return None;
    }
    // Both counts are far below 2^52 and the answer is shown in whole seconds.
    #[allow(clippy::cast_precision_loss)]
    let factor = (total - done) as f64 / done as f64;
    Some(elapsed.mul_f64(factor))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    fn news(receiver: &mpsc::Receiver<Incoming>) -> JobNews {
        match receiver.recv().unwrap() {
            Incoming::Job(news) => news,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_outcome_is_taken_once_and_by_its_type() {
        let (sender, receiver) = mpsc::channel();
        let job = Jobs::new(sender).spawn("job.test", |_| 7402_u64);
        let news = news(&receiver);
        assert!(news.is_of(&job) && news.is_over());
        assert_eq!(news.take::<String>(), None);
        assert_eq!(news.take::<u64>(), Some(7402));
        assert_eq!(news.take::<u64>(), None);
    }

    #[test]
    fn a_fast_worker_posts_one_unread_note() {
        let (sender, receiver) = mpsc::channel();
        let _ = Jobs::new(sender).spawn("job.test", |progress| {
            for row in 0..10_000 {
                progress.report(row, 10_000);
            }
        });
        let first = news(&receiver);
        assert!(!first.is_over());
        assert!(news(&receiver).is_over());
        assert_eq!(first.job.counted(), (9999, 10_000));
    }

    #[test]
    fn a_cancelled_job_hears_of_it() {
        let (sender, receiver) = mpsc::channel();
        let job = Jobs::new(sender).spawn("job.test", |progress| {
            while !progress.cancelled() {
                thread::yield_now();
            }
            "stopped"
        });
        job.cancel();
        assert_eq!(news(&receiver).take::<&str>(), Some("stopped"));
    }

    #[test]
    fn the_rest_is_estimated() {
        assert_eq!(remaining(Duration::from_secs(2), 1, 4), Some(Duration::from_secs(6)));
        assert_eq!(remaining(Duration::from_secs(2), 0, 4), None);
        assert_eq!(remaining(Duration::from_secs(2), 4, 4), None);
        assert_eq!(remaining(Duration::from_millis(5), 1, 4), None);
    }
}
