//! A distribution as fifty dots, each as likely as any other (Kay et al. 2016; Fernandes et al. 2018).

use crate::charts::axis::{Axis, Scale};
use crate::charts::drawing::{Anchor, Drawing, Ink, LEADING, measured};
use crate::charts::rows::axis_unit;
use crate::charts::{Chart, NARROW, Words};

/// Number of dots; each stands for 2 %.
pub const DOTS: usize = 50;
/// Most height of the dots; they are smaller where more stand on one another.
const HEIGHT: f64 = 240.0;

/// Fifty quantiles, in the middle of each fiftieth, of values in any order; empty where there
/// are none.
pub fn quantiles(values: &mut [f64]) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    let n = values.len();
    (0..DOTS)
        .filter_map(|k| {
            let at = (2 * k + 1) * n / (2 * DOTS);
            values.get(at.min(n.saturating_sub(1))).copied()
        })
        .collect()
}

/// Dots in columns over a scale. `beyond` dots stand apart at the right, under `never`: what does
/// not happen on the scale at all.
pub fn dots(words: Words, values: &[f64], axis: &Axis, beyond: usize, never: &str) -> Chart {
    Chart::of(words, |width| drawn(width, values, axis, beyond, never))
}

fn drawn(width: f64, values: &[f64], axis: &Axis, beyond: usize, never: &str) -> (Drawing, f64) {
    let mut sheet = Drawing::new(width);
    // A column for what does not happen.
    let apart = match (beyond, width <= NARROW) {
        (0, _) => 0.0,
        (_, true) => 110.0,
        (_, false) => 150.0,
    };
    let scale = Scale {
        low: axis.low,
        high: axis.high,
        from: 14.0,
        to: width - 14.0 - apart,
    };
    let columns = if width <= NARROW { 20 } else { 34 };
    let pitch = (scale.to - scale.from) / columns as f64;
    let mut stacks = vec![0usize; columns];
    for &value in values {
        let column = ((scale.at(value) - scale.from) / pitch) as usize;
        if let Some(stack) = stacks.get_mut(column.min(columns - 1)) {
            *stack += 1;
        }
    }
    let across = 8;
    let tallest = stacks.iter().copied().max().unwrap_or(0);
    let tall = tallest.max(beyond.div_ceil(across));
    let low = HEIGHT / (2.0 * tall.max(1) as f64) - 0.5;
    let radius = (pitch / 2.0 - 0.7).min(6.0).min(low);
    let rise = 2.0 * radius + 1.0;
    let base = 10.0 + rise * tall as f64;
    for (column, &stack) in stacks.iter().enumerate() {
        let x = scale.from + (column as f64 + 0.5) * pitch;
        for level in 0..stack {
            let y = base - radius - rise * level as f64;
            sheet.dot((x, y), radius, Ink::Strong);
        }
    }
    sheet.line(
        (scale.from, base + 1.0),
        (scale.to, base + 1.0),
        Ink::Muted,
        1.0,
    );
    let mut free = f64::NEG_INFINITY;
    for (value, label) in &axis.ticks {
        let x = scale.at(*value);
        sheet.line((x, base + 1.0), (x, base + 6.0), Ink::Muted, 1.0);
        let half = measured(label) / 2.0;
        let x = x.clamp(half, (width - apart.max(half)).max(half));
        if x - half > free {
            sheet.text((x, base + 6.0 + LEADING), label, Anchor::Middle, Ink::Muted);
            free = x + half + 4.0;
        }
    }
    let lowest = axis_unit(&mut sheet, axis, scale, base + 6.0 + LEADING);
    if beyond > 0 {
        let from = width - apart + 24.0;
        for k in 0..beyond {
            let x = from + radius + rise * (k % across) as f64;
            let y = base - radius - rise * (k / across) as f64;
            sheet.ring((x, y), radius - 0.5, Ink::Weak);
        }
        sheet.text(
            (width, base + 6.0 + LEADING),
            never,
            Anchor::End,
            Ink::Muted,
        );
    }
    (sheet, lowest + 8.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_dots_stand_for_the_whole() {
        let mut values: Vec<f64> = (0..1000).map(|k| f64::from(999 - k)).collect();
        let dots = quantiles(&mut values);
        assert_eq!(dots.len(), DOTS);
        assert_eq!((dots[0], dots[49]), (10.0, 990.0));
        assert_eq!(quantiles(&mut [3.0]), vec![3.0; DOTS]);
        assert!(quantiles(&mut []).is_empty());
    }
}
