//! Any text as a game: refused with a place inside it, or written so that it reads back the same,
//! and solved within a budget.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pourparler_second_opinion::games::{
    Budget, StrategicGame, efg, extreme_equilibria, lemke_howson, logit_equilibrium, nfg,
    perfect_bayesian, pure_equilibria, subgame_perfect,
};

const BUDGET: Budget = Budget::new(2_000);

fn solve(game: &StrategicGame) {
    let pure = pure_equilibria(game, BUDGET);
    assert!(pure.work <= 2_000);
    if game.profiles() > 200 {
        return;
    }
    if let Ok(found) = extreme_equilibria(game, BUDGET) {
        assert!(!found.complete || found.found.len() >= pure.found.len().min(1));
    }
    if let Ok(found) = lemke_howson(game, 0, BUDGET) {
        assert!(found.complete || found.work == 2_000);
    }
    let logit = logit_equilibrium(game, 1e-3, Budget::new(20_000));
    assert!(logit.strategies.iter().flatten().all(|p| p.is_finite()));
}

fuzz_target!(|text: &str| {
    match nfg::read("fuzz.nfg", text) {
        Ok(game) => {
            assert_eq!(
                nfg::read("fuzz.nfg", &nfg::write(&game)).as_ref(),
                Ok(&game)
            );
            solve(&game);
        }
        Err(error) => assert!(text.get(error.span.start..error.span.end).is_some()),
    }
    match efg::read("fuzz.efg", text) {
        Ok(tree) => {
            assert_eq!(
                efg::read("fuzz.efg", &efg::write(&tree)).as_ref(),
                Ok(&tree)
            );
            if let Ok(table) = tree.strategic(&mut BUDGET.clone()) {
                solve(&table);
            }
            if let Ok(found) = subgame_perfect(&tree, BUDGET) {
                assert!(!found.found.is_empty());
            }
            let _ = perfect_bayesian(&tree, BUDGET);
        }
        Err(error) => assert!(text.get(error.span.start..error.span.end).is_some()),
    }
});
