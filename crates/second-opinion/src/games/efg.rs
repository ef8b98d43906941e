//! Gambit's files of game trees (`.efg`).

use std::collections::BTreeMap;
use std::fmt::Write;

use num_traits::{One, Signed};
use pourparler_scenario::diagnostic::Diagnostic;

use super::extensive::{ExtensiveGame, InformationSet, MAX_DEPTH, Move, Node, Outcome};
use super::gambit::{Step, Word, Words, codes, located, quote, quote_all};
use super::number::{Rational, show};
use super::strategic::MAX_PLAYERS;

/// Most nodes of a tree.
const MAX_NODES: usize = 1 << 16;

/// Reads a game tree.
///
/// # Errors
/// The first mistake, with its place: what follows it in such a file cannot be trusted.
pub fn read(name: &str, text: &str) -> Result<ExtensiveGame, Box<Diagnostic>> {
    game(&mut Words::new(text)).map_err(|diagnostic| located(diagnostic, name, text))
}

fn game(words: &mut Words) -> Step<ExtensiveGame> {
    let title = words.header("EFG", "2")?;
    let players = words.texts("a player's name", MAX_PLAYERS)?;
    let comment = words.maybe_text().unwrap_or_default();
    let mut game = ExtensiveGame {
        title,
        comment,
        players,
        nodes: Vec::new(),
        sets: Vec::new(),
        outcomes: Vec::new(),
    };
    let mut known = Known::default();
    // Nodes whose children are still to come.
    let mut open: Vec<usize> = Vec::new();
    loop {
        let at = game.nodes.len();
        let actions = node(words, &mut game, &mut known)?;
        if let Some(&parent) = open.last() {
            game.nodes[parent].children.push(at);
        }
        if actions > 0 {
            open.push(at);
            if open.len() > MAX_DEPTH {
                let message = format!("the tree is deeper than {MAX_DEPTH} moves");
                return words.fail(codes::TOO_LARGE, message, "use a smaller game");
            }
        }
        while let Some(&last) = open.last() {
            let set = game.nodes[last]
                .set
                .map_or(0, |set| game.sets[set].actions.len());
            if game.nodes[last].children.len() < set {
                break;
            }
            open.pop();
        }
        if open.is_empty() {
            break;
        }
        if game.nodes.len() >= MAX_NODES {
            let message = format!("more than {MAX_NODES} nodes");
            return words.fail(codes::TOO_LARGE, message, "use a smaller game");
        }
    }
    words.end()?;
    if let Some(number) = known.unpaid.keys().next() {
        return words.fail(
            codes::REFERENCE,
            format!("outcome {number} is used and its payoffs are nowhere"),
            "give the payoffs where the outcome is first used",
        );
    }
    Ok(game)
}

/// Numbers of the file to indices.
#[derive(Default)]
struct Known {
    sets: BTreeMap<(Move, usize), usize>,
    outcomes: BTreeMap<usize, usize>,
    unpaid: BTreeMap<usize, usize>,
}

/// One line of the file; returns the number of actions.
fn node(words: &mut Words, game: &mut ExtensiveGame, known: &mut Known) -> Step<usize> {
    let kind = words.plain("c, p or t")?;
    if !["c", "p", "t"].contains(&kind.as_str()) {
        return words.fail(
            codes::EXPECTED,
            "a node starts with c, p or t".into(),
            "c is chance, p a player, t the end; every action needs a node after it",
        );
    }
    let name = words.text("the node's name")?;
    let at = game.nodes.len();
    let set = match kind.as_str() {
        "t" => None,
        "c" => Some(information_set(words, game, known, Move::Chance)?),
        _ => {
            let player = words.index("a player's number")?;
            if player == 0 || player > game.players.len() {
                return words.fail(
                    codes::REFERENCE,
                    format!(
                        "there is no player {player}; {} are listed",
                        game.players.len()
                    ),
                    "players are numbered from 1 in the order of their list",
                );
            }
            Some(information_set(
                words,
                game,
                known,
                Move::Player(player - 1),
            )?)
        }
    };
    if let Some(set) = set {
        game.sets[set].nodes.push(at);
    }
    let outcome = outcome(words, game, known)?;
    game.nodes.push(Node {
        name,
        set,
        outcome,
        children: Vec::new(),
    });
    Ok(set.map_or(0, |set| game.sets[set].actions.len()))
}

fn information_set(
    words: &mut Words,
    game: &mut ExtensiveGame,
    known: &mut Known,
    mover: Move,
) -> Step<usize> {
    let number = words.index("the information set's number")?;
    let before = known.sets.get(&(mover, number)).copied();
    let name = words.maybe_text();
    if name.is_none() {
        return match before {
            Some(set) => Ok(set),
            None => words.fail(
                codes::INFORMATION_SET,
                format!("information set {number} is not described"),
                "its name and actions stand where it is first used",
            ),
        };
    }
    words.open()?;
    let (mut actions, mut probabilities) = (Vec::new(), Vec::new());
    while !words.take(&Word::Close) {
        actions.push(words.text("an action's name")?);
        if mover == Move::Chance {
            probabilities.push(words.number("a probability")?);
        }
    }
    if actions.is_empty() {
        return words.fail(
            codes::INFORMATION_SET,
            "an information set without actions".into(),
            "a node where nobody can do anything is the end, t",
        );
    }
    if mover == Move::Chance {
        let sum: Rational = probabilities.iter().sum();
        if !sum.is_one() || probabilities.iter().any(Signed::is_negative) {
            return words.fail(
                codes::PROBABILITIES,
                format!("the probabilities sum to {}", show(&sum)),
                "they lie in 0 to 1 and sum to exactly 1; write 1/3, not 0.33",
            );
        }
    }
    if let Some(set) = before {
        let earlier = &game.sets[set];
        if earlier.actions.len() != actions.len() || earlier.probabilities != probabilities {
            return words.fail(
                codes::INFORMATION_SET,
                format!("information set {number} was described with other actions"),
                "nodes that the mover cannot tell apart have the same actions",
            );
        }
        return Ok(set);
    }
    let set = game.sets.len();
    game.sets.push(InformationSet {
        mover,
        number,
        name: name.unwrap_or_default(),
        actions,
        probabilities,
        nodes: Vec::new(),
    });
    known.sets.insert((mover, number), set);
    Ok(set)
}

fn outcome(words: &mut Words, game: &mut ExtensiveGame, known: &mut Known) -> Step<Option<usize>> {
    let number = words.index("the outcome's number, or 0")?;
    if number == 0 {
        return Ok(None);
    }
    let name = words.maybe_text();
    let payoffs = if words.take(&Word::Open) {
        let n = game.players.len();
        let payoffs: Step<Vec<Rational>> = (0..n).map(|_| words.number("a payoff")).collect();
        let payoffs = payoffs?;
        words.close()?;
        Some(payoffs)
    } else {
        None
    };
    let index = match known.outcomes.get(&number) {
        Some(&index) => index,
        None => {
            game.outcomes.push(Outcome {
                number,
                name: name.unwrap_or_default(),
                payoffs: Vec::new(),
            });
            known.outcomes.insert(number, game.outcomes.len() - 1);
            known.unpaid.insert(number, game.outcomes.len() - 1);
            game.outcomes.len() - 1
        }
    };
    if let Some(payoffs) = payoffs {
        let first = known.unpaid.remove(&number).is_some();
        if !first && game.outcomes[index].payoffs != payoffs {
            return words.fail(
                codes::REFERENCE,
                format!("outcome {number} was given with other payoffs"),
                "give another outcome another number",
            );
        }
        game.outcomes[index].payoffs = payoffs;
    }
    Ok(Some(index))
}

/// The tree as a file that Gambit reads.
#[must_use]
pub fn write(game: &ExtensiveGame) -> String {
    let mut text = format!(
        "EFG 2 R {} {}\n{}\n\n",
        quote(&game.title),
        quote_all(&game.players),
        quote(&game.comment)
    );
    // Lines stand in the order of a walk that takes every first child first.
    let mut stack = vec![0];
    while let Some(at) = stack.pop() {
        let node = &game.nodes[at];
        stack.extend(node.children.iter().rev());
        let line = match node.set.map(|set| &game.sets[set]) {
            None => format!("t {}", quote(&node.name)),
            Some(set) => {
                let actions: Vec<String> = set
                    .actions
                    .iter()
                    .enumerate()
                    .map(|(k, name)| match set.probabilities.get(k) {
                        Some(p) => format!("{} {}", quote(name), show(p)),
                        None => quote(name),
                    })
                    .collect();
                let name = quote(&node.name);
                let mover = match set.mover {
                    Move::Chance => format!("c {name}"),
                    Move::Player(player) => format!("p {name} {}", player + 1),
                };
                format!(
                    "{mover} {} {} {{ {} }}",
                    set.number,
                    quote(&set.name),
                    actions.join(" ")
                )
            }
        };
        let outcome = match node.outcome.map(|outcome| &game.outcomes[outcome]) {
            None => " 0".to_owned(),
            Some(outcome) => {
                let payoffs: Vec<String> = outcome.payoffs.iter().map(show).collect();
                let name = quote(&outcome.name);
                format!(" {} {name} {{ {} }}", outcome.number, payoffs.join(", "))
            }
        };
        let _ = writeln!(text, "{line}{outcome}");
    }
    text
}
