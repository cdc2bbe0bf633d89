use super::{Batches, Worker};
use crate::output::Output;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Writes numbers as text; later ones faster than earlier ones, so that they overtake.
struct Numbers;

impl Worker for Numbers {
    type Batch = Vec<u64>;

    fn append(&mut self, batch: &mut Vec<u64>, text: &mut Vec<u8>) {
        for number in batch.drain(..) {
            assert_ne!(number, u64::MAX, "a number to panic at");
            if number.is_multiple_of(7) {
                std::thread::sleep(Duration::from_micros(300));
            }
            writeln!(text, "{number}").unwrap();
        }
    }
}

/// Where texts end up; fails when it has as much as it wants.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>, Option<usize>);

impl Write for Sink {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let mut all = self.0.lock().unwrap();
        if self.1.is_some_and(|most| all.len() >= most) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        all.extend_from_slice(octets);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn batch(number: u64) -> Vec<u64> {
    (number * 3..number * 3 + 3).collect()
}

#[test]
fn texts_come_out_in_order_for_any_number_of_threads() {
    let expected: String = (0..600).map(|number| format!("{number}\n")).collect();
    for threads in [1, 2, 3, 20] {
        let sink = Sink::default();
        let mut out = Output::new(sink.clone());
        let mut batches = Batches::new(threads, out.clone(), || Numbers);
        for number in 0..200 {
            batches.send(&mut batch(number)).unwrap();
            if number == 50 {
                batches.settle().unwrap();
                out.flush().unwrap();
                assert!(expected.as_bytes().starts_with(&sink.0.lock().unwrap()));
                assert!(sink.0.lock().unwrap().ends_with(b"\n152\n"));
            }
        }
        batches.settle().unwrap();
        out.flush().unwrap();
        assert_eq!(*sink.0.lock().unwrap(), expected.as_bytes());
    }
}

#[test]
fn a_batch_comes_back_empty() {
    let mut batches = Batches::new(1, Output::new(Sink::default()), || Numbers);
    for number in 0..20 {
        let mut batch = batch(number);
        batches.send(&mut batch).unwrap();
        assert!(batch.is_empty());
    }
}

#[test]
fn what_cannot_be_put_out_ends_the_work() {
    let out = Output::new(Sink(Arc::default(), Some(0)));
    let mut batches = Batches::new(2, out, || Numbers);
    let failed = (0..1_000_000).find_map(|number| batches.send(&mut batch(number)).err());
    assert_eq!(failed.unwrap().kind(), io::ErrorKind::BrokenPipe);
    assert!(batches.settle().is_err());
}

#[test]
#[should_panic(expected = "a number to panic at")]
fn a_panic_is_passed_on() {
    let mut batches = Batches::new(1, Output::new(Sink::default()), || Numbers);
    // Another than the one that panics may notice it, if it brings more before.
    batches.send(&mut vec![u64::MAX]).unwrap();
    let _ = batches.settle();
}
