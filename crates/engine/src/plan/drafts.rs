//! Which worlds and arms a scenario asks for.

use pourparler_scenario::{Diagnostic, Scenario, Table};

use crate::arms::Arm;
use crate::codes;
use crate::result::{ArmRole, Arms, Intervention, Questions};

/// A world to be built: one set of tables, and the arms that differ by the contact alone.
pub(super) struct Draft<'a> {
    pub root: &'a Table,
    pub arms: Vec<Arm>,
    /// The contacts of the arms, each with the id of its variant.
    pub contacts: Vec<(String, &'a Table)>,
    /// What claims set, whatever the file says.
    pub set: Vec<(String, f64)>,
}

/// Key paths below `[contact]`, and the variant's own name, leave the world as it is; what
/// happens instead of the contact does not.
fn changes_contact_only(touches: &[String]) -> bool {
    let contact = |path: &String| path == "contact" || path.starts_with("contact.");
    let instead = |path: &String| path.starts_with("contact.substitute");
    touches
        .iter()
        .all(|path| path == "name" || contact(path) && !instead(path))
}

/// The worlds that a scenario with its variants and questions asks for, the first that of the
/// scenario itself.
pub(super) fn drafts<'a>(
    scenario: &'a Scenario,
    questions: &Questions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Draft<'a>> {
    let root = &scenario.root;
    let contact = root.child("contact");
    let mut base = Draft {
        root,
        arms: vec![Arm::without()],
        contacts: Vec::new(),
        set: vec![],
    };
    if let Some(contact) = contact {
        base.contacts.push(("with".into(), contact));
        base.arms.push(Arm::with());
    } else {
        diagnostics.push(
            Diagnostic::error(
                codes::NO_CONTACT,
                root.span,
                "the scenario has no `[contact]`",
            )
            .help("add a `[contact]` table: who sends whom to whom, when, with which mandate"),
        );
    }
    match questions.arms {
        Arms::All => {}
        Arms::Pair => return vec![base],
        Arms::Settlement => {
            // The same arms, as coalitions of no lever and of the contact.
            for (arm, bits) in base.arms.iter_mut().zip(0..) {
                *arm = Arm::coalition(bits);
            }
            return vec![base];
        }
    }
    let mut others = Vec::new();
    for variant in &scenario.variants {
        let Some(contact) = variant.scenario_root.child("contact") else {
            continue;
        };
        if changes_contact_only(&variant.touches) {
            let index = base.contacts.len();
            base.contacts.push((variant.id.clone(), contact));
            base.arms
                .push(Arm::variant(&variant.id, &variant.name, index));
        } else {
            let without = Arm {
                id: format!("without:{}", variant.id),
                name: format!("without the contact, {}", variant.name),
                ..Arm::without()
            };
            others.push(Draft {
                root: &variant.scenario_root,
                arms: vec![without, Arm::variant(&variant.id, &variant.name, 0)],
                contacts: vec![(variant.id.clone(), contact)],
                set: vec![],
            });
        }
    }
    if !questions.bare {
        base.arms.extend(Arm::parts());
        base.arms.extend(Arm::coalitions());
    }
    let mut given: Vec<Draft> = Vec::new();
    for intervention in &questions.interventions {
        let home = std::iter::once(&base).chain(&others).find_map(|d| {
            d.arms
                .iter()
                .find(|a| a.id == intervention.arm)
                .map(|a| (d, a))
        });
        let Some((home, arm)) = home else { continue };
        let arm_of = |source: &Arm| Arm {
            id: Intervention {
                arm: source.id.clone(),
                set: intervention.set.clone(),
            }
            .arm_id(),
            role: ArmRole::Given,
            ..source.clone()
        };
        let mut arms = vec![arm_of(&home.arms[0])];
        if arm.id != home.arms[0].id {
            arms.push(arm_of(arm));
        }
        let twin = given
            .iter_mut()
            .find(|d| std::ptr::eq(d.root, home.root) && d.set == intervention.set);
        match twin {
            Some(draft) => {
                for arm in arms {
                    if draft.arms.iter().all(|a| a.id != arm.id) {
                        draft.arms.push(arm);
                    }
                }
            }
            None => given.push(Draft {
                root: home.root,
                arms,
                contacts: home.contacts.clone(),
                set: intervention.set.clone(),
            }),
        }
    }
    std::iter::once(base).chain(others).chain(given).collect()
}
