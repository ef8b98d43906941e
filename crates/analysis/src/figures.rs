//! The figures of claims, looked up in a run.

use std::borrow::Cow;

use pourparler_engine::result::{self as engine, Run, Unit};
use pourparler_scenario::Law;
use pourparler_scenario::claim::{Measure, Place, Value};

use crate::background::Background;
use crate::claims::{DEFAULT_ARM, intervention, output_name};
use crate::drivers::{NoVariance, Places};
use crate::ranking::Rankings;
use crate::reading::{Across, Reading};
use crate::statistics::radical_inverse;

/// Why a figure cannot be had, as part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub String);

/// A run with what is needed to read the figures of claims from it.
pub struct Figures<'a> {
    /// The run.
    pub run: &'a Run,
    /// Its settings in the order of each input.
    pub rankings: &'a Rankings,
    /// The compound events it was asked for, in the order of its `event:n` outputs.
    pub events: &'a [engine::Event],
    /// What no run computes.
    pub background: &'a Background,
    /// Which of the run's chance paths are looked at.
    pub paths: Paths,
}

/// Chance paths of each setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paths {
    /// All of them.
    All,
    /// The first half, where the run kept it: were there paths enough?
    FirstHalf,
}

/// Bases for what only claims use; the engine's points do not enter, so any spread will do.
const BASES: [usize; 12] = [3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41];

impl<'a> Figures<'a> {
    /// The indices of all θ.
    pub(crate) fn all(&self) -> Vec<u32> {
        (0..self.run.len() as u32).collect()
    }

    /// Number of θ in a scramble.
    pub(crate) fn points(&self) -> usize {
        self.run.settings.points.max(1)
    }

    /// The number as it is in the run, or why it cannot be had.
    pub(crate) fn reading(&self, value: &Value) -> Result<Reading<'a>, Missing> {
        self.reading_in(value, DEFAULT_ARM)
    }

    fn reading_in(&self, value: &Value, arm: &str) -> Result<Reading<'a>, Missing> {
        let boxed = |value: &Value| self.reading_in(value, arm).map(Box::new);
        let across = |across| Reading::Across(across, self.points());
        Ok(match value {
            Value::Number(number) => Reading::Number(*number),
            Value::Input(path) => Reading::Column(self.input(path)?),
            Value::Rate(name) => {
                let (rank, posterior) = self.rate(name)?;
                Reading::Rate(posterior, base(rank))
            }
            Value::Level { of, place } => {
                Reading::Column(Cow::Borrowed(self.column(of, place, arm)?.0))
            }
            Value::Effect { of, place } => {
                let (level, baseline) = self.pair(of, place, arm)?;
                Reading::Effect(level, baseline)
            }
            Value::Ratio { of, place } => {
                let (level, baseline) = self.pair(of, place, arm)?;
                Reading::Ratio(level, baseline)
            }
            Value::Negate(of) => Reading::Negate(boxed(of)?),
            Value::Abs(of) => Reading::Abs(boxed(of)?),
            Value::Arithmetic { op, left, right } => {
                let left = self.reading_in(left, arm)?;
                let right = self.reading_in(right, arm)?;
                Reading::Arithmetic(*op, Box::new([left, right]))
            }
            Value::MaxOver { arms, of, .. } => {
                let all: Result<Vec<Reading>, Missing> =
                    arms.iter().map(|arm| self.reading_in(of, arm)).collect();
                Reading::Largest(all?)
            }
            Value::Mean(of) => across(Across::Mean(boxed(of)?)),
            Value::Quantile { level, of } => across(match self.people(of, arm)? {
                Some(samples) => {
                    let paths = self.run.settings.paths;
                    let seen = match self.paths {
                        Paths::All => paths,
                        Paths::FirstHalf => paths / 2,
                    };
                    Across::People(*level, samples, (seen, paths))
                }
                None => Across::Quantile(*level, boxed(of)?),
            }),
            Value::Distance { output, place } => {
                let (level, baseline) = self.pair(&Measure::Output(output.clone()), place, arm)?;
                across(Across::Distance(level, baseline))
            }
            Value::Rank { input, output } => across(self.place(input, output, arm)?),
            Value::Total { block, output } => {
                let known = self.background.totals.iter();
                let mut asked = known.filter(|total| total.is_of(block, output));
                let total = asked.next().ok_or_else(|| {
                    Missing(format!(
                        "`{value}` needs a run of its own, which `assess` makes"
                    ))
                })?;
                let (all, scrambles) = total.value.clone().map_err(Missing)?;
                across(Across::OfScramble(all, scrambles, self.points()))
            }
        })
    }

    /// The place of an input among the drivers of an output in an arm.
    fn place(&self, path: &str, name: &str, arm: &str) -> Result<Across<'a>, Missing> {
        let (column, arm) = self.column(&Measure::Output(name.into()), &Place::default(), arm)?;
        let output = self.run.output(name).unwrap_or_default();
        let half = self.paths == Paths::FirstHalf;
        let places = self.rankings.places((arm, output, half), || {
            Places::of(self.run, self.rankings, output, column)
        });
        let places = places.map_err(|why| {
            Missing(match why {
                NoVariance::Constant(_) => {
                    format!("`{name}` is the same in every setting, so that nothing drives it")
                }
                NoVariance::NotFinite { .. } => {
                    format!("`{name}` is undefined in some settings, so that its drivers are too")
                }
                NoVariance::TooFew => "drivers take 32 settings or more".to_owned(),
            })
        })?;
        let mut inputs = self.run.inputs.iter();
        let found = inputs.position(|input| input.path == path);
        let found = found.and_then(|input| places.input(input));
        let (all, scrambles) = found.ok_or_else(|| {
            Missing(format!(
                "`{path}` does not vary in this run, so that it has no rank among drivers"
            ))
        })?;
        Ok(Across::OfScramble(all, scrambles, self.points()))
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
            .and_then(|output| self.means(arm, output));
        column
            .filter(|column| column.len() == self.run.len())
            .ok_or_else(|| {
                let arm = self.run.arms.get(arm).map_or("", |arm| arm.id.as_str());
                Missing(format!("`{of}` was not measured in the arm `{arm}`"))
            })
    }

    /// The means of an output in an arm over the paths looked at.
    fn means(&self, arm: usize, output: usize) -> Option<&'a [f64]> {
        match self.paths {
            Paths::All => self.run.column(arm, output),
            Paths::FirstHalf => self.run.half_column(arm, output),
        }
    }

    fn output_name(&self, of: &Measure, place: &Place) -> Result<String, Missing> {
        let unasked = || Missing(format!("the run was not asked for `{of}`"));
        output_name(of, place, self.events).ok_or_else(unasked)
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
    fn people(&self, value: &Value, arm: &str) -> Result<Option<&'a [f32]>, Missing> {
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
        match samples.filter(|_| place.time.is_none()) {
            Some(samples) => Ok(Some(samples)),
            None => Err(Missing(format!(
                "the single draws of `{name}` were not kept"
            ))),
        }
    }

    /// The posterior of a coded rate, and its rank among the rates.
    fn rate(&self, name: &str) -> Result<(usize, Law), Missing> {
        let mut rates = self.background.rates.iter().enumerate();
        match rates.find(|(_, rate)| rate.name == name) {
            Some((_, rate)) if rate.k.is_none() => Err(Missing(format!(
                "`{name}` is not coded: nobody has filled in its k with sources"
            ))),
            Some((rank, rate)) => rate
                .posterior()
                .map(|posterior| (rank, posterior))
                .ok_or_else(|| Missing(format!("`{name}` counts more cases than were looked at"))),
            None => Err(Missing(format!("there is no rate `{name}`"))),
        }
    }

    fn input(&self, path: &str) -> Result<Cow<'a, [f64]>, Missing> {
        let n = self.run.len();
        if let Some(input) = self.run.inputs.iter().find(|input| input.path == path) {
            return match input.dimension {
                None => Ok(Cow::Owned(vec![input.median; n])),
                Some(row) => match self.run.thetas.get(row).filter(|row| row.len() == n) {
                    Some(row) => Ok(Cow::Borrowed(row)),
                    None => Err(Missing(format!("the draws of `{path}` were not kept"))),
                },
            };
        }
        // Its rank among the quantities of its kind, so that no other table changes its draws.
        let kind = |path: &str| path.split('.').next().map(str::to_owned);
        let own = kind(path);
        let alike = self.background.quantities.iter();
        let mut known = alike.filter(|(known, _)| kind(known) == own).enumerate();
        match known.find(|(_, (known, _))| known == path) {
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
