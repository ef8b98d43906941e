//! A finite game and its equilibria.

use pourparler_second_opinion::games::number::show;
use pourparler_second_opinion::games::{
    Assessment, Budget, Continuation, ExtensiveGame, Found, LogitEquilibrium, Mixed, Move,
    Rational, StrategicGame, TreeError, extreme_equilibria, logit_equilibrium, perfect_bayesian,
    pure_equilibria, subgame_perfect,
};
use serde_json::{Value, json};

use super::{MOST, SOLVED_SCHEMA, left_out};
use crate::json::{missing, number};
use crate::layout::{Look, NAME, Page, SENTENCE, safe};

/// Regret at which the logit path ends.
const REGRET: f64 = 1e-6;

/// A game with what was found.
#[derive(Debug)]
pub struct Solved {
    title: String,
    tree: Option<Tree>,
    /// The strategic form, or why there is none.
    table: Result<Table, String>,
}

#[derive(Debug)]
struct Table {
    game: StrategicGame,
    pure: Found<Vec<usize>>,
    /// Two players.
    mixed: Option<Found<Mixed>>,
    /// More players.
    path: Option<LogitEquilibrium>,
}

#[derive(Debug)]
struct Tree {
    game: ExtensiveGame,
    perfect: Result<Found<Continuation>, TreeError>,
    bayesian: Result<Found<Assessment>, TreeError>,
}

/// Solves a table; every search may take so many steps.
#[must_use]
pub fn table(game: StrategicGame, steps: u64) -> Solved {
    Solved {
        title: game.title.clone(),
        tree: None,
        table: Ok(tabled(game, steps)),
    }
}

/// Solves a tree, likewise.
#[must_use]
pub fn tree(game: ExtensiveGame, steps: u64) -> Solved {
    let budget = Budget::new(steps);
    let table = game.strategic(&mut budget.clone());
    Solved {
        title: game.title.clone(),
        table: table
            .map(|game| tabled(game, steps))
            .map_err(|why| why.to_string()),
        tree: Some(Tree {
            perfect: subgame_perfect(&game, budget),
            bayesian: perfect_bayesian(&game, budget),
            game,
        }),
    }
}

fn tabled(game: StrategicGame, steps: u64) -> Table {
    let budget = Budget::new(steps);
    let mixed = extreme_equilibria(&game, budget).ok();
    let path = mixed
        .is_none()
        .then(|| logit_equilibrium(&game, REGRET, budget));
    Table {
        pure: pure_equilibria(&game, budget),
        mixed,
        path,
        game,
    }
}

fn fractions(list: &[Rational]) -> Vec<String> {
    list.iter().map(show).collect()
}

/// `1/2 l, 1/2 r` of the strategies that are played.
fn mixture(names: &[String], probabilities: &[Rational]) -> String {
    let played = names.iter().zip(probabilities);
    let played = played.filter(|(_, p)| show(p) != "0");
    let parts = played.map(|(name, p)| match show(p).as_str() {
        "1" => safe(name, NAME),
        share => format!("{share} {}", safe(name, NAME)),
    });
    parts.collect::<Vec<_>>().join(", ")
}

fn cut(page: &mut Page, complete: bool) {
    if !complete {
        page.prose("Incomplete: the search was cut; --steps gives it more.");
    }
}

/// As text.
#[must_use]
pub fn text(solved: &Solved, look: Look) -> String {
    let mut page = Page::new(look);
    page.heading(&format!("Game: {}", safe(&solved.title, NAME)));
    if solved.tree.is_some() {
        page.prose(
            "The strategies of a tree are the numbers of the actions at a player's own information sets, \
             * where an earlier action of its own makes the choice idle.",
        );
    }
    match &solved.table {
        Ok(table) => of_table(&mut page, table),
        Err(why) => page.prose(&format!("No table of strategies: {why}.")),
    }
    if let Some(tree) = &solved.tree {
        of_tree(&mut page, tree);
    }
    page.prose(
        "Limits: an equilibrium is what nobody leaves alone; which one is played, and whether any \
         is, the game does not say.",
    );
    page.finish()
}

fn of_table(page: &mut Page, table: &Table) {
    let game = &table.game;
    for (player, strategies) in game.players().iter().zip(game.strategies()) {
        let names: Vec<&str> = strategies.iter().map(String::as_str).collect();
        page.item(
            "-",
            &format!(
                "{}: {} strategies ({}).",
                safe(player, NAME),
                names.len(),
                safe(&names.join(", "), SENTENCE)
            ),
        );
    }
    let pure = &table.pure;
    page.prose(&format!("Pure equilibria: {}.", pure.found.len()));
    for profile in pure.found.iter().take(MOST) {
        let players = game.players().iter().zip(game.strategies()).zip(profile);
        let played = players
            .map(|((player, all), &k)| format!("{}: {}", safe(player, NAME), safe(&all[k], NAME)));
        page.item("-", &format!("{}.", played.collect::<Vec<_>>().join("; ")));
    }
    left_out(page, pure.found.len());
    cut(page, pure.complete);
    if let Some(mixed) = &table.mixed {
        page.prose(&format!(
            "Extreme equilibria of two players, exactly, pure ones among them: {}. All others mix those \
             of one component.",
            mixed.found.len()
        ));
        for one in mixed.found.iter().take(MOST) {
            page.item("-", &said(game, one));
        }
        left_out(page, mixed.found.len());
        cut(page, mixed.complete);
    }
    if let Some(path) = &table.path {
        page.prose(&format!(
            "One equilibrium by the logit path, approximately: nobody gains more than {:.1e} of its range \
             of payoffs by another strategy.",
            path.regret
        ));
        for (player, (name, strategies)) in game.players().iter().zip(game.strategies()).enumerate()
        {
            let played = strategies.iter().zip(&path.strategies[player]);
            let played = played.filter(|(_, p)| **p >= 5e-7);
            let played = played.map(|(name, p)| format!("{p:.6} {}", safe(name, NAME)));
            page.item(
                "-",
                &format!(
                    "{}: {}; payoff {:.6}.",
                    safe(name, NAME),
                    played.collect::<Vec<_>>().join(", "),
                    path.payoffs[player]
                ),
            );
        }
        cut(page, path.complete);
    }
}

/// One equilibrium in a sentence.
fn said(game: &StrategicGame, one: &Mixed) -> String {
    let played = game.players().iter().zip(game.strategies());
    let played = played.zip(&one.strategies);
    let played: Vec<String> = played
        .map(|((name, strategies), p)| format!("{}: {}", safe(name, NAME), mixture(strategies, p)))
        .collect();
    format!(
        "{}; payoffs {}.",
        played.join("; "),
        fractions(&one.payoffs).join(", ")
    )
}

/// What an information set is called.
fn set_name(game: &ExtensiveGame, set: usize) -> String {
    let found = &game.sets[set];
    let mover = match found.mover {
        Move::Player(player) => safe(&game.players[player], NAME),
        Move::Chance => "chance".to_owned(),
    };
    match found.name.as_str() {
        "" => format!("{mover} at {}", found.number),
        name => format!("{mover} at {}", safe(name, NAME)),
    }
}

fn of_tree(page: &mut Page, tree: &Tree) {
    let game = &tree.game;
    match &tree.perfect {
        Ok(found) => {
            page.prose(&format!(
                "Subgame-perfect equilibria in pure strategies: {}.",
                found.found.len()
            ));
            for one in found.found.iter().take(MOST) {
                let actions = one.actions.iter().enumerate();
                let actions = actions.filter_map(|(set, &action)| {
                    let name = game.sets[set].actions.get(action?)?;
                    Some(format!("{}: {}", set_name(game, set), safe(name, NAME)))
                });
                page.item(
                    "-",
                    &format!(
                        "{}; payoffs {}.",
                        actions.collect::<Vec<_>>().join("; "),
                        fractions(&one.payoffs).join(", ")
                    ),
                );
            }
            left_out(page, found.found.len());
            cut(page, found.complete);
        }
        Err(why) => page.prose(&format!("No subgame-perfect equilibria: {why}.")),
    }
    match &tree.bayesian {
        Ok(found) => {
            page.prose(&format!(
                "Extreme equilibria that some beliefs support (perfect Bayesian): {}.",
                found.found.len()
            ));
            for one in found.found.iter().take(MOST) {
                let sets = one.behaviour.iter().enumerate();
                let behaviour = sets.filter(|(_, p)| !p.is_empty()).map(|(set, p)| {
                    let actions = &game.sets[set].actions;
                    format!("{}: {}", set_name(game, set), mixture(actions, p))
                });
                let beliefs = one.beliefs.iter().enumerate();
                let beliefs = beliefs.filter(|(_, p)| p.len() > 1).map(|(set, p)| {
                    format!(
                        "{} believes {}",
                        set_name(game, set),
                        fractions(p).join(", ")
                    )
                });
                let parts: Vec<String> = behaviour.chain(beliefs).collect();
                page.item(
                    "-",
                    &format!(
                        "{}; payoffs {}.",
                        parts.join("; "),
                        fractions(&one.mixed.payoffs).join(", ")
                    ),
                );
            }
            left_out(page, found.found.len());
            cut(page, found.complete);
        }
        Err(why) => page.prose(&format!("No perfect Bayesian equilibria: {why}.")),
    }
}

/// As JSON; exact numbers are strings.
#[must_use]
pub fn json(solved: &Solved) -> Value {
    let tree = solved.tree.as_ref();
    json!({
        "schema": SOLVED_SCHEMA,
        "kind": "game",
        "title": solved.title,
        "strategic": solved.table.as_ref().map_or_else(|why| missing(why), strategic),
        "subgame_perfect": tree.map_or_else(
            || missing("the file holds a table and no tree"),
            |tree| tree.perfect.as_ref().map_or_else(|why| missing(&why.to_string()), perfect),
        ),
        "perfect_bayesian": tree.map_or_else(
            || missing("the file holds a table and no tree"),
            |tree| tree.bayesian.as_ref().map_or_else(|why| missing(&why.to_string()), bayesian),
        ),
    })
}

fn exact(mixed: &Mixed) -> Value {
    let strategies: Vec<Vec<String>> = mixed.strategies.iter().map(|p| fractions(p)).collect();
    json!({ "strategies": strategies, "payoffs": fractions(&mixed.payoffs) })
}

fn strategic(table: &Table) -> Value {
    json!({
        "players": table.game.players(),
        "strategies": table.game.strategies(),
        "pure": { "complete": table.pure.complete, "profiles": table.pure.found },
        "extreme": table.mixed.as_ref().map_or_else(
            || missing("all equilibria are found for two players only"),
            |mixed| json!({
                "complete": mixed.complete,
                "equilibria": mixed.found.iter().map(exact).collect::<Vec<_>>(),
            }),
        ),
        "logit_path": table.path.as_ref().map_or_else(
            || missing("two players are solved exactly"),
            |path| json!({
                "complete": path.complete,
                "regret": number(path.regret),
                "precision": number(path.precision),
                "strategies": path.strategies,
                "payoffs": path.payoffs,
            }),
        ),
    })
}

fn perfect(found: &Found<Continuation>) -> Value {
    let one = |one: &Continuation| {
        json!({
            "actions": one.actions.iter().map(|action| match action {
                Some(action) => json!(action),
                None => missing("chance moves here"),
            }).collect::<Vec<_>>(),
            "payoffs": fractions(&one.payoffs),
        })
    };
    json!({
        "complete": found.complete,
        "equilibria": found.found.iter().map(one).collect::<Vec<_>>(),
    })
}

fn bayesian(found: &Found<Assessment>) -> Value {
    let lists = |all: &[Vec<Rational>]| all.iter().map(|p| fractions(p)).collect::<Vec<_>>();
    let one = |one: &Assessment| {
        json!({
            "behaviour": lists(&one.behaviour),
            "beliefs": lists(&one.beliefs),
            "payoffs": fractions(&one.mixed.payoffs),
        })
    };
    json!({
        "complete": found.complete,
        "equilibria": found.found.iter().map(one).collect::<Vec<_>>(),
    })
}
