//! What each method says of the headline, a settlement, and of what the contact adds to it, with how
//! far its own word reaches.

use pourparler_analysis::{Count, HEADLINE, reference_class};
use pourparler_second_opinion::case::graph::{FOR_MEDIATOR, Graph};
use pourparler_second_opinion::case::spatial::{Contested, nearest};
use pourparler_second_opinion::games::mediation::DisputeError;
use pourparler_second_opinion::graph_model::Concept;
use pourparler_second_opinion::reference_class::difference;

use super::{Method, SideBySide, leads_away, split_for_all};
use crate::language::{interval, percent, points, points_interval};
use crate::layout::{NAME, safe};

/// One method on the headline. Sentences; empty where it has nothing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadlineLine {
    /// The method.
    pub method: Method,
    /// Whether there is a settlement.
    pub settlement: String,
    /// What the contact adds.
    pub contact: String,
    /// How sure it is of itself.
    pub firmness: String,
}

/// One line for each method that answers.
pub fn headlines(side: &SideBySide) -> Vec<HeadlineLine> {
    let rules: [fn(&SideBySide) -> Option<HeadlineLine>; 5] =
        [engine, graph, spatial, games, cases];
    rules.iter().filter_map(|rule| rule(side)).collect()
}

fn engine(side: &SideBySide) -> Option<HeadlineLine> {
    let with = side.assessment.level("with", HEADLINE)?;
    let days = side.assessment.run.settings.horizon_days;
    let contact = with.effect.as_ref().map(|effect| {
        let change = effect.difference;
        format!(
            "The contact adds {} points (90% interval {}).",
            points(change.mean),
            points_interval(change.q05, change.q95)
        )
    });
    Some(HeadlineLine {
        method: Method::Engine,
        settlement: format!(
            "A settlement within {days:.0} days is given {} (90% interval {}).",
            percent(with.level.mean),
            interval(with.level.q05, with.level.q95)
        ),
        contact: contact.unwrap_or_default(),
        firmness: "The interval holds what the inputs leave open, not what the model leaves out."
            .to_owned(),
    })
}

fn graph(side: &SideBySide) -> Option<HeadlineLine> {
    let graph = side.graph()?;
    let under: Vec<&str> = Concept::ALL
        .into_iter()
        .filter(|&concept| graph.today_holds(concept))
        .map(Concept::name)
        .collect();
    let holds = match under.len() {
        0 => "holds under no concept".to_owned(),
        6 => "holds under all six concepts".to_owned(),
        _ => format!(
            "holds under {} and under no other concept",
            under.join(", ")
        ),
    };
    Some(HeadlineLine {
        method: Method::Graph,
        settlement: format!("Today's state {holds}; {}.", moves(graph)),
        contact: "Of a contact it says only which preferences it has to change.".to_owned(),
        firmness: format!("No probability. {}", margin(graph)),
    })
}

/// `moves that each mover prefers, alone or together, lead from today's state to the wanted state`.
pub fn moves(graph: &Graph) -> String {
    let does = if leads_away(graph) {
        "lead"
    } else {
        "do not lead"
    };
    let goal = match graph.wanted {
        Some(_) => "the wanted state",
        None => "another equilibrium",
    };
    format!("moves that each mover prefers, alone or together, {does} from today's state to {goal}")
}

/// How firmly today's state holds.
pub fn margin(graph: &Graph) -> String {
    let concept = FOR_MEDIATOR.name();
    match graph.margin {
        _ if !graph.today_holds(FOR_MEDIATOR) => {
            format!("Today's state is no equilibrium under {concept}.")
        }
        Some((maker, by)) => format!(
            "Today's state ceases to be an equilibrium under {concept} once {} likes {} better than \
             it.",
            safe(graph.conflict.name(maker), NAME),
            match by {
                1 => "one further state".to_owned(),
                by => format!("{by} further states"),
            }
        ),
        None => format!(
            "No single party's ranking of today's state keeps it from being an equilibrium under \
             {concept}."
        ),
    }
}

fn spatial(side: &SideBySide) -> Option<HeadlineLine> {
    let all = side.contested().count();
    if all == 0 {
        return None;
    }
    let refused = side
        .contested()
        .filter(|(_, found)| !found.refused_by.is_empty());
    let refused = match (refused.count(), all) {
        (0, 1) => "no side refuses it".to_owned(),
        (0, _) => "no side refuses any of them".to_owned(),
        (_, 1) => "a side refuses it".to_owned(),
        (n, _) => format!("a side refuses {n} of them"),
    };
    let open = side.contested().filter(|(issue, found)| {
        let (low, high) = options(side, *issue, found);
        low != high
    });
    let open = open.count();
    let on = match (open, all) {
        (0, _) => "On none of its issues".to_owned(),
        (_, 1) => "On its one issue".to_owned(),
        _ => format!("On {open} of {all} issues"),
    };
    Some(HeadlineLine {
        method: Method::Spatial,
        settlement: match all {
            1 => format!("It gives an outcome on the one issue that is contested; {refused}."),
            _ => format!("It gives an outcome on each of {all} issues; {refused}."),
        },
        contact: String::new(),
        firmness: format!(
            "{on} its own readings, draws and joint game end nearest to more than one option."
        ),
    })
}

/// The options nearest to the ends of all that the answer leaves open.
pub fn options(side: &SideBySide, issue: usize, found: &Contested) -> (usize, usize) {
    let (low, high) = found.span();
    let options = side.options(issue);
    (nearest(low, options), nearest(high, options))
}

fn games(side: &SideBySide) -> Option<HeadlineLine> {
    let games = side.games()?;
    let (settlement, contact) = match &games.bounds.institutions {
        Ok((talk, mediated)) => (
            format!(
                "Peace in {} at best by talking to each other, in {} with a mediator.",
                percent(talk.peace),
                percent(mediated.peace)
            ),
            format!(
                "A mediator heard by both in private who proposes adds {} points at best; an envoy \
                 without that right adds none of them.",
                points(mediated.peace - talk.peace).trim_start_matches('+')
            ),
        ),
        Err(_) if split_for_all(games) => (
            "An equal split suits every type of both sides better than war.".to_owned(),
            "So a mediator adds 0 points.".to_owned(),
        ),
        Err(DisputeError::NoTemptation(_) | DisputeError::Remainder(_)) => (
            "At the medians there is no war of the kind it is about.".to_owned(),
            String::new(),
        ),
        Err(_) => (
            "At the medians its numbers lie outside the theory.".to_owned(),
            String::new(),
        ),
    };
    Some(HeadlineLine {
        method: Method::Games,
        settlement,
        contact,
        firmness: spread(side).unwrap_or_default(),
    })
}

/// What the theory says over the draws of what is uncertain.
fn spread(side: &SideBySide) -> Option<String> {
    let over = &side.games()?.over_draws;
    Some(format!(
        "Over {} draws of its numbers there is nothing to mediate in {}, they lie outside the theory in \
         {}, and a mediator adds {} points on average.",
        over.draws,
        percent(over.nothing),
        percent(over.outside),
        points(over.added).trim_start_matches('+')
    ))
}

fn cases(side: &SideBySide) -> Option<HeadlineLine> {
    let anchor = side.assessment.anchor.as_ref()?;
    let days = side.assessment.run.settings.horizon_days;
    let over = if anchor.class.has_clock() {
        format!("within {days:.0} days")
    } else {
        "whatever a case's length".to_owned()
    };
    Some(HeadlineLine {
        method: Method::Cases,
        settlement: format!(
            "{} of the class chosen, {over} (95% interval {}).",
            percent(anchor.rate.mean),
            interval(anchor.rate.low, anchor.rate.high)
        ),
        contact: messages()
            .map(|said| format!("{said}."))
            .unwrap_or_default(),
        firmness: format!(
            "{} cases; the interval is that of counting, not of whether the class fits.",
            anchor.class.n
        ),
    })
}

/// What carrying messages goes with in past crises.
pub fn messages() -> Option<String> {
    let count = |id| {
        let class = reference_class(id)?;
        match class.count {
            Count::PerCase(k) => Some((k, class.n)),
            Count::Within(_) => None,
        }
    };
    let (d, interval) = difference(
        count("crisis_facilitation")?,
        count("crisis_mediation_not_held")?,
    )?;
    Some(format!(
        "In interstate crises the rate of agreement where messages alone were carried lies {} points \
         (95% interval {}) from that where mediation was offered and not held; an association, not an \
         effect",
        points(d),
        points_interval(interval.low, interval.high)
    ))
}
