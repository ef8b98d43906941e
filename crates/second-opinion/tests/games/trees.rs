//! Game trees: subgame perfection and perfect Bayesian equilibria.

use pourparler_second_opinion::games::number::show;
use pourparler_second_opinion::games::{
    Budget, ExtensiveGame, Rational, TreeError, efg, perfect_bayesian, subgame_perfect,
};

use super::common::shared_text;
use super::exact::BUDGET;

const ENTRY: &str = "EFG 2 R \"Entry\" { \"Entrant\" \"Owner\" } \"\"\n\
    p \"\" 1 1 \"\" { \"out\" \"in\" } 0\nt \"\" 1 \"\" { 0 2 }\n\
    p \"\" 2 1 \"\" { \"fight\" \"share\" } 0\nt \"\" 2 \"\" { -1 -1 }\nt \"\" 3 \"\" { 1 1 }\n";

fn words(list: &[Rational]) -> Vec<String> {
    list.iter().map(show).collect()
}

fn game(name: &str) -> Option<ExtensiveGame> {
    let text = shared_text(&format!("opinions/games/{name}"))?;
    Some(efg::read(name, &text).unwrap())
}

#[test]
fn a_threat_that_would_not_be_carried_out() {
    let game = efg::read("entry.efg", ENTRY).unwrap();
    let found = subgame_perfect(&game, BUDGET).unwrap();
    assert!(found.complete);
    assert_eq!(found.found.len(), 1);
    assert_eq!(words(&found.found[0].payoffs), ["1", "1"]);
    assert_eq!(found.found[0].actions, [Some(1), Some(1)]);
    // The table has the threat as an equilibrium too.
    let table = game.strategic(&mut BUDGET.clone()).unwrap();
    let pure = pourparler_second_opinion::games::pure_equilibria(&table, BUDGET).found;
    assert_eq!(pure, [[0, 0], [1, 1]]);
}

#[test]
fn ties_give_several_equilibria_and_a_budget_cuts_them() {
    let tied = ENTRY.replace("{ -1 -1 }", "{ -1 1 }");
    let game = efg::read("entry.efg", &tied).unwrap();
    let found = subgame_perfect(&game, BUDGET).unwrap();
    let plans: Vec<_> = found.found.iter().map(|c| c.actions.clone()).collect();
    assert_eq!(plans, [[Some(0), Some(0)], [Some(1), Some(1)]]);
    let cut = subgame_perfect(&game, Budget::new(2)).unwrap();
    assert!(!cut.complete && cut.found.len() == 1);
}

#[test]
fn chance_is_averaged() {
    let text = "EFG 2 R \"\" { \"a\" } \"\"\np \"\" 1 1 \"\" { \"sure\" \"risk\" } 0\nt \"\" 1 \"\" { 2/5 }\n\
                c \"\" 1 \"\" { \"win\" 1/3 \"lose\" 2/3 } 2 \"\" { 1/10 }\nt \"\" 3 \"\" { 1 }\nt \"\" 0\n";
    let game = efg::read("x.efg", text).unwrap();
    let found = subgame_perfect(&game, BUDGET).unwrap().found;
    assert_eq!(words(&found[0].payoffs), ["13/30"]);
    let table = game.strategic(&mut BUDGET.clone()).unwrap();
    assert_eq!(words(table.payoffs(1)), ["13/30"]);
}

#[test]
fn plans_leave_out_what_cannot_be_reached() {
    let text = "EFG 2 R \"\" { \"a\" } \"\"\np \"\" 1 1 \"\" { \"stop\" \"go\" } 0\nt \"\" 0\n\
                p \"\" 1 2 \"\" { \"l\" \"r\" } 0\nt \"\" 1 \"\" { 1 }\nt \"\" 2 \"\" { 2 }\n";
    let game = efg::read("x.efg", text).unwrap();
    let table = game.strategic(&mut BUDGET.clone()).unwrap();
    assert_eq!(table.strategies()[0], ["1*", "21", "22"]);
    // Forgetting its own first move.
    let forgets = text.replace(
        "{ \"stop\" \"go\" } 0\nt \"\" 0\n",
        "{ \"x\" \"y\" } 0\np \"\" 1 2 \"\" { \"l\" \"r\" } 0\nt \"\" 0\nt \"\" 0\n",
    );
    let game = efg::read("x.efg", &forgets).unwrap();
    assert_eq!(game.plans(0), Err(TreeError::ImperfectRecall(0)));
}

#[test]
fn hidden_moves_have_no_backward_induction() {
    let text = "EFG 2 R \"\" { \"a\" \"b\" } \"\"\np \"\" 1 1 \"\" { \"l\" \"r\" } 0\n\
                p \"\" 2 1 \"\" { \"L\" \"R\" } 0\nt \"\" 0\nt \"\" 0\np \"\" 2 1 0\nt \"\" 0\nt \"\" 0\n";
    let game = efg::read("x.efg", text).unwrap();
    assert_eq!(
        subgame_perfect(&game, BUDGET),
        Err(TreeError::ImperfectInformation(1))
    );
}

/// Fearon's trade-off of risk and return: with tough targets at 1/4 the proposer offers 1/4, and one
/// target in four fights. Nothing else that is a Nash equilibrium is credible.
#[test]
fn crisis_ultimatum() {
    let Some(game) = game("crisis_ultimatum_ptough_1_4.efg") else {
        return;
    };
    let found = perfect_bayesian(&game, BUDGET).unwrap();
    assert!(found.complete && !found.found.is_empty());
    for assessment in &found.found {
        assert_eq!(words(&assessment.mixed.payoffs), ["51/80", "3/10"]);
        let set = game.sets_of(0)[0];
        assert_eq!(words(&assessment.behaviour[set]), ["1", "0"]);
        // The target of both types accepts the half it is not offered.
        for set in game.sets_of(1) {
            let odds = words(&assessment.behaviour[set]);
            let tough_and_low = game.sets[set].number == 1;
            assert_eq!(
                odds,
                if tough_and_low {
                    ["0", "1"]
                } else {
                    ["1", "0"]
                }
            );
        }
    }
}

#[test]
fn deterrence_with_a_signal_that_both_types_would_send() {
    let Some(game) = game("deterrence_cheap_signal.efg") else {
        return;
    };
    let found = perfect_bayesian(&game, BUDGET).unwrap();
    assert!(found.complete && !found.found.is_empty());
    for assessment in &found.found {
        assert_eq!(words(&assessment.mixed.payoffs), ["1/3", "4/3"]);
    }
}

#[test]
fn cheap_talk_informs_or_babbles() {
    let Some(game) = game("cheaptalk_bias_1_5.efg") else {
        return;
    };
    let found = perfect_bayesian(&game, BUDGET).unwrap();
    let payoffs: std::collections::BTreeSet<Vec<String>> = found
        .found
        .iter()
        .map(|a| words(&a.mixed.payoffs))
        .collect();
    let expected =
        [["-1/25", "0"], ["-29/100", "-1/4"]].map(|pair| pair.map(String::from).to_vec());
    assert_eq!(payoffs, expected.into());
    // Beliefs are probabilities, and right where a message is sent.
    for assessment in &found.found {
        for set in game.sets_of(1) {
            let sum: Rational = assessment.beliefs[set].iter().sum();
            assert_eq!(show(&sum), "1");
        }
    }
}

#[test]
fn other_games_are_not_signalling_games() {
    let game = efg::read("x.efg", ENTRY).unwrap();
    assert!(
        perfect_bayesian(&game, BUDGET).is_ok(),
        "an entrant and an owner are one without types"
    );
    let alone = "EFG 2 R \"\" { \"a\" \"b\" } \"\"\np \"\" 1 1 \"\" { \"x\" } 0\nt \"\" 0\n";
    let game = efg::read("x.efg", alone).unwrap();
    assert!(matches!(
        perfect_bayesian(&game, BUDGET),
        Err(TreeError::NotSignalling(_))
    ));
}
