//! Which contact holds up where nobody knows the odds.
//!
//! Averages take the analyst's distributions at their word. Three measures do not. Regret in a
//! setting: what the best contact there adds, less what this one adds; the least greatest regret
//! is Savage's (1951) choice. Satisficing share: of the settings, those in which a contact adds at
//! least [`ENOUGH`] (Lempert, Popper and Bankes 2003 call such a choice robust). And the region
//! where a contact is the best: one or two inputs with a threshold each, found on half of the
//! scrambles and counted on the other half.
//!
//! Page: `docs/analysis/compare.md`.

use pourparler_engine::result::Run;

use pourparler_engine::summary::quantile;

/// What a contact has to add to be good enough: one point.
pub const ENOUGH: f64 = 0.01;

/// Differences smaller than this are none.
const TIE: f64 = 1e-9;

/// A contact that wins in fewer settings than this, or in all but so few, has no region.
const RARE: f64 = 0.02;

/// Thresholds tried per input, at equal steps of probability.
const CUTS: usize = 9;

/// Single conditions that a second one is added to.
const CARRIED: usize = 12;

/// The measures of one contact.
#[derive(Debug, Clone, PartialEq)]
pub struct Contender {
    /// Index of its arm.
    pub arm: usize,
    /// Largest regret over the settings.
    pub regret: f64,
    /// 95 % point of the regret.
    pub regret_q95: f64,
    /// Share of the settings in which it adds at least [`ENOUGH`].
    pub enough: f64,
    /// Share in which none adds more, and one adds less.
    pub wins: f64,
    /// Where it wins; `None` where that is nowhere, everywhere, or follows no such rule.
    pub region: Option<Region>,
}

/// One or two conditions on inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    /// The conditions, all of which hold.
    pub conditions: Vec<Condition>,
    /// Share of the settings it wins that lie in the region, on scrambles not used to find it.
    pub coverage: f64,
    /// Share of the settings in the region that it wins, likewise.
    pub density: f64,
}

/// An input on one side of a threshold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Condition {
    /// Index in `Run::inputs`.
    pub input: usize,
    /// At least the threshold, else at most.
    pub above: bool,
    /// The threshold, in the input's unit.
    pub threshold: f64,
}

/// Contacts beside one another without averages.
#[derive(Debug, Clone, PartialEq)]
pub struct Robust {
    /// Index of the outcome.
    pub output: usize,
    /// The contacts, least greatest regret first.
    pub choices: Vec<Contender>,
    /// Share of the settings in which all add the same.
    pub alike: f64,
}

/// Measures arms by what each adds to an outcome; `None` where an arm or its baseline does not
/// measure it, or fewer than two are given.
///
/// # Examples
///
/// ```
/// use pourparler_analysis::{assess, effort, robust, vocabulary};
/// use pourparler_engine::{Effort, Watch};
/// use std::sync::atomic::AtomicBool;
///
/// let text = include_str!("../../../scenarios/templates/border-incident.toml");
/// let reading = pourparler_scenario::read("s.toml", text, &vocabulary());
/// let scenario = reading.scenario.expect("a template is sound");
/// let effort = Effort { scrambles: 2, points: 8, paths: 4, ..effort(&scenario, 1) };
/// let watch = Watch { progress: &|_, _| {}, stop: &AtomicBool::new(false) };
/// let run = assess(scenario, effort, &watch).expect("it runs").run;
/// let arms: Vec<usize> = ["with", "only_offer"].iter().filter_map(|id| run.arm(id)).collect();
/// let output = run.output("settlement").expect("it is measured");
/// let choices = robust(&run, &arms, output).expect("two arms").choices;
/// assert!(choices[0].regret <= choices[1].regret);
/// ```
pub fn robust(run: &Run, arms: &[usize], output: usize) -> Option<Robust> {
    if arms.len() < 2 || run.is_empty() {
        return None;
    }
    let added: Option<Vec<Vec<f64>>> = arms
        .iter()
        .map(|&arm| {
            let level = run.column(arm, output)?;
            let baseline = run.column(run.arms.get(arm)?.baseline, output)?;
            Some(level.iter().zip(baseline).map(|(a, b)| a - b).collect())
        })
        .collect();
    let added = added?;
    let settings = run.len();
    let over = |k: usize, pick: fn(f64, f64) -> f64, from: f64| {
        added.iter().map(|column| column[k]).fold(from, pick)
    };
    let best: Vec<f64> = (0..settings)
        .map(|k| over(k, f64::max, f64::NEG_INFINITY))
        .collect();
    let worst: Vec<f64> = (0..settings)
        .map(|k| over(k, f64::min, f64::INFINITY))
        .collect();
    let differs: Vec<bool> = best.iter().zip(&worst).map(|(b, w)| b - w > TIE).collect();
    let share = |count: usize| count as f64 / settings as f64;
    let mut choices: Vec<Contender> = arms
        .iter()
        .zip(&added)
        .map(|(&arm, own)| {
            let mut regrets: Vec<f64> = best.iter().zip(own).map(|(b, o)| b - o).collect();
            let regret = regrets.iter().copied().fold(0.0, f64::max);
            let wins: Vec<bool> = (0..settings)
                .map(|k| differs[k] && best[k] - own[k] <= TIE)
                .collect();
            let won = share(wins.iter().filter(|win| **win).count());
            Contender {
                arm,
                regret,
                regret_q95: quantile(&mut regrets, 0.95),
                enough: share(own.iter().filter(|x| **x >= ENOUGH).count()),
                wins: won,
                region: (RARE..=1.0 - RARE)
                    .contains(&won)
                    .then(|| region(run, &wins))
                    .flatten(),
            }
        })
        .collect();
    choices.sort_by(|a, b| a.regret.total_cmp(&b.regret).then(a.arm.cmp(&b.arm)));
    let alike = share(differs.iter().filter(|differ| !**differ).count());
    Some(Robust {
        output,
        choices,
        alike,
    })
}

/// A condition with the settings it holds in.
struct Held {
    condition: Condition,
    holds: Vec<bool>,
    gain: f64,
}

/// The best rule of one input, or of two where that is clearly better.
fn region(run: &Run, wins: &[bool]) -> Option<Region> {
    let points = run.settings.points.max(1);
    let (fit, check): (Vec<usize>, Vec<usize>) =
        (0..run.len()).partition(|setting| (setting / points).is_multiple_of(2));
    if check.is_empty() {
        return None;
    }
    let mut single: Vec<Held> = conditions(run)
        .into_iter()
        .filter_map(|condition| {
            let row = run
                .thetas
                .get(run.inputs.get(condition.input)?.dimension?)?;
            let holds: Vec<bool> = row.iter().map(|x| condition.holds(*x)).collect();
            let gain = gain(&fit, wins, |k| holds[k])?;
            Some(Held {
                condition,
                holds,
                gain,
            })
        })
        .collect();
    single.sort_by(|a, b| b.gain.total_cmp(&a.gain));
    let first = single.first()?;
    let mut best = (first.gain, vec![first]);
    for one in single.iter().take(CARRIED) {
        for other in single
            .iter()
            .filter(|o| o.condition.input != one.condition.input)
        {
            let both = gain(&fit, wins, |k| one.holds[k] && other.holds[k]);
            // A second condition has to earn its place.
            if both.is_some_and(|both| both > best.0 + if best.1.len() == 1 { 0.05 } else { 0.0 }) {
                best = (both.unwrap_or(best.0), vec![one, other]);
            }
        }
    }
    let inside = |k: &usize| best.1.iter().all(|held| held.holds[*k]);
    let won = check.iter().filter(|k| wins[**k]).count();
    let held = check.iter().filter(|k| inside(k)).count();
    let both = check.iter().filter(|k| inside(k) && wins[**k]).count();
    (won > 0 && held > 0).then(|| Region {
        conditions: best.1.iter().map(|held| held.condition).collect(),
        coverage: both as f64 / won as f64,
        density: both as f64 / held as f64,
    })
}

impl Condition {
    fn holds(&self, x: f64) -> bool {
        if self.above {
            x >= self.threshold
        } else {
            x <= self.threshold
        }
    }
}

/// Every condition tried: both sides of equal steps through each uncertain input.
fn conditions(run: &Run) -> Vec<Condition> {
    let mut all = Vec::new();
    for (input, known) in run.inputs.iter().enumerate() {
        let Some(row) = known.dimension.and_then(|row| run.thetas.get(row)) else {
            continue;
        };
        let mut sorted = row.clone();
        let mut cuts: Vec<f64> = (1..=CUTS)
            .map(|k| quantile(&mut sorted, k as f64 / (CUTS + 1) as f64))
            .collect();
        if !known.labels.is_empty() {
            // Labels are whole numbers: halfway between them.
            cuts = (1..known.labels.len()).map(|k| k as f64 - 0.5).collect();
        }
        cuts.dedup();
        for threshold in cuts {
            all.extend([true, false].map(|above| Condition {
                input,
                above,
                threshold,
            }));
        }
    }
    all
}

/// Youden's (1950) index of a rule: share of the wins inside less share of the rest inside.
fn gain(settings: &[usize], wins: &[bool], inside: impl Fn(usize) -> bool) -> Option<f64> {
    let (mut won, mut lost, mut in_won, mut in_lost) = (0.0, 0.0, 0.0, 0.0);
    for &k in settings {
        let within = f64::from(u8::from(inside(k)));
        if wins[k] {
            won += 1.0;
            in_won += within;
        } else {
            lost += 1.0;
            in_lost += within;
        }
    }
    (won > 0.0 && lost > 0.0).then(|| in_won / won - in_lost / lost)
}
