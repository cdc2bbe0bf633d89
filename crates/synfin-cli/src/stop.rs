//! Ctrl-C, and other polite requests to end.
//!
//! Duty: remember that the end was asked for, and wake who waits for input then. Invariant: the
//! first request ends reading, so that what is known so far still comes out; the second one ends
//! the program at once. Absence: who reads asks for itself whether to go on.

use std::process;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, Once, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a live input may still come to its own end: Ctrl-C reaches a whole pipeline, and its
/// writer may have packets left in a buffer.
const GRACE: Duration = Duration::from_millis(300);

/// The status of a program that SIGINT ended, as shells give it.
const INTERRUPTED: i32 = 130;

static ASKED: AtomicBool = AtomicBool::new(false);
static BELL: (Mutex<()>, Condvar) = (Mutex::new(()), Condvar::new());
static WAKERS: Mutex<Vec<Waker>> = Mutex::new(Vec::new());

type Waker = Box<dyn FnMut() + Send>;

/// From now on the first Ctrl-C (or SIGTERM, or SIGHUP) does not end the program, but its reading,
/// so that it says what it knows by then; the second one ends it at once.
pub fn heed_interrupts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let mut requests = 0_u32;
        // Where no handler can be set the system's own way of ending holds.
        let _ = ctrlc::set_handler(move || {
            requests += 1;
            match requests {
                1 => ask_soon(),
                _ => process::exit(INTERRUPTED),
            }
        });
    });
}

/// Was the end asked for?
#[inline]
pub(crate) fn is_asked() -> bool {
    ASKED.load(Ordering::Relaxed)
}

/// Has `wake` called when the end is asked for. It must not wait for anything.
pub(crate) fn on_request(wake: impl FnMut() + Send + 'static) {
    with_wakers(|wakers| wakers.push(Box::new(wake)));
}

/// Lets the writer of a live input end by itself, then ends reading. Nothing waits here: a second
/// request must find the handler idle.
fn ask_soon() {
    let has_waiting = with_wakers(|wakers| !wakers.is_empty());
    let grace = if has_waiting { GRACE } else { Duration::ZERO };
    thread::spawn(move || {
        thread::sleep(grace);
        ASKED.store(true, Ordering::Relaxed);
        drop(BELL.0.lock());
        BELL.1.notify_all();
        with_wakers(|wakers| wakers.iter_mut().for_each(|wake| wake()));
    });
}

fn with_wakers<T>(act: impl FnOnce(&mut Vec<Waker>) -> T) -> T {
    act(&mut WAKERS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Waits so long, or until the end is asked for.
pub(crate) fn wait(time: Duration) {
    let guard = BELL.0.lock().unwrap_or_else(PoisonError::into_inner);
    drop(BELL.1.wait_timeout_while(guard, time, |()| !is_asked()));
}
