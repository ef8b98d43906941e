//! A quantity drawn: points, mean, and its shape in blocks.

use pourparler_scenario::histogram::Histogram;
use pourparler_scenario::{Choice, Quantity};

use crate::figure::significant;
use crate::language::{input_share, share};
use crate::layout::{Look, NAME, Page, SENTENCE, numbers, safe, words};
use crate::quantity::{Described, LEVELS, What, law_name};

/// Columns of the drawing.
const COLUMNS: usize = 72;

/// Lines of the drawing; each has eight steps where blocks can be drawn.
const LINES: usize = 5;

/// Blocks by eighths of a line.
const BLOCKS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A quantity or a choice, with where it comes from.
pub fn quantity(described: &Described, look: Look) -> String {
    let mut page = Page::new(look);
    page.heading(&safe(&described.typed, 2 * NAME));
    if let Some(read_as) = &described.read_as {
        page.prose(&format!("Read as {read_as}."));
    }
    let cited = match &described.what {
        What::Quantity(quantity) => {
            page.prose(&format!("{}.", law(quantity)));
            drawn(&mut page, quantity, look);
            points(&mut page, quantity);
            [&quantity.source, &quantity.note, &quantity.asked]
        }
        What::Choice(choice) => {
            weights(&mut page, choice, look);
            [&choice.source, &choice.note, &choice.asked]
        }
    };
    provenance(&mut page, described.origin.as_deref(), cited);
    page.finish()
}

/// `Law: log-normal, in days`.
fn law(quantity: &Quantity) -> String {
    let unit = match quantity.unit {
        "" | "probability" => String::new(),
        "per month" => ", per month".to_owned(),
        unit => format!(", in {unit}"),
    };
    let word = quantity.word.as_ref().map_or_else(String::new, |word| {
        format!(", given as the word \"{}\"", safe(word, NAME))
    });
    match quantity.law.certain() {
        Some(value) => format!("Certain: {}{unit}{word}", value_text(value, quantity.unit)),
        None => format!("Law: {}{unit}{word}", law_name(&quantity.law)),
    }
}

fn points(page: &mut Page, quantity: &Quantity) {
    if quantity.is_certain() {
        return;
    }
    page.gap();
    let columns = ["5%", "25%", "50%", "75%", "95%", "mean"].map(numbers);
    let values = LEVELS.iter().map(|&level| quantity.law.quantile(level));
    let row = values
        .chain([quantity.law.mean()])
        .map(|value| value_text(value, quantity.unit));
    page.table(&columns, &[row.collect()]);
}

/// A value in its unit, which is named once above: `21.4%`, `3.4`.
fn value_text(value: f64, unit: &str) -> String {
    match unit {
        "probability" => input_share(value),
        _ => significant(value),
    }
}

fn drawn(page: &mut Page, quantity: &Quantity, look: Look) {
    let Some(histogram) = quantity.law.histogram(COLUMNS) else {
        return;
    };
    page.gap();
    for line in picture(&histogram, look.ascii) {
        page.line(line.trim_end());
    }
    let mut axis = vec![if look.ascii { '-' } else { '─' }; COLUMNS];
    for level in LEVELS {
        if let Some(place) = axis.get_mut(histogram.bin(quantity.law.quantile(level))) {
            *place = '|';
        }
    }
    page.line(&axis.into_iter().collect::<String>());
    let (low, high) = (
        value_text(histogram.low, quantity.unit),
        value_text(histogram.high, quantity.unit),
    );
    let between = COLUMNS.saturating_sub(low.len() + high.len());
    page.line(&format!("{low}{}{high}", " ".repeat(between)));
}

/// The bars, highest line first; the highest bar fills all lines.
fn picture(histogram: &Histogram, ascii: bool) -> Vec<String> {
    let highest = histogram
        .masses
        .iter()
        .copied()
        .fold(f64::MIN_POSITIVE, f64::max);
    let steps = BLOCKS.len() - 1;
    let height = |mass: f64| ((mass / highest) * (LINES * steps) as f64).round() as usize;
    (0..LINES)
        .rev()
        .map(|line| {
            let bar = |&mass: &f64| {
                let filled = height(mass).saturating_sub(line * steps).min(steps);
                match (ascii, filled) {
                    (false, filled) => BLOCKS[filled],
                    (true, 0) => ' ',
                    (true, filled) if filled <= steps / 2 => '.',
                    (true, _) => '#',
                }
            };
            histogram.masses.iter().map(bar).collect()
        })
        .collect()
}

fn weights(page: &mut Page, choice: &Choice, look: Look) {
    const BAR: f64 = 40.0;
    let full = if look.ascii { "#" } else { "█" };
    let labels = choice.labels.iter().zip(&choice.weights);
    let rows: Vec<Vec<String>> = labels
        .map(|(label, &weight)| {
            let bar = full.repeat((weight * BAR).round() as usize);
            // A word without a probability is not one with a small one.
            let weight = if weight > 0.0 {
                share(weight)
            } else {
                "0".to_owned()
            };
            vec![safe(label, NAME), weight, bar]
        })
        .collect();
    page.table(&[words("word"), numbers("probability"), words("")], &rows);
}

fn provenance(page: &mut Page, origin: Option<&str>, cited: [&Option<String>; 3]) {
    let named = ["Source", "Note", "Asked"].iter().zip(cited);
    let lines: Vec<String> = named
        .filter_map(|(name, text)| Some(format!("{name}: {}", safe(text.as_ref()?, SENTENCE))))
        .collect();
    if origin.is_none() && lines.is_empty() {
        return;
    }
    page.gap();
    for line in origin.map(String::from).into_iter().chain(lines) {
        page.prose(&line);
    }
}
