//! Humanitarian exchange: prisoners, remains, civilians, children.
//!
//! A base flow exists without the contact and comes in clusters: a two-state chain (open,
//! frozen) with a rate of exchanges in each and sizes drawn from the category's law, capped by
//! those still held. Every exchange needs each holder's consent; a one-sided release only the
//! holder's. A contact adds one proposal per item it carries, P = carried × authority × Π
//! P(consent), and may reopen a frozen flow.
//!
//! Equations: [`crate::laws::consent`]. Page: `docs/model/exchange.md`.
//!
//! Does not model: bargaining over the ratio, or who is released.

mod flow;
mod keys;

use std::rc::Rc;

use pourparler_scenario::{Law, Section, Table};

use self::flow::{Flows, resize};
use crate::arms::{Arm, classes, recording};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::lanes::{Column, LANES, by_lane};
use crate::laws::consent as law;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::{contact, packages};
use crate::random::Stream;
use crate::record::Recorder;
use crate::result::{Output, Unit};
use crate::streams::{Source, fingerprint, named_stream};

/// The exchange mechanism.
pub struct Exchange;

struct Holder {
    /// Party that holds them.
    id: String,
    /// Party they belong to.
    of: String,
    stock: Cell,
    consents: Cell,
}

struct Category {
    id: String,
    holders: Vec<Holder>,
    one_sided: bool,
    open_rate: Cell,
    frozen_rate: Cell,
    open_now: Cell,
    opens: Cell,
    closes: Cell,
    size: Law,
    /// Tells its id and the law of its sizes from others.
    fingerprint: f64,
    /// State of the chain, exchanges, and length of a reopened spell.
    flow_streams: [Stream; 3],
    /// What each contact brings, if anything.
    proposals: Vec<Option<Proposal>>,
}

struct Proposal {
    carried: Cell,
    authority: Cell,
    reopen: Cell,
    sincerity: Cell,
    ruse_loss: Cell,
    benefit: Cell,
    size: Law,
    /// Whether a holder is the host, who knows that the proposal is sincere.
    hosts: Vec<bool>,
}

struct Compiled {
    categories: Vec<Category>,
    /// Contact of each class; class 0 has none.
    classes: Vec<Option<usize>>,
    /// Arms of each class that record exchanges.
    arms: Vec<Vec<usize>>,
    starts: Vec<f64>,
    /// Parties that hold people of others, and parties that get some back, by category.
    holding: Vec<String>,
    receiving: Vec<Vec<String>>,
    clock_steps: usize,
    dt: f64,
}

fn classify(arms: &[Arm]) -> (Vec<Option<usize>>, Vec<usize>) {
    let contact = |arm: &Arm| arm.contact.filter(|_| arm.parts.exchange);
    classes(vec![None], arms.iter().map(contact))
}

fn cell(build: &mut Build, table: &Table, key: &str, otherwise: f64) -> Cell {
    match table.quantity(key) {
        Some(quantity) => build.cells.quantity(quantity),
        None => build.cells.constant(otherwise),
    }
}

fn category(build: &mut Build, id: &str, table: &Table) -> Category {
    let holders: Vec<Holder> = table
        .tables("holders")
        .map(|(holder, held)| Holder {
            id: holder.to_string(),
            of: held.reference("of").unwrap_or_default().to_string(),
            stock: cell(build, held, "stock", f64::INFINITY),
            consents: packages::consent(build, holder),
        })
        .collect();
    let size = table.quantity("size").map_or(Law::Certain(1.0), |q| q.law);
    let contacts = build.contacts;
    let proposals = contacts
        .iter()
        .map(|contact| {
            let brought = contact.table.table("exchange", id)?;
            let hosts = contact.table.references("to");
            Some(Proposal {
                carried: cell(build, brought, "carried", 0.0),
                authority: cell(build, brought, "authority", 0.0),
                reopen: cell(build, brought, "reopen", 0.0),
                sincerity: cell(build, brought, "sincerity", 1.0),
                ruse_loss: cell(build, brought, "ruse_loss", 0.0),
                benefit: cell(build, brought, "benefit", 0.0),
                size: brought.quantity("size").map_or(size, |q| q.law),
                hosts: holders.iter().map(|h| hosts.contains(&h.id)).collect(),
            })
        })
        .collect();
    Category {
        id: id.to_string(),
        one_sided: table.flag("one_sided"),
        open_rate: cell(build, table, "open_rate", 0.0),
        frozen_rate: cell(build, table, "frozen_rate", 0.0),
        open_now: cell(build, table, "open_now", 0.5),
        opens: cell(build, table, "opens", 0.0),
        closes: cell(build, table, "closes", 0.0),
        size,
        fingerprint: fingerprint(&format!("{id}{size:?}")),
        flow_streams: [4, 5, 6].map(|k| named_stream(Source::Exchange, k, id)),
        proposals,
        holders,
    }
}

impl Mechanism for Exchange {
    fn name(&self) -> &'static str {
        "exchange"
    }

    fn sections(&self) -> &'static [Section] {
        keys::SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let root = build.root;
        let categories: Vec<Category> = root
            .tables("exchange")
            .map(|(id, table)| category(build, id, table))
            .collect();
        let mut holding: Vec<String> = Vec::new();
        let mut receiving = Vec::new();
        for category in &categories {
            let mut own: Vec<String> = Vec::new();
            for holder in &category.holders {
                if !holding.contains(&holder.id) {
                    holding.push(holder.id.clone());
                }
                if !own.contains(&holder.of) {
                    own.push(holder.of.clone());
                }
            }
            receiving.push(own);
        }
        let (classes, arms) = classify(build.arms);
        Box::new(Compiled {
            categories,
            classes,
            arms: recording(build.arms, &arms),
            starts: build
                .contacts
                .iter()
                .map(|contact| build.clock.start_of(contact.step))
                .collect(),
            holding,
            receiving,
            clock_steps: build.clock.steps,
            dt: build.clock.dt,
        })
    }
}

/// What happens in one category on the lanes of one class.
#[derive(Clone)]
struct Happened {
    /// Time of the first exchange of the flow, months; infinite for none.
    first: Column,
    /// Probability that the contact's proposal is carried out, and when.
    proposal: Column,
    from: f64,
    /// People set free, `[holder][lane]`.
    people: Vec<Column>,
}

impl Category {
    /// Probability that holder `k` agrees to the contact's proposal.
    fn agrees(&self, proposal: &Proposal, k: usize, values: &Values) -> f64 {
        if values[self.holders[k].consents] < 0.5 {
            return 0.0;
        }
        if proposal.hosts[k] {
            law::consent(1.0, 0.0, 0.0, 1.0)
        } else {
            law::consent(
                values[proposal.sincerity],
                values[proposal.ruse_loss],
                values[proposal.benefit],
                1.0,
            )
        }
    }

    /// All that a block's flow depends on.
    fn flow_inputs(&self, block: &Block) -> Vec<f64> {
        let cells = [
            self.open_rate,
            self.frozen_rate,
            self.open_now,
            self.opens,
            self.closes,
        ];
        let numbers = block.thetas.iter().flat_map(|v| cells.map(|cell| v[cell]));
        numbers.chain([self.fingerprint]).collect()
    }

    /// All that the exchanges depend on besides the flow, where no contact proposes any.
    fn holding_inputs(&self, block: &Block) -> Vec<f64> {
        let of_theta = |v: &Values| -> Vec<f64> {
            let holders = self.holders.iter();
            holders.flat_map(|h| [v[h.stock], v[h.consents]]).collect()
        };
        let mut inputs: Vec<f64> = block.thetas.iter().flat_map(of_theta).collect();
        inputs.push(f64::from(self.one_sided));
        inputs
    }

    /// Whether the flow has the consent it needs; a one-sided release waits for its own holder
    /// alone.
    fn flows_on(&self, values: &Values) -> bool {
        self.one_sided || self.holders.iter().all(|h| values[h.consents] > 0.5)
    }

    /// Time of the first exchange of the flow; infinite for none.
    fn first(&self, values: &Values, exchange: Option<(f64, f64)>) -> f64 {
        let nobody = self.one_sided && self.holders.iter().all(|h| values[h.consents] < 0.5);
        let time = exchange.filter(|_| !nobody).map(|(time, _)| time);
        time.unwrap_or(f64::INFINITY)
    }

    /// Sets people free on a lane in exchanges that come in order of time.
    fn carry_out(
        &self,
        values: &Values,
        exchanges: &[(f64, f64)],
        lane: usize,
        happened: &mut Happened,
    ) {
        happened.first[lane] = self.first(values, exchanges.first().copied());
        for (holder, people) in self.holders.iter().zip(&mut happened.people) {
            let (mut left, mut free) = (values[holder.stock], 0.0);
            if values[holder.consents] > 0.5 {
                for (_, size) in exchanges {
                    let freed = size.min(left).max(0.0);
                    left -= freed;
                    free += freed;
                }
            }
            people[lane] = free;
        }
    }
}

impl Compiled {
    /// What happens where no contact proposes anything.
    fn silent(&self, block: &Block, category: usize, flows: &Flows) -> Happened {
        let data = &self.categories[category];
        let mut out = Happened {
            first: [f64::INFINITY; LANES],
            proposal: [0.0; LANES],
            from: 0.0,
            people: vec![[0.0; LANES]; data.holders.len()],
        };
        for (theta, values) in block.thetas.iter().enumerate() {
            if data.flows_on(values) {
                for lane in block.lanes(theta) {
                    data.carry_out(values, flows.exchanges(lane), lane, &mut out);
                }
            }
        }
        out
    }

    /// What happens where a contact proposes something; `silent` is what happens without it.
    fn proposed(
        &self,
        block: &Block,
        category: usize,
        contact: usize,
        flows: &Flows,
        silent: &Happened,
    ) -> Happened {
        let data = &self.categories[category];
        let mut out = Happened {
            from: self.starts[contact],
            ..silent.clone()
        };
        let Some(proposal) = &data.proposals[contact] else {
            return out;
        };
        let contacts: &contact::Columns = block.get();
        let from = out.from;
        let carry = block.stratified(named_stream(Source::Exchange, 1, &data.id), 0);
        let agree = block.stratified(named_stream(Source::Exchange, 2, &data.id), 0);
        let marks = named_stream(Source::Exchange, 3, &data.id);
        for (theta, values) in block.thetas.iter().enumerate() {
            let carried = values[proposal.carried];
            let holders = 0..data.holders.len();
            let consents: Vec<f64> = holders.map(|h| data.agrees(proposal, h, values)).collect();
            let p = law::proposal(carried, values[proposal.authority], &consents);
            for lane in block.lanes(theta).filter(|&k| contacts.carried(contact, k)) {
                out.proposal[lane] = p;
                let brought = agree[lane] < p;
                // One number decides both: a reopened flow had its item carried.
                let reopened =
                    carry[lane] < carried * values[proposal.reopen] && !flows.open_at(lane, from);
                if !brought && !reopened {
                    continue;
                }
                let mut exchanges = match (data.flows_on(values), reopened) {
                    (false, _) => Vec::new(),
                    (true, false) => flows.exchanges(lane).to_vec(),
                    (true, true) => flows.reopened(block, data, lane, from),
                };
                let first = exchanges.first().copied();
                if brought {
                    let mut size = [block.address(lane).uniform(marks, 0)];
                    resize(&proposal.size, &mut size);
                    let at = exchanges.partition_point(|(time, _)| *time <= from);
                    exchanges.insert(at, (from, size[0]));
                }
                data.carry_out(values, &exchanges, lane, &mut out);
                // The proposal counts by its probability, not by whether it is carried out.
                out.first[lane] = data.first(values, first);
            }
        }
        out
    }
}

impl Process for Compiled {
    fn outputs(&self) -> Vec<Output> {
        let output = |name: String, about: String, unit| Output { name, about, unit };
        let mut outputs = Vec::new();
        for category in &self.categories {
            outputs.push(output(
                format!("exchange.{}", category.id),
                "at least one exchange of the category".into(),
                Unit::Probability,
            ));
        }
        for party in &self.holding {
            outputs.push(output(
                format!("exchange.held_by_{party}"),
                "somebody the party holds is set free".into(),
                Unit::Probability,
            ));
        }
        for (category, receiving) in self.categories.iter().zip(&self.receiving) {
            for party in receiving {
                outputs.push(output(
                    format!("people.{}.{party}", category.id),
                    "people of the category returned to the party".into(),
                    Unit::People,
                ));
            }
        }
        outputs
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let horizon = self.dt * self.clock_steps as f64;
        let flows: Vec<Rc<Flows>> = self
            .categories
            .iter()
            .enumerate()
            .map(|(k, category)| {
                let inputs = category.flow_inputs(block);
                block.remember(("flow", k as u32, 0), &[&inputs], || {
                    Flows::draw(block, category, horizon)
                })
            })
            .collect();
        let silent: Vec<Rc<Happened>> = (0..self.categories.len())
            .map(|k| {
                // The flow by its address: worlds share the flows that are the same.
                let flow = Rc::as_ptr(&flows[k]) as usize as f64;
                let inputs = self.categories[k].holding_inputs(block);
                block.remember(("exchanges", k as u32, 0), &[&inputs, &[flow]], || {
                    self.silent(block, k, &flows[k])
                })
            })
            .collect();
        for (class, arms) in self.arms.iter().enumerate() {
            if arms.is_empty() {
                continue;
            }
            let all: Vec<Rc<Happened>> = (0..self.categories.len())
                .map(|k| {
                    let contact = self.classes[class];
                    let contact = contact.filter(|&c| self.categories[k].proposals[c].is_some());
                    match contact {
                        Some(contact) => {
                            Rc::new(self.proposed(block, k, contact, &flows[k], &silent[k]))
                        }
                        None => silent[k].clone(),
                    }
                })
                .collect();
            self.record_class(&all, arms, record);
        }
    }
}

/// Times in periods of `dt`, the one under way counted in full.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn whole_periods(dt: f64, times: &mut Column) {
    for time in times {
        *time = (*time / dt).ceil();
    }
}

impl Compiled {
    fn record_class(&self, all: &[Rc<Happened>], arms: &[usize], record: &mut Recorder) {
        let mut next = 0;
        let by = |h: &Happened, lane: usize, time: f64| {
            if h.first[lane] <= time {
                1.0
            } else if h.from <= time {
                h.proposal[lane]
            } else {
                0.0
            }
        };
        let end = self.dt * self.clock_steps as f64;
        for h in all {
            record.set_all(arms, next, &by_lane(|lane| by(h, lane, end)));
            // Lanes by the step in which the first exchange falls, and all others' proposals.
            let mut sum = 0.0;
            let mut by_step = vec![0.0; self.clock_steps];
            let step = |periods: f64| (periods as usize).saturating_sub(1);
            let from = step((h.from / self.dt).ceil());
            let mut periods = h.first;
            whole_periods(self.dt, &mut periods);
            for (lane, &periods) in periods.iter().enumerate() {
                let proposal = h.proposal[lane];
                if h.first[lane] <= end {
                    let first = step(periods).min(self.clock_steps - 1);
                    by_step[first] += 1.0;
                    if from < first {
                        by_step[from] += proposal;
                        by_step[first] -= proposal;
                    }
                } else if proposal > 0.0 {
                    by_step[from.min(self.clock_steps - 1)] += proposal;
                }
            }
            for (step, gained) in by_step.iter().enumerate() {
                sum += gained;
                let time = (step + 1) as f64 * self.dt;
                record.curve_of_sum(arms, next, step, sum, || by_lane(|lane| by(h, lane, time)));
            }
            next += 1;
        }
        for party in &self.holding {
            // Nobody of the party's captives is set free: the categories are independent here.
            let mut none = [1.0; LANES];
            for (h, category) in all.iter().zip(&self.categories) {
                let own = category.holders.iter().position(|h| h.id == *party);
                let Some(own) = own else { continue };
                for (lane, none) in none.iter_mut().enumerate() {
                    *none *= 1.0
                        - match h.first[lane].is_finite() {
                            true => f64::from(h.people[own][lane] > 0.0),
                            false => h.proposal[lane],
                        };
                }
            }
            let lanes = none.map(|none| 1.0 - none);
            record.set_all(arms, next, &lanes);
            next += 1;
        }
        for ((h, category), receiving) in all.iter().zip(&self.categories).zip(&self.receiving) {
            for party in receiving {
                let mut lanes = [0.0; LANES];
                for (holder, people) in category.holders.iter().zip(&h.people) {
                    if holder.of == *party {
                        for (sum, freed) in lanes.iter_mut().zip(people) {
                            *sum += freed;
                        }
                    }
                }
                record.set_all(arms, next, &lanes);
                next += 1;
            }
        }
    }
}
