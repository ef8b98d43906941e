//! Gambit's files of strategic games (`.nfg`).
//!
//! Both forms are read: payoffs listed profile by profile, and named outcomes with one number per
//! profile. What is written has the first form.

use std::fmt::Write;

use num_traits::Zero;
use pourparler_scenario::diagnostic::Diagnostic;

use super::gambit::{Step, Word, Words, codes, located, quote, quote_all};
use super::number::{Rational, show};
use super::strategic::{MAX_PLAYERS, MAX_PROFILES, StrategicGame, profiles};

/// Reads a game.
///
/// # Errors
/// The first mistake, with its place: what follows it in such a file cannot be trusted.
pub fn read(name: &str, text: &str) -> Result<StrategicGame, Box<Diagnostic>> {
    game(&mut Words::new(text)).map_err(|diagnostic| located(diagnostic, name, text))
}

fn game(words: &mut Words) -> Step<StrategicGame> {
    let title = words.header("NFG", "1")?;
    let players = words.texts("a player's name", MAX_PLAYERS)?;
    let strategies = strategies(words, players.len())?;
    let comment = words.maybe_text().unwrap_or_default();
    let sizes: Vec<usize> = strategies.iter().map(Vec::len).collect();
    let count = match profiles(&sizes) {
        Ok(count) if !players.is_empty() => count,
        Ok(_) => {
            return words.fail(
                codes::EXPECTED,
                "a game without players".into(),
                "list them",
            );
        }
        Err(error) => return words.fail(codes::TOO_LARGE, error.to_string(), "use a smaller game"),
    };
    let payoffs = if words.take(&Word::Open) {
        outcomes(words, players.len(), count)?
    } else {
        let mut payoffs = Vec::new();
        for _ in 0..count * players.len() {
            payoffs.push(words.number("a payoff")?);
        }
        payoffs
    };
    words.end()?;
    match StrategicGame::new(title, players, strategies, payoffs) {
        Ok(mut game) => {
            game.comment = comment;
            Ok(game)
        }
        Err(error) => words.fail(codes::EXPECTED, error.to_string(), "correct the lists"),
    }
}

/// `{ 2 3 }`, or `{ { "a" "b" } { "x" "y" "z" } }`.
fn strategies(words: &mut Words, players: usize) -> Step<Vec<Vec<String>>> {
    words.open()?;
    let mut all = Vec::new();
    let mut total = 0usize;
    for _ in 0..players {
        let names = if words.peek() == Some(Word::Open) {
            words.texts("a strategy's name", MAX_PROFILES)?
        } else {
            let n = words.index("a number of strategies")?;
            total = total.saturating_add(n);
            if total > MAX_PROFILES {
                return words.fail(
                    codes::TOO_LARGE,
                    format!("more than {MAX_PROFILES} strategies"),
                    "use a smaller game",
                );
            }
            (1..=n).map(|k| k.to_string()).collect()
        };
        all.push(names);
    }
    words.close()?;
    Ok(all)
}

/// Named outcomes up to `}`, then a number per profile, 0 for none.
fn outcomes(words: &mut Words, players: usize, count: usize) -> Step<Vec<Rational>> {
    let mut outcomes: Vec<Vec<Rational>> = Vec::new();
    while !words.take(&Word::Close) {
        words.open()?;
        words.text("an outcome's name")?;
        let payoffs: Step<Vec<Rational>> = (0..players).map(|_| words.number("a payoff")).collect();
        outcomes.push(payoffs?);
        words.close()?;
    }
    let mut payoffs = Vec::new();
    for _ in 0..count {
        match words.index("an outcome's number")? {
            0 => payoffs.extend(vec![Rational::zero(); players]),
            number => match outcomes.get(number - 1) {
                Some(outcome) => payoffs.extend_from_slice(outcome),
                None => {
                    return words.fail(
                        codes::REFERENCE,
                        format!(
                            "there is no outcome {number}; {} are listed",
                            outcomes.len()
                        ),
                        "outcomes are numbered from 1 in the order of their list, 0 is none",
                    );
                }
            },
        }
    }
    Ok(payoffs)
}

/// The game as a file that Gambit reads.
#[must_use]
pub fn write(game: &StrategicGame) -> String {
    let lists: Vec<String> = game
        .strategies()
        .iter()
        .map(|names| quote_all(names))
        .collect();
    let mut text = format!(
        "NFG 1 R {} {}\n\n{{ {} }}\n{}\n\n",
        quote(&game.title),
        quote_all(game.players()),
        lists.join("\n"),
        quote(&game.comment)
    );
    for profile in 0..game.profiles() {
        let payoffs: Vec<String> = game.payoffs(profile).iter().map(show).collect();
        let _ = writeln!(text, "{}", payoffs.join(" "));
    }
    text
}
