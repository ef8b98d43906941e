//! The merge, the vectorised enumeration and the definition give the same frontier, bit for bit.

mod common;

use common::{Case, Size, case, definition};
use pourparler_agreement::{
    Consent, Domain, Draw, EffectSize, Frontier, Issue, Structure, Veto, Workspace,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// The random negotiations must exercise what they are meant to test.
#[test]
fn random_negotiations_are_not_trivial() {
    let mut runner = TestRunner::deterministic();
    let strategy = case(Size {
        issues: 6,
        options: 4,
    });
    let mut long = 0;
    // Frontiers that change when the feature is taken away: vetoes, exclusions, red lines,
    // consents, predicates, premiums.
    let mut matters = [0usize; 6];
    for _ in 0..400 {
        let case = strategy.new_tree(&mut runner).expect("a case").current();
        let whole = definition(&case);
        long += usize::from(whole.len() >= 3);
        for (feature, count) in matters.iter_mut().enumerate() {
            let mut without = case.clone();
            match feature {
                0 => without.draw.vetoes.clear(),
                1 => {
                    let mut s = case.domain.structure().clone();
                    s.exclusions.clear();
                    without.domain = Domain::new(s).expect("a valid structure");
                }
                2 => without.draw.red_lines.fill(false),
                3 => without.draw.consents.fill(Consent::Given),
                4 => without.within.clear(),
                _ => {
                    let size = EffectSize {
                        breach: 1.0,
                        loss: 1.0,
                    };
                    without.draw.effects.fill(size);
                }
            }
            *count += usize::from(definition(&without) != whole);
        }
    }
    assert!(long >= 80, "{long} of 400 have three points or more");
    assert!(
        matters.iter().all(|&n| n >= 40),
        "{matters:?} of 400 depend on each feature"
    );
}

fn points(frontier: &Frontier) -> Vec<(u64, u64, u64)> {
    frontier
        .points()
        .iter()
        .map(|p| (p.a.to_bits(), p.b.to_bits(), p.package))
        .collect()
}

fn agree(case: &Case) -> Result<(), TestCaseError> {
    let mut workspace = Workspace::default();
    let (mut merged, mut enumerated) = (Frontier::default(), Frontier::default());
    let Case {
        domain,
        draw,
        within,
    } = case;
    workspace
        .frontier(domain, draw, within, &mut merged)
        .map_err(|e| TestCaseError::fail(e.to_string()))?;
    workspace
        .brute_force(domain, draw, within, 1 << 20, &mut enumerated)
        .map_err(|e| TestCaseError::fail(e.to_string()))?;
    let defined: Vec<_> = definition(case)
        .iter()
        .map(|&(a, b, package)| ((a + 0.0).to_bits(), (b + 0.0).to_bits(), package))
        .collect();
    prop_assert_eq!(points(&merged), &*defined);
    prop_assert_eq!(points(&enumerated), &*defined);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn on_small_negotiations_with_everything(case in case(Size { issues: 6, options: 4 })) {
        agree(&case)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn on_larger_negotiations(case in case(Size { issues: 8, options: 4 })) {
        agree(&case)?;
    }
}

/// Six issues of four options, arbitrary numbers, nothing but vetoes: long lists, no ties.
fn vetoed() -> impl Strategy<Value = Case> {
    let issue = Issue {
        options: 4,
        divisible: false,
        status_quo: 0,
    };
    let structure = Structure {
        parties: 4,
        sides: [0, 1],
        issues: vec![issue; 6],
        ..Structure::default()
    };
    let domain = Domain::new(structure).expect("a valid structure");
    let drawn = (
        prop::collection::vec(0.1..1.0f64, 24),
        prop::collection::vec(0.0..=1.0f64, 96),
        prop::collection::vec(0.3..0.7f64, 1..=2),
    );
    drawn.prop_map(move |(weights, values, vetoes)| {
        let mut draw = Draw::new(&domain);
        for (own, raw) in draw.weights.chunks_mut(6).zip(weights.chunks(6)) {
            let sum: f64 = raw.iter().sum();
            own.iter_mut().zip(raw).for_each(|(w, x)| *w = x / sum);
        }
        draw.values = values;
        for i in 0..24 {
            draw.values[24 + i] = 1.0 - 0.8 * draw.values[i] - 0.2 * draw.values[24 + i];
        }
        let vetoes = vetoes.iter().zip(2..);
        draw.vetoes = vetoes
            .map(|(&threshold, party)| Veto { party, threshold })
            .collect();
        Case {
            domain: domain.clone(),
            draw,
            within: Vec::new(),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn on_disputes_with_vetoes_alone(case in vetoed()) {
        agree(&case)?;
    }
}
