//! Second opinions as JSON.

use pourparler_analysis::Count;
use pourparler_second_opinion::case::acceptance::Acceptance;
use pourparler_second_opinion::case::graph::{Change, FOR_MEDIATOR, Graph, Holds};
use pourparler_second_opinion::case::spatial::{Answer, Contested, Number, nearest};
use pourparler_second_opinion::case::{Origin, games};
use pourparler_second_opinion::games::nfg;
use pourparler_second_opinion::graph_model::{Concept, State};
use serde_json::{Map, Value, json};

use super::{arms, missing, number, reference_class, run};
use crate::opinions::{SideBySide, claims, differences, headlines};
use pourparler_analysis::{HEADLINE, ReferenceClass};

/// Schema of the second opinions.
pub const OPINIONS_SCHEMA: &str = "pourparler.opinions/1";

/// Every method beside the engine; `reproduce` is the command that gives it again.
pub fn opinions(side: &SideBySide, reproduce: &str) -> Value {
    let root = &side.assessment.scenario.root;
    let compared = differences(side).into_iter().map(|found| {
        json!({
            "methods": found.methods.map(|method| method.name()),
            "agree": found.agree,
            "what": found.what,
            "assumption": (!found.agree).then_some(found.assumption),
        })
    });
    let of_claims = claims(side).into_iter().map(|claim| {
        let says = claim.says.iter();
        let says = says.map(|(method, said)| json!({ "method": method.name(), "says": said }));
        json!({ "id": claim.id, "says": says.collect::<Vec<Value>>() })
    });
    let said = |text: String| (!text.is_empty()).then_some(text);
    let of_headline = headlines(side).into_iter().map(|line| {
        json!({
            "method": line.method.name(),
            "settlement": line.settlement,
            "contact": said(line.contact),
            "firmness": said(line.firmness),
        })
    });
    json!({
        "schema": OPINIONS_SCHEMA,
        "title": root.text("title"),
        "marking": root.text("marking"),
        "as_of": root.date("as_of").map(|date| date.to_string()),
        "horizon_days": number(side.assessment.run.settings.horizon_days),
        "headline": of_headline.collect::<Vec<Value>>(),
        "engine": engine(side),
        "graph": match &side.opinions.graph {
            Ok(graph) => of_graph(graph),
            Err(why) => missing(why),
        },
        "spatial": spatial(side),
        "mediation": match &side.opinions.games {
            Ok(answer) => mediation(answer),
            Err(why) => missing(why),
        },
        "acceptance": match &side.opinions.acceptance {
            Ok(answer) => acceptance(answer),
            Err(why) => missing(why),
        },
        "past_cases": cases(side),
        "compared": compared.collect::<Vec<Value>>(),
        "claims": of_claims.collect::<Vec<Value>>(),
        "run": run(side.assessment, reproduce),
    })
}

fn engine(side: &SideBySide) -> Value {
    let Some(with) = side.assessment.level("with", HEADLINE) else {
        return missing("the run does not measure a settlement");
    };
    let effect = with.effect.as_ref();
    json!({
        "settlement_with": arms::summary(&with.level),
        "effect": effect.map(|effect| arms::summary(&effect.difference)),
    })
}

fn of_graph(graph: &Graph) -> Value {
    let model = graph.conflict.graph();
    let state = |state: State| {
        let ids = graph.option_ids.iter().enumerate();
        let taken = ids.filter(|(k, _)| state >> k & 1 == 1);
        json!({
            "number": model.number(state),
            "taken": taken.map(|(_, id)| id.as_str()).collect::<Vec<&str>>(),
        })
    };
    let names = |concepts: &[Concept]| -> Vec<&'static str> {
        concepts.iter().map(|concept| concept.name()).collect()
    };
    let path = |path: &Option<Vec<(usize, State)>>| {
        path.as_ref().map(|path| {
            let steps = path.iter();
            let steps = steps.map(
                |&(maker, to)| json!({ "mover": graph.conflict.name(maker), "to": model.number(to) }),
            );
            steps.collect::<Vec<Value>>()
        })
    };
    let equilibria = graph.equilibria.iter().map(|found| {
        json!({
            "state": state(found.state),
            "concepts": names(&found.concepts),
            "path_of_improvements": path(&found.by_improvements),
            "all_gain_together": found.together,
            "path_of_any_moves": path(&found.by_any_moves),
        })
    });
    let holds = |all: &[Holds]| {
        let each = all.iter().map(|holds| {
            json!({
                "decision_maker": graph.conflict.name(holds.maker),
                "stable_under": names(&holds.concepts),
                "why": holds.reason,
                "further_answers": holds.more,
            })
        });
        each.collect::<Vec<Value>>()
    };
    let wanted = graph.wanted.as_ref().map(|wanted| {
        json!({
            "state": state(wanted.state),
            "concept": FOR_MEDIATOR.name(),
            "change": change(graph, &wanted.change),
            "by_decision_maker": holds(&wanted.holds),
        })
    });
    json!({
        "origin": graph.origin.word(),
        "states": model.states().len(),
        "today": state(graph.today),
        "today_by_decision_maker": holds(&graph.holds),
        "margin": graph.margin.map(|(maker, by)| json!({
            "concept": FOR_MEDIATOR.name(),
            "decision_maker": graph.conflict.name(maker),
            "states": by,
        })),
        "equilibria": equilibria.collect::<Vec<Value>>(),
        "wanted": wanted,
    })
}

fn change(graph: &Graph, change: &Change) -> Value {
    let name = |maker: usize| graph.conflict.name(maker);
    match change {
        Change::None => json!({ "kind": "none" }),
        Change::Reordered(all) => {
            let each = all.iter().enumerate().map(|(maker, one)| {
                json!({ "decision_maker": name(maker), "moved": one.moved, "order": one.order })
            });
            json!({ "kind": "reordered statements", "by": each.collect::<Vec<Value>>() })
        }
        Change::Raised(all, why) => {
            let each = all.iter().enumerate().map(|(maker, one)| {
                let over = one.overtaken.iter();
                let over: Vec<_> = over.map(|&s| graph.conflict.graph().number(s)).collect();
                json!({ "decision_maker": name(maker), "over": over })
            });
            json!({ "kind": "raised", "by": each.collect::<Vec<Value>>(), "why_not_reordered": why })
        }
        Change::Unknown(at_least) => json!({ "kind": "not found", "at_least": at_least }),
    }
}

fn of_number(value: &Number) -> Value {
    json!({ "median": number(value.median()), "origin": value.origin.word() })
}

fn spatial(side: &SideBySide) -> Value {
    let answers = side.opinions.spatial.issues.iter().enumerate();
    let issues = answers.map(|(issue, answer)| {
        let id = side.assessment.space.issues.get(issue);
        let id = id.map_or("", |issue| issue.id.as_str());
        match answer {
            Answer::Contested(found) => contested(side, issue, id, found),
            Answer::None(why) => json!({ "issue": id, "forecast": missing(why) }),
        }
    });
    json!({
        "rounds": side.opinions.spatial.rounds,
        "issues": issues.collect::<Vec<Value>>(),
    })
}

fn contested(side: &SideBySide, issue: usize, id: &str, found: &Contested) -> Value {
    let party = |party: usize| {
        let named = side.assessment.space.parties.get(party);
        named.map_or("", |party| party.id.as_str())
    };
    let presets: Map<String, Value> = found
        .presets
        .iter()
        .map(|(name, median)| ((*name).to_owned(), number(*median)))
        .collect();
    let stands = found.stands.iter().map(|stand| {
        json!({
            "party": party(stand.party),
            "position": of_number(&stand.position),
            "salience": of_number(&stand.salience),
            "capability": of_number(&stand.capability),
        })
    });
    let refused: Vec<&str> = found.refused_by.iter().map(|&p| party(p)).collect();
    json!({
        "issue": id,
        "forecast": number(found.median()),
        "nearest_option": side.option(issue, nearest(found.median(), side.options(issue))),
        "refused_by": refused,
        "presets": presets,
        "readings": { "low": number(found.ensemble.low), "high": number(found.ensemble.high) },
        "jointly": found.jointly.map(number),
        "baseline_mean": number(found.baseline.mean),
        "baseline_median": number(found.baseline.median),
        "over_draws": found.forecast.as_ref().map(|forecast| json!({
            "draws": forecast.draws,
            "q05": number(forecast.median.q05),
            "q50": number(forecast.median.q50),
            "q95": number(forecast.median.q95),
        })),
        "stands": stands.collect::<Vec<Value>>(),
        "first_round": found.first_round,
    })
}

fn mediation(answer: &games::Answer) -> Value {
    let bounds = &answer.bounds;
    let of = |value: f64, (origin, rule): &(Origin, String)| {
        let rule = (*origin == Origin::Derived).then_some(rule);
        json!({ "value": number(value), "origin": origin.word(), "rule": rule })
    };
    let bound = match &bounds.institutions {
        Ok((talk, mediated)) => json!({
            "direct": number(talk.peace),
            "mediator": number(mediated.peace),
            "added": number(mediated.peace - talk.peace),
        }),
        Err(why) => missing(&why.to_string()),
    };
    json!({
        "remainder": of(bounds.remainder, &answer.remainder),
        "odds": of(bounds.odds, &answer.odds),
        "strong": of(bounds.strong, &answer.strong),
        "peace": bound,
        "always_settles": bounds.demands.map(|demands| json!({
            "least": demands.least.map(number),
            "holds": demands.can_always_settle(),
        })),
        "private_information": {
            "here": number(answer.private),
            "least_for_mediation": number(answer.least_private),
        },
        "over_draws": {
            "draws": answer.over_draws.draws,
            "nothing_to_mediate": number(answer.over_draws.nothing),
            "outside_the_theory": number(answer.over_draws.outside),
            "always_settles": number(answer.over_draws.always_settles),
            "added": number(answer.over_draws.added),
        },
    })
}

/// The game of accepting an outcome; `nfg` is the one at the medians, for Gambit or `solve game`.
fn acceptance(answer: &Acceptance) -> Value {
    let accepted = answer.accepted.iter().map(|told| {
        json!({
            "outcome": told.outcome,
            "survives": number(told.survives),
            "left_by": told.left_by.map(number),
            "unsignable": number(told.unsignable),
        })
    });
    json!({
        "draws": answer.draws,
        "accepted": accepted.collect::<Vec<Value>>(),
        "nothing_alone": number(answer.nothing),
        "nfg": nfg::write(&answer.medians),
    })
}

fn cases(side: &SideBySide) -> Value {
    let Some(anchor) = &side.assessment.anchor else {
        return missing("the scenario names no reference class");
    };
    let days = side.assessment.run.settings.horizon_days;
    let neighbour = |class: &ReferenceClass| {
        let rate = class.over(days);
        let k = match class.count {
            Count::PerCase(k) => json!(k),
            Count::Within(counts) => json!(counts),
        };
        json!({
            "class": class.id,
            "title": class.title,
            "k": k,
            "n": class.n,
            "rate": { "low": number(rate.low), "mean": number(rate.mean), "high": number(rate.high) },
        })
    };
    json!({
        "class": reference_class(side.assessment, anchor),
        "neighbours": side.neighbours().into_iter().map(neighbour).collect::<Vec<Value>>(),
        "unofficial_envoys_coded": false,
    })
}
