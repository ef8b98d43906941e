//! The definitions of stability over any relations of preference, state by state.
//!
//! Idea: the solution concepts and their extensions (unknown, strong and fuzzy preference,
//! attitudes, coalitions) have one form. A state s is stable for a focal coalition H (a decision
//! maker is a coalition of one) if for every departure s₁, a state H can reach that improves on s
//! for all its members, there is an answer s₂: an end state of a sequence of moves by the others,
//! none twice in a row (every move an improvement for its movers where answers have to be credible),
//! that deters at least one member, and (SMR, SSEQ) from which every move of H still leaves a member
//! deterred. What improves, deters and still holds is passed in.
//!
//! The search is over pairs (state, last mover), so nothing about the relations is assumed. It is
//! meant for conflicts of up to [`MAX_RELATIONAL_STATES`] states and for the reasons of single
//! verdicts; large conflicts with complete preferences go through the sweep instead.

use std::collections::BTreeSet;

use super::graph::submasks;
use super::{Concept, Graph, Refused, State, StateSet};

/// Most states of a conflict that is analysed by search instead of the sweep.
pub const MAX_RELATIONAL_STATES: usize = 1 << 12;

/// A question about a decision maker and two states.
pub(super) type Relation<'a> = Box<dyn Fn(usize, State, State) -> bool + 'a>;

/// A graph with what its decision makers think of states.
pub(super) struct Relations<'a> {
    pub graph: &'a Graph,
    /// The decision maker would leave the first state for the second.
    pub departs: Relation<'a>,
    /// The decision maker would answer by moving from the first to the second.
    pub answers: Relation<'a>,
    /// Ending in the second keeps the decision maker from leaving the first.
    pub deters: Relation<'a>,
    /// Having fled an answer to the second, it still regrets having left the first.
    pub holds: Relation<'a>,
}

/// One move of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Who moves: one decision maker, or a coalition.
    pub movers: Vec<usize>,
    /// Where to.
    pub to: State,
}

/// A departure and what deters it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// The improvement.
    pub departure: State,
    /// The moves of the others after it; under SIM, their moves made at the same time, and where
    /// all end together.
    pub answer: Vec<Step>,
}

/// Whether a state is stable, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Stable: there is nothing better to move to.
    NoImprovement,
    /// Stable: every improvement is answered.
    Deterred(Vec<Answered>),
    /// Not stable: this improvement is not answered.
    Unanswered {
        /// The improvement.
        departure: State,
        /// An answer that would deter it, and the move by which it is escaped (SMR and SSEQ).
        escaped: Option<(Answered, State)>,
    },
}

impl Verdict {
    /// Whether the state is stable.
    #[must_use]
    pub const fn stable(&self) -> bool {
        !matches!(self, Self::Unanswered { .. })
    }
}

/// A state reached in a search, and how.
struct Reached {
    state: State,
    /// Index of the mover in the class.
    mover: usize,
    /// Index of the state it was reached from; `None` for the start.
    before: Option<usize>,
}

impl<'a> Relations<'a> {
    /// Complete preferences by rank: better is better, no better deters.
    pub fn complete(graph: &'a Graph, ranks: &'a [Vec<u32>]) -> Self {
        let better = move |maker: usize, from: State, to: State| {
            ranks[maker][to as usize] > ranks[maker][from as usize]
        };
        Self {
            graph,
            departs: Box::new(better),
            answers: Box::new(better),
            deters: Box::new(move |maker, start, end| !better(maker, start, end)),
            holds: Box::new(move |maker, start, end| !better(maker, start, end)),
        }
    }

    /// The stable states of one decision maker.
    pub fn stable_for(&self, concept: Concept, maker: usize) -> StateSet {
        self.stable(concept, &[maker], &self.others(&[maker]))
    }

    /// Whether a state is stable for one decision maker, and why.
    pub fn verdict_for(
        &self,
        concept: Concept,
        maker: usize,
        state: State,
    ) -> Result<Verdict, Refused> {
        let state = self.graph.representative(state);
        if !self.graph.feasible.contains(state) {
            return Err(Refused::Input("the state is not feasible".to_owned()));
        }
        Ok(self.verdict(concept, &[maker], &self.others(&[maker]), state))
    }

    /// Everyone outside the coalition, each on its own.
    pub fn others(&self, focal: &[usize]) -> Vec<Vec<usize>> {
        let makers = 0..self.graph.decision_makers();
        let outside = makers.filter(|maker| !focal.contains(maker));
        outside.map(|maker| vec![maker]).collect()
    }

    /// The stable states of a focal coalition whose opponents move in these coalitions.
    pub fn stable(&self, concept: Concept, focal: &[usize], class: &[Vec<usize>]) -> StateSet {
        let masks = self.graph.masks();
        let mut stable = StateSet::new(masks);
        let mut answers: Vec<Option<StateSet>> = vec![None; masks];
        for &state in self.graph.states() {
            let departures = self.departures(focal, state);
            let holds = departures.is_empty()
                || match concept {
                    Concept::Nash => false,
                    Concept::Sim => {
                        let joint = self.joint(state, focal, class);
                        departures
                            .iter()
                            .all(|&to| self.joint_answer(state, to, focal, &joint).is_some())
                    }
                    _ => {
                        let mut good = StateSet::new(masks);
                        for &end in self.graph.states() {
                            if self.deterred(focal, state, end)
                                && (!concept.escape() || self.escape(focal, state, end).is_none())
                            {
                                good.insert(end);
                            }
                        }
                        departures.iter().all(|&to| {
                            let reached = answers[to as usize].get_or_insert_with(|| {
                                let mut set = StateSet::new(masks);
                                for node in self.reach(to, class, concept.credible()) {
                                    set.insert(node.state);
                                }
                                set
                            });
                            reached.meets(&good)
                        })
                    }
                };
            if holds {
                stable.insert(state);
            }
        }
        stable
    }

    /// Whether one state is stable for a focal coalition, and why.
    pub fn verdict(
        &self,
        concept: Concept,
        focal: &[usize],
        class: &[Vec<usize>],
        state: State,
    ) -> Verdict {
        let departures = self.departures(focal, state);
        if departures.is_empty() {
            return Verdict::NoImprovement;
        }
        let joint = match concept {
            Concept::Sim => self.joint(state, focal, class),
            _ => Vec::new(),
        };
        let mut deterred = Vec::new();
        for departure in departures {
            let mut escaped = None;
            let answer = match concept {
                Concept::Nash => None,
                Concept::Sim => self.joint_answer(state, departure, focal, &joint),
                _ => {
                    let reached = self.reach(departure, class, concept.credible());
                    let ends = (0..reached.len())
                        .filter(|&at| self.deterred(focal, state, reached[at].state));
                    let mut found = None;
                    for at in ends {
                        let flight = if concept.escape() {
                            self.escape(focal, state, reached[at].state)
                        } else {
                            None
                        };
                        match flight {
                            None => {
                                found = Some(path(&reached, class, at));
                                break;
                            }
                            Some(to) if escaped.is_none() => {
                                let answer = path(&reached, class, at);
                                escaped = Some((Answered { departure, answer }, to));
                            }
                            Some(_) => {}
                        }
                    }
                    found
                }
            };
            match answer {
                Some(answer) => deterred.push(Answered { departure, answer }),
                None => return Verdict::Unanswered { departure, escaped },
            }
        }
        Verdict::Deterred(deterred)
    }

    /// States the focal coalition can reach that improve on this one for all its members.
    pub fn departures(&self, focal: &[usize], state: State) -> Vec<State> {
        let mut reached = self.coalition_moves(focal, state);
        reached.retain(|&to| to != state && focal.iter().all(|&m| (self.departs)(m, state, to)));
        reached
    }

    fn deterred(&self, focal: &[usize], start: State, end: State) -> bool {
        focal.iter().any(|&maker| (self.deters)(maker, start, end))
    }

    /// A move after which no member regrets having left `start`.
    fn escape(&self, focal: &[usize], start: State, answer: State) -> Option<State> {
        let mut moves = self.coalition_moves(focal, answer).into_iter();
        moves.find(|&to| focal.iter().all(|&maker| !(self.holds)(maker, start, to)))
    }

    /// R_H(s): end states of sequences of moves by members, nobody twice in a row; in the order in
    /// which they are reached.
    fn coalition_moves(&self, members: &[usize], state: State) -> Vec<State> {
        if let [maker] = members {
            return self.graph.moves(*maker, state).collect();
        }
        let class: Vec<Vec<usize>> = members.iter().map(|&maker| vec![maker]).collect();
        let mut seen = StateSet::new(self.graph.masks());
        let mut reached = Vec::new();
        for node in self.reach(state, &class, false) {
            if seen.insert(node.state) {
                reached.push(node.state);
            }
        }
        reached
    }

    /// Every answer of the others after a departure, by increasing state.
    pub fn ends(&self, departure: State, class: &[Vec<usize>], credible: bool) -> BTreeSet<State> {
        let reached = self.reach(departure, class, credible);
        reached.into_iter().map(|node| node.state).collect()
    }

    /// End states of sequences of moves by the coalitions of a class, none twice in a row.
    fn reach(&self, start: State, class: &[Vec<usize>], credible: bool) -> Vec<Reached> {
        let mut seen = vec![StateSet::new(self.graph.masks()); class.len()];
        let mut reached: Vec<Reached> = Vec::new();
        let mut at = None;
        let mut next = 0;
        loop {
            let (state, last) = match at {
                None => (start, None),
                Some(index) => {
                    let node: &Reached = &reached[index];
                    (node.state, Some(node.mover))
                }
            };
            for (mover, members) in class.iter().enumerate() {
                if last == Some(mover) {
                    continue;
                }
                for to in self.coalition_moves(members, state) {
                    let willing =
                        !credible || members.iter().all(|&m| (self.answers)(m, state, to));
                    if willing && seen[mover].insert(to) {
                        reached.push(Reached {
                            state: to,
                            mover,
                            before: at,
                        });
                    }
                }
            }
            if next == reached.len() {
                return reached;
            }
            at = Some(next);
            next += 1;
        }
    }

    /// What each opponent would do from this state, for SIM: per member of a merged state, the
    /// changes of options by which each opponent improves.
    fn joint(&self, state: State, focal: &[usize], class: &[Vec<usize>]) -> Vec<Joint> {
        let alone = [state];
        let mut groups = self.graph.merged.iter();
        let group = groups.find(|group| group[0] == state);
        let changes = |from: State, maker: usize, improves: &dyn Fn(State) -> bool| {
            let masks = submasks(self.graph.changeable(maker, from));
            masks
                .filter(|mask| {
                    let to = self.graph.representative(from ^ mask);
                    to != state && self.graph.feasible.contains(to) && improves(to)
                })
                .collect::<Vec<u32>>()
        };
        let members = group.map_or(&alone[..], Vec::as_slice);
        let joint = members.iter().map(|&from| Joint {
            from,
            own: focal
                .iter()
                .flat_map(|&maker| changes(from, maker, &|_| true))
                .collect(),
            others: class
                .iter()
                .flatten()
                .map(|&maker| {
                    let improves = |to| (self.answers)(maker, state, to);
                    (maker, changes(from, maker, &improves))
                })
                .collect(),
        });
        joint.collect()
    }

    /// Improvements of the opponents that, made together with the departure, deter it.
    fn joint_answer(
        &self,
        state: State,
        departure: State,
        focal: &[usize],
        joint: &[Joint],
    ) -> Option<Vec<Step>> {
        let deters = |end: State| {
            let end = self.graph.representative(end);
            (self.graph.feasible.contains(end) && self.deterred(focal, state, end)).then_some(end)
        };
        joint.iter().find_map(|joint| {
            let mut own = joint.own.iter().map(|mask| joint.from ^ mask);
            own.find_map(|to| {
                if self.graph.representative(to) != departure {
                    return None;
                }
                let mut steps = Vec::new();
                let end = together(to, &joint.others, &mut steps, &deters)?;
                Some(
                    steps
                        .into_iter()
                        .map(|movers| Step { movers, to: end })
                        .collect(),
                )
            })
        })
    }
}

/// Moves made at the same time from one state (or one member of a merged state).
struct Joint {
    from: State,
    own: Vec<u32>,
    others: Vec<(usize, Vec<u32>)>,
}

/// Lets each opponent stay or make one of its changes, the first combination that deters.
fn together(
    at: State,
    others: &[(usize, Vec<u32>)],
    steps: &mut Vec<Vec<usize>>,
    deters: &dyn Fn(State) -> Option<State>,
) -> Option<State> {
    let Some(((maker, changes), rest)) = others.split_first() else {
        return if steps.is_empty() { None } else { deters(at) };
    };
    if let Some(end) = together(at, rest, steps, deters) {
        return Some(end);
    }
    for mask in changes {
        steps.push(vec![*maker]);
        if let Some(end) = together(at ^ mask, rest, steps, deters) {
            return Some(end);
        }
        steps.pop();
    }
    None
}

/// The moves that lead to a reached state.
fn path(reached: &[Reached], class: &[Vec<usize>], end: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut at = Some(end);
    while let Some(index) = at {
        steps.push(Step {
            movers: class[reached[index].mover].clone(),
            to: reached[index].state,
        });
        at = reached[index].before;
    }
    steps.reverse();
    steps
}
