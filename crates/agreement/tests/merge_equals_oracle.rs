//! The merge, the vectorised enumeration and the definition give the same frontier, bit for bit.

mod common;

use common::{Case, Size, case, definition};
use pourparler_agreement::{Frontier, Workspace};
use proptest::prelude::*;

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
    #![proptest_config(ProptestConfig::with_cases(3000))]

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
