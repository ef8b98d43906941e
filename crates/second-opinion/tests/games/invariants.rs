//! What must hold of every game.

use num_traits::{One, Zero};
use pourparler_second_opinion::games::{
    Budget, Mixed, Rational, StrategicGame, extreme_equilibria, lemke_howson, logit_equilibrium,
    nfg, pure_equilibria,
};
use proptest::prelude::*;

use super::exact::BUDGET;

fn whole(x: i64) -> Rational {
    Rational::from_integer(x.into())
}

/// Small payoffs, so that ties and degenerate games are common.
fn any_bimatrix() -> impl Strategy<Value = StrategicGame> {
    (
        1usize..5,
        1usize..5,
        prop::collection::vec(-2i64..4, 32),
        1i64..4,
    )
        .prop_map(|(m, n, list, over)| {
            let table = |from: usize| -> Vec<Vec<Rational>> {
                (0..m)
                    .map(|i| {
                        (0..n)
                            .map(|j| whole(list[from + i * n + j]) / whole(over))
                            .collect()
                    })
                    .collect()
            };
            StrategicGame::bimatrix(&table(0), &table(16)).unwrap()
        })
}

fn any_game() -> impl Strategy<Value = StrategicGame> {
    (
        prop::collection::vec(1usize..4, 1..4),
        prop::collection::vec(-9i64..9, 81),
    )
        .prop_map(|(sizes, list)| {
            let count: usize = sizes.iter().product();
            let payoffs = list
                .iter()
                .cycle()
                .take(count * sizes.len())
                .map(|&x| whole(x))
                .collect();
            let names = |n: usize| (0..n).map(|k| format!("s{k}")).collect();
            StrategicGame::new(
                "any".into(),
                names(sizes.len()),
                sizes.iter().map(|&n| names(n)).collect(),
                payoffs,
            )
            .unwrap()
        })
}

/// Whether nobody gains by any pure strategy.
fn is_equilibrium(game: &StrategicGame, mixed: &Mixed) -> bool {
    (0..game.players().len()).all(|player| {
        (0..game.sizes()[player]).all(|s| {
            let mut other = mixed.strategies.clone();
            other[player] = vec![Rational::zero(); game.sizes()[player]];
            other[player][s] = Rational::one();
            game.expected(&other)[player] <= mixed.payoffs[player]
        })
    })
}

proptest! {
    #[test]
    fn extreme_equilibria_are_equilibria_and_hold_all_pure_ones(game in any_bimatrix()) {
        let found = extreme_equilibria(&game, BUDGET).unwrap();
        prop_assert!(found.complete && !found.found.is_empty());
        for mixed in &found.found {
            prop_assert!(mixed.strategies.iter().all(|s| s.iter().sum::<Rational>().is_one()));
            prop_assert!(is_equilibrium(&game, mixed), "{mixed:?}");
        }
        for (k, mixed) in found.found.iter().enumerate() {
            prop_assert!(!found.found[..k].contains(mixed), "twice: {mixed:?}");
        }
        for profile in pure_equilibria(&game, BUDGET).found {
            let is_pure = |mixed: &&Mixed| {
                profile.iter().zip(&mixed.strategies).all(|(&pick, s)| s[pick].is_one())
            };
            prop_assert!(found.found.iter().any(|mixed| is_pure(&mixed)), "{profile:?}");
        }
        for label in 0..game.sizes().iter().sum() {
            let one = lemke_howson(&game, label, BUDGET).unwrap();
            prop_assert!(found.found.contains(&one.found[0]));
        }
    }

    /// Adding to a player's payoffs, or multiplying them, moves no equilibrium.
    #[test]
    fn scales_do_not_matter(game in any_bimatrix(), add in -5i64..5, by in 1i64..5) {
        let (m, n) = (game.sizes()[0], game.sizes()[1]);
        let table = |k: usize, f: &dyn Fn(&Rational) -> Rational| -> Vec<Vec<Rational>> {
            (0..m).map(|i| (0..n).map(|j| f(&game.payoffs(j * m + i)[k])).collect()).collect()
        };
        let moved = |x: &Rational| x * whole(by) + whole(add);
        let other = StrategicGame::bimatrix(&table(0, &moved), &table(1, &|x| x.clone())).unwrap();
        let strategies = |game: &StrategicGame| -> Vec<Vec<Vec<Rational>>> {
            let found = extreme_equilibria(game, BUDGET).unwrap().found;
            found.into_iter().map(|mixed| mixed.strategies).collect()
        };
        prop_assert_eq!(strategies(&game), strategies(&other));
    }

    #[test]
    fn pure_equilibria_are_equilibria(game in any_game()) {
        for profile in pure_equilibria(&game, BUDGET).found {
            let strategies: Vec<Vec<Rational>> = profile.iter().zip(game.sizes()).map(|(&pick, n)| {
                (0..n).map(|k| if k == pick { Rational::one() } else { Rational::zero() }).collect()
            }).collect();
            let payoffs = game.expected(&strategies);
            let mixed = Mixed { strategies, payoffs };
            prop_assert!(is_equilibrium(&game, &mixed));
        }
    }

    #[test]
    fn files_keep_every_game(game in any_game()) {
        prop_assert_eq!(nfg::read("x", &nfg::write(&game)).unwrap(), game);
    }

    /// Names that the format cannot hold change, and nothing else does.
    #[test]
    fn any_names(mut game in any_game(), title in "[a\\\\\"]{0,5}") {
        game.title = title.clone();
        let again = nfg::read("x", &nfg::write(&game)).unwrap();
        prop_assert_eq!(again.title.replace('\\', ""), title.replace('\\', ""));
        prop_assert_eq!((0..game.profiles()).map(|k| again.payoffs(k)).collect::<Vec<_>>(),
            (0..game.profiles()).map(|k| game.payoffs(k)).collect::<Vec<_>>());
        prop_assert_eq!(nfg::read("x", &nfg::write(&again)).unwrap(), again);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// The path reaches an equilibrium to the regret asked for.
    #[test]
    fn the_logit_path_ends_near_an_equilibrium(game in any_game()) {
        let found = logit_equilibrium(&game, 1e-4, Budget::new(2_000_000));
        for s in &found.strategies {
            prop_assert!((s.iter().sum::<f64>() - 1.0).abs() < 1e-6);
        }
        prop_assert!(found.complete && found.regret <= 1e-4, "{found:?}");
    }
}

/// Paths that turn back in λ beside themselves. With long steps the first led back to λ = 0, as did the
/// second, which with somewhat shorter ones went round a loop that is no part of it.
#[test]
fn the_logit_path_past_its_turning_points() {
    let two = "3 -8 1 7 7 4 4 8 8 5 -3 -7";
    let three = "-9 -4 8 -8 7 0 -7 -3 8 0 -2 -2 8 -1 -7 4 5 5 0 -4 7 -4 4 6 8 6 -5 -3 -2 7 -3 1 -9 -2 -5 \
                 -6 7 6 7 4 1 2 2 -9 -4 2 1 4 -1 -5 7 3 3 -5 -9 6 3 -5 -9 0 6 -4 -8 -5 2 1 4 -4 -4 -8 -6 \
                 5 1 6 -2 1 0 -2 -6 -7 -4";
    for (sizes, payoffs) in [("3 2", two), ("3 3 3", three)] {
        let players = "\"p\" ".repeat(sizes.split(' ').count());
        let text = format!("NFG 1 R \"\" {{ {players} }} {{ {sizes} }} {payoffs}");
        let game = nfg::read("x", &text).unwrap();
        let found = logit_equilibrium(&game, 1e-6, Budget::new(2_000_000));
        assert!(found.complete && found.regret <= 1e-6, "{found:?}");
    }
}

#[test]
fn the_logit_path_of_three_players() {
    // Each gains by being alone in its choice: the even mixture is the equilibrium on the path.
    let mut payoffs = Vec::new();
    for profile in 0..8usize {
        let pick = |player: usize| profile >> player & 1;
        for player in 0..3 {
            let alone = (0..3).filter(|&k| pick(k) == pick(player)).count() == 1;
            payoffs.push(whole(i64::from(alone)));
        }
    }
    let names = |n: usize| (0..n).map(|k| k.to_string()).collect::<Vec<_>>();
    let game = StrategicGame::new("".into(), names(3), vec![names(2); 3], payoffs).unwrap();
    let found = logit_equilibrium(&game, 1e-9, Budget::new(72_000));
    assert!(found.complete);
    assert!(
        found
            .strategies
            .iter()
            .flatten()
            .all(|p| (p - 0.5).abs() < 1e-9)
    );
    assert!(found.payoffs.iter().all(|x| (x - 0.25).abs() < 1e-9));
}
