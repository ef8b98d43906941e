//! What could be signed, as text.

use pourparler_agreement::Point;
use pourparler_agreement::opening::Opening;
use pourparler_analysis::agreements::{Agreements, Reservation};
use pourparler_scenario::Scenario;

use crate::language::{capital, plural};
use crate::layout::{Look, Page, numbers, words};
use crate::signable::{labels, moved, party, side, single_changes};
use crate::text::title;

/// Efficient packages printed; the JSON has all.
const PRINTED: usize = 12;

/// A surplus below this is none in the three digits shown.
pub const LEAST_SHOWN: f64 = 0.0005;

/// Single changes printed.
const CHANGES: usize = 8;

/// What could be signed at the medians.
pub fn agreements(scenario: &Scenario, found: &Agreements, look: Look) -> String {
    let mut page = Page::new(look);
    title(&mut page, scenario);
    write(&mut page, found);
    page.finish()
}

/// What could be signed, without the scenario's title.
pub fn write(page: &mut Page, found: &Agreements) {
    page.prose(
        "Everything here is one state of the world: each quantity at its median, each event as is \
         at least as likely as not. It is a map, not a forecast; `pourparler assess` says in what \
         share of the settings the bargaining zone is open.",
    );
    zone(page, found);
    frontier(page, found);
    solutions(page, found);
    opening(page, found);
}

fn zone(page: &mut Page, found: &Agreements) {
    page.heading("Bargaining zone");
    let (going_on, cause, today) = match found.front {
        true => ("fighting on", "the war", "today's line"),
        false => ("no agreement", "that", "what stands today"),
    };
    for (index, Reservation { floor, otherwise }) in found.reservations.iter().enumerate() {
        let who = side(found, index);
        let by = if floor >= otherwise {
            format!("{} floor", who.word("its"))
        } else {
            cause.to_owned()
        };
        page.prose(&capital(&format!(
            "{who} must get {:.3} (floor {floor:.3}, {going_on} {otherwise:.3}: set by {by}); {today} \
             is worth {:.3} to {}.",
            floor.max(*otherwise),
            found.today[index],
            who.word("it")
        )));
    }
    let gap = found.equal.as_ref().map(|opening| opening.cost);
    let other = side(found, 1);
    page.prose(&match (found.open, found.surplus, gap) {
        (true, Some(surplus), _) if surplus < LEAST_SHOWN => format!(
            "Open: with {other} at what {} get, nothing is left for {} beyond that.",
            other.it("must"),
            side(found, 0)
        ),
        (true, Some(surplus), _) => format!(
            "Open: with {other} at what {} get, {surplus:.3} is left for {}.",
            other.it("must"),
            side(found, 0)
        ),
        (false, _, Some(gap)) => {
            format!("No overlap: gap {gap:.3}, the least that both would have to give up alike.")
        }
        _ => "No overlap, and no settlement gets past red lines, vetoes and required consents, \
              however much the two sides give up."
            .to_owned(),
    });
}

fn frontier(page: &mut Page, found: &Agreements) {
    page.heading("Efficient settlements");
    let points = found.frontier.points();
    if points.is_empty() {
        page.prose("None: no settlement gets past red lines, vetoes and required consents.");
        return;
    }
    let shown = found.frontier.thinned(PRINTED).points;
    page.prose(&format!(
        "{} {} that no other settlement betters for both; {} shown, as changes from {}.",
        points.len(),
        plural(points.len(), "package", "packages"),
        shown.len(),
        if found.front {
            "today's line"
        } else {
            "what stands today"
        }
    ));
    let rows: Vec<Vec<String>> = shown.iter().map(|point| row(found, point)).collect();
    page.prose(&format!("a: {}, b: {}.", side(found, 0), side(found, 1)));
    page.table(&[numbers("to a"), numbers("to b"), words("package")], &rows);
}

fn row(found: &Agreements, point: &Point) -> Vec<String> {
    vec![
        format!("{:.3}", point.a),
        format!("{:.3}", point.b),
        moved(found, point.package, &found.frontier.shares(point)),
    ]
}

fn solutions(page: &mut Page, found: &Agreements) {
    if !found.open {
        return;
    }
    page.heading("Bargaining solutions");
    for (name, point) in &found.solutions {
        if let Some(point) = point {
            let package = labels(found, point.package, &found.frontier.shares(point));
            page.item(
                name,
                &format!(
                    "{:.3} to {}, {:.3} to {}: {package}",
                    point.a,
                    side(found, 0),
                    point.b,
                    side(found, 1)
                ),
            );
        }
    }
}

fn opening(page: &mut Page, found: &Agreements) {
    if found.open {
        return;
    }
    page.heading("What would open it");
    if let Some(opening) = &found.equal {
        page.prose(&concessions(found, "Both alike", opening));
    }
    if let Some(opening) = &found.cheapest {
        page.prose(&concessions(found, "Cheapest in all", opening));
    }
    singles(page, found);
}

/// The single changes that open the bargaining zone.
pub fn singles(page: &mut Page, found: &Agreements) {
    let lines = single_changes(found);
    if lines.is_empty() {
        page.prose("No single change of one option, red line, veto or consent opens it.");
        return;
    }
    page.prose("Single changes, each enough by itself:");
    for line in lines.iter().take(CHANGES) {
        page.item("-", &capital(line));
    }
    if let Some(more) = lines.len().checked_sub(CHANGES + 1) {
        page.prose(&format!("and {} more, in the JSON.", more + 1));
    }
}

fn concessions(found: &Agreements, how: &str, opening: &Opening) -> String {
    let mut given: Vec<String> = (0..2)
        .filter(|&index| opening.sides[index] > 0.0)
        .map(|index| {
            format!(
                "{} up {:.3}",
                side(found, index).that("gives"),
                opening.sides[index]
            )
        })
        .collect();
    for (veto, amount) in found.draw.vetoes.iter().zip(&opening.vetoes) {
        if *amount > 0.0 {
            let who = party(found, veto.party);
            given.push(format!(
                "{} {} veto by {amount:.3}",
                who.that("lowers"),
                who.word("its")
            ));
        }
    }
    if given.is_empty() {
        given.push("nobody gives up anything".to_owned());
    }
    let package = moved(found, opening.package, &opening.shares);
    format!("{how}: {}, for {package}.", given.join(", "))
}
