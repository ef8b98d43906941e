//! Two scenario files: the effect of each changed line.
//!
//! The difference of a figure between the files is shared out over the changes by the Shapley
//! value (Shapley 1953): a change's marginal effect, averaged over the orders in which the changes
//! can be made. Up to six changes all orders are worked out; of more, orders are drawn, each
//! together with its reverse (Castro, Gómez and Tejada 2009), and the shares add up to the
//! difference whatever was drawn. All mixtures of the two files share every random number:
//! dimensions are numbered by the key paths of both.
//!
//! Changes that make no scenario by themselves (a party and what it wants) are taken together.
//!
//! Page: `docs/analysis/diff.md`.

use std::collections::BTreeMap;

use pourparler_engine::random::{Generator, Stream};
use pourparler_engine::result::{Questions, Run, Unit};
use pourparler_engine::summary::standard_error;
use pourparler_engine::{Effort, Plan, Watch};
use pourparler_scenario::merge::{Difference, Merge};
use pourparler_scenario::source::Source;
use pourparler_scenario::{Diagnostic, Scenario, Table, Vocabulary};

use crate::shapley::shapley;
use crate::worlds::{Stopped, TOGETHER, worlds};
use pourparler_engine::summary::mean;

/// Most groups of changes of which all mixtures are run.
pub const EXACT: usize = 6;

/// Mixtures run where orders are drawn, about.
const MIXTURES: usize = 200;

/// Settings of the mixtures: at most so many repetitions of so many points.
const SEARCH: (usize, usize) = (8, 32);

/// Random numbers of the orders; no mechanism has this one.
const ORDERS: Stream = Stream::new(u16::MAX, 0);

/// What is measured of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Its level with the contact.
    With,
    /// Its level without.
    Without,
    /// What the contact adds.
    Effect,
}

/// The figures, in the order of every share.
pub const FIGURES: [Figure; 3] = [Figure::With, Figure::Without, Figure::Effect];

/// Two files, compared.
#[derive(Debug, Clone)]
pub struct Diff {
    /// The outcome.
    pub outcome: String,
    /// What its numbers are.
    pub unit: Unit,
    /// The figures in each file at full size, with their standard errors.
    pub levels: [[(f64, f64); 2]; 3],
    /// Difference of each figure, second file less first, on the settings of the shares, with its
    /// standard error.
    pub total: [(f64, f64); 3],
    /// The changes, largest share of the level with the contact first.
    pub changes: Vec<Changed>,
    /// How the shares were worked out.
    pub orders: Orders,
    /// Size of the levels, and of the shares.
    pub efforts: [Effort; 2],
    /// Steps of arms taken.
    pub arm_steps: u64,
}

/// A group of changes with its share of each difference.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The changes.
    pub differences: Vec<Difference>,
    /// Its share of each of [`FIGURES`], with its standard error over scrambles.
    pub shares: [(f64, f64); 3],
}

/// Orders in which the changes were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Orders {
    /// All, through this many mixtures of the files.
    All(usize),
    /// So many, drawn, each with its reverse; through this many mixtures.
    Drawn(usize, usize),
}

/// Why two files cannot be compared.
#[derive(Debug)]
pub enum Refused {
    /// A file, 0 or 1, cannot be run; located in its text.
    Scenario(usize, Vec<Diagnostic>),
    /// The files are about different things: which, and what to do.
    Apart(String, String),
    /// There is no such outcome: what, and what to write instead.
    Outcome(String, String),
    /// Stopped by Ctrl-C.
    Interrupted,
}

/// The effect of each changed line, on the current thread pool; `vocabulary` is that by which both
/// files were read.
///
/// # Errors
///
/// See [`Refused`].
///
/// # Examples
///
/// ```
/// use std::sync::atomic::AtomicBool;
/// use pourparler_analysis::diff::diff;
/// use pourparler_engine::{Effort, Watch};
///
/// let text = include_str!("../../../scenarios/templates/border-incident.toml");
/// let vocabulary = pourparler_analysis::vocabulary();
/// let read = |text: &str| {
///     let reading = pourparler_scenario::read("s.toml", text, &vocabulary);
///     reading.scenario.expect("a template is sound")
/// };
/// let (a, b) = (read(text), read(text));
/// let effort = Effort { scrambles: 2, points: 8, paths: 4, ..Effort::default() };
/// let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(false) };
/// let diff = diff([&a, &b], &vocabulary, "settlement", effort, &watch).expect("both run");
/// assert!(diff.changes.is_empty());
/// ```
pub fn diff(
    files: [&Scenario; 2],
    vocabulary: &Vocabulary,
    outcome: &str,
    effort: Effort,
    watch: &Watch,
) -> Result<Diff, Refused> {
    apart(files)?;
    let effort = effort.rounded();
    let smaller = Effort {
        scrambles: effort.scrambles.min(SEARCH.0),
        points: effort.points.min(SEARCH.1),
        ..effort
    }
    .rounded();
    let mut questions = Questions {
        bare: true,
        ..Questions::default()
    };
    let mut unit = Unit::Probability;
    for (index, scenario) in files.iter().enumerate() {
        let plan = Plan::compile(scenario, effort, &questions)
            .map_err(|found| Refused::Scenario(index, found))?;
        let names: Vec<&str> = plan
            .outputs()
            .iter()
            .map(|output| output.name.as_str())
            .collect();
        match plan.outputs().iter().find(|output| output.name == outcome) {
            Some(output) => unit = output.unit,
            None => {
                let near = pourparler_scenario::words::nearest(outcome, names.iter().copied());
                let shown = pourparler_scenario::words::shown(outcome);
                return Err(Refused::Outcome(
                    format!("`{shown}` is not measured in {}", scenario.name),
                    near.map_or_else(
                        || "name an outcome of both files: settlement, crossing".to_owned(),
                        |near| format!("did you mean `{near}`?"),
                    ),
                ));
            }
        }
        questions
            .dimensions
            .extend(plan.dimensions().iter().cloned());
    }
    let merge = Merge::of(files[0], files[1], vocabulary);
    let mut mixtures = Mixtures {
        base: files[0],
        merge: &merge,
        outcome,
        effort: smaller,
        questions: &questions,
        watch,
        groups: grouped(&merge, files[0]),
        known: BTreeMap::new(),
        arm_steps: 0,
    };
    let groups = mixtures.groups.len();
    let all: Vec<usize> = (0..groups).collect();
    let (shares, orders) = if groups <= EXACT {
        mixtures.exact()?
    } else {
        mixtures.drawn()?
    };
    let ends = mixtures.columns(&[Vec::new(), all])?;
    let total = FIGURES.map(|figure| ends[1].less(&ends[0], figure));
    let whole = |root: &Table| -> Result<(Columns, u64), Refused> {
        let runs =
            worlds(files[0], vec![root.clone()], effort, &questions, watch).map_err(stopped)?;
        let steps = runs.first().map_or(0, |run| run.arm_steps);
        Ok((Columns::of(runs.first(), outcome), steps))
    };
    let [(first, one), (second, two)] = [whole(&files[0].root)?, whole(&files[1].root)?];
    let mut changes: Vec<Changed> = mixtures
        .groups
        .iter()
        .zip(shares)
        .map(|(group, shares)| Changed {
            differences: group
                .iter()
                .map(|&k| merge.differences()[k].clone())
                .collect(),
            shares,
        })
        .collect();
    changes.sort_by(|a, b| b.shares[0].0.abs().total_cmp(&a.shares[0].0.abs()));
    Ok(Diff {
        outcome: outcome.to_owned(),
        unit,
        levels: FIGURES.map(|figure| [first.figure(figure), second.figure(figure)]),
        total,
        changes,
        orders,
        efforts: [effort, smaller],
        arm_steps: mixtures.arm_steps + one + two,
    })
}

/// Files about other days, or correlated otherwise, have no line by line difference.
fn apart(files: [&Scenario; 2]) -> Result<(), Refused> {
    let [a, b] = files.map(|scenario| &scenario.root);
    let refused = |what: &str, help: &str| Err(Refused::Apart(what.to_owned(), help.to_owned()));
    if a.date("as_of") != b.date("as_of") {
        return refused(
            "the files are about different days (`as_of`)",
            "give both the same `as_of`",
        );
    }
    if a.days("horizon") != b.days("horizon") {
        return refused(
            "the files look ahead differently far (`horizon`)",
            "give both the same `horizon`",
        );
    }
    let pairs = files.map(|scenario| {
        let pairs = scenario
            .correlations
            .iter()
            .map(|c| (c.between.clone(), c.rank));
        pairs.collect::<Vec<_>>()
    });
    if pairs[0] != pairs[1] {
        return refused(
            "the files have different [[correlations]], so no setting of one is a setting of the other",
            "give both the same correlations",
        );
    }
    Ok(())
}

fn stopped(stopped: Stopped) -> Refused {
    match stopped {
        Stopped::Interrupted => Refused::Interrupted,
        Stopped::Contradiction(found) => Refused::Scenario(1, found),
    }
}

/// Changes that stand alone, in both directions, each a group; all others one group.
fn grouped(merge: &Merge, base: &Scenario) -> Vec<Vec<usize>> {
    let count = merge.differences().len();
    let alone = |k: usize| {
        let others: Vec<usize> = (0..count).filter(|&other| other != k).collect();
        [vec![k], others]
            .iter()
            .all(|which| runs(merge, base, which))
    };
    let (single, together): (Vec<usize>, Vec<usize>) = (0..count).partition(|&k| alone(k));
    let mut groups: Vec<Vec<usize>> = single.into_iter().map(|k| vec![k]).collect();
    if !together.is_empty() {
        groups.push(together);
    }
    groups
}

/// Whether a mixture makes a scenario.
fn runs(merge: &Merge, base: &Scenario, which: &[usize]) -> bool {
    let Ok(root) = merge.taken(which) else {
        return false;
    };
    let bare = Scenario {
        root,
        variants: Vec::new(),
        correlations: Vec::new(),
        ..base.clone()
    };
    let questions = Questions {
        bare: true,
        ..Questions::default()
    };
    Plan::compile(&bare, Effort::default(), &questions).is_ok()
}

/// An outcome with and without the contact, per scramble.
#[derive(Debug, Clone, Default)]
struct Columns {
    with: Vec<f64>,
    without: Vec<f64>,
}

impl Columns {
    fn of(run: Option<&Run>, outcome: &str) -> Self {
        let Some(run) = run else {
            return Columns::default();
        };
        let scrambles = |arm: &str| -> Vec<f64> {
            let column = run
                .arm(arm)
                .zip(run.output(outcome))
                .and_then(|(arm, output)| run.column(arm, output));
            let points = run.settings.points.max(1);
            column.map_or(Vec::new(), |column| {
                column.chunks(points).map(mean).collect()
            })
        };
        Columns {
            with: scrambles("with"),
            without: scrambles("without"),
        }
    }

    fn parts(&self, figure: Figure) -> Vec<f64> {
        match figure {
            Figure::With => self.with.clone(),
            Figure::Without => self.without.clone(),
            Figure::Effect => self
                .with
                .iter()
                .zip(&self.without)
                .map(|(a, b)| a - b)
                .collect(),
        }
    }

    fn figure(&self, figure: Figure) -> (f64, f64) {
        spread(&self.parts(figure))
    }

    fn less(&self, other: &Self, figure: Figure) -> (f64, f64) {
        let parts = self.parts(figure).into_iter().zip(other.parts(figure));
        spread(&parts.map(|(a, b)| a - b).collect::<Vec<f64>>())
    }
}

/// Mean over scrambles and its standard error.
fn spread(parts: &[f64]) -> (f64, f64) {
    (mean(parts), standard_error(parts))
}

/// A share of each of [`FIGURES`], with its standard error.
type Shares = [(f64, f64); 3];

/// Mixtures of two files, each run once.
struct Mixtures<'a> {
    base: &'a Scenario,
    merge: &'a Merge<'a>,
    outcome: &'a str,
    effort: Effort,
    questions: &'a Questions,
    watch: &'a Watch<'a>,
    groups: Vec<Vec<usize>>,
    known: BTreeMap<Vec<usize>, Columns>,
    arm_steps: u64,
}

impl Mixtures<'_> {
    /// The outcome with these groups of changes taken.
    fn columns(&mut self, which: &[Vec<usize>]) -> Result<Vec<Columns>, Refused> {
        let mut new: Vec<Vec<usize>> = which
            .iter()
            .filter(|groups| !self.known.contains_key(*groups))
            .cloned()
            .collect();
        new.sort();
        new.dedup();
        for groups in new.chunks(TOGETHER) {
            let roots: Result<Vec<Table>, Refused> = groups
                .iter()
                .map(|groups| {
                    let changes: Vec<usize> = groups
                        .iter()
                        .flat_map(|&g| self.groups[g].iter().copied())
                        .collect();
                    self.merge
                        .taken(&changes)
                        .map_err(|found| mixture(self.base, found))
                })
                .collect();
            let runs = worlds(self.base, roots?, self.effort, self.questions, self.watch)
                .map_err(stopped)?;
            self.arm_steps += runs.first().map_or(0, |run| run.arm_steps);
            for (groups, run) in groups.iter().zip(&runs) {
                self.known
                    .insert(groups.clone(), Columns::of(Some(run), self.outcome));
            }
            (self.watch.progress)(self.known.len(), self.known.len().max(MIXTURES));
        }
        Ok(which
            .iter()
            .filter_map(|groups| self.known.get(groups).cloned())
            .collect())
    }

    /// Shares over all orders.
    fn exact(&mut self) -> Result<(Vec<Shares>, Orders), Refused> {
        let players = self.groups.len();
        let coalitions: Vec<Vec<usize>> = (0..1usize << players)
            .map(|bits| (0..players).filter(|k| bits >> k & 1 == 1).collect())
            .collect();
        let columns = self.columns(&coalitions)?;
        let mut shares = vec![[(0.0, 0.0); 3]; players];
        for (f, figure) in FIGURES.into_iter().enumerate() {
            let worth: Vec<Vec<f64>> = columns.iter().map(|c| c.parts(figure)).collect();
            let scrambles = worth.first().map_or(0, Vec::len);
            let by_scramble: Vec<Vec<f64>> = (0..scrambles)
                .filter_map(|s| {
                    let worth: Vec<f64> = worth.iter().map(|parts| parts[s]).collect();
                    shapley(players, &worth)
                })
                .collect();
            for (player, share) in shares.iter_mut().enumerate() {
                let parts: Vec<f64> = by_scramble.iter().map(|parts| parts[player]).collect();
                share[f] = spread(&parts);
            }
        }
        Ok((shares, Orders::All(coalitions.len())))
    }

    /// Shares over orders drawn, each with its reverse.
    fn drawn(&mut self) -> Result<(Vec<Shares>, Orders), Refused> {
        let players = self.groups.len();
        let pairs = (MIXTURES / (2 * players)).max(2);
        let mut orders: Vec<Vec<usize>> = Vec::new();
        for pair in 0..pairs {
            let draws = Generator::new(self.effort.seed, 0).at(pair as u32, 0);
            let key = |k: usize| draws.uniform(ORDERS, k as u32);
            let mut order: Vec<usize> = (0..players).collect();
            order.sort_by(|&a, &b| key(a).total_cmp(&key(b)).then(a.cmp(&b)));
            orders.push(order.iter().rev().copied().collect());
            orders.push(order);
        }
        let sorted = |groups: &[usize]| {
            let mut groups = groups.to_vec();
            groups.sort_unstable();
            groups
        };
        let mixtures: Vec<Vec<usize>> = orders
            .iter()
            .flat_map(|order| (0..=players).map(|k| sorted(&order[..k])))
            .collect();
        let columns = self.columns(&mixtures)?;
        let mut shares = vec![[(0.0, 0.0); 3]; players];
        for (f, figure) in FIGURES.into_iter().enumerate() {
            // `[player][order][scramble]`.
            let mut added: Vec<Vec<Vec<f64>>> = vec![Vec::new(); players];
            for (order, along) in orders.iter().zip(columns.chunks(players + 1)) {
                let parts: Vec<Vec<f64>> = along.iter().map(|c| c.parts(figure)).collect();
                for (step, &player) in order.iter().enumerate() {
                    let steps = parts[step + 1].iter().zip(&parts[step]);
                    added[player].push(steps.map(|(after, before)| after - before).collect());
                }
            }
            for (share, added) in shares.iter_mut().zip(&added) {
                share[f] = averaged(added);
            }
        }
        Ok((shares, Orders::Drawn(orders.len(), self.known.len())))
    }
}

/// The average over orders and scrambles of what a change adds, `[order][scramble]`, where each
/// order stands beside its reverse; its error counts the luck of both.
fn averaged(added: &[Vec<f64>]) -> (f64, f64) {
    let scrambles = added.first().map_or(0, Vec::len);
    let of_scramble = |s: usize| added.iter().map(|order| order[s]).sum::<f64>();
    let by_scramble: Vec<f64> = (0..scrambles)
        .map(|s| of_scramble(s) / added.len() as f64)
        .collect();
    let pair = |pair: &[Vec<f64>]| pair.iter().map(|order| mean(order)).sum::<f64>() / 2.0;
    let by_pair: Vec<f64> = added.chunks_exact(2).map(pair).collect();
    let (share, over_scrambles) = spread(&by_scramble);
    (share, over_scrambles.hypot(standard_error(&by_pair)))
}

/// A mixture that makes no scenario although each change does alone.
fn mixture(base: &Scenario, mut found: Vec<Diagnostic>) -> Refused {
    let source = Source::new(&base.name, &base.text);
    found
        .iter_mut()
        .for_each(|diagnostic| diagnostic.locate(&source));
    Refused::Scenario(0, found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_count_the_luck_of_scrambles_and_of_orders() {
        // By scramble 1 and 3 in every order: mean 2, standard error 1.
        let (share, error) = averaged(&vec![vec![1.0, 3.0]; 4]);
        assert_eq!((share, error), (2.0, 1.0));
        // By pair of orders 1 and 5, the same in every scramble: mean 3, standard error 2.
        let orders = [0.0, 2.0, 4.0, 6.0].map(|x| vec![x, x]);
        assert_eq!(averaged(&orders), (3.0, 2.0));
        // Both.
        let orders = [0.0, 2.0, 4.0, 6.0].map(|x| vec![x - 1.0, x + 1.0]);
        let (share, error) = averaged(&orders);
        assert!(share == 3.0 && (error - 5f64.sqrt()).abs() < 1e-12);
    }
}
