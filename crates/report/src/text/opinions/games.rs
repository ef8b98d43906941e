//! What mediation can do at best.

use pourparler_second_opinion::case::Origin;
use pourparler_second_opinion::case::acceptance::Acceptance;
use pourparler_second_opinion::case::games::Answer;
use pourparler_second_opinion::games::mediation::DisputeError;

use crate::language::{percent, points};
use crate::layout::{NAME, Page, safe};
use crate::opinions::SideBySide;
use crate::text::opinions::limits;

pub fn write(page: &mut Page, side: &SideBySide) {
    page.heading("Theory of mediation: what it can do at best");
    match &side.opinions.games {
        Ok(answer) => told(page, answer),
        Err(why) => page.prose(&format!("No answer: {why}.")),
    }
    limits(
        page,
        "two types a side and one pie; no red lines, no ratification, no breach, no sequence of \
         proposals, a mediator without interests or information of its own.",
    );
}

/// The game of accepting an outcome: what survives in how many draws.
pub fn acceptance(page: &mut Page, side: &SideBySide) {
    page.heading("Game of acceptance");
    match &side.opinions.acceptance {
        Ok(answer) => accepted(page, side, answer),
        Err(why) => page.prose(&format!("No answer: {why}.")),
    }
    limits(
        page,
        "two sides and one move, made at once; what waiting or war brings is no payoff; others at the \
         table count by what they forbid.",
    );
}

fn accepted(page: &mut Page, side: &SideBySide, answer: &Acceptance) {
    page.prose(&format!(
        "Derived: each side accepts one final outcome or none. If both accept the same one, each is paid \
         what its settlement is worth to it, else what today is worth. The payoffs are uncertain; over {} \
         draws, both accepting is an equilibrium (Nash 1951):",
        answer.draws
    ));
    let names = side.assessment.space.sides.map(|party| side.party(party));
    for told in &answer.accepted {
        let mut why: Vec<String> = names
            .iter()
            .zip(told.left_by)
            .filter(|(_, share)| *share > 0.0)
            .map(|(name, share)| format!("for {name} today is worth more in {}", percent(share)))
            .collect();
        if told.unsignable > 0.0 {
            why.push(format!(
                "nothing can be signed in {}",
                percent(told.unsignable)
            ));
        }
        let why = match why.is_empty() {
            true => String::new(),
            false => format!("; {}", why.join(", ")),
        };
        page.item(
            "-",
            &format!(
                "in {}: {}{why}.",
                percent(told.survives),
                safe(&told.outcome, NAME)
            ),
        );
    }
    page.prose(&format!(
        "That nobody accepts is one in every draw, as accepting alone gains nothing; it is the only \
         one in {}.",
        percent(answer.nothing)
    ));
}

/// `derived: ...` or `given`.
fn origin((origin, rule): &(Origin, String)) -> String {
    match origin {
        Origin::Given => "given".to_owned(),
        Origin::Derived => format!("derived: {rule}"),
    }
}

fn told(page: &mut Page, answer: &Answer) {
    let bounds = &answer.bounds;
    page.prose(
        "Two sides, each strong or weak, share a pie or fight over it (Hoerner, Morelli & Squintani \
         2015). At the medians:",
    );
    let nothing_left = matches!(bounds.institutions, Err(DisputeError::Remainder(_)));
    for (name, value, from) in [
        ("war leaves", bounds.remainder, &answer.remainder),
        ("a strong side beats a weak one", bounds.odds, &answer.odds),
        ("a side is strong", bounds.strong, &answer.strong),
    ] {
        // Odds by what is left mean nothing where nothing is.
        if nothing_left && !std::ptr::eq(from, &answer.remainder) {
            continue;
        }
        page.item("-", &format!("{name}: {value:.2} ({}).", origin(from)));
    }
    match &bounds.institutions {
        Ok((talk, mediated)) => {
            page.prose(&format!(
                "The best that talking to each other does is peace in {}, the best with a mediator who \
                 hears both in private and proposes is {}, {} points more. An envoy with neither right is \
                 worth none of that difference.",
                percent(talk.peace),
                percent(mediated.peace),
                points(mediated.peace - talk.peace).trim_start_matches('+')
            ));
        }
        Err(DisputeError::NoTemptation(strong)) => {
            page.prose(&format!(
                "Even a strong side gets {strong:.2} by fighting a weak one and prefers half: an equal \
                 split is accepted by every type, and there is nothing for a mediator to add. That \
                 would change if private strength had a standard deviation above {:.3}, a quarter of \
                 what war destroys; here it is {:.3}.",
                answer.least_private, answer.private
            ));
        }
        Err(DisputeError::Remainder(_)) => page.prose(
            "The bounds do not apply: they are about a war that leaves something and destroys something, \
             so a remainder between 0 and 1.",
        ),
        Err(DisputeError::Odds(_)) => page.prose(
            "The bounds do not apply: private strength is worth more here than any victory, so the odds \
             lie outside 1/2 to 1.",
        ),
        Err(why) => page.prose(&format!("The bounds do not apply: {why}.")),
    }
    if let Some(demands) = &bounds.demands {
        let total: f64 = demands.least.iter().sum();
        let verdict = if demands.can_always_settle() {
            "holds: some way of talking always ends in peace, and a direct channel does, as one fixed \
             split is enough"
        } else {
            "fails: no mediator, forum or sequence of messages rules war out"
        };
        page.prose(&format!(
            "Fey and Ramsay's condition, that the most demanding types ask for no more than the pie, \
             {verdict} ({total:.2} of 1)."
        ));
    }
    let over = &answer.over_draws;
    page.prose(&format!(
        "Over {} draws of what is uncertain there is nothing to mediate in {}, the numbers lie outside \
         the theory in {}, the condition holds in {}, and a mediator adds {} points on average.",
        over.draws,
        percent(over.nothing),
        percent(over.outside),
        percent(over.always_settles),
        points(over.added).trim_start_matches('+')
    ));
}
