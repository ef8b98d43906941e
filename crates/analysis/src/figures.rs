//! The numbers in a claim's test, computed from a run.
//!
//! Every number exists in two forms. *Over a set of settings* a probability is its mean over
//! them, and everything else follows from that: this is how a claim is judged on all draws, on
//! one scramble, or where an input takes part of its range. *Per setting* it is the value the
//! test has in each θ by itself, from which robustness is counted; what exists only across
//! settings (medians, intervals, distances) then takes the value of its scramble.

use pourparler_engine::result::{self as engine, Run, Unit, at_name};
use pourparler_engine::summary::{kolmogorov_smirnov, standard_error};
use pourparler_scenario::claim::{ArithmeticOp, Event, Measure, Place, Time, Value};

use crate::background::Background;
use crate::claims::{DEFAULT_ARM, intervention, lowered};
use crate::statistics::{quantile, radical_inverse};

/// Why a figure cannot be had, as part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub String);

/// A run with what is needed to read the figures of claims from it.
pub struct Figures<'a> {
    /// The run.
    pub run: &'a Run,
    /// The compound events it was asked for, in the order of its `event:n` outputs.
    pub events: &'a [engine::Event],
    /// What no run computes.
    pub background: &'a Background,
}

/// Bases for what only claims use; the engine's points do not enter, so any spread will do.
const BASES: [usize; 12] = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];

impl<'a> Figures<'a> {
    /// The indices of all θ.
    pub fn all(&self) -> Vec<usize> {
        (0..self.run.len()).collect()
    }

    /// The indices of θ by scramble.
    pub fn scrambles(&self) -> Vec<Vec<usize>> {
        let points = self.run.settings.points.max(1);
        self.all().chunks(points).map(<[usize]>::to_vec).collect()
    }

    /// The number over a set of settings.
    ///
    /// # Errors
    ///
    /// Why it cannot be had.
    pub fn over(&self, value: &Value, settings: &[usize]) -> Result<f64, Missing> {
        self.over_in(value, settings, DEFAULT_ARM)
    }

    fn over_in(&self, value: &Value, settings: &[usize], arm: &str) -> Result<f64, Missing> {
        let mean_of = |column: &[f64]| {
            settings.iter().filter_map(|&i| column.get(i)).sum::<f64>() / settings.len() as f64
        };
        match value {
            Value::Number(number) => Ok(*number),
            Value::Rate(name) => Ok(self.rate(name)?.mean()),
            Value::Input(_) => Ok(mean_of(&self.each_in(value, arm)?)),
            Value::Level { of, place } => Ok(mean_of(self.column(of, place, arm)?.0)),
            Value::Effect { of, place } => {
                let (level, baseline) = self.pair(of, place, arm)?;
                let differences: Vec<f64> =
                    level.iter().zip(baseline).map(|(a, b)| a - b).collect();
                Ok(mean_of(&differences))
            }
            Value::Ratio { of, place } => {
                let (level, baseline) = self.pair(of, place, arm)?;
                Ok(mean_of(level) / mean_of(baseline))
            }
            Value::Negate(of) => Ok(-self.over_in(of, settings, arm)?),
            Value::Abs(of) => Ok(self.over_in(of, settings, arm)?.abs()),
            Value::Arithmetic { op, left, right } => {
                let left = self.over_in(left, settings, arm)?;
                Ok(apply(*op, left, self.over_in(right, settings, arm)?))
            }
            Value::Mean(of) => Ok(mean_of(&self.each_in(of, arm)?)),
            Value::Quantile { level, of } => {
                let mut values = match self.people(of, settings, arm)? {
                    Some(people) => people,
                    None => pick(&self.each_in(of, arm)?, settings),
                };
                Ok(quantile(&mut values, *level))
            }
            Value::MaxOver { arms, of, .. } => {
                let values: Result<Vec<f64>, Missing> = arms
                    .iter()
                    .map(|arm| self.over_in(of, settings, arm))
                    .collect();
                Ok(values?.into_iter().fold(f64::NEG_INFINITY, larger))
            }
            Value::Distance { output, place } => {
                let (level, baseline) = self.pair(&Measure::Output(output.clone()), place, arm)?;
                Ok(kolmogorov_smirnov(
                    &pick(level, settings),
                    &pick(baseline, settings),
                ))
            }
            Value::Rank { .. } | Value::Total { .. } => Err(Missing(format!(
                "`{value}` needs the drivers, which this run did not compute"
            ))),
        }
    }

    /// The number in each setting by itself.
    ///
    /// # Errors
    ///
    /// Why it cannot be had.
    pub fn each(&self, value: &Value) -> Result<Vec<f64>, Missing> {
        self.each_in(value, DEFAULT_ARM)
    }

    fn each_in(&self, value: &Value, arm: &str) -> Result<Vec<f64>, Missing> {
        match value {
            Value::Number(number) => Ok(vec![*number; self.run.len()]),
            Value::Input(path) => self.input(path),
            Value::Rate(name) => {
                let posterior = self.rate(name)?;
                let rank = self
                    .background
                    .rates
                    .iter()
                    .position(|rate| rate.name == *name);
                let base = base(rank.unwrap_or(0));
                let draws =
                    (0..self.run.len()).map(|k| posterior.quantile(radical_inverse(k, base)));
                Ok(draws.collect())
            }
            Value::Level { of, place } => Ok(self.column(of, place, arm)?.0.to_vec()),
            Value::Effect { of, place } => {
                let (level, baseline) = self.pair(of, place, arm)?;
                Ok(level.iter().zip(baseline).map(|(a, b)| a - b).collect())
            }
            Value::Ratio { of, place } => {
                let (level, baseline) = self.pair(of, place, arm)?;
                Ok(level.iter().zip(baseline).map(|(a, b)| a / b).collect())
            }
            Value::Negate(of) => Ok(self.each_in(of, arm)?.into_iter().map(|x| -x).collect()),
            Value::Abs(of) => Ok(self.each_in(of, arm)?.into_iter().map(f64::abs).collect()),
            Value::Arithmetic { op, left, right } => {
                let left = self.each_in(left, arm)?;
                let right = self.each_in(right, arm)?;
                Ok(left
                    .iter()
                    .zip(&right)
                    .map(|(a, b)| apply(*op, *a, *b))
                    .collect())
            }
            Value::MaxOver { arms, of, .. } => {
                let mut largest = vec![f64::NEG_INFINITY; self.run.len()];
                for arm in arms {
                    for (large, x) in largest.iter_mut().zip(self.each_in(of, arm)?) {
                        *large = larger(*large, x);
                    }
                }
                Ok(largest)
            }
            Value::Mean(_)
            | Value::Quantile { .. }
            | Value::Distance { .. }
            | Value::Rank { .. }
            | Value::Total { .. } => {
                let mut values = Vec::with_capacity(self.run.len());
                for scramble in self.scrambles() {
                    let value = self.over_in(value, &scramble, arm)?;
                    values.extend(std::iter::repeat_n(value, scramble.len()));
                }
                Ok(values)
            }
        }
    }

    /// The column of a measure in an arm, and the arm's index.
    fn column(
        &self,
        of: &Measure,
        place: &Place,
        arm: &str,
    ) -> Result<(&'a [f64], usize), Missing> {
        let given = intervention(place, arm).map(|intervention| intervention.arm_id());
        let id = given.as_deref().or(place.arm.as_deref()).unwrap_or(arm);
        let Some(index) = self.run.arm(id) else {
            return Err(Missing(format!("this run has no arm `{id}`")));
        };
        Ok((self.column_of(of, place, index)?, index))
    }

    fn column_of(&self, of: &Measure, place: &Place, arm: usize) -> Result<&'a [f64], Missing> {
        let name = self.output_name(of, place)?;
        let column = self
            .run
            .output(&name)
            .and_then(|output| self.run.column(arm, output));
        column
            .filter(|column| column.len() == self.run.len())
            .ok_or_else(|| {
                let arm = self.run.arms.get(arm).map_or("", |arm| arm.id.as_str());
                Missing(format!("`{of}` was not measured in the arm `{arm}`"))
            })
    }

    fn output_name(&self, of: &Measure, place: &Place) -> Result<String, Missing> {
        let name = match of {
            Measure::Output(name) | Measure::Event(Event::Output(name)) => name.clone(),
            Measure::Event(event) => {
                let asked = lowered(event);
                let position = self.events.iter().position(|known| *known == asked);
                let Some(n) = position else {
                    return Err(Missing(format!("the run was not asked for `{event}`")));
                };
                format!("event:{n}")
            }
        };
        Ok(match place.time {
            Some(Time::By(days) | Time::At(days)) => at_name(&name, days),
            None => name,
        })
    }

    /// A measure in an arm and in the arm's own baseline.
    fn pair(
        &self,
        of: &Measure,
        place: &Place,
        arm: &str,
    ) -> Result<(&'a [f64], &'a [f64]), Missing> {
        let (level, index) = self.column(of, place, arm)?;
        let baseline = self.run.arms.get(index).map_or(index, |arm| arm.baseline);
        Ok((level, self.column_of(of, place, baseline)?))
    }

    /// The single paths of a count of people, if `value` is one: its quantiles are those of the
    /// number itself, chance included, and not of its mean.
    fn people(
        &self,
        value: &Value,
        settings: &[usize],
        arm: &str,
    ) -> Result<Option<Vec<f64>>, Missing> {
        let Value::Level {
            of: of @ Measure::Output(name),
            place,
        } = value
        else {
            return Ok(None);
        };
        let output = self
            .run
            .output(name)
            .and_then(|output| Some((output, self.run.outputs.get(output)?)));
        let Some((output, _)) = output.filter(|(_, output)| output.unit == Unit::People) else {
            return Ok(None);
        };
        let (_, index) = self.column(of, place, arm)?;
        let samples = self
            .run
            .arms
            .get(index)
            .and_then(|arm| arm.samples.get(output)?.as_ref());
        let Some(samples) = samples.filter(|_| place.time.is_none()) else {
            return Err(Missing(format!(
                "the single draws of `{name}` were not kept"
            )));
        };
        let paths = self.run.settings.paths;
        let mut values = Vec::with_capacity(settings.len() * paths);
        for &setting in settings {
            let draws = samples
                .get(setting * paths..(setting + 1) * paths)
                .unwrap_or(&[]);
            values.extend(draws.iter().map(|&x| f64::from(x)));
        }
        Ok(Some(values))
    }

    fn rate(&self, name: &str) -> Result<crate::beta::Beta, Missing> {
        let rate = self.background.rates.iter().find(|rate| rate.name == name);
        match rate {
            Some(rate) if rate.k.is_none() => Err(Missing(format!(
                "`{name}` is not coded: nobody has filled in its k with sources"
            ))),
            Some(rate) => rate
                .posterior()
                .ok_or_else(|| Missing(format!("`{name}` counts more cases than were looked at"))),
            None => Err(Missing(format!("there is no rate `{name}`"))),
        }
    }

    fn input(&self, path: &str) -> Result<Vec<f64>, Missing> {
        let n = self.run.len();
        if let Some(input) = self.run.inputs.iter().find(|input| input.path == path) {
            return match input.dimension {
                None => Ok(vec![input.median; n]),
                Some(row) => match self.run.thetas.get(row).filter(|row| row.len() == n) {
                    Some(row) => Ok(row.clone()),
                    None => Err(Missing(format!("the draws of `{path}` were not kept"))),
                },
            };
        }
        let known = self.background.quantities.iter().enumerate();
        match known.into_iter().find(|(_, (known, _))| known == path) {
            Some((rank, (_, law))) => {
                let base = base(rank);
                Ok((0..n)
                    .map(|k| law.quantile(radical_inverse(k, base)))
                    .collect())
            }
            None => Err(Missing(format!("`{path}` is not a number the run used"))),
        }
    }
}

fn base(rank: usize) -> usize {
    BASES.get(rank % BASES.len()).copied().unwrap_or(3)
}

fn pick(column: &[f64], settings: &[usize]) -> Vec<f64> {
    settings
        .iter()
        .filter_map(|&i| column.get(i))
        .copied()
        .collect()
}

/// The larger of two; NaN if either is.
fn larger(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        a.max(b)
    }
}

fn apply(op: ArithmeticOp, left: f64, right: f64) -> f64 {
    match op {
        ArithmeticOp::Add => left + right,
        ArithmeticOp::Subtract => left - right,
        ArithmeticOp::Multiply => left * right,
        ArithmeticOp::Divide => left / right,
    }
}

/// Mean and standard error of a number over the scrambles.
pub(crate) fn with_error(figures: &Figures, value: &Value) -> Result<(f64, f64), Missing> {
    let whole = figures.over(value, &figures.all())?;
    let parts: Result<Vec<f64>, Missing> = figures
        .scrambles()
        .iter()
        .map(|scramble| figures.over(value, scramble))
        .collect();
    let parts = parts?;
    // Equal parts have no spread, not the rounding of their mean.
    let same = parts.len() > 1 && parts.windows(2).all(|pair| pair.first() == pair.last());
    Ok((whole, if same { 0.0 } else { standard_error(&parts) }))
}
