//! Two files: the effect of each changed line, largest first.

use pourparler_analysis::diff::{Changed, Diff, EXACT, FIGURES, Figure, Orders};
use pourparler_engine::result::Unit;
use pourparler_scenario::Scenario;
use pourparler_scenario::merge::Difference;

use crate::figure::significant;
use crate::language::{percent, points, points_error};
use crate::layout::{Look, NAME, Page, numbers, safe, words};
use crate::text::{marking, title};

/// Lines of a group of changes that are printed.
const LINES: usize = 12;

/// Two files compared; `reproduce` is the command that gives it again.
pub fn diff(files: [&Scenario; 2], diff: &Diff, reproduce: &str, look: Look) -> String {
    let mut page = Page::new(look);
    let [a, b] = files;
    title(&mut page, a);
    let told = Told {
        points: diff.unit == Unit::Probability,
    };
    page.heading("What is compared");
    for (letter, scenario) in ["A", "B"].iter().zip(files) {
        page.item(letter, &safe(&scenario.name, NAME));
    }
    page.heading(&format!("{}, A and B", safe(&diff.outcome, NAME)));
    let rows: Vec<Vec<String>> = FIGURES
        .iter()
        .enumerate()
        .map(|(k, figure)| {
            let [first, second] = diff.levels[k];
            let (total, se) = diff.total[k];
            let level = |value| match figure {
                Figure::Effect => told.change(value),
                _ => told.level(value),
            };
            vec![
                name(*figure).to_owned(),
                level(first.0),
                level(second.0),
                told.change(total),
                told.error(se),
            ]
        })
        .collect();
    let unit = if told.points { "points" } else { "change" };
    let columns = [
        words(""),
        numbers("A"),
        numbers("B"),
        numbers(unit),
        numbers("error"),
    ];
    page.table(&columns, &rows);
    if diff.changes.is_empty() {
        page.gap();
        page.prose("Nothing that a run reads differs between the files.");
    } else {
        changes(&mut page, &told, diff);
    }
    run(&mut page, files, diff, reproduce);
    marking(&mut page, b);
    page.finish()
}

fn changes(page: &mut Page, told: &Told, diff: &Diff) {
    page.heading("What each change does, the largest first");
    for changed in &diff.changes {
        let [with, without, effect] = changed.shares.map(|(share, _)| told.change(share));
        let (_, se) = changed.shares[0];
        page.item(
            "-",
            &format!(
                "{with} with the contact (error {}), {without} without, {effect} on what it adds: {}",
                told.error(se),
                listed(changed)
            ),
        );
    }
    page.gap();
    page.prose(&match diff.orders {
        Orders::All(mixtures) => format!(
            "Shares are Shapley values over all orders in which the changes can be made, from \
             {mixtures} mixtures of the two files with the same random numbers; they add up to the \
             difference."
        ),
        Orders::Drawn(orders, mixtures) => format!(
            "There are more than {EXACT} changes, so shares are averages over {orders} orders \
             drawn at random, each with its reverse, from {mixtures} mixtures of the two files \
             with the same random numbers; they add up to the difference, and the errors count the \
             luck of the orders too."
        ),
    });
}

/// The changes of a group with their lines.
fn listed(changed: &Changed) -> String {
    let mut told: Vec<String> = changed.differences.iter().take(LINES).map(line).collect();
    if let Some(more) = changed
        .differences
        .len()
        .checked_sub(LINES)
        .filter(|more| *more > 0)
    {
        told.push(format!("and {more} more"));
    }
    let together = if told.len() > 1 {
        "together, as none makes a scenario by itself: "
    } else {
        ""
    };
    format!("{together}{}", told.join("; "))
}

fn line(difference: &Difference) -> String {
    let side = |k: usize| {
        let line = difference.lines[k].map_or_else(String::new, |line| format!(" (line {line})"));
        match &difference.written[k] {
            Some(written) => format!("{}{line}", safe(written, NAME)),
            None => "nothing".to_owned(),
        }
    };
    format!(
        "{}: {} in A, {} in B",
        safe(&difference.path, 2 * NAME),
        side(0),
        side(1)
    )
}

fn run(page: &mut Page, files: [&Scenario; 2], diff: &Diff, reproduce: &str) {
    let [whole, shares] = &diff.efforts;
    page.heading("Run");
    page.prose(&format!(
        "pourparler {}, seed {}. A and B on {} x {} settings with {} runs each; differences and \
         shares on {} x {}. Titles, claims, sources, notes and variants are not compared. Random \
         numbers are numbered by the keys of both files, so the levels are not to the last digit \
         those of `assess`.",
        env!("CARGO_PKG_VERSION"),
        whole.seed,
        whole.scrambles,
        whole.points,
        whole.paths,
        shares.scrambles,
        shares.points
    ));
    for (letter, scenario) in ["A", "B"].iter().zip(files) {
        page.prose(&format!("{letter}: {}", safe(&scenario.name, NAME)));
        page.line(&format!("sha256 {}", scenario.sha256));
    }
    page.prose("reproduce:");
    page.line(&safe(reproduce, 8 * NAME));
}

fn name(figure: Figure) -> &'static str {
    match figure {
        Figure::With => "with the contact",
        Figure::Without => "without it",
        Figure::Effect => "what it adds",
    }
}

/// How the outcome is written.
struct Told {
    points: bool,
}

impl Told {
    fn level(&self, value: f64) -> String {
        if self.points {
            percent(value)
        } else {
            significant(value)
        }
    }

    fn change(&self, value: f64) -> String {
        match self.points {
            true => points(value),
            false => format!(
                "{}{}",
                if value > 0.0 { "+" } else { "" },
                significant(value)
            ),
        }
    }

    fn error(&self, se: f64) -> String {
        if self.points {
            points_error(se)
        } else {
            significant(se)
        }
    }
}
