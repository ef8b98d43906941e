//! The extensions, each against ordinary stability where it has to be the same, against the naive
//! definitions, and against what has to hold.

use std::collections::BTreeSet;

use pourparler_second_opinion::graph_model::inverse::Search;
use pourparler_second_opinion::graph_model::{
    Attitude, Belief, Concept, Conflict, Direction, Extension, FuzzyPreference, Margin, Moves,
    Pairs, Pattern, Preference, Stability, State, Statement, coalition_proof, coalition_stable,
    equilibrium_probability, fuzzy_stable, fuzzy_verdict, limited_move, margin, misperceived,
    non_myopic, paths, relational_stable, stable_by_strength, stable_if_unknown, view,
};
use proptest::prelude::*;

use crate::definitions::Naive;
use crate::random;

/// Concepts with sanctions in turn, and Nash.
const SEQUENTIAL: [Concept; 5] = [
    Concept::Nash,
    Concept::Gmr,
    Concept::Smr,
    Concept::Seq,
    Concept::Sseq,
];

fn is_strict(conflict: &Conflict) -> bool {
    conflict.ranks().iter().all(|ranks| {
        let mut seen: Vec<u32> = ranks.iter().copied().filter(|&rank| rank > 0).collect();
        seen.sort_unstable();
        seen.windows(2).all(|pair| pair[0] != pair[1])
    })
}

/// Every pair of states.
fn every_pair(conflict: &Conflict) -> Pairs {
    let options = 0..conflict.graph().options();
    Pairs {
        told_apart_by: options.map(Statement::Option).collect(),
        listed: BTreeSet::new(),
    }
}

fn subsets(of: &[usize]) -> Vec<Vec<usize>> {
    let members = |mask: usize| {
        let all = of
            .iter()
            .enumerate()
            .filter(move |(bit, _)| mask >> bit & 1 == 1);
        all.map(|(_, &one)| one).collect()
    };
    (1..1usize << of.len()).map(members).collect()
}

/// Sequences of moves by coalitions of outsiders, each of which improves for its members.
fn coalition_sequences(naive: &Naive, outsiders: &[usize], from: usize) -> BTreeSet<usize> {
    let mut seen: BTreeSet<(usize, Option<Vec<usize>>)> = BTreeSet::new();
    let mut todo = vec![(from, None::<Vec<usize>>)];
    while let Some((at, last)) = todo.pop() {
        for members in subsets(outsiders) {
            if last.as_ref() == Some(&members) {
                continue;
            }
            for to in naive.sequences(&members, at, false) {
                let all = members.iter().all(|&member| naive.better(member, at, to));
                if all && seen.insert((to, Some(members.clone()))) {
                    todo.push((to, Some(members.clone())));
                }
            }
        }
    }
    seen.into_iter().map(|(state, _)| state).collect()
}

fn coalition_by_definition(
    naive: &Naive,
    makers: usize,
    concept: Concept,
    members: &[usize],
    s: usize,
) -> bool {
    let outsiders: Vec<usize> = (0..makers)
        .filter(|maker| !members.contains(maker))
        .collect();
    let all_better = |t: usize| members.iter().all(|&member| naive.better(member, s, t));
    let departures = naive.sequences(members, s, false);
    departures
        .into_iter()
        .filter(|&s1| all_better(s1))
        .all(|s1| {
            let answers = match concept {
                Concept::Nash => BTreeSet::new(),
                Concept::Gmr | Concept::Smr => naive.sequences(&outsiders, s1, false),
                _ => coalition_sequences(naive, &outsiders, s1),
            };
            let inescapable = matches!(concept, Concept::Smr | Concept::Sseq);
            answers.into_iter().any(|s2| {
                let flights = naive.sequences(members, s2, false);
                let escaped = inescapable && flights.into_iter().any(all_better);
                !all_better(s2) && !escaped
            })
        })
}

/// Where the decision maker expects to end, straight from the recursion.
fn anticipated(naive: &Naive, maker: usize, s: usize, h: usize) -> usize {
    if h == 0 {
        return s;
    }
    let mut best: Option<usize> = None;
    for &to in naive.moves(maker, s) {
        let end = anticipated(naive, 1 - maker, to, h - 1);
        if best.is_none_or(|best| naive.better(maker, best, end)) {
            best = Some(end);
        }
    }
    match best {
        Some(end) if naive.better(maker, s, end) => end,
        _ => s,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn limited_moves_follow_the_recursion(conflict in random::conflict(2..=2usize, 2..=4, false)) {
        let naive = Naive::new(&conflict);
        for horizon in 0..=4 {
            let stable = limited_move(&conflict, horizon).unwrap();
            for (maker, set) in stable.iter().enumerate() {
                for (at, &state) in conflict.graph().states().iter().enumerate() {
                    let stays = anticipated(&naive, maker, at, horizon) == at;
                    prop_assert_eq!(set.contains(state), stays, "h = {}", horizon);
                }
            }
        }
        let one = limited_move(&conflict, 1).unwrap();
        let stability = Stability::of(&conflict);
        for (maker, one) in one.iter().enumerate() {
            prop_assert_eq!(one, stability.stable(Concept::Nash, maker));
        }
        let (forever, from) = non_myopic(&conflict).unwrap().expect("a cycle");
        let mut all = limited_move(&conflict, from).unwrap();
        for horizon in from..from + 60 {
            let now = limited_move(&conflict, horizon).unwrap();
            all.iter_mut().zip(&now).for_each(|(all, now)| all.intersect(now));
        }
        prop_assert_eq!(forever, all);
    }

    #[test]
    fn coalitions_follow_the_definitions(conflict in random::conflict(2..=3usize, 2..=4, false)) {
        let naive = Naive::new(&conflict);
        let makers = conflict.graph().decision_makers();
        let everyone: Vec<usize> = (0..makers).collect();
        for concept in SEQUENTIAL {
            let mut proof = conflict.graph().feasible().clone();
            for members in subsets(&everyone) {
                let set = coalition_stable(&conflict, concept, &members).unwrap();
                for (at, &state) in conflict.graph().states().iter().enumerate() {
                    let expected =
                        coalition_by_definition(&naive, makers, concept, &members, at);
                    prop_assert_eq!(set.contains(state), expected, "{:?}", members);
                }
                proof.intersect(&set);
            }
            prop_assert_eq!(coalition_proof(&conflict, concept).unwrap(), proof);
        }
    }

    #[test]
    fn care_for_oneself_alone_is_ordinary_stability(
        conflict in random::conflict(1..=3usize, 2..=4, false),
    ) {
        prop_assume!(is_strict(&conflict));
        let makers = conflict.graph().decision_makers();
        let mut attitudes = vec![vec![Attitude::Neutral; makers]; makers];
        (0..makers).for_each(|maker| attitudes[maker][maker] = Attitude::Positive);
        let stability = Stability::of(&conflict);
        for concept in SEQUENTIAL {
            for maker in 0..makers {
                let set = relational_stable(&conflict, concept, maker, &attitudes).unwrap();
                prop_assert_eq!(&set, stability.stable(concept, maker), "{}", concept.name());
            }
        }
    }

    #[test]
    fn indifferent_to_all_only_moves_count(conflict in random::conflict(1..=3usize, 2..=4, false)) {
        // Totally neutral: Nash is SMR, and GMR is SEQ (Inohara and Hipel 2009), where moves can be
        // taken back.
        let mut description = conflict.description().clone();
        description.infeasible.clear();
        description.options.iter_mut().for_each(|option| option.direction = Direction::Both);
        for maker in &mut description.decision_makers {
            maker.preference = Preference::Statements(vec![]);
        }
        let conflict = Conflict::new(description).unwrap();
        let makers = conflict.graph().decision_makers();
        let attitudes = vec![vec![Attitude::Neutral; makers]; makers];
        for maker in 0..makers {
            let of = |concept| relational_stable(&conflict, concept, maker, &attitudes).unwrap();
            prop_assert_eq!(of(Concept::Nash), of(Concept::Smr));
            prop_assert_eq!(of(Concept::Gmr), of(Concept::Seq));
        }
    }

    #[test]
    fn unknown_preferences_are_between_daring_and_cautious(
        conflict in random::conflict(1..=3usize, 2..=4, false),
        option in 0..4usize,
    ) {
        let makers = conflict.graph().decision_makers();
        let some = Pairs {
            told_apart_by: vec![Statement::Option(option % conflict.graph().options())],
            listed: BTreeSet::new(),
        };
        let (known, some) = (vec![Pairs::default(); makers], vec![some; makers]);
        let stability = Stability::of(&conflict);
        use Extension::{A, B, C, D};
        for concept in SEQUENTIAL {
            for maker in 0..makers {
                let set = |unknown: &[Pairs], extension| {
                    stable_if_unknown(&conflict, concept, maker, unknown, extension).unwrap()
                };
                for extension in [A, B, C, D] {
                    let ordinary = stability.stable(concept, maker);
                    prop_assert_eq!(&set(&known, extension), ordinary);
                }
                let [a, b, c, d] = [A, B, C, D].map(|extension| set(&some, extension));
                prop_assert!(a.is_subset(&b) && a.is_subset(&c));
                prop_assert!(b.is_subset(&d) && c.is_subset(&d));
            }
        }
    }

    #[test]
    fn strength_divides_the_stable_states(conflict in random::conflict(1..=3usize, 2..=4, false)) {
        let makers = conflict.graph().decision_makers();
        let stability = Stability::of(&conflict);
        let half = Pairs { told_apart_by: vec![Statement::Option(0)], listed: BTreeSet::new() };
        for concept in SEQUENTIAL {
            for maker in 0..makers {
                let by = |far: Pairs| {
                    stable_by_strength(&conflict, concept, maker, &vec![far; makers]).unwrap()
                };
                let (none, some, all) =
                    (by(Pairs::default()), by(half.clone()), by(every_pair(&conflict)));
                for strength in [&none, &some, &all] {
                    prop_assert!(!strength.strong.meets(&strength.weak));
                    for &state in conflict.graph().states() {
                        let either = strength.strong.contains(state) || strength.weak.contains(state);
                        prop_assert_eq!(either, stability.stable(concept, maker).contains(state));
                    }
                }
                prop_assert_eq!(&none.strong, stability.stable(Concept::Nash, maker));
                prop_assert!(none.strong.is_subset(&some.strong));
                prop_assert!(some.strong.is_subset(&all.strong));
                if is_strict(&conflict) {
                    prop_assert!(all.weak.is_empty());
                }
            }
        }
    }

    #[test]
    fn crisp_preference_is_a_fuzzy_one(
        conflict in random::conflict(1..=3usize, 2..=4, false),
        threshold in 0.01..=1.0f64,
    ) {
        let states = conflict.graph().states();
        let makers = conflict.graph().decision_makers();
        let crisp: Vec<FuzzyPreference> = conflict
            .ranks()
            .iter()
            .map(|ranks| {
                let degree = |&s: &State, &t: &State| {
                    match ranks[s as usize].cmp(&ranks[t as usize]) {
                        std::cmp::Ordering::Less => 0.0,
                        std::cmp::Ordering::Equal => 0.5,
                        std::cmp::Ordering::Greater => 1.0,
                    }
                };
                let row = |s| states.iter().map(|t| degree(s, t)).collect();
                FuzzyPreference { degree: states.iter().map(row).collect(), threshold }
            })
            .collect();
        let stability = Stability::of(&conflict);
        for concept in SEQUENTIAL {
            for maker in 0..makers {
                let set = fuzzy_stable(&conflict, concept, maker, &crisp).unwrap();
                prop_assert_eq!(&set, stability.stable(concept, maker), "{}", concept.name());
                let verdict = fuzzy_verdict(&conflict, concept, maker, &crisp, states[0]).unwrap();
                prop_assert_eq!(verdict.stable(), set.contains(states[0]));
            }
        }
        let mut broken = crisp;
        broken[0].degree[0][0] = 0.7;
        prop_assert!(fuzzy_stable(&conflict, Concept::Nash, 0, &broken).is_err());
    }

    #[test]
    fn a_shared_view_is_no_misperception(conflict in random::conflict(1..=3usize, 2..=4, false)) {
        let views = vec![conflict.clone(); conflict.graph().decision_makers()];
        let stability = Stability::of(&conflict);
        for concept in Concept::ALL {
            let seen = misperceived(&conflict, &views, concept).unwrap();
            prop_assert_eq!(seen.equilibria, stability.equilibria(concept));
            prop_assert!(seen.unseen.iter().all(|set| set.is_empty()));
        }
        prop_assert!(misperceived(&conflict, &views[1..], Concept::Nash).is_err());
    }

    #[test]
    fn a_view_leaves_out_what_is_not_seen(
        conflict in random::conflict(2..=3usize, 2..=4, false),
        option in 0..4usize,
    ) {
        let graph = conflict.graph();
        let unseen = Pattern::new(1 << (option % graph.options()), 0);
        let seen: Vec<State> =
            graph.states().iter().copied().filter(|&s| !unseen.matches(s)).collect();
        let Ok(own) = view(&conflict, &[unseen]) else {
            prop_assert!(seen.is_empty());
            return Ok(());
        };
        prop_assert_eq!(own.graph().states(), &seen[..]);
        for (before, after) in conflict.ranks().iter().zip(own.ranks()) {
            for (&s, &t) in seen.iter().zip(&seen[1..]) {
                let order = |ranks: &[u32]| ranks[s as usize].cmp(&ranks[t as usize]);
                prop_assert_eq!(order(before), order(after));
            }
        }
        // The first does not see what the others do.
        let mut views = vec![conflict.clone(); graph.decision_makers()];
        views[0] = own;
        let found = misperceived(&conflict, &views, Concept::Nash).unwrap();
        prop_assert_eq!(found.unseen[0].len(), graph.states().len() - seen.len());
        prop_assert!(found.equilibria.iter().all(|state| seen.contains(&state)));
        let ordinary = Stability::of(&conflict);
        for maker in 1..graph.decision_makers() {
            prop_assert_eq!(&found.stable[maker], ordinary.stable(Concept::Nash, maker));
        }
        for &state in &seen {
            let moves = graph.moves(0, state).filter(|to| seen.contains(to));
            let rank = |s: State| conflict.ranks()[0][s as usize];
            let stays = moves.into_iter().all(|to| rank(to) <= rank(state));
            prop_assert_eq!(found.stable[0].contains(state), stays);
        }
    }

    #[test]
    fn paths_are_legal_and_shortest(
        conflict in random::conflict(1..=3usize, 2..=5, true),
        pick in any::<prop::sample::Index>(),
    ) {
        let graph = conflict.graph();
        let naive = Naive::new(&conflict);
        let today = pick.index(graph.states().len());
        for moves in [Moves::All, Moves::Improvements] {
            // Pairs (state, last mover) by the number of moves it takes to reach them.
            let mut distance = vec![None; graph.states().len()];
            distance[today] = Some(0);
            let mut seen: BTreeSet<(usize, usize)> = BTreeSet::new();
            let mut level: BTreeSet<(usize, Option<usize>)> = BTreeSet::from([(today, None)]);
            for steps in 1.. {
                let mut next = BTreeSet::new();
                for &(at, last) in &level {
                    for mover in (0..graph.decision_makers()).filter(|&m| Some(m) != last) {
                        for &to in naive.moves(mover, at) {
                            let fits = moves == Moves::All || naive.better(mover, at, to);
                            if fits && seen.insert((to, mover)) {
                                distance[to].get_or_insert(steps);
                                next.insert((to, Some(mover)));
                            }
                        }
                    }
                }
                if next.is_empty() {
                    break;
                }
                level = next;
            }
            let start = graph.states()[today];
            for (state, path) in paths(&conflict, start, graph.feasible(), moves).unwrap() {
                let at = graph.number(state).unwrap() - 1;
                prop_assert_eq!(path.as_ref().map(Vec::len), distance[at]);
                let Some(path) = path else { continue };
                let (mut from, mut last) = (today, None);
                for step in &path {
                    let mover = step.movers[0];
                    let to = graph.number(step.to).unwrap() - 1;
                    prop_assert!(naive.moves(mover, from).contains(&to) && last != Some(mover));
                    (from, last) = (to, Some(mover));
                }
                prop_assert_eq!(from, at);
            }
        }
    }

    #[test]
    fn probabilities_are_sums_over_combinations(
        conflict in random::conflict(2..=2usize, 2..=3, false),
        share in 0.1..0.9f64,
    ) {
        // Each decision maker has its own preference or the reverse of it.
        let reversed = |maker: usize| {
            match &conflict.description().decision_makers[maker].preference {
                Preference::Ranking(levels) => {
                    Preference::Ranking(levels.iter().rev().cloned().collect())
                }
                Preference::Statements(_) => unreachable!(),
            }
        };
        let own = |maker: usize| conflict.description().decision_makers[maker].preference.clone();
        let beliefs: Vec<Vec<Belief>> = (0..2)
            .map(|maker| {
                vec![
                    Belief { probability: share, preference: own(maker) },
                    Belief { probability: 1.0 - share, preference: reversed(maker) },
                ]
            })
            .collect();
        for concept in Concept::ALL {
            let mut sums = vec![0.0; conflict.graph().states().len()];
            for first in &beliefs[0] {
                for second in &beliefs[1] {
                    let changed = conflict.with_preference(0, first.preference.clone()).unwrap();
                    let changed = changed.with_preference(1, second.preference.clone()).unwrap();
                    let equilibria = Stability::of(&changed).equilibria(concept);
                    for (sum, &state) in sums.iter_mut().zip(conflict.graph().states()) {
                        if equilibria.contains(state) {
                            *sum += first.probability * second.probability;
                        }
                    }
                }
            }
            let whole = equilibrium_probability(&conflict, concept, &beliefs, 100).unwrap();
            let cut = equilibrium_probability(&conflict, concept, &beliefs, 1).unwrap();
            for ((bounds, cut), sum) in whole.iter().zip(&cut).zip(&sums) {
                prop_assert!((bounds.lower - sum).abs() < 1e-12 && bounds.upper - sum < 1e-12);
                prop_assert!(cut.lower <= sum + 1e-12 && cut.upper >= sum - 1e-12);
            }
        }
        let mut wrong = beliefs;
        wrong[0][0].probability += 0.01;
        prop_assert!(equilibrium_probability(&conflict, Concept::Nash, &wrong, 10).is_err());
    }

    #[test]
    fn a_margin_is_the_shortest_fall_that_breaks(
        conflict in random::conflict(2..=2usize, 2..=3, false),
    ) {
        for concept in Concept::ALL {
            let equilibria = Stability::of(&conflict).equilibria(concept);
            for &state in conflict.graph().states() {
                let margin = margin(&conflict, concept, state, usize::MAX).unwrap();
                let mut shortest: Option<usize> = None;
                for maker in 0..2 {
                    let rank = |s: State| conflict.ranks()[maker][s as usize];
                    let rest = conflict.graph().states().iter().copied();
                    let rest: Vec<State> = rest.filter(|&s| s != state).collect();
                    let mut below: Vec<u32> = rest.iter().map(|&s| rank(s)).collect();
                    below.retain(|&r| r <= rank(state));
                    for level in below.iter().copied().collect::<BTreeSet<_>>() {
                        // Just under this level.
                        let mut worth: Vec<(u32, usize)> = rest
                            .iter()
                            .map(|&s| (rank(s) * 2, conflict.graph().number(s).unwrap()))
                            .collect();
                        worth.push((level * 2 - 1, conflict.graph().number(state).unwrap()));
                        worth.sort_by_key(|&(worth, _)| std::cmp::Reverse(worth));
                        let levels = worth
                            .chunk_by(|a, b| a.0 == b.0)
                            .map(|level| level.iter().map(|one| one.1).collect())
                            .collect();
                        let changed = conflict
                            .with_preference(maker, Preference::Ranking(levels))
                            .unwrap();
                        if !Stability::of(&changed).equilibria(concept).contains(state) {
                            let passed = below.iter().filter(|&&r| r >= level).count();
                            shortest = Some(shortest.map_or(passed, |s| s.min(passed)));
                        }
                    }
                }
                match margin {
                    Margin::Lacks(Search::Found(_)) => prop_assert!(!equilibria.contains(state)),
                    Margin::Lacks(_) => prop_assert!(false, "cut"),
                    Margin::Unconditional => {
                        prop_assert!(equilibria.contains(state));
                        prop_assert_eq!(shortest, None);
                    }
                    Margin::Holds { overtaken_by, .. } => {
                        prop_assert!(equilibria.contains(state));
                        prop_assert_eq!(shortest, Some(overtaken_by.len()));
                    }
                }
            }
        }
    }
}
