//! A scale of numbers with round ticks.

/// From values to places on a sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Value at `from`.
    pub low: f64,
    /// Value at `to`.
    pub high: f64,
    /// Place of the lowest value.
    pub from: f64,
    /// Place of the highest value.
    pub to: f64,
}

impl Scale {
    /// Place of a value; one beyond the ends is drawn at the end.
    pub fn at(&self, value: f64) -> f64 {
        let span = self.high - self.low;
        let share = if span > 0.0 {
            ((value - self.low) / span).clamp(0.0, 1.0)
        } else {
            0.5
        };
        let share = if share.is_finite() { share } else { 0.0 };
        self.from + share * (self.to - self.from)
    }
}

/// What a scale runs over, with its ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Lowest value.
    pub low: f64,
    /// Highest value.
    pub high: f64,
    /// Values and what stands at them.
    pub ticks: Vec<(f64, String)>,
    /// What the numbers at the ticks count, said once beside them; empty where each says it.
    pub unit: &'static str,
}

impl Axis {
    /// Round ticks around all values and 0; `label` writes one.
    pub fn around(values: impl IntoIterator<Item = f64>, label: impl Fn(f64) -> String) -> Self {
        let (mut low, mut high) = (0.0f64, 0.0f64);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if high - low <= 0.0 {
            high = low + 1.0;
        }
        Self::between(low, high, label)
    }

    /// The same scale with its unit.
    pub fn in_unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// [`Axis::around`] up to a value at which it ends, with the ticks before that.
    pub fn up_to(high: f64, label: impl Fn(f64) -> String) -> Self {
        let mut axis = Self::around([high], label);
        axis.high = high;
        axis.ticks.retain(|(value, _)| *value <= high);
        axis
    }

    /// Round ticks around two values.
    pub fn between(low: f64, high: f64, label: impl Fn(f64) -> String) -> Self {
        let span = (high - low).max(1e-4);
        let step = round_step(span / 4.0);
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let count = (last - first).round() as usize;
        let ticks = (0..=count).map(|k| {
            let value = (first + k as f64) * step;
            (value, label(value))
        });
        Self {
            low: first * step,
            high: last * step,
            ticks: ticks.collect(),
            unit: "",
        }
    }
}

/// The next of 1, 2, 5 times a power of ten.
fn round_step(raw: f64) -> f64 {
    let power = 10f64.powf(raw.log10().floor());
    let lead = raw / power;
    let round = [1.0, 2.0, 5.0].into_iter().find(|step| lead <= *step);
    power * round.unwrap_or(10.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ticks_are_round() {
        let axis = Axis::around([0.03, 0.31], |v| format!("{v:.1}"));
        let labels: Vec<&str> = axis.ticks.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!(labels, ["0.0", "0.1", "0.2", "0.3", "0.4"]);
        let nothing = Axis::around([], |v| format!("{v:.2}"));
        assert_eq!((nothing.low, nothing.high), (0.0, 1.0));
    }

    proptest! {
        #[test]
        fn every_value_is_on_the_axis(values in proptest::collection::vec(-1e6f64..1e6, 0..20)) {
            let axis = Axis::around(values.clone(), |_| String::new());
            prop_assert!(axis.ticks.len() >= 2 && axis.ticks.len() <= 8, "{axis:?}");
            for value in values {
                prop_assert!(axis.low <= value + 1e-6 && value <= axis.high + 1e-6);
            }
        }
    }
}
