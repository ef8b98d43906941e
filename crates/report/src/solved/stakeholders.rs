//! A table of stakeholders and the rounds of bargaining that follow from it.

use pourparler_second_opinion::spatial::{
    Ensemble, Issue, Issues, JointRun, Rules, Run, ensemble, run, run_jointly,
};
use serde_json::{Value, json};

use super::SOLVED_SCHEMA;
use crate::json::{missing, number};
use crate::layout::{Look, NAME, Page, numbers, safe};

/// Issues with their rounds.
#[derive(Debug)]
pub struct Solved {
    rules: &'static str,
    issues: Vec<One>,
    jointly: Option<JointRun>,
}

#[derive(Debug)]
struct One {
    name: String,
    issue: Issue,
    run: Run,
    readings: Ensemble,
}

fn one(name: String, issue: Issue, rules: &Rules, rounds: usize) -> One {
    One {
        name,
        run: run(&issue, rules, rounds),
        readings: ensemble(&issue, rules.status_quo, rounds),
        issue,
    }
}

/// Plays one issue under a preset of [`Rules::PRESETS`].
#[must_use]
pub fn single(issue: Issue, (name, rules): (&'static str, Rules), rounds: usize) -> Solved {
    Solved {
        rules: name,
        issues: vec![one(String::new(), issue, &rules, rounds)],
        jointly: None,
    }
}

/// Plays several issues, each by itself and all together.
#[must_use]
pub fn several(issues: &Issues, (name, rules): (&'static str, Rules), rounds: usize) -> Solved {
    let each = issues.names.iter().zip(issues.each());
    Solved {
        rules: name,
        jointly: Some(run_jointly(issues, &rules, rounds)),
        issues: each
            .map(|(name, issue)| one(name.clone(), issue.clone(), &rules, rounds))
            .collect(),
    }
}

/// As text.
#[must_use]
pub fn text(solved: &Solved, look: Look) -> String {
    let mut page = Page::new(look);
    page.heading("Spatial bargaining: the expected utility model");
    page.prose(&format!(
        "Rules: {}. The readings are the ends of all 24 combinations of the rules that the published \
         descriptions leave open. Mean and median of the positions at the start, weighted by capability \
         times salience, need no bargaining.",
        solved.rules
    ));
    for (k, one) in solved.issues.iter().enumerate() {
        if !one.name.is_empty() {
            page.heading(&safe(&one.name, NAME));
        }
        let (end, readings) = (one.run.end(), &one.readings);
        let jointly = solved
            .jointly
            .as_ref()
            .and_then(|joint| joint.rounds.last());
        let jointly = jointly.map_or_else(String::new, |round| {
            format!(" All issues at once: {:.3}.", round.medians[k])
        });
        page.prose(&format!(
            "Forecast {:.3}, the weighted median at the end; readings {:.3} to {:.3}; at the start weighted \
             mean {:.3}, median {:.3}.{jointly}",
            end.median,
            readings.median.low,
            readings.median.high,
            readings.baseline.mean,
            readings.baseline.median
        ));
        let standings = one.run.medians().into_iter().zip(one.run.means());
        let rows: Vec<Vec<String>> = standings
            .enumerate()
            .map(|(round, (median, mean))| {
                vec![
                    round.to_string(),
                    format!("{median:.3}"),
                    format!("{mean:.3}"),
                ]
            })
            .collect();
        page.table(
            &[numbers("round"), numbers("median"), numbers("mean")],
            &rows,
        );
        for round in 1..=one.run.rounds.len() {
            for sentence in one.run.sentences(&one.issue, round) {
                page.item(
                    &round.to_string(),
                    &format!("{}.", safe(&sentence, 8 * NAME)),
                );
            }
        }
    }
    page.prose(
        "Limits: every issue is decided; a round is no date; why a position is held, coalitions and \
         ratification play no part. On 351 issues of the European Union the weighted mean was nearer to \
         what happened (mean absolute error 23.6 against 28.3 of 100).",
    );
    page.finish()
}

/// As JSON.
#[must_use]
pub fn json(solved: &Solved) -> Value {
    let all = |list: Vec<f64>| list.into_iter().map(number).collect::<Vec<_>>();
    let issue = |(k, one): (usize, &One)| {
        let readings = &one.readings;
        let joint = solved
            .jointly
            .as_ref()
            .and_then(|joint| joint.rounds.last());
        json!({
            "name": one.name,
            "forecast": number(one.run.end().median),
            "medians": all(one.run.medians()),
            "means": all(one.run.means()),
            "readings": { "low": number(readings.median.low), "high": number(readings.median.high) },
            "baseline": {
                "mean": number(readings.baseline.mean),
                "median": number(readings.baseline.median),
            },
            "jointly": joint.map_or_else(
                || missing("the file has one issue"),
                |round| number(round.medians[k]),
            ),
            "offers": (1..=one.run.rounds.len())
                .map(|round| one.run.sentences(&one.issue, round))
                .collect::<Vec<_>>(),
        })
    };
    json!({
        "schema": SOLVED_SCHEMA,
        "kind": "stakeholders",
        "rules": solved.rules,
        "issues": solved.issues.iter().enumerate().map(issue).collect::<Vec<_>>(),
    })
}
