//! What is new in the headlines since the run before.

use crate::headlines::{Headlines, Outcome};
use crate::language::{percent_brief, points};
use crate::layout::{Look, NAME, Page, numbers, safe, words};

/// The rows and verdicts that differ, before and after, under a heading; all of them where
/// nothing was before.
pub fn changes(heading: &str, before: Option<&Headlines>, after: &Headlines, look: Look) -> String {
    let mut page = Page::new(look);
    page.heading(heading);
    let figures = |outcome: &Outcome| {
        [
            percent_brief(outcome.without),
            percent_brief(outcome.with),
            points(outcome.with - outcome.without),
        ]
    };
    let rows: Vec<Vec<String>> = after
        .outcomes
        .iter()
        .filter_map(|outcome| {
            let new = figures(outcome);
            let old = before.map(|before| before.outcome(&outcome.id).map(figures));
            let mut row = vec![outcome.name.clone()];
            match old {
                Some(Some(old)) if old == new => return None,
                Some(Some(old)) => row.extend(old.iter().zip(&new).map(|(a, b)| changed(a, b))),
                Some(None) => row.extend(new.iter().map(|new| changed("-", new))),
                None => row.extend(new),
            }
            Some(row)
        })
        .collect();
    let columns = [
        words("outcome"),
        numbers("without"),
        numbers("with"),
        numbers("points"),
    ];
    if !rows.is_empty() {
        page.table(&columns, &rows);
    }
    let verdicts: Vec<Vec<String>> = after
        .verdicts
        .iter()
        .filter_map(|(id, new)| {
            let old = before.map(|before| before.verdict(id));
            let verdict = match old {
                Some(Some(old)) if old == *new => return None,
                Some(old) => changed(old.unwrap_or("-"), new),
                None => (*new).to_owned(),
            };
            Some(vec![safe(id, NAME), verdict])
        })
        .collect();
    if !verdicts.is_empty() {
        page.table(&[words("claim"), words("verdict")], &verdicts);
    }
    let gone = before.map_or(Vec::new(), |before| gone(before, after));
    if !gone.is_empty() {
        page.prose(&format!("No longer there: {}.", gone.join(", ")));
    }
    if rows.is_empty() && verdicts.is_empty() && gone.is_empty() {
        page.prose("Nothing changed in the headlines.");
    }
    page.finish()
}

fn changed(before: &str, after: &str) -> String {
    if before == after {
        after.to_owned()
    } else {
        format!("{before} -> {after}")
    }
}

/// Names of what was there before and is not now.
fn gone(before: &Headlines, after: &Headlines) -> Vec<String> {
    let outcomes = before.outcomes.iter();
    let outcomes = outcomes.filter(|outcome| after.outcome(&outcome.id).is_none());
    let claims = before.verdicts.iter();
    let claims = claims.filter(|(id, _)| after.verdict(id).is_none());
    outcomes
        .map(|outcome| outcome.name.clone())
        .chain(claims.map(|(id, _)| safe(id, NAME)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headlines(with: f64, verdict: &'static str) -> Headlines {
        Headlines {
            outcomes: vec![
                Outcome {
                    id: "settlement".to_owned(),
                    name: "settlement".to_owned(),
                    without: 0.3,
                    with,
                },
                Outcome {
                    id: "crossing".to_owned(),
                    name: "crossing".to_owned(),
                    without: 0.1,
                    with: 0.1,
                },
            ],
            verdicts: vec![("C1".to_owned(), verdict), ("C2".to_owned(), "refuted")],
        }
    }

    #[test]
    fn only_what_changed_is_printed() {
        let (before, after) = (headlines(0.4, "supported"), headlines(0.5, "not settled"));
        let changes = |before: Option<&Headlines>, after: &Headlines| {
            let text = super::changes("a.toml", before, after, Look::DEFAULT);
            let (heading, text) = text.split_once('\n').unwrap_or_default();
            assert!(heading.contains("a.toml"), "{heading}");
            text.to_owned()
        };
        let first = changes(None, &before);
        assert!(
            first.contains("crossing") && first.contains("C2"),
            "{first}"
        );
        let text = changes(Some(&before), &after);
        assert!(text.contains("40% -> 50%"), "{text}");
        assert!(text.contains("+10.0 -> +20.0"), "{text}");
        assert!(text.contains("supported -> not settled"), "{text}");
        assert!(!text.contains("crossing") && !text.contains("C2"), "{text}");
        let same = changes(Some(&after), &after);
        assert_eq!(same, "Nothing changed in the headlines.\n");
        let mut fewer = after.clone();
        fewer.verdicts.pop();
        let text = changes(Some(&after), &fewer);
        assert_eq!(text, "No longer there: C2.\n");
    }
}
