//! What a contact carries: topics, credibility, belief and error, deception.
//!
//! Per topic and listener the belief is relative to its prior: variance V and expected error
//! e. Earlier contacts of the same channel are run first, so a sixth visit starts from what
//! five left behind. The contact resolves a share ρ² that follows from preferences and
//! credibility ([`crate::laws::talk`]), never from a hand-set reliability.
//!
//! Source: Crawford & Sobel 1982; Kurizaki 2007; Trager 2010. Page: `docs/model/information.md`.
//!
//! Does not model: messages that depend on what the speaker knows (the Gaussian update stands
//! in for exact partitions), or learning from a refusal to receive the envoy.

mod columns;
mod keys;

use pourparler_scenario::{Date, Diagnostic, Section, Table};

pub use self::columns::{Columns, State};
use crate::arms::{Arm, classes, recording};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::codes;
use crate::lanes::LANES;
use crate::laws::talk::{self, Belief, Credibility, Message};
use crate::math::{exp, ln};
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::contact;
use crate::plan::months_until;
use crate::record::Recorder;
use crate::result::{Output, Unit};
use crate::streams::{Source, named_stream};

/// The largest share of variance that even perfect information resolves; keeps beliefs proper.
const PERFECT: f64 = 1.0 - 1e-9;
/// A topic counts as informed from this many bits on (5 % less error).
const INFORMED_BITS: f64 = 0.037;

/// The information mechanism.
pub struct Information;

/// What a topic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// The private type of a party, by index.
    Resolve(usize),
    /// A red line, by its id's place in the file.
    RedLine(usize),
    /// The consequence of crossing a red line.
    Consequence(usize),
    /// The patron's politics.
    Politics,
    /// Military prospects.
    Prospects,
    /// Anything else: reported, acts on nothing.
    Other,
}

/// A topic as other mechanisms see it.
#[derive(Debug, Clone)]
pub struct Topic {
    /// Id in the file.
    pub id: String,
    /// What it is about.
    pub about: About,
    /// Party that listens, by index.
    pub listener: usize,
    pub(crate) memory: Cell,
    pub(crate) others: Cell,
    error: Cell,
}

#[derive(Debug, Clone)]
struct Carry {
    credibility: Credibility,
    conflict: Cell,
    shown: Cell,
    caught: Cell,
    factor: Cell,
    deception: Cell,
    slant: Cell,
    believed: Cell,
}

struct Speaker {
    step: usize,
    confidentiality: Cell,
    fidelity: Cell,
    /// Share of it that is carried; 1 for the contact itself.
    share: Cell,
    /// It stands in for the contact.
    substitute: bool,
    /// By topic.
    carries: Vec<Option<Carry>>,
}

/// What arms can differ by in information; equal classes share every belief.
#[derive(Debug, Clone, PartialEq)]
pub struct Class {
    /// The contact that speaks.
    pub contact: Option<usize>,
    deception: Option<f64>,
    by_fiat: f64,
}

struct Compiled {
    topics: Vec<Topic>,
    speakers: Vec<Speaker>,
    /// Months between earlier contacts, the last interval ending today; empty for a first one.
    intervals: Vec<f64>,
    /// Months from today to the contact.
    classes: Vec<Class>,
    /// Arms of each class that record what is learned.
    recording: Vec<Vec<usize>>,
    dt: f64,
    /// Bias of today's belief of each topic about a red line.
    biases: Vec<Option<Cell>>,
}

fn about(
    build: &mut Build,
    table: &Table,
    kind: &str,
    parties: &[String],
    red_lines: &[String],
) -> About {
    let of = table.text("of").map(str::to_string);
    let span = table.field("of").map_or(table.span, |f| f.span);
    let mut find = |list: &[String], what: &str| {
        let found = of
            .as_ref()
            .and_then(|of| list.iter().position(|id| id == of));
        if found.is_none() {
            build.diagnostics.push(
                Diagnostic::error(
                    codes::TOPIC_OF,
                    span,
                    format!("a topic of kind `{kind}` must say of which {what}"),
                )
                .help(format!("write `of = ` and one of: {}", list.join(", "))),
            );
        }
        found.unwrap_or(0)
    };
    match kind {
        "resolve" => About::Resolve(find(parties, "party")),
        "redline" => About::RedLine(find(red_lines, "red line")),
        "consequence" => About::Consequence(find(red_lines, "red line")),
        "politics" => About::Politics,
        "prospects" => About::Prospects,
        _ => About::Other,
    }
}

fn cell(build: &mut Build, table: &Table, key: &str) -> Cell {
    match table.quantity(key) {
        Some(quantity) => build.cells.quantity(quantity),
        None => build.cells.constant(0.0),
    }
}

fn carries(build: &mut Build, contact: &Table, topics: &[Topic]) -> Vec<Option<Carry>> {
    topics
        .iter()
        .map(|topic| {
            let table = contact.table("topics", &topic.id)?;
            let credibility = match table.text("credibility").unwrap_or("none") {
                "aligned" => Credibility::Aligned,
                "verifiable" => Credibility::Verifiable,
                "costly" => Credibility::Costly,
                "cover" => Credibility::Cover,
                _ => Credibility::None,
            };
            Some(Carry {
                credibility,
                conflict: cell(build, table, "conflict"),
                shown: cell(build, table, "share"),
                caught: cell(build, table, "caught"),
                factor: cell(build, table, "factor"),
                deception: cell(build, table, "deception"),
                slant: cell(build, table, "slant"),
                believed: cell(build, table, "believed"),
            })
        })
        .collect()
}

impl Mechanism for Information {
    fn name(&self) -> &'static str {
        "information"
    }

    fn sections(&self) -> &'static [Section] {
        keys::SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let parties: Vec<String> = build.space.parties.iter().map(|p| p.id.clone()).collect();
        let red_lines: Vec<String> = build
            .root
            .tables("redlines")
            .map(|(id, _)| id.to_string())
            .collect();
        let root = build.root;
        let mut topics = Vec::new();
        let mut biases = Vec::new();
        for (id, table) in root.tables("topics") {
            let kind = table.text("kind").unwrap_or("other").to_string();
            let about = about(build, table, &kind, &parties, &red_lines);
            let listener = table
                .reference("listener")
                .and_then(|id| parties.iter().position(|p| p == id))
                .unwrap_or(0);
            let error = match about {
                About::Resolve(party) => match root.table("parties", &parties[party]) {
                    Some(side) => cell(build, side, "believed_bias"),
                    None => build.cells.constant(0.0),
                },
                _ => cell(build, table, "error"),
            };
            biases.push(match about {
                About::RedLine(line) => root
                    .table("redlines", &red_lines[line])
                    .map(|table| cell(build, table, "bias")),
                _ => None,
            });
            topics.push(Topic {
                id: id.to_string(),
                about,
                listener,
                memory: cell(build, table, "memory"),
                others: cell(build, table, "others"),
                error,
            });
        }
        let contacts = build.contacts;
        let speakers: Vec<Speaker> = contacts
            .iter()
            .map(|contact| Speaker {
                step: contact.step,
                substitute: contact.substitute,
                confidentiality: cell(build, contact.table, "confidentiality"),
                fidelity: cell(build, contact.table, "fidelity"),
                share: match contact.substitute {
                    true => cell(build, contact.table, "substitute_share"),
                    false => build.cells.constant(1.0),
                },
                carries: carries(build, contact.table, &topics),
            })
            .collect();
        let (classes, arms) = classify(build.arms);
        let intervals = intervals(build, contacts[0].table);
        Box::new(Compiled {
            topics,
            speakers,
            intervals,
            classes,
            recording: recording(build.arms, &arms),
            dt: build.clock.dt,
            biases,
        })
    }
}

/// Classes of arms that share every belief, class 0 hearing nothing, and the class of each arm.
fn classify(arms: &[Arm]) -> (Vec<Class>, Vec<usize>) {
    let silent = Class {
        contact: None,
        deception: None,
        by_fiat: 0.0,
    };
    let of_arm = |arm: &Arm| {
        let contact = arm.contact.filter(|_| arm.parts.information);
        Class {
            contact,
            deception: arm.deception.filter(|_| contact.is_some()),
            by_fiat: arm.information,
        }
    };
    classes(vec![silent], arms.iter().map(of_arm))
}

/// Class of each arm.
pub fn classes_of(arms: &[Arm]) -> Vec<usize> {
    classify(arms).1
}

/// Months between the earlier contacts, in order of date; the last interval ends today.
fn intervals(build: &mut Build, contact: &Table) -> Vec<f64> {
    let Some(today) = build.root.date("as_of") else {
        return Vec::new();
    };
    let mut dates: Vec<Date> = contact.dates("earlier").to_vec();
    dates.sort();
    if let Some(late) = dates.iter().find(|d| **d > today) {
        let span = contact.field("earlier").map_or(contact.span, |f| f.span);
        build.diagnostics.push(
            Diagnostic::error(
                codes::EARLIER,
                span,
                format!("an earlier contact on {late} is after `as_of`"),
            )
            .help("list only meetings that had taken place by `as_of`"),
        );
    }
    let ends = dates.iter().skip(1).copied().chain([today]);
    dates
        .iter()
        .zip(ends)
        .map(|(from, to)| months_until(*from, to))
        .collect()
}

impl Compiled {
    fn message(&self, speaker: &Speaker, carry: &Carry, values: &Values) -> Message {
        Message {
            credibility: carry.credibility,
            conflict: values[carry.conflict],
            confidentiality: values[speaker.confidentiality],
            shown: values[carry.shown],
            caught: values[carry.caught],
            fidelity: values[speaker.fidelity] * values[speaker.share],
        }
    }

    /// What the messages of a speaker resolve of each topic, by speaker.
    fn told(&self, values: &Values) -> Vec<Vec<Option<Told>>> {
        let of_speaker = |speaker: &Speaker| {
            let told = |carry: &Carry| {
                let message = self.message(speaker, carry, values);
                Told {
                    resolved: message.resolved(),
                    ceiling: message.ceiling(),
                }
            };
            let topics = speaker.carries.iter();
            topics.map(|carry| carry.as_ref().map(told)).collect()
        };
        self.speakers.iter().map(of_speaker).collect()
    }

    /// The belief after each of some intervals (months) at whose start it is told something.
    fn run(
        &self,
        topic: &Topic,
        values: &Values,
        mut belief: Belief,
        told: Option<Told>,
        intervals: &[f64],
    ) -> Belief {
        let drifts = !matches!(topic.about, About::Resolve(_));
        // Only where it is needed: the logarithm costs as much as all else.
        let fading = match drifts && intervals.iter().any(|months| *months > 0.0) {
            true => ln(values[topic.memory].max(1e-9)),
            false => 0.0,
        };
        for &months in intervals {
            if let Some(told) = told {
                belief = hear(topic, belief, told);
            }
            if drifts && months > 0.0 {
                belief = belief.drifted(exp(months * fading), values[topic.others] * months);
            }
        }
        belief
    }

    /// Today's belief: the earlier contacts of the channel, run in order.
    fn today(&self, topic: usize, values: &Values, told: Option<Told>) -> Belief {
        let t = &self.topics[topic];
        let first = Belief {
            variance: 1.0,
            error: values[t.error],
        };
        let mut belief = self.run(t, values, first, told, &self.intervals);
        if let Some(bias) = self.biases[topic] {
            // A red line's bias is elicited for today, in sd of today's belief.
            belief.error = values[bias] * belief.variance.sqrt();
        }
        belief
    }

    fn state(
        &self,
        topic: usize,
        class: &Class,
        values: &Values,
        today: Belief,
        told: &[Vec<Option<Told>>],
    ) -> [State; 2] {
        let t = &self.topics[topic];
        let speaker = class.contact.map(|k| &self.speakers[k]);
        let step = speaker.map_or(0, |s| s.step);
        let before = self.run(t, values, today, None, &[step as f64 * self.dt]);
        let fiat = class.by_fiat.min(PERFECT);
        let silent = State {
            before,
            after: before.after(fiat),
            resolved: fiat,
            deception: 0.0,
            shift: 0.0,
            factor: 1.0,
        };
        let message = class.contact.and_then(|k| {
            let carry = self.speakers[k].carries[topic].as_ref()?;
            Some((carry, told[k][topic]?))
        });
        let Some((carry, told)) = message else {
            return [silent; 2];
        };
        let heard = hear(t, before, told);
        let share = if before.variance > 0.0 {
            1.0 - heard.variance / before.variance
        } else {
            0.0
        };
        let resolved = share.max(fiat);
        let deception = class.deception.unwrap_or(values[carry.deception]);
        let shift = share * values[carry.believed] * values[carry.slant];
        let told = State {
            before,
            after: before.after(resolved),
            resolved,
            // Perfect information by fiat leaves nothing to deceive about.
            deception: if fiat > 0.0 { 0.0 } else { deception },
            shift,
            factor: 1.0 + (values[carry.factor] - 1.0) * share,
        };
        [silent, told]
    }
}

/// What a message resolves, and the most that any number of them do.
#[derive(Clone, Copy)]
struct Told {
    resolved: f64,
    ceiling: f64,
}

/// A message on a topic; talk on a state that does not drift stays under its ceiling.
fn hear(topic: &Topic, belief: Belief, told: Told) -> Belief {
    match topic.about {
        About::Resolve(_) => belief.after_repeated(told.resolved, told.ceiling, 1.0),
        _ => belief.after(told.resolved),
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let mut outputs = vec![Output {
            name: "informed".into(),
            unit: Unit::Probability,
            about: "some topic gained at least 0.037 bits".into(),
        }];
        for topic in &self.topics {
            outputs.push(Output {
                name: format!("bits.{}", topic.id),
                unit: Unit::Bits,
                about: "information gained on the topic".into(),
            });
            outputs.push(Output {
                name: format!("err_ratio.{}", topic.id),
                unit: Unit::Ratio,
                about: "listener's error on the topic, with over without the message".into(),
            });
        }
        outputs
    }

    fn start(&self, block: &mut Block) {
        let mut today = Vec::with_capacity(block.thetas.len());
        let mut states = Vec::with_capacity(block.thetas.len());
        for values in &block.thetas {
            let told = self.told(values);
            let now: Vec<Belief> = (0..self.topics.len())
                .map(|t| self.today(t, values, told.first().and_then(|topics| topics[t])))
                .collect();
            let of_class = |class: &Class| -> Vec<[State; 2]> {
                (0..self.topics.len())
                    .map(|t| self.state(t, class, values, now[t], &told))
                    .collect()
            };
            states.push(self.classes.iter().map(of_class).collect());
            today.push(now);
        }
        let noise =
            |t: &Topic| block.stratified_normals(named_stream(Source::Information, 0, &t.id), 0);
        let lie = |t: &Topic| block.stratified(named_stream(Source::Information, 1, &t.id), 0);
        let columns = Columns {
            states,
            today,
            noise: self.topics.iter().map(noise).collect(),
            deceptive: self.topics.iter().map(lie).collect(),
            contacts: self.classes.iter().map(|c| c.contact).collect(),
            topics: self.topics.clone(),
            stands_in: self
                .classes
                .iter()
                .map(|class| class.contact.is_some_and(|k| self.speakers[k].substitute))
                .collect(),
            steps: self
                .classes
                .iter()
                .map(|class| match class.contact {
                    Some(contact) => self.speakers[contact].step,
                    None if class.by_fiat > 0.0 => self.speakers[0].step,
                    None => usize::MAX,
                })
                .collect(),
        };
        block.put(columns);
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        let contacts: &contact::Columns = block.get();
        for (class, arms) in self.recording.iter().enumerate() {
            if arms.is_empty() {
                continue;
            }
            let carried: [bool; LANES] =
                std::array::from_fn(|lane| columns.carried(contacts, class, lane));
            let mut informed = [0.0; LANES];
            for topic in 0..self.topics.len() {
                let mut bits = [0.0; LANES];
                let mut ratio = [1.0; LANES];
                // Without the contact nobody is informed by it and every error stays what it is.
                let thetas = if class > 0 { block.thetas.len() } else { 0 };
                for theta in 0..thetas {
                    let gained = [false, true]
                        .map(|carried| gained(columns.state(theta, class, topic, carried)));
                    for lane in block.lanes(theta) {
                        (bits[lane], ratio[lane]) = gained[usize::from(carried[lane])];
                    }
                }
                for (informed, bits) in informed.iter_mut().zip(&bits) {
                    *informed = if *bits >= INFORMED_BITS {
                        1.0
                    } else {
                        *informed
                    };
                }
                record.set_all(arms, 1 + 2 * topic, &bits);
                record.set_all(arms, 2 + 2 * topic, &ratio);
            }
            record.set_all(arms, 0, &informed);
        }
    }
}

/// Bits gained on a topic, and the listener's error with over without the message.
fn gained(state: &State) -> (f64, f64) {
    let lies = state.deception * state.shift * state.shift;
    let ratio = talk::error_ratio(
        state.after.squared_error() + lies,
        state.before.squared_error(),
    );
    (talk::bits(state.resolved), ratio)
}
