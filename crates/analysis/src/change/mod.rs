//! What would have to change for a target to be reached, cheapest first.
//!
//! The target is any test a claim may make. Levers ([`Lever`]) are changes of the scenario of
//! adjustable strength; a set of them is run like a variant, with the random numbers of the
//! contact as described. Asked in turn: each lever alone, by bisection of its strength; every pair;
//! larger sets, until one reaches the target or too many have been run; the cheapest, weakened as
//! far as the target allows. The search runs fewer settings than the answer, which is run again at
//! full size.
//!
//! Page: `docs/analysis/change.md`.

mod derivation;
mod joint;
mod lever;
mod opening;
mod sets;
mod target;
mod trial;
mod weaken;

use pourparler_agreement::space::Space;
use pourparler_engine::{Effort, Watch};
use pourparler_scenario::{Diagnostic, Scenario};

pub use derivation::{FIGHTS_ON, FLOOR_FALLS, NoSuch, SPEAKS_FOR_ITSELF, levers, no_such};
pub use joint::Joint;
pub use lever::{GRADES, Kind, Lever};
pub use opening::{ZoneOpening, zone_opening};
pub use sets::Sizes;
pub use target::{Reached, TARGET, Target, Wrong};
pub use trial::{Pulled, Trials, cost};

use crate::agreements::agreements;
use crate::condition::Truth;
pub use crate::worlds::Stopped;
use sets::reaching;
use weaken::{alone, weakened};

/// Settings of the search: at most so many repetitions, points in each, and paths per point.
const SEARCH: (usize, usize, usize) = (8, 16, 8);

/// Most sets of levers run by the search.
pub const MOST_SETS: usize = 250;

/// Largest sets looked for one by one.
const LARGEST: usize = 4;

/// Sets that are weakened, the cheapest first.
const WEAKENED: usize = 3;

/// Steps of strength added at full size before a set counts as one that falls short there.
const TRIES: u16 = 8;

/// What is asked.
pub struct Question<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// The target, in the claim language.
    pub target: &'a str,
    /// Costs by lever id, before those of the file.
    pub costs: &'a [(String, f64)],
    /// Size of the answer.
    pub effort: Effort,
}

/// What would have to change.
#[derive(Debug, Clone)]
pub struct Change {
    /// The target as asked.
    pub asked: String,
    /// The target understood.
    pub target: Target,
    /// The levers, in the order of their kinds.
    pub levers: Vec<Lever>,
    /// What the contact as described reaches, at full size.
    pub base: Reached,
    /// What was found.
    pub answer: Answer,
    /// What would open the zone at the medians; `None` where that cannot be worked out.
    pub opening: Option<ZoneOpening>,
    /// Size of the answer, and of the search.
    pub efforts: [Effort; 2],
    /// Sets of levers run by the search.
    pub tried: usize,
    /// Steps of arms taken.
    pub arm_steps: u64,
}

/// Whether the target is reached.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The contact as described reaches it.
    Met,
    /// The scenario has nothing to pull.
    NoLevers,
    /// No lever moves the measured number.
    NeverVaries,
    /// It was looked for.
    Sought(Box<Sought>),
}

/// What the search found.
#[derive(Debug, Clone)]
pub struct Sought {
    /// Every lever alone: those that reach the target first, the cheapest first; then by how far
    /// they get.
    pub singles: Vec<Single>,
    /// Pairs that reach it, of levers that do not alone, the cheapest first.
    pub pairs: Vec<Weakened>,
    /// The cheapest set; `None` where none reaches the target.
    pub cheapest: Option<Cheapest>,
    /// What became of the sets of each size.
    pub sizes: Vec<Sizes>,
    /// All levers at full strength, at full size.
    pub all: Reached,
    /// What the levers do together; `None` where the measured number cannot be had.
    pub joint: Option<Joint>,
    /// Sets that were run and are farther from the target than a part of them: pulling more made
    /// it worse, so that what was not run is not certain.
    pub contrary: usize,
}

/// A lever alone.
#[derive(Debug, Clone)]
pub struct Single {
    /// Its place in the list.
    pub lever: usize,
    /// What it reaches at full strength, in the search.
    pub full: Reached,
    /// By how much it moves the measured number there.
    pub moves: f64,
    /// The least strength that reaches the target, of [`GRADES`], and its cost.
    pub needs: Option<(u16, f64)>,
}

/// A set as weak as the target allows.
#[derive(Debug, Clone, PartialEq)]
pub struct Weakened {
    /// The levers and their strengths.
    pub set: Pulled,
    /// What they cost.
    pub cost: f64,
}

/// The cheapest set, at full size.
#[derive(Debug, Clone)]
pub struct Cheapest {
    /// The set.
    pub set: Weakened,
    /// What it reaches at full size.
    pub reached: Reached,
    /// Whether strength, or a lever, was added because the full size asked for more.
    pub strengthened: bool,
    /// Whether every cheaper set at full strength is known to miss the target.
    pub proven: bool,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Refused {
    /// The scenario cannot be run, or gives a cost to what is no lever; located in its text.
    Scenario(Vec<Diagnostic>),
    /// The target is no test of this scenario; located in its own text.
    Target(Vec<Diagnostic>),
    /// A cost is given to what is no lever of the scenario: what, and what to write instead.
    Cost(String, String),
    /// The target turns on a figure that cannot be had.
    Unknown(String),
    /// Stopped by Ctrl-C.
    Interrupted,
}

impl From<Stopped> for Refused {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Interrupted => Refused::Interrupted,
            Stopped::Contradiction(found) => Refused::Scenario(found),
        }
    }
}

/// What would have to change for a target to be reached, on the current thread pool.
///
/// # Errors
///
/// See [`Refused`].
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use pourparler_analysis::change::{Answer, Question, change};
/// use pourparler_engine::{Effort, Watch};
///
/// let text = include_str!("../../../../scenarios/templates/border-incident.toml");
/// let reading = pourparler_scenario::read("s.toml", text, &pourparler_analysis::vocabulary());
/// let scenario = reading.scenario.expect("a template is sound");
/// let effort = Effort { scrambles: 2, points: 8, paths: 4, ..Effort::default() };
/// let question = Question { scenario: &scenario, target: "P(settlement) < 0%", costs: &[], effort };
/// let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(false) };
/// let change = change(&question, &watch).expect("the target is a test");
/// match change.answer {
///     // A probability below zero is out of reach, whatever is pulled.
///     Answer::Sought(sought) => assert!(sought.cheapest.is_none()),
///     other => panic!("{other:?}"),
/// }
/// ```
pub fn change(question: &Question, watch: &Watch) -> Result<Change, Refused> {
    let scenario = question.scenario;
    let effort = question.effort.rounded();
    let search = Effort {
        scrambles: effort.scrambles.min(SEARCH.0),
        points: effort.points.min(SEARCH.1),
        paths: effort.paths.min(SEARCH.2),
        ..effort
    }
    .rounded();
    let target = Target::read(question.target, scenario, effort).map_err(|wrong| match wrong {
        Wrong::Scenario(found) => Refused::Scenario(found),
        Wrong::Target(found) => Refused::Target(found),
    })?;
    let space = Space::build(&scenario.root).map_err(Refused::Scenario)?;
    let signable = agreements(scenario).ok();
    let mut levers = levers(scenario, &space, signable.as_ref()).map_err(|mut found| {
        let source = pourparler_scenario::source::Source::new(&scenario.name, &scenario.text);
        found
            .iter_mut()
            .for_each(|diagnostic| diagnostic.locate(&source));
        Refused::Scenario(found)
    })?;
    for (id, cost) in question.costs {
        let Some(lever) = levers.iter_mut().find(|lever| lever.id == *id) else {
            let (message, help) = no_such(id, &levers).words();
            return Err(Refused::Cost(message, help));
        };
        lever.cost = *cost;
        lever.priced = true;
    }
    let opening = signable.map(|found| zone_opening(found, &levers));
    let mut whole = Trials::new(scenario, &levers, &target, effort, watch);
    let mut trials = Trials::new(scenario, &levers, &target, search, watch);
    let base = whole.one(&Pulled::new())?;
    if let Truth::Unknown(missing) = &base.truth {
        return Err(Refused::Unknown(missing.0.clone()));
    }
    let answer = if base.holds() {
        Answer::Met
    } else if levers.is_empty() {
        Answer::NoLevers
    } else {
        sought(&levers, &mut trials, &mut whole)?.map_or(Answer::NeverVaries, |sought| {
            Answer::Sought(Box::new(sought))
        })
    };
    let (tried, arm_steps) = (trials.tried(), trials.arm_steps + whole.arm_steps);
    let asked = question.target.to_owned();
    Ok(Change {
        asked,
        answer,
        base,
        opening,
        efforts: [effort, search],
        tried,
        arm_steps,
        target,
        levers,
    })
}

/// The search; nothing where no lever moves the measured number.
fn sought(
    levers: &[Lever],
    trials: &mut Trials,
    whole: &mut Trials,
) -> Result<Option<Sought>, Stopped> {
    trials.planned = 2 * levers.len() + MOST_SETS / 2;
    let everything: Pulled = levers
        .iter()
        .enumerate()
        .map(|(k, lever)| (k, lever.most))
        .collect();
    let full = |k: usize| Pulled::from([(k, levers[k].most)]);
    let base = trials.one(&Pulled::new())?;
    let all_there = trials.one(&everything)?;
    let ran = trials.reached(&(0..levers.len()).map(full).collect::<Vec<_>>())?;
    let still = |reached: &Reached| reached.value == base.value && reached.truth == base.truth;
    if ran.iter().all(still) && still(&all_there) {
        return Ok(None);
    }
    let moves = |reached: &Reached| reached.value - base.value;
    let mut singles = Vec::new();
    for (lever, full) in ran.iter().enumerate() {
        let needs = if full.holds() {
            Some(alone(trials, levers, lever)?)
        } else {
            None
        };
        singles.push(Single {
            lever,
            full: full.clone(),
            moves: moves(full),
            needs,
        });
    }
    let mut found: Vec<Weakened> = singles
        .iter()
        .filter_map(|single| {
            let (grade, cost) = single.needs?;
            Some(Weakened {
                set: Pulled::from([(single.lever, grade)]),
                cost,
            })
        })
        .collect();
    // The weak first: their unions fail soonest.
    let mut candidates: Vec<usize> = (0..levers.len()).filter(|&k| !ran[k].holds()).collect();
    candidates.sort_by(|&a, &b| {
        singles[a]
            .moves
            .abs()
            .total_cmp(&singles[b].moves.abs())
            .then(a.cmp(&b))
    });
    let mut sizes = Vec::new();
    let mut pairs = Vec::new();
    let mut proven = true;
    let whole_of = |set: &Pulled| cost(levers, set);
    let mut cheapest_whole = (0..levers.len())
        .filter(|&k| ran[k].holds())
        .map(|k| whole_of(&full(k)))
        .fold(f64::INFINITY, f64::min);
    let reachable = all_there.holds();
    for size in 2..=LARGEST {
        if !reachable || candidates.len() < size {
            break;
        }
        // Every pair that reaches is of interest; of larger sets only cheaper ones.
        let below = if size == 2 {
            f64::INFINITY
        } else {
            cheapest_whole
        };
        let (mut sets, done) = reaching(trials, levers, &candidates, size, below, MOST_SETS)?;
        proven &= done.left == 0;
        let over = done.left > 0;
        sizes.push(done);
        // Of equal cost the one that goes farthest can be weakened most.
        let reached = trials.reached(&sets)?;
        let far = |k: usize| (reached[k].value - base.value).abs();
        let mut order: Vec<usize> = (0..sets.len()).collect();
        order.sort_by(|&a, &b| {
            let cost = whole_of(&sets[a]).total_cmp(&whole_of(&sets[b]));
            cost.then(far(b).total_cmp(&far(a)))
                .then(sets[a].cmp(&sets[b]))
        });
        sets = order.into_iter().map(|k| sets[k].clone()).collect();
        for (rank, set) in sets.into_iter().enumerate() {
            cheapest_whole = cheapest_whole.min(whole_of(&set));
            let weak = if rank < WEAKENED {
                weakened(trials, levers, &set)?
            } else if size == 2 {
                Weakened {
                    cost: whole_of(&set),
                    set,
                }
            } else {
                break;
            };
            if size == 2 {
                pairs.push(weak.clone());
            }
            found.push(weak);
        }
        if over {
            break;
        }
    }
    let mut costs: Vec<f64> = candidates
        .iter()
        .map(|&k| levers[k].costs(levers[k].most))
        .collect();
    costs.sort_by(f64::total_cmp);
    // Sets larger than those looked at cost at least as much as their cheapest levers.
    let larger = costs.iter().take(LARGEST + 1).sum::<f64>();
    proven &= candidates.len() <= LARGEST || larger >= cheapest_whole;
    if reachable && (found.is_empty() || !proven) {
        found.push(pruned(trials, levers, &candidates)?);
        proven = false;
    }
    found.sort_by(|a, b| {
        a.cost
            .total_cmp(&b.cost)
            .then(a.set.len().cmp(&b.set.len()))
            .then(a.set.cmp(&b.set))
    });
    pairs.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.set.cmp(&b.set)));
    // Those that move the number most in the direction in which all together do.
    let towards = moves(&all_there).signum();
    let mut further: Vec<usize> = (0..levers.len()).collect();
    further.sort_by(|&a, &b| {
        let by = |k: usize| towards * singles[k].moves;
        by(b).total_cmp(&by(a)).then(a.cmp(&b))
    });
    let cheapest = at_full_size(whole, levers, &found, &further, proven)?;
    let all = whole.one(&everything)?;
    let alone_moves: Vec<f64> = singles.iter().map(|single| single.moves).collect();
    let joint = joint::joint(trials, levers, base.value, &alone_moves)?;
    singles.sort_by(|a, b| {
        let cost = |single: &Single| single.needs.map_or(f64::INFINITY, |(_, cost)| cost);
        cost(a)
            .total_cmp(&cost(b))
            .then(b.moves.abs().total_cmp(&a.moves.abs()))
            .then(a.lever.cmp(&b.lever))
    });
    let contrary = trials.contrary();
    Ok(Some(Sought {
        singles,
        pairs,
        cheapest,
        sizes,
        all,
        joint,
        contrary,
    }))
}

/// All levers less those that can be spared, the dearest first.
fn pruned(
    trials: &mut Trials,
    levers: &[Lever],
    candidates: &[usize],
) -> Result<Weakened, Stopped> {
    let mut set: Pulled = candidates.iter().map(|&k| (k, levers[k].most)).collect();
    let mut dearest = candidates.to_vec();
    // Of equal cost the weakest goes first: candidates stand in that order.
    dearest.sort_by(|&a, &b| {
        levers[b]
            .costs(levers[b].most)
            .total_cmp(&levers[a].costs(levers[a].most))
    });
    for lever in dearest {
        let Some(grade) = set.remove(&lever) else {
            continue;
        };
        if !trials.one(&set)?.holds() {
            set.insert(lever, grade);
        }
    }
    weakened(trials, levers, &set)
}

/// The cheapest of the sets that reaches the target at full size, strengthened where it has to be:
/// its own levers first, then further ones, in this order.
fn at_full_size(
    whole: &mut Trials,
    levers: &[Lever],
    found: &[Weakened],
    further: &[usize],
    proven: bool,
) -> Result<Option<Cheapest>, Stopped> {
    let priced = |set: Pulled| Weakened {
        cost: cost(levers, &set),
        set,
    };
    for weak in found.iter().take(WEAKENED) {
        let mut set = weak.set.clone();
        for added in 0..=TRIES {
            let reached = whole.one(&set)?;
            if reached.holds() {
                return Ok(Some(Cheapest {
                    set: priced(set),
                    reached,
                    strengthened: added > 0,
                    proven,
                }));
            }
            let stronger: Pulled = set
                .iter()
                .map(|(&k, &grade)| (k, levers[k].at_least(grade + 1 + added)))
                .collect();
            if stronger == set {
                break;
            }
            set = stronger;
        }
    }
    // The search was too coarse for this target: what it found falls short at full size.
    let Some(first) = found.first() else {
        return Ok(None);
    };
    let mut set: Pulled = first.set.keys().map(|&k| (k, levers[k].most)).collect();
    for &lever in further {
        if set.insert(lever, levers[lever].most).is_some() {
            continue;
        }
        let reached = whole.one(&set)?;
        if reached.holds() {
            return Ok(Some(Cheapest {
                set: priced(set),
                reached,
                strengthened: true,
                proven: false,
            }));
        }
    }
    Ok(None)
}
