//! Finished scrambles as bytes, to go on with an interrupted run.
//!
//! A run that goes on adds to the very sums it was stopped with, so that it ends with the bytes of
//! one that was never stopped. Everything is little-endian; lists begin with their length. Nothing
//! is taken on trust: the first block of the plan is computed again, and what does not have its
//! shape, or begins with other figures, is refused.

use super::{Columns, Gathered};
use crate::plan::Plan;
use crate::result::Frontiers;
use crate::run::Job;
use crate::streams::fingerprint_bytes;

/// First bytes of a file: what it is, and which version of it.
const MAGIC: &[u8; 16] = b"pourparler-run1\n";

/// Why finished scrambles cannot be gone on with, as part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unusable {
    /// They are no such file, or a damaged one.
    Damaged,
    /// They are those of another run; what differs.
    Other(&'static str),
}

impl Gathered {
    /// The scrambles so far, of a run of this plan on the scenario with this hash.
    pub fn saved(&self, plan: &Plan, scenario: &str) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend(MAGIC);
        header(plan, scenario)
            .iter()
            .for_each(|(_, text)| put_text(&mut out, text));
        put(&mut out, self.scrambles as u64);
        put(&mut out, self.frontiers.refused as u64);
        put(&mut out, self.frontiers.largest_gap.to_bits());
        put_columns(&mut out, &self.inputs);
        for world in &self.worlds {
            put_places(&mut out, &world.places);
            put_columns(&mut out, &world.means);
            put_places(&mut out, &world.half_places);
            put_columns(&mut out, &world.halves);
            put_column(&mut out, &world.variances);
            put(&mut out, world.samples.len() as u64);
            for samples in &world.samples {
                put(&mut out, samples.len() as u64);
                samples
                    .iter()
                    .for_each(|x| out.extend(x.to_bits().to_le_bytes()));
            }
            put(&mut out, world.curves.len() as u64);
            for curve in &world.curves {
                put(&mut out, u64::from(curve.is_some()));
                if let Some(curve) = curve {
                    put_columns(&mut out, curve);
                }
            }
        }
        let sum = fingerprint_bytes(&out);
        put(&mut out, sum);
        out
    }

    /// Those scrambles, where they are of a run of this plan on the scenario with this hash;
    /// `first` computes the plan's first block.
    ///
    /// # Errors
    ///
    /// See [`Unusable`].
    pub fn restored(
        plan: &Plan,
        scenario: &str,
        bytes: &[u8],
        first: impl FnOnce() -> Job,
    ) -> Result<Self, Unusable> {
        let (body, sum) = bytes
            .split_at_checked(bytes.len().saturating_sub(8))
            .ok_or(Unusable::Damaged)?;
        let rest = body.strip_prefix(MAGIC).ok_or(Unusable::Damaged)?;
        if fingerprint_bytes(body).to_le_bytes() != sum {
            return Err(Unusable::Damaged);
        }
        let mut input = Input(rest);
        for (what, expected) in header(plan, scenario) {
            if input.text().ok_or(Unusable::Damaged)? != expected.as_bytes() {
                return Err(Unusable::Other(what));
            }
        }
        let restored = restored(plan, &mut input).ok_or(Unusable::Damaged)?;
        let mut today = Gathered::new(plan);
        today.add(plan, &[first()]);
        if !restored.has_shape_of(&today) {
            return Err(Unusable::Damaged);
        }
        if !restored.begins_with(&today) {
            return Err(Unusable::Other("what its first settings gave"));
        }
        Ok(restored)
    }

    /// Whether the same figures are there of every arm and outcome.
    fn has_shape_of(&self, other: &Self) -> bool {
        let same = |(a, b): (&Columns, &Columns)| {
            let mut samples = a.samples.iter().zip(&b.samples);
            let mut curves = a.curves.iter().zip(&b.curves);
            a.places == b.places
                && a.half_places == b.half_places
                && a.means.len() == b.means.len()
                && a.halves.len() == b.halves.len()
                && samples.all(|(a, b)| a.is_empty() == b.is_empty())
                && curves.all(|(a, b)| a.is_some() == b.is_some())
        };
        self.inputs.len() == other.inputs.len() && self.worlds.iter().zip(&other.worlds).all(same)
    }

    /// Whether the columns begin with those of the other, to the last bit.
    fn begins_with(&self, other: &Self) -> bool {
        fn begin(long: &[Vec<f64>], short: &[Vec<f64>]) -> bool {
            let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits();
            let begins = |(a, b): (&Vec<f64>, &Vec<f64>)| a.iter().zip(b).all(same);
            long.iter().zip(short).all(begins)
        }
        begin(&self.inputs, &other.inputs)
            && self
                .worlds
                .iter()
                .zip(&other.worlds)
                .all(|(a, b)| begin(&a.means, &b.means) && begin(&a.halves, &b.halves))
    }
}

/// What has to be the same, each with what it is called.
fn header(plan: &Plan, scenario: &str) -> Vec<(&'static str, String)> {
    let settings = &plan.settings;
    let names: Vec<&str> = plan
        .outputs
        .iter()
        .map(|output| output.name.as_str())
        .collect();
    let arms: Vec<&str> = plan.arm_ids().collect();
    vec![
        (
            "the program's version",
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        ("the scenario", scenario.to_owned()),
        ("the seed", settings.seed.to_string()),
        ("the number of repetitions", settings.scrambles.to_string()),
        ("the settings of a repetition", settings.points.to_string()),
        ("the runs of chance", settings.paths.to_string()),
        ("the time step", settings.halvings.to_string()),
        ("what is asked of the run", names.join("\n")),
        ("the arms", arms.join("\n")),
        ("the uncertain quantities", plan.dimensions.join("\n")),
    ]
}

fn restored(plan: &Plan, input: &mut Input) -> Option<Gathered> {
    let settings = &plan.settings;
    let mut gathered = Gathered::new(plan);
    gathered.scrambles = input.size()?;
    // A run that is whole leaves nothing to go on from.
    if !(1..settings.scrambles).contains(&gathered.scrambles) {
        return None;
    }
    gathered.frontiers = Frontiers {
        refused: input.size()?,
        largest_gap: f64::from_bits(input.number()?),
        ..gathered.frontiers
    };
    let thetas = gathered.scrambles * settings.points;
    let Frontiers {
        refused,
        largest_gap,
        ..
    } = gathered.frontiers;
    if refused > thetas || !(0.0..f64::INFINITY).contains(&largest_gap) {
        return None;
    }
    gathered.inputs = input.columns(thetas)?;
    for (columns, world) in gathered.worlds.iter_mut().zip(&plan.worlds) {
        let slots = world.layout.arms * world.layout.outputs.len();
        let places = input.places(slots)?;
        let means = input.columns(thetas)?;
        let half_places = input.places(slots)?;
        let halves = input.columns(thetas)?;
        let variances = input.column(means.len())?;
        *columns = Columns {
            samples: input.samples(slots, thetas * settings.paths)?,
            curves: input.curves(slots, settings.steps, gathered.scrambles)?,
            places,
            means,
            half_places,
            halves,
            variances,
        };
    }
    input.0.is_empty().then_some(gathered)
}

fn put(out: &mut Vec<u8>, number: u64) {
    out.extend(number.to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend(text.as_bytes());
}

fn put_column(out: &mut Vec<u8>, column: &[f64]) {
    put(out, column.len() as u64);
    column.iter().for_each(|x| put(out, x.to_bits()));
}

fn put_columns(out: &mut Vec<u8>, columns: &[Vec<f64>]) {
    put(out, columns.len() as u64);
    columns.iter().for_each(|column| put_column(out, column));
}

fn put_places(out: &mut Vec<u8>, places: &[Option<usize>]) {
    put(out, places.len() as u64);
    places
        .iter()
        .for_each(|place| put(out, place.map_or(u64::MAX, |place| place as u64)));
}

/// Bytes still to be read.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn number(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.take(8)?.try_into().ok()?))
    }

    fn size(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    /// A length that so many bytes per entry can still follow.
    fn length(&mut self, bytes: usize) -> Option<usize> {
        self.size().filter(|length| *length <= self.0.len() / bytes)
    }

    fn text(&mut self) -> Option<&'a [u8]> {
        let length = self.length(1)?;
        self.take(length)
    }

    fn column(&mut self, expected: usize) -> Option<Vec<f64>> {
        let length = self.length(8).filter(|length| *length == expected)?;
        let bytes = self.take(8 * length)?.chunks_exact(8);
        bytes
            .map(|x| Some(f64::from_bits(u64::from_le_bytes(x.try_into().ok()?))))
            .collect()
    }

    fn columns(&mut self, expected: usize) -> Option<Vec<Vec<f64>>> {
        let length = self.length(8)?;
        (0..length).map(|_| self.column(expected)).collect()
    }

    fn places(&mut self, expected: usize) -> Option<Vec<Option<usize>>> {
        let length = self.length(8).filter(|length| *length == expected)?;
        let place = |number: u64| match number {
            u64::MAX => Some(None),
            number => usize::try_from(number).ok().map(Some),
        };
        (0..length).map(|_| place(self.number()?)).collect()
    }

    /// Of each slot none, or one per path.
    fn samples(&mut self, slots: usize, expected: usize) -> Option<Vec<Vec<f32>>> {
        let length = self.length(8).filter(|length| *length == slots)?;
        let of_slot = |_| {
            let length = self
                .length(4)
                .filter(|length| *length == 0 || *length == expected)?;
            let bytes = self.take(4 * length)?.chunks_exact(4);
            bytes
                .map(|x| Some(f32::from_bits(u32::from_le_bytes(x.try_into().ok()?))))
                .collect()
        };
        (0..length).map(of_slot).collect()
    }

    fn curves(
        &mut self,
        slots: usize,
        steps: usize,
        scrambles: usize,
    ) -> Option<Vec<Option<Vec<Vec<f64>>>>> {
        let length = self.length(8).filter(|length| *length == slots)?;
        let of_slot = |_| match self.number()? {
            0 => Some(None),
            1 => self
                .columns(scrambles)
                .filter(|curve| curve.len() == steps)
                .map(Some),
            _ => None,
        };
        (0..length).map(of_slot).collect()
    }
}
