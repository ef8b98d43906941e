//! The inverse question against exhaustive search over small conflicts.

use std::collections::BTreeSet;

use pourparler_second_opinion::graph_model::inverse::{Search, conditions, lift, reorder};
use pourparler_second_opinion::graph_model::{
    Concept, Conflict, Preference, Stability, State, Statement,
};
use proptest::prelude::*;

use crate::random;

const OWN: [Concept; 3] = [Concept::Nash, Concept::Gmr, Concept::Smr];

/// All orders of 0 … n − 1.
fn orders(n: usize) -> Vec<Vec<usize>> {
    if n == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for order in orders(n - 1) {
        for at in 0..n {
            let mut longer = order.clone();
            longer.insert(at, n - 1);
            all.push(longer);
        }
    }
    all
}

/// The longest increasing subsequence, so that n less it is the number of statements moved.
fn longest(order: &[usize]) -> usize {
    let mut best = vec![1; order.len()];
    for at in 0..order.len() {
        for before in 0..at {
            if order[before] < order[at] {
                best[at] = best[at].max(best[before] + 1);
            }
        }
    }
    best.into_iter().max().unwrap_or(0)
}

fn inversions(order: &[usize]) -> usize {
    let pairs = (0..order.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
    pairs.filter(|&(a, b)| order[a] > order[b]).count()
}

/// States from best to worst, ties by state.
fn strict(conflict: &Conflict) -> Conflict {
    let mut strict = conflict.clone();
    for maker in 0..conflict.graph().decision_makers() {
        let mut numbers: Vec<usize> = (1..=conflict.graph().states().len()).collect();
        let rank = |number: usize| {
            let state = conflict.graph().state(number).unwrap();
            conflict.ranks()[maker][state as usize]
        };
        numbers.sort_by_key(|&number| (std::cmp::Reverse(rank(number)), number));
        let levels = numbers.into_iter().map(|number| vec![number]).collect();
        strict = strict
            .with_preference(maker, Preference::Ranking(levels))
            .unwrap();
    }
    strict
}

fn levels(conflict: &Conflict, maker: usize) -> Vec<usize> {
    match &conflict.description().decision_makers[maker].preference {
        Preference::Ranking(levels) => levels.concat(),
        Preference::Statements(_) => panic!("a ranking"),
    }
}

fn is_equilibrium(conflict: &Conflict, concept: Concept, state: State) -> bool {
    Stability::of(conflict).equilibria(concept).contains(state)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    /// No ranking with fewer swaps makes the state stable.
    #[test]
    fn a_lift_is_the_cheapest_change_of_a_ranking(
        conflict in random::conflict(2..=3usize, 2..=3, false),
        pick in any::<prop::sample::Index>(),
    ) {
        let states = conflict.graph().states().len();
        prop_assume!(states <= 6);
        let conflict = strict(&conflict);
        let wanted = conflict.graph().states()[pick.index(states)];
        for concept in OWN {
            let Search::Found(lifts) = lift(&conflict, concept, wanted, 0).unwrap() else {
                panic!("always found");
            };
            for (maker, lift) in lifts.iter().enumerate() {
                let now = levels(&conflict, maker);
                let cheapest = orders(states)
                    .into_iter()
                    .filter(|order| {
                        let levels = order.iter().map(|&at| vec![now[at]]).collect();
                        let changed = conflict.with_preference(maker, Preference::Ranking(levels));
                        let stability = Stability::of(&changed.unwrap());
                        stability.stable(concept, maker).contains(wanted)
                    })
                    .map(|order| inversions(&order))
                    .min();
                prop_assert_eq!(Some(lift.swaps()), cheapest, "{}", concept.name());
            }
        }
    }

    /// Lifted as said, the state is an equilibrium; under SEQ, SSEQ and SIM no smaller sum of rises
    /// makes it one.
    #[test]
    fn a_lift_makes_an_equilibrium(
        conflict in random::conflict(2..=3usize, 2..=4, false),
        pick in any::<prop::sample::Index>(),
    ) {
        let conflict = strict(&conflict);
        let states = conflict.graph().states();
        let wanted = states[pick.index(states.len())];
        let number = conflict.graph().number(wanted).unwrap();
        let makers = conflict.graph().decision_makers();
        let raised = |swaps: &[usize]| {
            let mut changed = conflict.clone();
            for (maker, &by) in swaps.iter().enumerate() {
                let mut order = levels(&conflict, maker);
                let at = order.iter().position(|&one| one == number).unwrap();
                order.remove(at);
                order.insert(at - by, number);
                let levels = order.into_iter().map(|one| vec![one]).collect();
                changed = changed.with_preference(maker, Preference::Ranking(levels)).unwrap();
            }
            changed
        };
        for concept in Concept::ALL {
            let Search::Found(lifts) = lift(&conflict, concept, wanted, usize::MAX).unwrap() else {
                panic!("always found");
            };
            let swaps: Vec<usize> = lifts.iter().map(|lift| lift.swaps()).collect();
            prop_assert!(is_equilibrium(&raised(&swaps), concept, wanted), "{}", concept.name());
            let least: usize = swaps.iter().sum();
            let above: Vec<usize> = (0..makers)
                .map(|maker| {
                    let order = levels(&conflict, maker);
                    order.iter().position(|&one| one == number).unwrap()
                })
                .collect();
            let mut all = vec![vec![]];
            for &top in &above {
                all = all
                    .into_iter()
                    .flat_map(|swaps: Vec<usize>| {
                        (0..=top).map(move |by| [swaps.clone(), vec![by]].concat())
                    })
                    .collect();
            }
            for swaps in all.into_iter().filter(|swaps| swaps.iter().sum::<usize>() < least) {
                let cheaper = raised(&swaps);
                prop_assert!(!is_equilibrium(&cheaper, concept, wanted), "{swaps:?}");
            }
        }
    }

    /// Every set of states brought down to the wanted one makes it stable if and only if it meets
    /// the conditions; the necessary states are in all of these sets.
    #[test]
    fn conditions_are_necessary_and_sufficient(
        conflict in random::conflict(2..=3usize, 2..=4, false),
        pick in any::<prop::sample::Index>(),
    ) {
        let states = conflict.graph().states();
        let wanted = states[pick.index(states.len())];
        let rank = |state: State| conflict.ranks()[0][state as usize];
        let above: Vec<State> = states.iter().copied().filter(|&s| rank(s) > rank(wanted)).collect();
        prop_assume!(above.len() <= 8);
        for concept in Concept::ALL.into_iter().filter(|&concept| concept != Concept::Sim) {
            let conditions = conditions(&conflict, concept, 0, wanted).unwrap();
            let mut in_all: Option<BTreeSet<State>> = None;
            for mask in 0..1usize << above.len() {
                let listed = above.iter().enumerate();
                let down: BTreeSet<State> =
                    listed.filter(|(at, _)| mask >> at & 1 == 1).map(|(_, &s)| s).collect();
                let level = |state: State| {
                    if down.contains(&state) { rank(wanted) } else { rank(state) }
                };
                let mut numbers: Vec<usize> = (1..=states.len()).collect();
                let of = |number: usize| level(conflict.graph().state(number).unwrap());
                numbers.sort_by_key(|&number| std::cmp::Reverse(of(number)));
                let levels = numbers.chunk_by(|&a, &b| of(a) == of(b)).map(<[usize]>::to_vec);
                let preference = Preference::Ranking(levels.collect());
                let changed = conflict.with_preference(0, preference).unwrap();
                let stable = Stability::of(&changed).stable(concept, 0).contains(wanted);
                let met = conditions.conditions.iter().all(|condition| {
                    condition.any_of.iter().any(|all| all.is_subset(&down))
                });
                prop_assert_eq!(stable, met, "{} {:?}", concept.name(), down);
                if stable {
                    let common = in_all.get_or_insert_with(|| down.clone());
                    common.retain(|state| down.contains(state));
                }
            }
            let necessary: BTreeSet<State> = conditions.necessary.into_iter().collect();
            prop_assert_eq!(Some(necessary), in_all);
        }
    }

    /// Against all orders of all statements.
    #[test]
    fn a_reordering_moves_the_fewest_statements(
        conflict in random::conflict(2..=2usize, 3..=4, false),
        pick in any::<prop::sample::Index>(),
        wishes in proptest::collection::vec((0..4usize, 0..4usize, any::<bool>()), 6),
    ) {
        let options = conflict.graph().options();
        let statements: Vec<Statement> = wishes
            .iter()
            .map(|&(a, b, not)| {
                let or = Statement::Or(vec![
                    Statement::Option(a % options),
                    Statement::Not(Box::new(Statement::Option(b % options))),
                ]);
                if not { Statement::Not(Box::new(or)) } else { Statement::Option(a % options) }
            })
            .collect();
        let halves = [&statements[..3], &statements[3..]];
        let with = |orders: [&[usize]; 2]| {
            let mut changed = conflict.clone();
            for maker in 0..2 {
                let of = orders[maker].iter().map(|&at| halves[maker][at].clone());
                let preference = Preference::Statements(of.collect());
                changed = changed.with_preference(maker, preference).unwrap();
            }
            changed
        };
        let identity = [0, 1, 2];
        let conflict = with([&identity, &identity]);
        let states = conflict.graph().states();
        let wanted = states[pick.index(states.len())];
        for concept in Concept::ALL {
            let mut cheapest: Option<usize> = None;
            for first in orders(3) {
                for second in orders(3) {
                    if is_equilibrium(&with([&first, &second]), concept, wanted) {
                        let moved = 6 - longest(&first) - longest(&second);
                        cheapest = Some(cheapest.map_or(moved, |least| least.min(moved)));
                    }
                }
            }
            match reorder(&conflict, concept, wanted, 10_000).unwrap() {
                Search::Found(found) => {
                    let moved: usize = found.iter().map(|one| one.moved).sum();
                    prop_assert_eq!(Some(moved), cheapest, "{}", concept.name());
                    let changed = with([&found[0].order, &found[1].order]);
                    prop_assert!(is_equilibrium(&changed, concept, wanted));
                    for (maker, one) in found.iter().enumerate() {
                        let Some(common) = &one.common else { continue };
                        let mut in_all = None;
                        for order in orders(3) {
                            let pair = if maker == 0 { [&order[..], &identity] } else { [&identity, &order[..]] };
                            if Stability::of(&with(pair)).stable(concept, maker).contains(wanted) {
                                let place = |s: usize| order.iter().position(|&o| o == s).unwrap();
                                let pairs: BTreeSet<(usize, usize)> = (0..3)
                                    .flat_map(|b| (0..3).map(move |a| (a, b)))
                                    .filter(|&(a, b)| place(a) < place(b))
                                    .collect();
                                let all = in_all.get_or_insert_with(|| pairs.clone());
                                all.retain(|pair| pairs.contains(pair));
                            }
                        }
                        let common: BTreeSet<_> = common.iter().copied().collect();
                        prop_assert_eq!(Some(common), in_all);
                    }
                }
                Search::Impossible(_) => prop_assert_eq!(cheapest, None, "{}", concept.name()),
                Search::Incomplete { .. } => prop_assert!(false, "cut"),
            }
        }
    }
}

/// A search that is cut says up to where it was complete.
#[test]
fn a_cut_search_is_incomplete() {
    use pourparler_second_opinion::graph_model::{
        ConflictOption, DecisionMaker, Description, Direction,
    };
    let statements = (0..7).map(|k| Statement::Option(k % 4));
    let option = |k| ConflictOption {
        name: format!("option {k}"),
        direction: Direction::Both,
    };
    let maker = |options: &[usize], statements: Vec<Statement>| DecisionMaker {
        name: "one".into(),
        plural: false,
        options: options.to_vec(),
        preference: Preference::Statements(statements),
    };
    // Wants every option, so the empty state is left in every order.
    let build = |not_first: bool| {
        let mut wishes: Vec<Statement> = statements.clone().collect();
        if not_first {
            wishes.push(Statement::Not(Box::new(Statement::Or(
                (0..4).map(Statement::Option).collect(),
            ))));
        }
        Conflict::new(Description {
            options: (0..4).map(option).collect(),
            decision_makers: vec![maker(&[0, 1, 2, 3], wishes)],
            ..Description::default()
        })
        .unwrap()
    };
    let found = reorder(&build(false), Concept::Nash, 0, 10).unwrap();
    assert!(matches!(found, Search::Impossible(_)), "{found:?}");
    let found = reorder(&build(true), Concept::Nash, 0, 10).unwrap();
    assert_eq!(found, Search::Incomplete { at_least: 1 });
    let Search::Found(found) = reorder(&build(true), Concept::Nash, 0, 100_000).unwrap() else {
        panic!("one statement has to come first");
    };
    assert_eq!((found[0].moved, found[0].order[0]), (1, 7));
    let pairs: Vec<(usize, usize)> = (0..7).map(|b| (7, b)).collect();
    assert_eq!(found[0].common.as_deref(), Some(&pairs[..]));
}
