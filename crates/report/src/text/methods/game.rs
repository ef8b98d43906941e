//! A finite game, solved.

use pourparler_second_opinion::games::{Found, Mixed, Rational, Solved, number};

use crate::layout::{Look, NAME, Page, SENTENCE, safe, words};
use crate::methods::Game;
use crate::text::opinions::limits;

/// Equilibria shown of a kind; the others are in the JSON.
const MOST: usize = 20;

/// The equilibria of a game, in exact numbers where it has two players.
pub fn game(found: &Game, look: Look) -> String {
    let mut page = Page::new(look);
    let (solved, table) = (&found.solved, &found.solved.table);
    page.heading(&format!("Game: {}", safe(&found.file, NAME)));
    if !table.title.is_empty() {
        page.prose(&format!("{}.", safe(&table.title, SENTENCE)));
    }
    let players: Vec<String> = table
        .players()
        .iter()
        .zip(table.sizes())
        .map(|(name, size)| match size {
            1 => format!("{} (1 strategy)", safe(name, NAME)),
            size => format!("{} ({size} strategies)", safe(name, NAME)),
        })
        .collect();
    page.prose(&format!("Players: {}.", players.join(", ")));
    pure(&mut page, solved);
    if let Some(all) = &solved.mixed {
        mixed(
            &mut page,
            solved,
            (
                "Extreme equilibria, mixed ones among them",
                "every equilibrium is a mixture of these",
            ),
            (&all.found.iter().collect::<Vec<_>>(), all.complete),
        );
    }
    if let Some(one) = &solved.logit {
        page.heading("One equilibrium, at the end of the logit path");
        for ((player, names), shares) in table
            .players()
            .iter()
            .zip(&solved.strategies)
            .zip(&one.strategies)
        {
            let said = names.iter().zip(shares).filter(|(_, share)| **share > 5e-5);
            let said: Vec<String> = said
                .map(|(name, share)| format!("{}: {share:.4}", safe(name, NAME)))
                .collect();
            page.item(
                "-",
                &format!("{}: {}.", safe(player, NAME), said.join(", ")),
            );
        }
        page.prose(&format!(
            "No player gains more than {:.1e} of its range of payoffs by another strategy{}.",
            one.regret,
            if one.complete {
                ""
            } else {
                "; incomplete: the budget was spent before the path ended"
            }
        ));
    }
    match &solved.subgame_perfect {
        None => {}
        Some(Err(why)) => page.prose(&format!("No backward induction: {why}.")),
        Some(Ok(all)) => page.prose(&format!(
            "Perfect in every subgame, by backward induction: {}{}; expected payoffs {}.",
            all.found.len(),
            cut(all.complete),
            some(all, |one| payoffs(&one.payoffs))
        )),
    }
    match &solved.bayesian {
        None => {}
        Some(Err(why)) => page.prose(&format!("No perfect Bayesian equilibria: {why}.")),
        Some(Ok(all)) => {
            let of: Vec<&Mixed> = all.found.iter().map(|one| &one.mixed).collect();
            mixed(
                &mut page,
                solved,
                (
                    "Perfect Bayesian equilibria",
                    "beliefs are in the JSON; where a set is not reached, one belief that supports it",
                ),
                (&of, all.complete),
            );
        }
    }
    limits(
        &mut page,
        "an equilibrium is what nobody alone would leave, not what is played; where there are several the \
         method does not say which; payoffs are taken as known to all.",
    );
    page.finish()
}

fn pure(page: &mut Page, solved: &Solved) {
    let (table, all) = (&solved.table, &solved.pure);
    page.heading("Pure equilibria");
    if all.found.is_empty() {
        page.prose(&format!("There are none{}.", cut(all.complete)));
        return;
    }
    let strides: Vec<usize> = (0..table.players().len())
        .map(|k| table.stride(k))
        .collect();
    let rows: Vec<Vec<String>> = all
        .found
        .iter()
        .take(MOST)
        .map(|profile| {
            let names = profile.iter().zip(&solved.strategies);
            let names: Vec<String> = names.map(|(&s, names)| safe(&names[s], NAME)).collect();
            let at = profile
                .iter()
                .zip(&strides)
                .map(|(s, stride)| s * stride)
                .sum();
            vec![names.join(" | "), payoffs(table.payoffs(at))]
        })
        .collect();
    page.table(&[words("strategies"), words("payoffs")], &rows);
    rest(page, all.found.len(), all.complete);
}

fn mixed(
    page: &mut Page,
    solved: &Solved,
    (title, about): (&str, &str),
    (all, complete): (&[&Mixed], bool),
) {
    page.heading(title);
    if all.is_empty() {
        page.prose(&format!("None is found{}.", cut(complete)));
        return;
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .take(MOST)
        .map(|one| {
            let sides = one.strategies.iter().zip(&solved.strategies);
            let sides: Vec<String> = sides
                .map(|(shares, names)| mixture(shares, names))
                .collect();
            vec![sides.join(" | "), payoffs(&one.payoffs)]
        })
        .collect();
    page.table(&[words("strategies"), words("payoffs")], &rows);
    rest(page, all.len(), complete);
    page.prose(&format!("{} in all; {about}.", all.len()));
}

/// `Swerve: 2/3, Straight: 1/3`; a pure one by its name.
fn mixture(shares: &[Rational], names: &[String]) -> String {
    let zero = Rational::default();
    let played: Vec<(&Rational, &String)> = shares
        .iter()
        .zip(names)
        .filter(|(share, _)| **share != zero)
        .collect();
    match played.as_slice() {
        [(_, name)] => safe(name, NAME),
        played => {
            let said = played.iter();
            let said: Vec<String> = said
                .map(|(share, name)| format!("{}: {}", safe(name, NAME), number::show(share)))
                .collect();
            said.join(", ")
        }
    }
}

fn payoffs(all: &[Rational]) -> String {
    let all: Vec<String> = all.iter().map(number::show).collect();
    all.join(", ")
}

fn some<T>(all: &Found<T>, said: impl Fn(&T) -> String) -> String {
    let shown: Vec<String> = all.found.iter().take(3).map(said).collect();
    let more = if all.found.len() > 3 {
        " and others"
    } else {
        ""
    };
    format!("({}){more}", shown.join("), ("))
}

fn rest(page: &mut Page, found: usize, complete: bool) {
    if found > MOST {
        page.prose(&format!("{} more are in the JSON.", found - MOST));
    }
    if !complete {
        page.prose("Incomplete: the budget was spent before everything was looked at.");
    }
}

fn cut(complete: bool) -> &'static str {
    if complete {
        ""
    } else {
        " (incomplete: the budget was spent)"
    }
}
