//! Which method speaks to which claim, by the figures that its tests name.

use pourparler_second_opinion::case::spatial::nearest;

use super::headlines::{messages, moves, options};
use super::{Method, SideBySide, split_for_all};
use crate::language::{interval, percent, points};
use crate::layout::{SENTENCE, safe};

/// What the methods say of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimLine {
    /// Its id.
    pub id: String,
    /// The claim.
    pub text: String,
    /// What each method says that can speak to it, a sentence without a full stop.
    pub says: Vec<(Method, String)>,
}

/// What a claim's tests ask that some method here can answer.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// How likely a settlement is.
    level: bool,
    /// What a contact does to it.
    effect: bool,
    /// Whether that is asked of other contacts than the scenario's own.
    others: bool,
    /// Whether there is something both would sign; the issues named, none for all.
    zone: Option<Vec<String>>,
}

/// One line per claim of the scenario.
pub fn claims(side: &SideBySide) -> Vec<ClaimLine> {
    let claims = side.assessment.scenario.claims.iter();
    claims
        .map(|claim| {
            let tests = [&claim.supported_if, &claim.refuted_if];
            let mut asked = Asked::default();
            for test in tests.into_iter().flatten() {
                ask(&test.text, &mut asked);
            }
            ClaimLine {
                id: safe(&claim.id, 20),
                text: safe(&claim.text, SENTENCE),
                says: says(side, &asked),
            }
        })
        .collect()
}

/// Reads what a test asks. A figure under `given` is about another world than that of the methods.
fn ask(test: &str, asked: &mut Asked) {
    let mut open: Vec<&str> = Vec::new();
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let mut at = 0;
    let mut last = "";
    while let Some(c) = test[at..].chars().next() {
        if word(c) {
            let from = at;
            at += test[at..].find(|c| !word(c)).unwrap_or(test.len() - at);
            last = &test[from..at];
            let rest = &test[at..];
            let call = open.last().copied().unwrap_or("");
            let given = rest
                .split(')')
                .next()
                .is_some_and(|rest| rest.contains("given"));
            if last == "settlement" && !given {
                match call {
                    "effect" | "ratio" => {
                        asked.effect = true;
                        let ends = rest.find(')').unwrap_or(rest.len());
                        asked.others |= open.contains(&"max_over") || rest[..ends].contains("arm");
                    }
                    "P" => asked.level = true,
                    _ => {}
                }
            }
            if matches!(last, "zone" | "zone_now") && !given {
                let named = rest.strip_prefix('[').and_then(|rest| rest.split_once(']'));
                let named = named.map_or("", |(named, _)| named).split(',');
                let named = named.map(|id| id.trim().to_owned());
                asked
                    .zone
                    .get_or_insert_default()
                    .extend(named.filter(|id| !id.is_empty()));
            }
            continue;
        }
        match c {
            '(' => open.push(last),
            ')' => {
                open.pop();
            }
            _ => {}
        }
        if c != ' ' {
            last = "";
        }
        at += c.len_utf8();
    }
}

fn says(side: &SideBySide, asked: &Asked) -> Vec<(Method, String)> {
    let mut says = Vec::new();
    if asked.level
        && let Some(anchor) = &side.assessment.anchor
    {
        says.push((
            Method::Cases,
            format!(
                "a settlement without regard to the contact {} (95% interval {})",
                percent(anchor.rate.mean),
                interval(anchor.rate.low, anchor.rate.high)
            ),
        ));
    }
    if asked.effect
        && !asked.others
        && side.assessment.anchor.is_some()
        && let Some(said) = messages()
    {
        says.push((Method::Cases, lower(&said)));
    }
    if asked.effect
        && let Some(games) = side.games()
    {
        let over = &games.over_draws;
        let added = format!(
            "{} points on average over {} draws, outside the theory in {}",
            points(over.added).trim_start_matches('+'),
            over.draws,
            percent(over.outside)
        );
        let said = match &games.bounds.institutions {
            Ok((talk, mediated)) => Some(format!(
                "the best mediator adds {} points to peace ({added}), an envoy who passes everything on \
                 and proposes nothing adds none of them",
                points(mediated.peace - talk.peace).trim_start_matches('+')
            )),
            Err(_) if split_for_all(games) => Some(format!(
                "a mediator adds 0 points, as private strength is no obstacle at the medians ({added})"
            )),
            Err(_) => None,
        };
        says.extend(said.map(|said| (Method::Games, said)));
    }
    if let Some(named) = &asked.zone {
        says.extend(zone(side, named).map(|said| (Method::Spatial, said)));
        if let Some(games) = side.games().filter(|games| split_for_all(games)) {
            let theta = games.bounds.remainder;
            says.push((
                Method::Games,
                format!("war leaves {theta:.2} of the pie, so some split is better for both"),
            ));
        }
    }
    if (asked.level || asked.zone.is_some())
        && let Some(graph) = side.graph()
    {
        let origin = graph.origin.word();
        says.push((
            Method::Graph,
            format!("{}, preferences {origin}", moves(graph)),
        ));
    }
    says
}

/// With a small first letter.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// What spatial bargaining says of the named issues, or of all.
fn zone(side: &SideBySide, named: &[String]) -> Option<String> {
    let issues = &side.assessment.space.issues;
    let each: Vec<String> = side
        .contested()
        .filter(|(issue, _)| named.is_empty() || named.contains(&issues[*issue].id))
        .map(|(issue, found)| {
            let option = nearest(found.median(), side.options(issue));
            let refused: Vec<String> = found
                .refused_by
                .iter()
                .map(|&p| side.party(p).to_string())
                .collect();
            let refused = if refused.is_empty() {
                String::new()
            } else {
                format!("; refused by {}", refused.join(" and "))
            };
            let (low, high) = options(side, issue, found);
            let range = if low == high {
                "no reading or draw elsewhere".to_owned()
            } else {
                let [low, high] = [low, high].map(|option| side.option(issue, option));
                format!("readings and draws from {low} to {high}")
            };
            format!(
                "{}: {} ({range}{refused})",
                side.issue(issue),
                side.option(issue, option)
            )
        })
        .collect();
    (!each.is_empty()).then(|| format!("forecasts, by the nearest option, {}", each.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{Asked, ask};

    #[test]
    fn tests_are_read_by_the_figures_they_name() {
        for (test, level, effect, zone) in [
            ("effect(settlement) < 2pt", false, true, None),
            (
                "max_over(envoys, effect(settlement)) < 3pt",
                false,
                true,
                None,
            ),
            (
                "abs(effect(settlement, arm=with)) < 1pt and total(x, settlement) < .05",
                false,
                true,
                None,
            ),
            ("P(informed)/P(settlement) >= 3", true, false, None),
            ("rank(consent.ukraine, settlement) <= 3", false, false, None),
            (
                "P(settlement or step.talks, given consent.north = no) <= 1%",
                false,
                false,
                None,
            ),
            (
                "P(zone_now[land, nato]) < 5%",
                false,
                false,
                Some(vec!["land", "nato"]),
            ),
            (
                "P(zone) < 5% and P(settlement) < 1%",
                true,
                false,
                Some(vec![]),
            ),
            ("P(step.a and not step.b) < 5%", false, false, None),
            ("P(settlement_first) < 5% ü (", false, false, None),
        ] {
            let mut asked = Asked::default();
            ask(test, &mut asked);
            let zone = zone.map(|ids: Vec<&str>| ids.into_iter().map(String::from).collect());
            assert_eq!(
                asked,
                Asked {
                    level,
                    effect,
                    others: test.contains("arm=") || test.contains("max_over"),
                    zone
                },
                "{test}"
            );
        }
    }
}
