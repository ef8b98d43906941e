//! What could be signed, at the medians: the frontier, and every issue with its positions.

use maud::html;
use pourparler_agreement::{Choice, Point};
use pourparler_analysis::agreements::{Agreements, Reservation, in_settings};
use pourparler_engine::summary::quantiles;

use super::{Report, Section, blocks};
use crate::charts::axis::Axis;
use crate::charts::frontier::{Space, frontier};
use crate::charts::issue::{Position, issue};
use crate::charts::{Chart, Words};
use crate::layout::{NAME, safe};
use crate::names::{self, Who};
use crate::signable::side;
use crate::text::agreements::{self, LEAST_SHOWN};

/// What stands still in the picture of the frontier.
const AT_MEDIANS: &str = "Packages and broken lines: each quantity at its median, each event as is likelier. \
    Both must get what lies above and to the right of the broken lines.";

/// What is varied in it.
const SPREAD: &str = "Along the edges everything that is uncertain is varied: what each side must get today, the \
    larger of its floor and the worth to it of having no agreement, above for the side named below and at the \
    right for the other, without its outermost hundredths.";

/// Points of the frontier drawn.
const POINTS: usize = 120;

pub fn section(report: &Report) -> Option<Section> {
    let found = report.agreements?;
    Some(Section {
        id: "agreements",
        title: "What can be signed".to_owned(),
        body: html! {
            @if let Some(chart) = space(report, found) { (blocks::figure(&chart)) }
            details {
                summary { "Zone, efficient settlements and what would open the zone, in words" }
                (report.sentences(|page, _| agreements::write(page, found)))
            }
            h3 { "The bargaining space, issue by issue" }
            p {
                (gap(found)) " Each chart shows what the options of one issue are worth to both sides, 0 to 1. \
                 A cross: that side refuses it. Shaded: part of a package both would sign."
            }
            div.issues { @for chart in issues(found) { (blocks::figure(&chart)) } }
        },
    })
}

/// Whether there is a zone.
fn gap(found: &Agreements) -> String {
    let gap = found.equal.as_ref().map(|opening| opening.cost);
    match (found.open, found.surplus, gap) {
        (true, Some(surplus), _) if surplus < LEAST_SHOWN => {
            "At the medians the zone is just open: a settlement gives both what they must get, and \
             nothing beyond."
                .to_owned()
        }
        (true, Some(surplus), _) => {
            format!("At the medians the zone is open, with {surplus:.3} to share.")
        }
        (false, _, Some(gap)) => format!("At the medians there is no overlap: gap {gap:.3}."),
        _ => "At the medians there is no overlap, however much both sides give up.".to_owned(),
    }
}

fn space(report: &Report, found: &Agreements) -> Option<Chart> {
    let points = found.frontier.points();
    let shown = found.frontier.thinned(POINTS).points;
    let sides = [0, 1].map(|index| side(found, index).to_string());
    let reservations = found.reservations.map(|reservation| reservation.value());
    let solutions: Vec<(String, (f64, f64))> = found
        .solutions
        .iter()
        .filter_map(|(name, point)| Some(((*name).to_owned(), point.map(|p| (p.a, p.b))?)))
        .collect();
    let assessment = report.assessment;
    let draws = in_settings(&assessment.scenario, &found.space, &assessment.run)
        .map(|side| side.iter().map(Reservation::value).collect::<Vec<f64>>());
    let spreads: Vec<String> = (0..2)
        .filter(|index| !draws[*index].is_empty())
        .map(|index| {
            let [low, middle, high] = quantiles(&draws[index], [0.05, 0.5, 0.95]);
            format!(
                " Over all settings {} must get {low:.2} (5% point), {middle:.2} (50%), {high:.2} (95%).",
                sides[index]
            )
        })
        .collect();
    if points.is_empty() && spreads.is_empty() {
        return None;
    }
    let worth = |of: fn(&Point) -> f64| {
        let [low, high] = [f64::min, f64::max].map(|end| points.iter().map(of).reduce(end));
        format!("{:.2} to {:.2}", low.unwrap_or(0.0), high.unwrap_or(0.0))
    };
    let packages = match points.len() {
        0 => "No settlement is left that nobody refuses.".to_owned(),
        count => format!(
            "{count} efficient {}, worth {} to {} and {} to {}.",
            if count == 1 { "package" } else { "packages" },
            worth(|point| point.a),
            sides[0],
            worth(|point| point.b),
            sides[1]
        ),
    };
    let alternative = format!(
        "{packages} {} must get {:.2}, {} {:.2}, at the medians.{} What stands today is worth {:.2} and \
         {:.2}. {}",
        sides[0],
        reservations[0],
        sides[1],
        reservations[1],
        spreads.concat(),
        found.today[0],
        found.today[1],
        gap(found)
    );
    let title = gap(found);
    let words = Words {
        id: "frontier",
        title: title.trim_end_matches('.'),
        caption: match spreads.is_empty() {
            true => AT_MEDIANS,
            false => &format!("{AT_MEDIANS} {SPREAD}"),
        },
        alternative: &alternative,
    };
    let drawn = Space {
        sides,
        points: shown.iter().map(|point| (point.a, point.b)).collect(),
        solutions,
        today: (found.today[0], found.today[1]),
        reservations,
        draws,
    };
    Some(frontier(words, &drawn))
}

fn issues(found: &Agreements) -> Vec<Chart> {
    let space = &found.space;
    let domain = &space.domain;
    let today = domain.status_quo();
    let v = found.reservations.map(|reservation| reservation.value());
    let signed: Vec<u64> = found
        .frontier
        .points()
        .iter()
        .filter(|point| found.open && point.a >= v[0] && point.b >= v[1])
        .map(|point| point.package)
        .collect();
    let charts = space.issues.iter().enumerate().map(|(index, named)| {
        let worth = |option: usize| {
            let at = Choice {
                issue: index,
                option,
            };
            [0, 1].map(|side| found.draw.value(domain, space.sides[side], at))
        };
        let best = |side: usize| {
            let first = worth(0)[side];
            let same = (0..named.options.len()).all(|option| worth(option)[side] == first);
            // Where all options are worth the same, none is the best.
            if same {
                return None;
            }
            let options = 0..named.options.len();
            options.reduce(|best, next| {
                if worth(next)[side] > worth(best)[side] {
                    next
                } else {
                    best
                }
            })
        };
        let refusers = |option: usize| -> Vec<usize> {
            let lines = domain
                .structure()
                .red_lines
                .iter()
                .zip(&found.draw.red_lines);
            let held = lines.filter(|(line, held)| {
                **held
                    && line.refused
                        == Choice {
                            issue: index,
                            option,
                        }
            });
            held.map(|(line, _)| line.party).collect()
        };
        let name = |party: usize| {
            space
                .parties
                .get(party)
                .map_or(String::new(), |party| Who::of(party).to_string())
        };
        let positions: Vec<Position> = named
            .options
            .iter()
            .enumerate()
            .map(|(option, label)| {
                let refused = refusers(option);
                let mut remark = Vec::new();
                if domain.option(today, index) == option {
                    remark.push("today".to_owned());
                }
                for side in 0..2 {
                    if best(side) == Some(option) {
                        remark.push(format!("best for {}", name(space.sides[side])));
                    }
                }
                if !refused.is_empty() {
                    let who: Vec<String> = refused.iter().map(|party| name(*party)).collect();
                    remark.push(format!("refused by {}", who.join(" and ")));
                }
                Position {
                    label: names::option(label),
                    remark: remark.join("; "),
                    worth: worth(option),
                    refused: [0, 1].map(|side| refused.contains(&space.sides[side])),
                    in_zone: signed
                        .iter()
                        .any(|package| domain.option(*package, index) == option),
                }
            })
            .collect();
        let alternative: Vec<String> = positions
            .iter()
            .map(|position| {
                let remark = match position.remark.as_str() {
                    "" => String::new(),
                    remark => format!("; {remark}"),
                };
                format!(
                    "{}: {:.2} to {}, {:.2} to {}{remark}.",
                    position.label,
                    position.worth[0],
                    name(space.sides[0]),
                    position.worth[1],
                    name(space.sides[1])
                )
            })
            .collect();
        let weight = |side: usize| found.draw.weight(domain, space.sides[side], index);
        let title = match [weight(0), weight(1)] {
            // What counts then is who refuses which option.
            [0.0, 0.0] => format!(
                "{}: no weight of its own to either side",
                safe(&named.name, NAME)
            ),
            [a, b] => format!(
                "{}: weight {a:.2} to {}, {b:.2} to {}",
                safe(&named.name, NAME),
                name(space.sides[0]),
                name(space.sides[1])
            ),
        };
        let id = format!("issue-{index}");
        let caption = format!(
            "Dot: {}. Ring: {}. Both at the medians.",
            name(space.sides[0]),
            name(space.sides[1])
        );
        let words = Words {
            id: &id,
            title: &title,
            caption: &caption,
            alternative: &alternative.join(" "),
        };
        let axis = Axis {
            low: 0.0,
            high: 1.0,
            ticks: [0.0, 0.5, 1.0].map(|x| (x, format!("{x:.1}"))).to_vec(),
            unit: "worth on this issue",
        };
        issue(words, &positions, &axis)
    });
    charts.collect()
}
