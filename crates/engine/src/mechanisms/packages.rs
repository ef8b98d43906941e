//! What could be signed: each θ's draw and frontier, shared by every arm with the same breach.
//!
//! The structure and the frontier are the agreement crate's; this mechanism feeds it the θ.
//! Page: `docs/model/agreement.md`.
//!
//! A guarantee of the patron goes with its mood (see [`crate::laws::patron::trust`]). That mood is
//! the one a setting expects today, one number per θ and guarantee: frontiers are found once per
//! θ, while moods on single paths would take one each.
//!
//! Does not model: bargaining inside a side, or a guarantor whose mood changes on the way.

use std::rc::Rc;

use pourparler_agreement::space::{Need, Space};
use pourparler_agreement::{Draw, Frontier, Point, Predicate, Workspace};
use pourparler_scenario::{Kind, Section};

use crate::arms::{Arm, classes};
use crate::block::Block;
use crate::cells::{Cell, Values};
use crate::clock::DAYS_PER_MONTH;
use crate::lanes::Column;
use crate::laws::patron;
use crate::mechanism::{Build, Mechanism, Process};
use crate::mechanisms::information::{self, About};
use crate::mechanisms::keys::value;
use crate::mechanisms::publics::{self, Claimed};
use crate::plan::months_until;
use crate::record::Recorder;
use crate::streams::fingerprint;

/// Most points of a frontier that offers are chosen from.
pub const OFFER_POINTS: usize = 128;
/// Largest breach probability that public claims can lead to.
const MOST_BREACH: f64 = 0.999;
/// Most points on which the bargain after a dated event is looked for.
const COARSE_POINTS: usize = 24;

const SECTIONS: &[Section] = &[Section {
    path: "parties.*",
    title: "Consent",
    doc: "Whether a party goes along with what needs its consent.",
    keys: &[value(
        "consent",
        Kind::Quantity { min: 0.0, max: 1.0 },
        "1",
        "Probability that it consents to what needs its consent: exchanges of those it holds, any \
         settlement if it is a side, moves on an issue that names it. Drawn once. A third party \
         whose `consent` is left out consents to what leaves it no worse off than today.",
        "0.8",
    )],
}];

/// The packages mechanism.
pub struct Packages;

/// A frontier as columns, U_B rising and U_A falling.
#[derive(Debug, Clone, Default)]
pub struct Slice {
    /// Net utility of each side at each point.
    pub u: [Vec<f64>; 2],
    /// The packages.
    pub packages: Vec<u64>,
}

impl Slice {
    fn of(points: &[Point]) -> Self {
        Self {
            u: [
                points.iter().map(|p| p.a).collect(),
                points.iter().map(|p| p.b).collect(),
            ],
            packages: points.iter().map(|p| p.package).collect(),
        }
    }

    /// The most that `side` can have while the other has at least `least`.
    #[inline]
    pub fn best_for(&self, side: usize, least: f64) -> Option<f64> {
        let other = &self.u[1 - side];
        // Points that leave the other enough start or end here; this one is the best of them.
        if side == 0 {
            let at = other.partition_point(|&u| u < least);
            self.between(0, least, at, at.checked_sub(1))
        } else {
            let end = other.partition_point(|&u| u >= least);
            self.between(1, least, end.checked_sub(1)?, Some(end))
        }
    }

    /// What `side` has where the other has `least`, between the last point that leaves it enough and
    /// the next one.
    ///
    /// Neighbours that are mixes of one package's divisible issues are joined by mixes of their
    /// own, so that a thinned frontier loses nothing between them.
    #[inline(always)]
    fn between(&self, side: usize, least: f64, at: usize, next: Option<usize>) -> Option<f64> {
        let (own, other) = (&self.u[side], &self.u[1 - side]);
        let best = *own.get(at)?;
        let joined = next.filter(|&k| self.packages.get(k) == self.packages.get(at));
        Some(joined.map_or(best, |k| {
            best + (own[k] - best) * ((other[at] - least) / (other[at] - other[k]))
        }))
    }

    /// The most that `side` can have; −∞ where there is no package.
    #[inline(always)]
    pub fn most(&self, side: usize) -> f64 {
        let end = match side {
            0 => self.u[0].first(),
            _ => self.u[1].last(),
        };
        end.map_or(f64::NEG_INFINITY, |&u| u)
    }

    /// Whether some point gives both sides at least this; it is looked for around the point `near`,
    /// where the last search ended.
    #[inline(always)]
    pub fn is_open(&self, least: [f64; 2], near: &mut Near) -> bool {
        // Not even the best point of either side leaves it enough.
        if self.most(0) < least[0] || self.most(1) < least[1] {
            return false;
        }
        let at = near.rise(&self.u[1], least[1]);
        let best = self.between(0, least[1], at, at.checked_sub(1));
        best.is_some_and(|a| a >= least[0])
    }
}

/// Where the last search in a list ended: the next one often ends there too, or beside it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Near(u32);

impl Near {
    /// The first place from which on a rising list is not below `least`.
    #[inline(always)]
    pub fn rise(&mut self, list: &[f64], least: f64) -> usize {
        let near = self.0 as usize;
        let is_it = |at: usize| {
            let above = list.get(at).is_none_or(|&u| u >= least);
            let below = at
                .checked_sub(1)
                .is_none_or(|k| list.get(k).is_some_and(|&u| u < least));
            above && below
        };
        let mut beside = [near, near + 1, near.wrapping_sub(1)].into_iter();
        let found = beside.find(|&at| is_it(at));
        let at = found.unwrap_or_else(|| list.partition_point(|&u| u < least));
        self.0 = at as u32;
        at
    }
}

/// Frontiers of one θ at one level of breach.
#[derive(Debug, Clone, Default)]
pub struct Frontiers {
    /// Everything that can be signed.
    pub signable: Slice,
    /// Settlements alone.
    pub finals: Slice,
    /// Settlements, thinned for the waiting value.
    pub coarse: Slice,
    /// Settlements that move only some issues, one per `zone_now[...]` asked for.
    pub on_issues: Vec<Slice>,
    /// The most that a side loses because a frontier was thinned, utility.
    largest_gap: f64,
    /// A frontier was too large to be worked out, and counts as one without packages.
    refused: bool,
}

/// Draws and frontiers of a block.
#[derive(Default)]
pub struct Columns {
    /// `[theta]`.
    pub draws: Vec<Draw>,
    /// `[theta][level of breach]`.
    pub frontiers: Vec<Vec<Rc<Frontiers>>>,
    /// The most that each side can have by a settlement, `[level of breach][side][lane]`.
    pub most: Vec<[Column; 2]>,
    /// Those that public claims bring about, with their level and the step from which they hold,
    /// `[theta]`.
    claimed: Vec<Vec<(usize, usize, Rc<Frontiers>)>>,
    /// Whether both sides consent to settling at all, `[theta]`.
    pub consent: Vec<bool>,
    /// Numbers of the named outcomes, `[theta][outcome]`.
    pub terms: Vec<Vec<Terms>>,
}

impl Columns {
    fn most(&self, block: &Block, level: usize) -> [Column; 2] {
        let most = |side: usize, theta: usize| self.frontiers[theta][level].finals.most(side);
        [0, 1].map(|side| block.spread_thetas(|theta| most(side, theta)))
    }

    /// Numbers that tell the frontiers at a level of breach apart within a block: their
    /// addresses, for worlds share the frontiers that are the same.
    pub fn identities(&self, breach: usize) -> impl Iterator<Item = f64> + '_ {
        let frontiers = self.frontiers.iter().map(move |levels| &levels[breach]);
        frontiers.map(|frontiers| Rc::as_ptr(frontiers) as usize as f64)
    }
}

/// What signing a named outcome does in one θ.
#[derive(Debug, Clone, Copy)]
pub struct Terms {
    /// Months an interim outcome holds.
    pub lasts: f64,
    /// Multiplier of costs and pressure while it holds.
    pub tempers: f64,
    /// Multiplier of hazards after a final one.
    pub after: f64,
    /// Rate per month at which a final one fails.
    pub failure: f64,
}

struct Compiled {
    space: Space,
    needs: Vec<Cell>,
    sides: [Cell; 2],
    patron: Option<Patron>,
    levels: Vec<Level>,
    signable: Vec<Predicate>,
    finals: Vec<Predicate>,
    on_issues: Vec<Vec<Predicate>>,
    /// Tells structures apart, so that worlds share frontiers of the same structure only.
    fingerprint: f64,
}

/// What the belief in a patron's guarantees follows from.
struct Patron {
    elasticity: Cell,
    memory: Cell,
    /// Months from today and expected jump of the dated events.
    events: Vec<(f64, Cell)>,
    /// The side that has to guess its mood.
    guesses: usize,
    /// The side each effect protects, where the patron stands behind it.
    protects: Vec<Option<usize>>,
}

impl Patron {
    /// None without a patron that guarantees something.
    fn build(build: &mut Build) -> Option<Self> {
        let table = build.root.child("politics")?;
        let party = |key| {
            let id = table.reference(key)?;
            build.space.parties.iter().position(|p| p.id == id)
        };
        let (patron, favours) = (party("patron")?, party("favours")?);
        let effects = &build.space.domain.structure().effects;
        let by_patron = effects
            .iter()
            .map(|effect| (effect.guarantor == Some(patron)).then_some(effect.party));
        let protects: Vec<Option<usize>> = by_patron.collect();
        protects.iter().flatten().next()?;
        let today = build.root.date("as_of")?;
        let mut events = Vec::new();
        for (_, event) in build.root.tables("events") {
            if let (Some(date), Some(jump)) = (event.date("date"), event.quantity("jump")) {
                events.push((months_until(today, date), build.cells.quantity(jump)));
            }
        }
        let [a, b] = build.space.sides;
        Some(Self {
            elasticity: build
                .cells
                .quantity(table.quantity("guarantee_elasticity")?),
            memory: build.cells.quantity(table.quantity("memory")?),
            events,
            guesses: if favours == a { b } else { a },
            protects,
        })
    }

    /// How much more or less each effect's guarantor is believed than the file says.
    fn trust(&self, block: &Block, theta: usize) -> Vec<f64> {
        let values = &block.thetas[theta];
        let information: &information::Columns = block.get();
        let topic = information.topic(About::Politics, |l| l == self.guesses);
        // `error` is true less believed; what a side knows it knows on the mean.
        let error = topic.map_or(0.0, |t| information.today[theta][t].error);
        let of = |protects: &Option<usize>| {
            let Some(side) = *protects else { return 1.0 };
            let today = if side == self.guesses { -error } else { 0.0 };
            let jumps = self.events.iter().map(|(at, jump)| (*at, values[*jump]));
            let mood = patron::year_ahead(today, jumps, values[self.memory]);
            patron::trust(values[self.elasticity], mood)
        };
        self.protects.iter().map(of).collect()
    }
}

impl Mechanism for Packages {
    fn name(&self) -> &'static str {
        "packages"
    }

    fn sections(&self) -> &'static [Section] {
        SECTIONS
    }

    fn build(&self, build: &mut Build) -> Box<dyn Process> {
        let space = build.space.clone();
        let needs = space.needs.iter().map(|need| match need {
            Need::Quantity(quantity) => build.cells.quantity(quantity),
            Need::Event { path, probability } => build.cells.event(path, probability),
        });
        let needs = needs.collect();
        let sides = space.sides.map(|s| consent(build, &space.parties[s].id));
        let (levels, _) = levels(build.arms);
        let on_issues = build.questions.zones.iter().map(|names| {
            let issues: Vec<usize> = names.iter().filter_map(|n| space.issue(n)).collect();
            space.finals_on(&issues)
        });
        Box::new(Compiled {
            signable: space.signable(),
            finals: space.finals(),
            on_issues: on_issues.collect(),
            fingerprint: fingerprint(&format!("{:?}{:?}", space.domain, space.outcomes)),
            needs,
            sides,
            patron: Patron::build(build),
            levels,
            space,
        })
    }
}

/// At most [`COARSE_POINTS`] of `points` indexes, both ends among them and the same from either
/// end, so that swapping the sides keeps the same points.
fn evenly(points: usize) -> Vec<usize> {
    if points <= COARSE_POINTS {
        return (0..points).collect();
    }
    let half: Vec<usize> = (0..COARSE_POINTS / 2)
        .map(|k| k * (points - 1) / (COARSE_POINTS - 1))
        .collect();
    let mirrored = half.iter().rev().map(|k| points - 1 - k);
    half.iter().copied().chain(mirrored).collect()
}

/// What arms can differ by in what a deal is worth once it is broken.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Level {
    /// Multiplier of both sides' breach probability.
    breach: f64,
    /// Step from which public claims feed back on it.
    claims: Option<usize>,
}

/// Levels of breach among the arms, and the level of each arm.
fn levels(arms: &[Arm]) -> (Vec<Level>, Vec<usize>) {
    let of_arm = |arm: &Arm| Level {
        breach: arm.breach,
        claims: arm.claims,
    };
    classes(Vec::new(), arms.iter().map(of_arm))
}

/// Level of breach of each arm.
pub fn levels_of(arms: &[Arm]) -> Vec<usize> {
    levels(arms).1
}

/// The event that a party consents, one per θ and the same wherever its consent counts, also
/// where the agreement crate asks for it.
pub fn consent(build: &mut Build, id: &str) -> Cell {
    let quantity = build
        .root
        .table("parties", id)
        .and_then(|t| t.quantity("consent"));
    match quantity {
        Some(quantity) => build
            .cells
            .event(&format!("{}#drawn", quantity.path), quantity),
        None => build.cells.constant(1.0),
    }
}

impl Compiled {
    fn draw(&self, values: &Values, trust: &[f64]) -> Draw {
        let x: Vec<f64> = self.needs.iter().map(|&cell| values[cell]).collect();
        let mut draw = Draw::new(&self.space.domain);
        let trust = |effect: usize| trust.get(effect).copied().unwrap_or(1.0);
        let recipe = &self.space.recipe;
        recipe.fill_believing(&self.space.domain, &x, trust, &mut draw);
        draw
    }

    fn frontiers(
        &self,
        draw: &Draw,
        breach: f64,
        claimed: Option<Claimed>,
        workspace: &mut Workspace,
    ) -> Frontiers {
        let mut draw = draw.clone();
        draw.breach = draw.breach.map(|d| d * breach);
        if let Some(claimed) = claimed {
            draw.breach = draw.breach.map(|d| (d * claimed.breach).min(MOST_BREACH));
            for reliability in &mut draw.reliability {
                *reliability *= claimed.guarantors;
            }
        }
        let mut exact = Frontier::default();
        let (mut largest_gap, mut refused) = (0.0f64, false);
        let mut slice = |within: &[Predicate], most: usize| {
            // An empty union would admit every package.
            if within.is_empty() {
                return Slice::default();
            }
            let solved = workspace.frontier(&self.space.domain, &draw, within, &mut exact);
            if solved.is_err() {
                refused = true;
                return Slice::default();
            }
            let thinned = exact.thinned(most);
            largest_gap = largest_gap.max(thinned.largest_gap);
            Slice::of(&thinned.points)
        };
        let finals = slice(&self.finals, OFFER_POINTS);
        let signable = if self.signable == self.finals {
            finals.clone()
        } else {
            slice(&self.signable, OFFER_POINTS)
        };
        let on_issues = self
            .on_issues
            .iter()
            .map(|p| slice(p, OFFER_POINTS))
            .collect();
        let kept = evenly(finals.packages.len());
        let thin = |u: &Vec<f64>| kept.iter().map(|&k| u[k]).collect();
        Frontiers {
            coarse: Slice {
                u: [thin(&finals.u[0]), thin(&finals.u[1])],
                packages: kept.iter().map(|&k| finals.packages[k]).collect(),
            },
            signable,
            finals,
            on_issues,
            largest_gap,
            refused,
        }
    }
}

impl Process for Compiled {
    fn start(&self, block: &mut Block) {
        let mut workspace = Workspace::default();
        let publics: &publics::Columns = block.get();
        let mut columns = Columns {
            ..Columns::default()
        };
        for (theta, values) in block.thetas.iter().enumerate() {
            let patron = self.patron.as_ref();
            let trust = patron.map_or(Vec::new(), |patron| patron.trust(block, theta));
            let draw = self.draw(values, &trust);
            let consent = self.sides.iter().all(|&cell| values[cell] > 0.5);
            let mut frontiers = |k: usize, level: &Level, claimed: Option<Claimed>| {
                if !consent {
                    return block.remember(("no frontier", 0, 0), &[], || Frontiers {
                        on_issues: vec![Slice::default(); self.on_issues.len()],
                        ..Frontiers::default()
                    });
                }
                let mut inputs: Vec<f64> = self.needs.iter().map(|&cell| values[cell]).collect();
                inputs.extend([level.breach, self.fingerprint]);
                inputs.extend_from_slice(&trust);
                inputs.extend(claimed.iter().flat_map(|c| [c.guarantors, c.breach]));
                block.remember(("frontiers", theta as u32, k as u32), &[&inputs], || {
                    self.frontiers(&draw, level.breach, claimed, &mut workspace)
                })
            };
            let levels = self.levels.iter().enumerate();
            let before = levels.clone().map(|(k, level)| frontiers(k, level, None));
            columns.frontiers.push(before.collect());
            let claims = publics.claimed.as_ref().map(|claimed| claimed[theta]);
            let after = levels.filter_map(|(k, level)| {
                Some((k, level.claims?, frontiers(k, level, Some(claims?))))
            });
            columns.claimed.push(after.collect());
            let term = |need: Option<usize>, otherwise: f64| {
                need.map_or(otherwise, |k| values[self.needs[k]])
            };
            // The larger of the two sides' breach probabilities, which are for a year.
            let failure = draw.breach[0].max(draw.breach[1]) / 12.0;
            let terms = self.space.outcomes.iter().map(|outcome| Terms {
                lasts: term(outcome.lasts, 0.0) / DAYS_PER_MONTH,
                tempers: term(outcome.tempers, 1.0),
                after: term(outcome.after, 1.0),
                failure,
            });
            columns.terms.push(terms.collect());
            columns.consent.push(consent);
            columns.draws.push(draw);
        }
        columns.most = (0..self.levels.len())
            .map(|level| columns.most(block, level))
            .collect();
        block.put(columns);
    }

    fn step(&self, block: &mut Block, step: usize, _record: &mut Recorder) {
        if self.levels.iter().all(|level| level.claims != Some(step)) {
            return;
        }
        block.own(|columns: &mut Columns, block| {
            for (levels, claimed) in columns.frontiers.iter_mut().zip(&columns.claimed) {
                for (level, from, frontiers) in claimed {
                    if *from == step {
                        levels[*level] = frontiers.clone();
                    }
                }
            }
            let levels = 0..columns.most.len();
            columns.most = levels.map(|level| columns.most(block, level)).collect();
        });
    }

    fn record(&self, block: &mut Block, record: &mut Recorder) {
        let columns: &Columns = block.get();
        for (theta, levels) in columns.frontiers.iter().enumerate() {
            for frontiers in levels {
                record.frontiers(theta, frontiers.largest_gap, frontiers.refused);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_ends_where_it_would_have_anywhere() {
        let list = [0.1, 0.1, 0.3, 0.3, 0.4, 0.9];
        for len in 0..=list.len() {
            let list = &list[..len];
            for least in [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.9, 1.0] {
                let expected = list.partition_point(|&u| u < least);
                for start in [0, 1, 2, 3, 5, 6, 7, u32::MAX] {
                    let mut near = Near(start);
                    assert_eq!(near.rise(list, least), expected, "{least} from {start}");
                    assert_eq!(near.rise(list, least), expected, "{least} again");
                }
            }
        }
    }
}
