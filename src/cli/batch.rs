//! Many reviews, for programs: a JSON object a line comes in, and one a line goes out, in the same order. A record that
//! cannot be read gets an answer that says so, and the rest is done. No settings are read, nothing is kept, and nothing
//! is fetched: what comes out depends on what came in, and on nothing else.
//!
//! A thread reads, workers judge, and this one writes. So many records are under way and no more: who reads slowly is
//! waited for, and memory stays bounded however much comes.

use std::io::{self, BufRead, BufWriter, Read, Write};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, SyncSender, TryRecvError};
use std::thread;

use clap::{Args, ValueEnum};
use rayon::{ThreadPool, ThreadPoolBuilder};
use review::gate::{Consent, Gate};
use review::{Diligence, Format, Policy, Strictness};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::asked::BUFFER;
use super::subject::caught;
use super::{Error, Outcome};
use crate::app::Curtain;
use crate::config::{Judge, Written};
use crate::output::{self, Record, Texts};
use crate::source::{self, Input};

/// A record is no longer than this.
const LONGEST: usize = 8 * 1024 * 1024;
/// So many records of each worker are under way at once.
const AHEAD: usize = 16;
/// Reviews are read as deep as in the main thread.
const STACK: usize = 8 * 1024 * 1024;

/// What is asked of a batch.
#[derive(Clone, Debug, Args)]
pub(super) struct Batch {
    /// How many records are judged at once [default: as many as there are cores]
    #[arg(long, value_name = "N", hide_default_value = true)]
    jobs: Option<NonZeroUsize>,
    /// Who judges what tells [default: both judges, of texts over 128 KB the fast one alone]
    #[arg(long, value_name = "WHO", hide_default_value = true)]
    judge: Option<Judge>,
    /// What to hide: everything that tells at least so much
    #[arg(long, value_name = "LEVEL", default_value = "plot")]
    hide: Curtain,
    /// Leave out the text of sentences: whoever sent it has it, and their places are told
    #[arg(long)]
    no_text: bool,
}

/// Answers standard input on standard output.
pub(super) fn run(batch: &Batch) -> Result<Outcome, Error> {
    let jobs = batch.jobs.or(thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let pool = ThreadPoolBuilder::new().num_threads(jobs).stack_size(STACK).build();
    let pool = pool.map_err(|cause| Error::Workers(cause.to_string()))?;
    let (queue, answers) = mpsc::sync_channel(AHEAD.saturating_mul(jobs));
    let clerk = Arc::new(Clerk::new(batch));
    thread::spawn(move || read(&pool, &clerk, &queue));
    write(&answers, BufWriter::with_capacity(BUFFER, io::stdout().lock()))?;
    Ok(Outcome::Done)
}

/// An answer on its way.
type Coming = Receiver<io::Result<Vec<u8>>>;

/// Hands the lines of standard input to the workers, until it ends or nobody wants their answers.
fn read(pool: &ThreadPool, clerk: &Arc<Clerk>, queue: &SyncSender<Coming>) {
    let mut input = io::stdin().lock();
    loop {
        let (answer, coming) = mpsc::sync_channel(1);
        let line = next_line(&mut input);
        if matches!(line, Ok(None)) || queue.send(coming).is_err() {
            return;
        }
        match line {
            Ok(line) => {
                let clerk = Arc::clone(clerk);
                pool.spawn(move || _ = answer.send(Ok(clerk.answer(line.unwrap_or(Line::TooLong)))));
            }
            Err(cause) => {
                // Nothing comes after it.
                _ = answer.send(Err(cause));
                return;
            }
        }
    }
}

/// Writes the answers in turn; what has been written goes out before anything is waited for.
fn write(answers: &Receiver<Coming>, mut out: impl Write) -> Result<(), Error> {
    let broken = |cause| Error::Source(source::Error::Broken { name: Input::Stdin.name(), cause });
    loop {
        let coming = match answers.try_recv() {
            Err(TryRecvError::Empty) => {
                out.flush().map_err(Error::Output)?;
                answers.recv().ok()
            }
            coming => coming.ok(),
        };
        let Some(coming) = coming else { return out.flush().map_err(Error::Output) };
        let answer = match coming.try_recv() {
            Err(TryRecvError::Empty) => {
                out.flush().map_err(Error::Output)?;
                coming.recv().ok()
            }
            answer => answer.ok(),
        };
        let answer = answer.ok_or_else(|| Error::Inside(Input::Stdin.name()))?.map_err(broken)?;
        out.write_all(&answer).map_err(Error::Output)?;
    }
}

/// A line of the input.
enum Line {
    Whole(Vec<u8>),
    /// It was passed over.
    TooLong,
}

fn next_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut line = Vec::new();
    input.take(LONGEST as u64 + 1).read_until(b'\n', &mut line)?;
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(Line::Whole(line)));
    }
    if line.len() <= LONGEST {
        return Ok((!line.is_empty()).then_some(Line::Whole(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(Line::TooLong))
}

/// A record as it comes. What else it says is passed over: tables have more columns.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked<'l> {
    #[serde(borrow)]
    id: Option<&'l RawValue>,
    #[serde(borrow)]
    text: Option<&'l RawValue>,
    #[serde(borrow)]
    from: Option<&'l RawValue>,
}

/// Answers records.
struct Clerk {
    policy: Policy,
    consent: Consent,
    hide: &'static str,
    texts: Texts,
    model: String,
}

impl Clerk {
    fn new(batch: &Batch) -> Self {
        let diligence = batch.judge.map_or(Diligence::Usual, Judge::diligence);
        Self {
            policy: Policy { strictness: Strictness::default(), diligence },
            consent: Consent::hiding(batch.hide.level()),
            hide: batch.hide.name(),
            texts: if batch.no_text { Texts::LeftOut } else { Texts::Given },
            model: review::model(diligence),
        }
    }

    /// The answer to `line`: an object and a line end.
    fn answer(&self, line: Line) -> Vec<u8> {
        let Line::Whole(line) = line else { return refusal("null", "the record is longer than 8 MiB") };
        let is_object = line.trim_ascii_start().starts_with(b"{");
        let Some(asked) = serde_json::from_slice::<Asked>(&line).ok().filter(|_| is_object) else {
            return refusal("null", "the line is no JSON object in UTF-8");
        };
        let id = asked.id.map_or("null", RawValue::get);
        match caught("a record", || self.judged(id, &asked)) {
            Ok(Ok(answer)) => answer,
            Ok(Err(what)) => refusal(id, what),
            Err(_) => refusal(id, "something went wrong inside unspoiled; please report it"),
        }
    }

    fn judged(&self, id: &str, asked: &Asked<'_>) -> Result<Vec<u8>, &'static str> {
        let text = asked.text.and_then(|text| serde_json::from_str::<String>(text.get()).ok());
        let text = text.ok_or("text is missing, or no string")?;
        let format = match asked.from {
            None => source::format_of(&text),
            Some(from) => named(from).ok_or("from is none of text, markdown, html")?,
        };
        let document = review::read(text.clone(), format).judge_all(self.policy);
        let gate = Gate::new(&document, &self.consent);
        let record = Record { id, text: &text, model: &self.model, hide: self.hide, texts: self.texts };
        let mut answer = Vec::new();
        output::record(gate, record, &mut answer).map_err(|_| "its answer could not be written")?;
        Ok(answer)
    }
}

fn named(from: &RawValue) -> Option<Format> {
    let name: String = serde_json::from_str(from.get()).ok()?;
    Written::from_str(&name, false).ok()?.format()
}

fn refusal(id: &str, what: &'static str) -> Vec<u8> {
    format!("{{\"id\":{id},\"error\":\"{what}\"}}\n").into_bytes()
}
