//! What a structure may not be, and how packages are numbered.

use pourparler_agreement::{
    Choice, ConsentRule, Domain, DomainError, Draw, Effect, Frontier, Issue, RedLine, Structure,
    Workspace,
};
use proptest::prelude::*;

fn structure(options: &[usize]) -> Structure {
    let issue = |&options: &usize| Issue {
        options,
        divisible: false,
        status_quo: 0,
    };
    Structure {
        parties: 3,
        sides: [0, 1],
        issues: options.iter().map(issue).collect(),
        ..Structure::default()
    }
}

const fn at(issue: usize, option: usize) -> Choice {
    Choice { issue, option }
}

#[test]
fn limits_are_errors() {
    let error = |change: &dyn Fn(&mut Structure)| {
        let mut s = structure(&[2, 3]);
        change(&mut s);
        Domain::new(s).err()
    };
    assert_eq!(error(&|_| {}), None);
    assert_eq!(
        error(&|s| s.sides = [0, 3]),
        Some(DomainError::UnknownParty(3))
    );
    assert_eq!(error(&|s| s.sides = [1, 1]), Some(DomainError::OneSide(1)));
    assert_eq!(
        error(&|s| s.issues[1].options = 0),
        Some(DomainError::OptionCount(1, 0))
    );
    assert_eq!(
        error(&|s| s.issues[1].options = 65),
        Some(DomainError::OptionCount(1, 65))
    );
    assert_eq!(
        error(&|s| s.issues[1].divisible = true),
        Some(DomainError::DivisibleEnds(1))
    );
    assert_eq!(
        error(&|s| s.issues[0].status_quo = 2),
        Some(DomainError::UnknownChoice(0, 2))
    );
    let exclusion = |x, y| move |s: &mut Structure| s.exclusions.push((x, y));
    assert_eq!(
        error(&exclusion(at(0, 0), at(1, 3))),
        Some(DomainError::UnknownChoice(1, 3))
    );
    assert_eq!(
        error(&exclusion(at(1, 0), at(1, 1))),
        Some(DomainError::ExclusionWithinIssue(1))
    );
    let effect = |party, guarantor| {
        move |s: &mut Structure| {
            s.effects.push(Effect {
                at: at(0, 1),
                party,
                guarantor,
            })
        }
    };
    assert_eq!(
        error(&effect(2, None)),
        Some(DomainError::EffectOnThirdParty(2))
    );
    assert_eq!(
        error(&effect(0, Some(2))),
        Some(DomainError::GuaranteeWithoutConsent(0))
    );
    assert_eq!(
        error(&|s| s.consents.push(ConsentRule {
            party: 0,
            issue: 1,
            options: 0b1000
        })),
        Some(DomainError::UnknownChoice(1, 3))
    );
    assert_eq!(
        Domain::new(structure(&[2; 31])).err(),
        Some(DomainError::TooManyIssues(31))
    );
}

#[test]
fn a_count_of_packages_beyond_53_bits_is_an_error() {
    assert_eq!(
        Domain::new(structure(&[64; 9])).err(),
        Some(DomainError::TooManyPackages)
    );
    assert_eq!(
        Domain::new(structure(&[64; 30])).err(),
        Some(DomainError::TooManyPackages)
    );
    // 2⁴⁸ and, with 32 options more, 2⁵³ itself.
    let large = Domain::new(structure(&[64, 64, 64, 64, 64, 64, 64, 64, 32])).expect("2⁵³");
    assert_eq!(large.packages(), 1 << 53);
    let mut frontier = Frontier::default();
    let mut draw = Draw::new(&large);
    let n = large.total_options();
    for (i, value) in draw.values.iter_mut().enumerate() {
        // Option 63 (31 of the last issue) is best for A, option 0 for B, the rest for nobody.
        let option = (i % n) % 64;
        let last = if i % n >= 512 { 31 } else { 63 };
        *value = f64::from(u8::from(if i < n { option == last } else { option == 0 }));
    }
    Workspace::default()
        .frontier(&large, &draw, &[], &mut frontier)
        .expect("a frontier");
    assert_eq!(frontier.points().len(), 10);
    assert_eq!(frontier.points()[0].package, (1 << 53) - 1);
}

#[test]
fn more_than_4096_seeds_are_an_error() {
    let mut s = structure(&[64, 64, 2]);
    s.red_lines.push(RedLine {
        party: 0,
        refused: at(0, 1),
        unless: vec![at(1, 1)],
    });
    assert!(Domain::new(s.clone()).is_ok());
    s.red_lines.push(RedLine {
        party: 0,
        refused: at(2, 1),
        unless: vec![at(1, 1)],
    });
    assert_eq!(Domain::new(s).err(), Some(DomainError::TooManySeeds(8192)));
}

proptest! {
    #[test]
    fn ids_and_options_are_one_to_one(
        options in prop::collection::vec(1..=64usize, 1..=8), id in any::<u64>(),
    ) {
        let domain = Domain::new(structure(&options)).expect("at most 2⁴⁸ packages");
        let id = id % domain.packages();
        let x = domain.decode(id);
        prop_assert_eq!(domain.encode(&x), Some(id));
        prop_assert!(x.iter().zip(&options).all(|(x, n)| x < n));
        prop_assert_eq!(domain.encode(&options), None);
    }
}
