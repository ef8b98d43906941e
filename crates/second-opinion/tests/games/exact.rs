//! Reference answers in exact rationals.

use std::collections::BTreeSet;

use pourparler_second_opinion::games::number::{parse, show};
use pourparler_second_opinion::games::{
    Budget, Mixed, Rational, StrategicGame, efg, extreme_equilibria, lemke_howson, nfg,
    pure_equilibria,
};
use serde_json::Value;

use super::common::shared_text;

pub const BUDGET: Budget = Budget::new(1_000_000);

/// Probabilities as text, one list per player.
fn words(strategies: &[Vec<Rational>]) -> Vec<Vec<String>> {
    strategies
        .iter()
        .map(|s| s.iter().map(show).collect())
        .collect()
}

fn set(found: &[Mixed]) -> BTreeSet<Vec<Vec<String>>> {
    found.iter().map(|mixed| words(&mixed.strategies)).collect()
}

fn expected(list: &Value) -> BTreeSet<Vec<Vec<String>>> {
    serde_json::from_value::<Vec<Vec<Vec<String>>>>(list.clone())
        .unwrap()
        .into_iter()
        .collect()
}

#[test]
fn chicken_of_aumann() {
    let whole =
        |rows: [[i64; 2]; 2]| rows.map(|r| r.map(|x| Rational::from_integer(x.into())).to_vec());
    let game = StrategicGame::bimatrix(&whole([[6, 2], [7, 0]]), &whole([[6, 7], [2, 0]])).unwrap();
    let found = extreme_equilibria(&game, BUDGET).unwrap();
    assert!(found.complete);
    let third = ["2/3", "1/3"].map(String::from).to_vec();
    assert!(set(&found.found).contains(&vec![third.clone(), third]));
    assert_eq!(found.found.len(), 3);
    assert_eq!(pure_equilibria(&game, BUDGET).found, [[1, 0], [0, 1]]);
}

#[test]
fn games_in_files() {
    let Some(text) = shared_text("opinions/games/expected.json") else {
        return;
    };
    let answers: Value = serde_json::from_str(&text).unwrap();
    for (name, answer) in answers.as_object().unwrap() {
        let Some(text) = shared_text(&format!("opinions/games/{name}")) else {
            return;
        };
        let game = if name.ends_with(".nfg") {
            nfg::read(name, &text).unwrap()
        } else {
            efg::read(name, &text)
                .unwrap()
                .strategic(&mut BUDGET.clone())
                .unwrap()
        };
        let found = extreme_equilibria(&game, BUDGET).unwrap();
        assert!(found.complete, "{name}");
        assert_eq!(set(&found.found), expected(&answer["enummixed"]), "{name}");
        let pure: BTreeSet<Vec<Vec<String>>> = pure_equilibria(&game, BUDGET)
            .found
            .iter()
            .map(|profile| {
                let one_hot = |(&pick, size): (&usize, usize)| {
                    (0..size)
                        .map(|k| if k == pick { "1" } else { "0" }.to_owned())
                        .collect()
                };
                profile.iter().zip(game.sizes()).map(one_hot).collect()
            })
            .collect();
        assert_eq!(pure, expected(&answer["enumpure"]), "{name}");
    }
}

#[test]
fn random_bimatrix_games() {
    let Some(text) = shared_text("opinions/games/random_bimatrix_exact.json") else {
        return;
    };
    let games: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(games.len(), 10);
    for answer in games {
        let table = |key: &str| -> Vec<Vec<Rational>> {
            serde_json::from_value::<Vec<Vec<i64>>>(answer[key].clone())
                .unwrap()
                .into_iter()
                .map(|row| {
                    row.into_iter()
                        .map(|x| Rational::from_integer(x.into()))
                        .collect()
                })
                .collect()
        };
        let game = StrategicGame::bimatrix(&table("A"), &table("B")).unwrap();
        let found = extreme_equilibria(&game, BUDGET).unwrap();
        let expected = expected(&answer["extreme_equilibria"]);
        assert_eq!(set(&found.found), expected, "{answer}");
        let pure = pure_equilibria(&game, BUDGET).found.len();
        assert_eq!(pure as u64, answer["n_pure"].as_u64().unwrap());
        for label in 0..game.sizes().iter().sum() {
            let one = lemke_howson(&game, label, BUDGET).unwrap();
            assert!(expected.contains(&words(&one.found[0].strategies)));
        }
    }
}

#[test]
fn numbers_past_128_bits_change_nothing() {
    // Payoffs of thirty digits: the first representation overflows, the second does not.
    let large = |text: &str| parse(&format!("{text}{}", "0".repeat(28))).unwrap();
    let row = |texts: [&str; 2]| texts.map(large).to_vec();
    let a = [row(["61", "2"]), row(["7", "0"])];
    let b = [row(["6", "7"]), row(["2", "0"])];
    let mut odd = a.clone();
    odd[0][0] += Rational::from_integer(1.into());
    for a in [&a, &odd] {
        let game = StrategicGame::bimatrix(a, &b).unwrap();
        let found = extreme_equilibria(&game, BUDGET).unwrap();
        assert_eq!(found.found.len(), 1);
        assert_eq!(words(&found.found[0].strategies), [["1", "0"], ["0", "1"]]);
    }
}

#[test]
fn a_cut_search_says_so() {
    let text = "NFG 1 R \"\" { \"1\" \"2\" } { 2 2 } 6 6 7 2 2 7 0 0";
    let game = nfg::read("x.nfg", text).unwrap();
    let found = extreme_equilibria(&game, Budget::new(3)).unwrap();
    assert!(!found.complete && found.work == 3);
    assert!(!lemke_howson(&game, 0, Budget::new(1)).unwrap().complete);
    let pure = pure_equilibria(&game, Budget::new(2));
    assert!(!pure.complete && pure.found == [[1, 0]]);
    assert!(lemke_howson(&game, 4, BUDGET).is_err());
}
