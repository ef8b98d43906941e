//! What mediation can do at best.

use good_lp::{
    Expression, ProblemVariables, ResolutionError, SolverModel, Variable, constraint, microlp,
    variable,
};
use pourparler_second_opinion::games::mediation::{
    Dispute, DisputeError, Institution, direct, mediator, programme, value_of_mediation,
};
use pourparler_second_opinion::games::peaceful::demands;
use proptest::prelude::*;

/// θ, p, q and the probability of peace by direct talk and with a mediator (Hörner, Morelli &
/// Squintani 2015).
const TABLE: [(f64, f64, f64, f64, f64); 6] = [
    (0.8, 0.8, 0.2, 0.80842, 0.80842),
    (0.7, 0.9, 0.2, 0.86857, 0.87415),
    (0.7, 0.9, 0.4, 0.87907, 0.93333),
    (0.8, 0.8, 0.5, 0.79412, 0.85714),
    (0.8, 0.9, 0.6, 0.68571, 0.75294),
    (0.6, 0.95, 0.25, 0.95139, 0.99590),
];

#[test]
fn horner_morelli_squintani_table() {
    for (theta, p, q, talk, mediated) in TABLE {
        let dispute = Dispute::new(theta, p, q).unwrap();
        for (found, expected) in [
            (direct(&dispute).peace, talk),
            (programme::direct(&dispute).unwrap().peace, talk),
            (mediator(&dispute).peace, mediated),
            (programme::mediator(&dispute).unwrap().peace, mediated),
        ] {
            assert!(
                (found - expected).abs() < 5.1e-6,
                "{dispute:?}: {found} {expected}"
            );
        }
    }
}

#[test]
fn numbers_that_make_no_dispute() {
    assert_eq!(
        Dispute::new(1.0, 0.9, 0.2),
        Err(DisputeError::Remainder(1.0))
    );
    assert_eq!(Dispute::new(0.7, 0.4, 0.2), Err(DisputeError::Odds(0.4)));
    assert_eq!(Dispute::new(0.7, 0.9, 0.0), Err(DisputeError::Strong(0.0)));
    assert_eq!(
        Dispute::new(0.5, 0.9, 0.2),
        Err(DisputeError::NoTemptation(0.45))
    );
    assert!(Dispute::new(f64::NAN, 0.9, 0.2).is_err());
}

fn any_dispute() -> impl Strategy<Value = Dispute> {
    (0.51..0.99f64, 0.001..0.999f64, 0.01..0.99f64).prop_map(|(theta, share, q)| {
        let least = 0.5 / theta;
        Dispute::new(theta, least + share * (1.0 - least), q).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn closed_forms_are_the_programmes(dispute in any_dispute()) {
        let close = |a: &Institution, b: &Institution| (a.peace - b.peace).abs() < 1e-5;
        let (form, programme) = (mediator(&dispute), programme::mediator(&dispute).unwrap());
        prop_assert!(close(&form, &programme), "{dispute:?} {form:?} {programme:?}");
        // Where the equal split is accepted there is nothing to separate.
        if dispute.odds() < dispute.temptation() {
            let (form, programme) = (direct(&dispute), programme::direct(&dispute).unwrap());
            prop_assert!(close(&form, &programme), "{dispute:?} {form:?} {programme:?}");
        }
    }

    #[test]
    fn mediation_never_hurts_and_peace_is_a_probability(dispute in any_dispute()) {
        prop_assert!(value_of_mediation(&dispute) > -1e-12);
        for institution in [direct(&dispute), mediator(&dispute)] {
            for p in [institution.mixed, institution.both_strong, institution.peace] {
                prop_assert!((-1e-12..=1.0 + 1e-12).contains(&p));
            }
        }
    }

    /// Peace is certain in this dispute iff Fey & Ramsay's condition holds.
    #[test]
    fn certain_peace_is_the_condition(theta in 0.51..0.99f64, share in 0.01..0.99f64, q in 0.01..0.99f64) {
        let p = 0.5 / theta + share * (1.0 - 0.5 / theta);
        let dispute = Dispute::new(theta, p, q).unwrap();
        let war = vec![vec![theta / 2.0, (1.0 - p) * theta], vec![p * theta, theta / 2.0]];
        let prior = [1.0 - q, q];
        let demands = demands([&prior, &prior], [&war, &war]).unwrap();
        prop_assume!(demands.slack().abs() > 1e-9);
        prop_assert_eq!(demands.can_always_settle(), mediator(&dispute).peace >= 1.0 - 1e-12);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The condition against the linear programme over all mechanisms that never end in war.
    #[test]
    fn the_condition_against_all_peaceful_mechanisms(
        one in prop::collection::vec(0.05..1.0f64, 2..4),
        two in prop::collection::vec(0.05..1.0f64, 2..4),
        payoffs in prop::collection::vec(0.0..0.9f64, 18)
    ) {
        let normal = |weights: &[f64]| -> Vec<f64> {
            let sum: f64 = weights.iter().sum();
            weights.iter().map(|w| w / sum).collect()
        };
        let (a, b) = (normal(&one), normal(&two));
        let table = |from: &[f64], n: usize, m: usize| -> Vec<Vec<f64>> {
            (0..n).map(|i| from[i * m..(i + 1) * m].to_vec()).collect()
        };
        let first = table(&payoffs[..9], a.len(), b.len());
        let second = table(&payoffs[9..], b.len(), a.len());
        let demands = demands([&a, &b], [&first, &second]).unwrap();
        prop_assume!(demands.slack().abs() > 1e-6);
        prop_assert_eq!(demands.can_always_settle(), peaceful(&a, &b, &first, &second));
    }
}

/// Whether shares x(s, t) exist that all types report honestly for and prefer to war.
fn peaceful(a: &[f64], b: &[f64], first: &[Vec<f64>], second: &[Vec<f64>]) -> bool {
    let mut variables = ProblemVariables::new();
    let x: Vec<Vec<Variable>> = a
        .iter()
        .map(|_| {
            b.iter()
                .map(|_| variables.add(variable().min(0).max(1)))
                .collect()
        })
        .collect();
    let rows = |s: usize| -> Expression { (0..b.len()).map(|t| b[t] * x[s][t]).sum() };
    let columns = |t: usize| -> Expression { (0..a.len()).map(|s| a[s] * (1.0 - x[s][t])).sum() };
    let mut model = variables.minimise(Expression::from(0)).using(microlp);
    let war =
        |row: &[f64], prior: &[f64]| -> f64 { row.iter().zip(prior).map(|(w, p)| w * p).sum() };
    for (s, row) in first.iter().enumerate() {
        model = model.with(constraint!(rows(s) >= war(row, b)));
        for lie in 0..a.len() {
            model = model.with(constraint!(rows(s) >= rows(lie)));
        }
    }
    for (t, row) in second.iter().enumerate() {
        model = model.with(constraint!(columns(t) >= war(row, a)));
        for lie in 0..b.len() {
            model = model.with(constraint!(columns(t) >= columns(lie)));
        }
    }
    match model.solve() {
        Ok(_) => true,
        Err(ResolutionError::Infeasible) => false,
        Err(other) => panic!("{other}"),
    }
}
