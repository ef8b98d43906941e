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

mod keys;

use pourparler_scenario::{Date, Diagnostic, Section, Table};

use crate::codes;
use std::rc::Rc;

use crate::arms::{Arm, classes, recording};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::lanes::{Column, LANES};
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

/// A topic in one θ and class, around the contact.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// Just before the contact.
    pub before: Belief,
    /// Just after it.
    pub after: Belief,
    /// Share of the variance resolved.
    pub resolved: f64,
    /// Probability of a deceptive message.
    pub deception: f64,
    /// Shift of the believed mean by a deceptive message, prior sd.
    pub shift: f64,
    /// Multiplier of the believed consequence.
    pub factor: f64,
}

impl State {
    /// Shift of the believed mean if the message is `deceptive`.
    pub fn lie(&self, deceptive: bool) -> f64 {
        if deceptive && self.deception > 0.0 {
            self.shift
        } else {
            0.0
        }
    }

    /// The belief after a message that may be deceptive; its error is the true less the believed
    /// mean.
    pub fn misled(&self, deceptive: bool) -> Belief {
        Belief {
            error: self.after.error - self.lie(deceptive),
            ..self.after
        }
    }
}

/// Beliefs of a block.
#[derive(Default)]
pub struct Columns {
    /// `[theta][class][topic]`, without and with the message.
    states: Vec<Vec<Vec<[State; 2]>>>,
    /// Today's belief, `[theta][topic]`.
    pub today: Vec<Vec<Belief>>,
    /// Standard normal noise of what is heard, `[topic][lane]`.
    pub noise: Vec<Rc<Column>>,
    /// Uniform number that decides whether a message is deceptive, `[topic][lane]`.
    deceptive: Vec<Rc<Column>>,
    /// Contact of each class.
    contacts: Vec<Option<usize>>,
    /// The topics.
    pub topics: Vec<Topic>,
    /// Step of the contact by class; `usize::MAX` for none.
    pub steps: Vec<usize>,
    /// Whether another channel speaks in place of the contact, by class.
    pub stands_in: Vec<bool>,
}

impl Columns {
    /// Number of classes; class 0 hears nothing.
    pub fn classes(&self) -> usize {
        self.contacts.len()
    }

    /// State of a topic in a θ and class.
    #[inline]
    pub fn state(&self, theta: usize, class: usize, topic: usize, carried: bool) -> &State {
        &self.states[theta][class][topic][usize::from(carried)]
    }

    /// Whether the class's contact carries messages on a lane.
    #[inline]
    pub fn carried(&self, contacts: &contact::Columns, class: usize, lane: usize) -> bool {
        self.contacts[class].is_some_and(|contact| contacts.carried(contact, lane))
    }

    /// Shift of the believed mean on a lane: 0 unless the message is deceptive there.
    #[inline]
    pub fn shift(&self, state: &State, topic: usize, lane: usize) -> f64 {
        if self.deceptive[topic][lane] < state.deception {
            state.shift
        } else {
            0.0
        }
    }

    /// Whether a class's contact, and no other channel, takes place in a step.
    pub fn claims(&self, class: usize, step: usize) -> bool {
        self.contacts[class].is_some() && !self.stands_in[class] && self.steps[class] == step
    }

    /// First topic that matches.
    pub fn topic(&self, about: About, listener: impl Fn(usize) -> bool) -> Option<usize> {
        self.topics
            .iter()
            .position(|t| t.about == about && listener(t.listener))
    }
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

    /// The belief after `months` without a message.
    fn drift(&self, topic: &Topic, values: &Values, belief: Belief, months: f64) -> Belief {
        if matches!(topic.about, About::Resolve(_)) || months <= 0.0 {
            return belief;
        }
        let memory = exp(months * ln(values[topic.memory].max(1e-9)));
        belief.drifted(memory, values[topic.others] * months)
    }

    /// Today's belief: the earlier contacts of the channel, run in order.
    fn today(&self, topic: usize, values: &Values) -> Belief {
        let t = &self.topics[topic];
        let speaker = &self.speakers[0];
        let mut belief = Belief {
            variance: 1.0,
            error: values[t.error],
        };
        for months in &self.intervals {
            if let Some(carry) = &speaker.carries[topic] {
                let message = self.message(speaker, carry, values);
                belief = hear(t, belief, message);
            }
            belief = self.drift(t, values, belief, *months);
        }
        if let Some(bias) = self.biases[topic] {
            // A red line's bias is elicited for today, in sd of today's belief.
            belief.error = values[bias] * belief.variance.sqrt();
        }
        belief
    }

    fn state(&self, topic: usize, class: &Class, values: &Values, today: Belief) -> [State; 2] {
        let t = &self.topics[topic];
        let speaker = class.contact.map(|k| &self.speakers[k]);
        let step = speaker.map_or(0, |s| s.step);
        let before = self.drift(t, values, today, step as f64 * self.dt);
        let fiat = class.by_fiat.min(PERFECT);
        let silent = State {
            before,
            after: before.after(fiat),
            resolved: fiat,
            deception: 0.0,
            shift: 0.0,
            factor: 1.0,
        };
        let Some((speaker, carry)) = speaker.and_then(|s| Some((s, s.carries[topic].as_ref()?)))
        else {
            return [silent; 2];
        };
        let message = self.message(speaker, carry, values);
        let heard = hear(t, before, message);
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

/// A message on a topic; talk on a state that does not drift stays under its ceiling.
fn hear(topic: &Topic, belief: Belief, message: Message) -> Belief {
    match topic.about {
        About::Resolve(_) => belief.after_repeated(message.resolved(), message.ceiling(), 1.0),
        _ => belief.after(message.resolved()),
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
            let now: Vec<Belief> = (0..self.topics.len())
                .map(|t| self.today(t, values))
                .collect();
            let of_class = |class: &Class| -> Vec<[State; 2]> {
                (0..self.topics.len())
                    .map(|t| self.state(t, class, values, now[t]))
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
            // Without the contact nobody is informed by it and every error stays what it is.
            let mut informed = [0.0; LANES];
            for topic in 0..self.topics.len() {
                let mut bits = [0.0; LANES];
                let mut ratio = [1.0; LANES];
                if class > 0 && !arms.is_empty() {
                    for lane in 0..LANES {
                        let carried = columns.carried(contacts, class, lane);
                        let state = columns.state(block.theta(lane), class, topic, carried);
                        bits[lane] = talk::bits(state.resolved);
                        let lies = state.deception * state.shift * state.shift;
                        ratio[lane] = talk::error_ratio(
                            state.after.squared_error() + lies,
                            state.before.squared_error(),
                        );
                        if bits[lane] >= INFORMED_BITS {
                            informed[lane] = 1.0;
                        }
                    }
                }
                record.set_all(arms, 1 + 2 * topic, &bits);
                record.set_all(arms, 2 + 2 * topic, &ratio);
            }
            record.set_all(arms, 0, &informed);
        }
    }
}
