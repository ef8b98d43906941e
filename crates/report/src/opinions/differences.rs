//! Where two methods agree or disagree, and which assumption makes them disagree.

use pourparler_analysis::Position;
use pourparler_second_opinion::case::graph::FOR_MEDIATOR;
use pourparler_second_opinion::case::spatial::nearest;

use super::headlines::moves;
use super::{Method, SideBySide, leads_away, split_for_all};
use crate::language::{count, percent, points};
use crate::text::{binding, position};

/// A settlement at least this likely counts as expected.
const EXPECTED: f64 = 0.5;
/// A difference of two probabilities below this, in shares, is none.
const SMALL: f64 = 0.02;

/// Two methods side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The two; twice the same where readings of one method differ.
    pub methods: [Method; 2],
    /// Whether they agree.
    pub agree: bool,
    /// What each says: sentences.
    pub what: String,
    /// The assumption that makes them disagree, a sentence; empty where they agree.
    pub assumption: String,
}

/// Every pair that has something to compare.
pub fn differences(side: &SideBySide) -> Vec<Difference> {
    let rules: [fn(&SideBySide) -> Option<Difference>; 8] = [
        graph_and_engine,
        games_and_engine,
        spatial_and_engine,
        cases_and_engine,
        graph_and_spatial,
        spatial_and_its_baseline,
        one_by_one_or_jointly,
        readings_of_spatial,
    ];
    rules.iter().filter_map(|rule| rule(side)).collect()
}

fn engine(p: f64) -> String {
    format!("the engine gives a settlement {}", percent(p))
}

fn graph_and_engine(side: &SideBySide) -> Option<Difference> {
    let (graph, p) = (side.graph()?, side.settlement()?);
    let leads = leads_away(graph);
    let agree = leads == (p >= EXPECTED);
    Some(Difference {
        methods: [Method::Graph, Method::Engine],
        agree,
        what: format!("In the graph model {}; {}.", moves(graph), engine(p)),
        assumption: if agree {
            String::new()
        } else if leads {
            "The graph model has moves and answers but no clock, no chance, no price of a move and no \
             fear that a deal is broken; the engine counts what is worth signing and comes about within \
             the horizon."
                .to_owned()
        } else {
            "The graph model ranks whole states and knows no text between them; the engine looks at \
             every package of all issues."
                .to_owned()
        },
    })
}

fn games_and_engine(side: &SideBySide) -> Option<Difference> {
    let (games, p, effect) = (side.games()?, side.settlement()?, side.effect()?);
    let methods = [Method::Games, Method::Engine];
    if split_for_all(games) {
        let agree = p >= EXPECTED;
        let binds = binding(side.assessment).unwrap_or_default();
        return Some(Difference {
            methods,
            agree,
            what: format!(
                "The theory of mediation finds an equal split that every type prefers to war; {}. {binds}",
                engine(p)
            )
            .trim_end()
            .to_owned(),
            assumption: if agree {
                String::new()
            } else {
                "The theory has one pie that can be cut anywhere, war as the only alternative and \
                 private strength as the only obstacle; the engine has issues with few options, red \
                 lines, floors at home, the fear of breach and the hope of waiting."
                    .to_owned()
            },
        });
    }
    let (talk, mediated) = games.bounds.institutions.as_ref().ok()?;
    let added = mediated.peace - talk.peace;
    let agree = (added - effect).abs() <= SMALL;
    Some(Difference {
        methods,
        agree,
        what: format!(
            "A confidential mediator with the right to propose adds {} points to peace at best; the \
             engine gives the contact {} points of settlement.",
            points(added),
            points(effect)
        ),
        assumption: if agree {
            String::new()
        } else if added > effect {
            "The theory takes the best institution there is, heard in private by both; the engine \
             takes this contact, with its mandate, its credibility and whom it meets."
                .to_owned()
        } else {
            "The theory counts private strength alone; in the engine a contact also tables a text \
             where there was none."
                .to_owned()
        },
    })
}

fn spatial_and_engine(side: &SideBySide) -> Option<Difference> {
    let p = side.settlement()?;
    let contested = side.contested().count();
    if contested == 0 {
        return None;
    }
    let refused: Vec<String> = side
        .contested()
        .flat_map(|(issue, found)| {
            let option = nearest(found.median(), side.options(issue));
            let option = side.option(issue, option);
            found
                .refused_by
                .iter()
                .map(move |&party| (issue, party, option.clone()))
        })
        .map(|(issue, party, option)| {
            format!(
                "on {} its forecast is nearest to {option}, which {}",
                side.issue(issue),
                side.party(party).that("refuses")
            )
        })
        .collect();
    let refused = if refused.is_empty() {
        String::new()
    } else {
        format!("; {}", refused.join("; "))
    };
    let agree = p >= EXPECTED;
    Some(Difference {
        methods: [Method::Spatial, Method::Engine],
        agree,
        what: format!(
            "Spatial bargaining gives an outcome on {}{refused}; {}.",
            count_each(contested),
            engine(p)
        ),
        assumption: if agree {
            String::new()
        } else {
            "Spatial bargaining takes for granted that every issue is decided, each by itself, by \
             whoever weighs more; the engine lets a side refuse the whole package."
                .to_owned()
        },
    })
}

fn cases_and_engine(side: &SideBySide) -> Option<Difference> {
    let anchor = side.assessment.anchor.as_ref()?;
    let agree = anchor.position == Position::Inside;
    Some(Difference {
        methods: [Method::Cases, Method::Engine],
        agree,
        what: position(side.assessment, anchor),
        assumption: if agree {
            String::new()
        } else {
            "Past cases of the class are taken to be like this one; the engine takes the inputs of \
             this one."
                .to_owned()
        },
    })
}

fn graph_and_spatial(side: &SideBySide) -> Option<Difference> {
    let graph = side.graph()?;
    let contested = side.contested().count();
    if contested == 0 {
        return None;
    }
    let holds = graph.today_holds(FOR_MEDIATOR);
    let verb = if holds { "holds" } else { "does not hold" };
    Some(Difference {
        methods: [Method::Graph, Method::Spatial],
        agree: !holds,
        what: format!(
            "Today's state {verb} in the graph model ({}); spatial bargaining moves the parties on {}.",
            FOR_MEDIATOR.name(),
            count(contested, "issue", "issues")
        ),
        assumption: if holds {
            "In the graph model nobody moves but to what it prefers after the others' answers; in \
             spatial bargaining the weaker gives way to a challenge."
                .to_owned()
        } else {
            String::new()
        },
    })
}

/// `the one issue`, `each of 6 issues`.
fn count_each(n: usize) -> String {
    match n {
        1 => "the one issue".to_owned(),
        _ => format!("each of {n} issues"),
    }
}

/// `the one issue`, `all 6 issues`.
fn count_all(n: usize) -> String {
    match n {
        1 => "the one issue".to_owned(),
        _ => format!("all {n} issues"),
    }
}

fn spatial_and_its_baseline(side: &SideBySide) -> Option<Difference> {
    let mut all = 0;
    let mut apart = Vec::new();
    for (issue, found) in side.contested() {
        all += 1;
        let options = side.options(issue);
        if nearest(found.median(), options) != nearest(found.baseline.mean, options) {
            apart.push(side.issue(issue));
        }
    }
    if all == 0 {
        return None;
    }
    let agree = apart.is_empty();
    Some(Difference {
        methods: [Method::Spatial, Method::Spatial],
        agree,
        what: if agree {
            format!(
                "On {} the forecast is nearest to the same option as the weighted mean of \
                 the positions, which needs no bargaining.",
                count_all(all)
            )
        } else {
            format!(
                "The forecast and the weighted mean of the positions are nearest to different options \
                 on {}.",
                apart.join(", ")
            )
        },
        assumption: if agree {
            String::new()
        } else {
            "Rounds of challenges and offers between pairs, against none; on 351 issues of the European \
             Union the mean was nearer to what happened."
                .to_owned()
        },
    })
}

fn one_by_one_or_jointly(side: &SideBySide) -> Option<Difference> {
    let mut all = 0;
    let mut apart = Vec::new();
    for (issue, found) in side.contested() {
        let Some(jointly) = found.jointly else {
            continue;
        };
        all += 1;
        let options = side.options(issue);
        let at = nearest(jointly, options);
        if at != nearest(found.median(), options) {
            let at = side.option(issue, at);
            apart.push(format!("{} (jointly {at})", side.issue(issue)));
        }
    }
    if all == 0 {
        return None;
    }
    let agree = apart.is_empty();
    Some(Difference {
        methods: [Method::Spatial, Method::Spatial],
        agree,
        what: if agree {
            format!(
                "On {} the joint game ends nearest to the same option as the game of the issue alone.",
                count_all(all)
            )
        } else {
            format!(
                "Played together the issues end nearest to other options than alone: {}.",
                apart.join(", ")
            )
        },
        assumption: if agree {
            String::new()
        } else {
            "Whether a party that gives way does so on one issue, or on all of them by the same share."
                .to_owned()
        },
    })
}

fn readings_of_spatial(side: &SideBySide) -> Option<Difference> {
    let apart: Vec<String> = side
        .contested()
        .filter(|(issue, found)| {
            let options = side.options(*issue);
            nearest(found.ensemble.low, options) != nearest(found.ensemble.high, options)
        })
        .map(|(issue, _)| side.issue(issue))
        .collect();
    if apart.is_empty() {
        return None;
    }
    Some(Difference {
        methods: [Method::Spatial, Method::Spatial],
        agree: false,
        what: format!(
            "The readings of the rules of spatial bargaining end at different options on {}.",
            apart.join(", ")
        ),
        assumption:
            "Rules that the published descriptions leave open: how votes are counted, which \
                     offer is taken, whose attitude to risk is used."
                .to_owned(),
    })
}
