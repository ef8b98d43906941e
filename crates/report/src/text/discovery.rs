//! A rule: in which settings an outcome, an effect or a verdict is found.

use pourparler_analysis::Assessment;
use pourparler_analysis::discover::{Discovery, Limit, Rule};
use pourparler_engine::result::Input;

use crate::figure::significant;
use crate::language::{capital, interval, percent, share};
use crate::layout::{Look, Page};
use crate::names;
use crate::sensitivity::{drawn, place, unit};
use crate::text::{closed, opened};

/// Inputs listed that come back on halves of the settings.
const LISTED: usize = 6;

/// A rule for what was `sought`, in words; `reproduce` is the command that gives it again.
pub fn discovery(
    assessment: &Assessment,
    discovery: &Discovery,
    sought: &str,
    reproduce: &str,
    look: Look,
) -> String {
    let mut page = opened(assessment, look);
    write(&mut page, assessment, discovery, sought);
    closed(page, assessment, reproduce)
}

/// The rule, how it stands elsewhere, and how to read it.
pub fn write(page: &mut Page, assessment: &Assessment, discovery: &Discovery, sought: &str) {
    page.heading(&format!("Where to find {sought}"));
    match &discovery.rule {
        Some(rule) => {
            found(page, assessment, discovery, rule);
        }
        None => page.prose(&format!(
            "No rule: over all settings it is {}, and no restriction of any of {} uncertain \
             inputs tells it from chance.",
            percent(discovery.base),
            discovery.inputs
        )),
    }
    stability(page, assessment, discovery);
    leaf(page, assessment, discovery);
    explained(page, discovery);
}

/// `If A is below x and B is yes: 31% against 2%.`
pub fn sentence(assessment: &Assessment, rule: &Rule) -> String {
    let conditions = rule.found.limits.iter().filter_map(|(input, limit)| {
        let input = assessment.run.inputs.get(*input)?;
        Some(limited(assessment, input, limit))
    });
    let conditions: Vec<String> = conditions.collect();
    format!(
        "If {}: {}.",
        conditions.join(" and "),
        against(rule.found.density, rule.outside)
    )
}

/// `31% against 2% elsewhere`, and how many times as often, or as often not, where both
/// read the same.
fn against(inside: f64, outside: f64) -> String {
    let [a, b] = [inside, outside].map(percent);
    if a != b {
        format!("{a} against {b} elsewhere")
    } else if inside > 0.5 && inside < 1.0 {
        // Near certainty it is the exceptions that differ.
        let times = (1.0 - outside) / (1.0 - inside);
        format!("{a} against {b} elsewhere, where it fails {times:.1} times as often")
    } else if outside > 0.0 {
        let times = inside / outside;
        format!("{a} against {b} elsewhere, {times:.1} times as often")
    } else {
        format!("{a}, and in no setting elsewhere")
    }
}

/// `the trend of the front is below 0.5`, `.. between 1 and 2`, `Russia consents at all`.
fn limited(assessment: &Assessment, input: &Input, limit: &Limit) -> String {
    let labels: Vec<&str> = match limit {
        Limit::Labels(labels) => labels
            .iter()
            .filter_map(|&label| Some(input.labels.get(label)?.as_str()))
            .collect(),
        Limit::Range(low, high) => {
            let inside = |(place, _): &(usize, &String)| (*low..=*high).contains(&(*place as f64));
            let labels = input.labels.iter().enumerate().filter(inside);
            labels.map(|(_, label)| label.as_str()).collect()
        }
    };
    if !labels.is_empty() {
        return names::is_one_of(assessment, input, &labels);
    }
    let Limit::Range(low, high) = limit else {
        return String::new();
    };
    let range = match (low.is_finite(), high.is_finite()) {
        (true, true) => format!(
            "between {} and {}{}",
            drawn(input, *low),
            drawn(input, *high),
            unit(input)
        ),
        (true, false) => format!("above {}{}", drawn(input, *low), unit(input)),
        _ => format!("below {}{}", drawn(input, *high), unit(input)),
    };
    format!("{} is {range}", names::input(assessment, input))
}

fn found(page: &mut Page, assessment: &Assessment, discovery: &Discovery, rule: &Rule) {
    page.prose(&sentence(assessment, rule));
    let box_ = &rule.found;
    page.gap();
    page.prose(&format!(
        "Over all settings it is {}. The rule holds in {} of them (mass) and has {} of what was \
         sought (coverage) at {} (density).",
        percent(discovery.base),
        share(box_.mass),
        share(box_.coverage),
        percent(box_.density)
    ));
    for ((input, _), p) in box_.limits.iter().zip(&rule.quasi_p) {
        if let Some(input) = assessment.run.inputs.get(*input) {
            let chance = if *p < 0.001 {
                "below 0.001".to_owned()
            } else {
                significant(*p)
            };
            page.item(
                "-",
                &format!(
                    "{} ({}): quasi-p {chance}.",
                    capital(&names::input(assessment, input)),
                    place(input)
                ),
            );
        }
    }
}

fn stability(page: &mut Page, assessment: &Assessment, discovery: &Discovery) {
    let stability = &discovery.stability;
    page.heading("On settings it was not found on");
    if stability.halves == 0 {
        page.prose("One repetition cannot be halved.");
        return;
    }
    page.prose(&format!(
        "Looked for on {} random halves of the repetitions, a rule is found on {} of them.",
        stability.halves, stability.found
    ));
    if stability.found == 0 {
        return;
    }
    let [low, median, high] = stability.density;
    page.prose(&format!(
        "On the other half it has {} in the middle case ({} over halves) against {} elsewhere, \
         and {} of what was sought.",
        percent(median),
        interval(low, high),
        percent(stability.outside),
        share(stability.coverage)
    ));
    let listed: Vec<String> = stability
        .restricted
        .iter()
        .take(LISTED)
        .filter_map(|(input, of)| {
            let input = assessment.run.inputs.get(*input)?;
            Some(format!(
                "{} in {}",
                names::input(assessment, input),
                share(*of)
            ))
        })
        .collect();
    page.prose(&format!(
        "Inputs it restricts there: {}.",
        listed.join("; ")
    ));
}

fn leaf(page: &mut Page, assessment: &Assessment, discovery: &Discovery) {
    page.heading("Cross-check by a tree");
    match (&discovery.leaf, &discovery.rule) {
        (Some(leaf), rule) => {
            page.prose(&sentence(assessment, leaf));
            if rule.is_some() {
                page.prose(&format!(
                    "This leaf holds in {} of the settings; {} of the rule's settings lie in it.",
                    share(leaf.found.mass),
                    share(discovery.shared)
                ));
            }
        }
        (None, _) => page.prose("The tree finds no split."),
    }
}

fn explained(page: &mut Page, discovery: &Discovery) {
    page.heading("How to read this");
    page.prose(&format!(
        "Against each other stand the probability of an event inside and outside the rule, or else \
         the share of the settings in which what was sought is so. The rule is a box among {} \
         uncertain inputs: the patient rule induction method (Friedman \
         & Fisher 1999; Bryant & Lempert 2010) gives up settings a few at a time where that \
         raises the density most, and the densest box is taken that still has the coverage asked \
         for. Quasi-p is the chance of such a density if that restriction made no difference. The \
         tree is CART (Breiman and others 1984), 3 splits deep. A rule says where the outcome is \
         found in the model; what it is found with is no lever by that alone.",
        discovery.inputs
    ));
}

#[cfg(test)]
mod tests {
    use super::against;

    #[test]
    fn what_reads_the_same_is_told_apart() {
        for (inside, outside, text) in [
            (0.31, 0.02, "31% against 2% elsewhere"),
            (
                0.006,
                0.002,
                "less than 1% against less than 1% elsewhere, 3.0 times as often",
            ),
            (0.006, 0.0, "less than 1%, and in no setting elsewhere"),
            (
                0.998,
                0.994,
                "more than 99% against more than 99% elsewhere, where it fails 3.0 times as often",
            ),
        ] {
            assert_eq!(against(inside, outside), text);
        }
    }
}
