//! What would have to change: the cheapest set, every lever alone, pairs, what they do together.

use pourparler_agreement::opening::Opening;
use pourparler_analysis::agreements::Agreements;
use pourparler_analysis::change::{
    Answer, Change, Cheapest, Joint, MOST_SETS, Pulled, Reached, Sizes, Sought, ZoneOpening,
};
use pourparler_scenario::Scenario;

use crate::figure::{Kind, kind_among, significant, written};
use crate::language::{capital, points};
use crate::layout::{Look, NAME, Page, numbers, safe, words};
use crate::levers;
use crate::signable::{moved, side};
use crate::text::agreements::singles;
use crate::text::{marking, title};

/// Pairs printed; the rest are in the JSON.
const PAIRS: usize = 5;

/// What would have to change for a target to be reached; `reproduce` is the command that gives it
/// again.
pub fn change(scenario: &Scenario, change: &Change, reproduce: &str, look: Look) -> String {
    let mut page = Page::new(look);
    title(&mut page, scenario);
    let told = Told {
        scenario,
        change,
        kind: kind_among(&change.target.measured, &change.target.outputs, &[]),
    };
    page.heading("What would have to change");
    page.prose(&format!("Target: {}.", safe(&change.asked, 4 * NAME)));
    let measured = safe(&change.target.measured.to_string(), 2 * NAME);
    page.prose(&format!(
        "{measured} is {} with the contact as described.",
        told.number(&change.base)
    ));
    match &change.answer {
        Answer::Met => page.prose(
            "The target is reached already: nothing has to change. Ask for more, or for less of \
             what is not wanted.",
        ),
        Answer::NoLevers => page.prose(
            "The scenario has no lever left: every [levers.ID] has `most = 0`, or there is \
             nothing to pull.",
        ),
        Answer::NeverVaries => page.prose(&format!(
            "{measured} stays where it is whatever is pulled: none of the {} levers moves it, \
             alone or all together. Aim at what depends on what is signed, accepted or believed, or \
             write the change as one of [variants.ID].",
            change.levers.len()
        )),
        Answer::Sought(sought) => told.sought(&mut page, sought),
    }
    if let Some(opening) = &change.opening {
        zone(&mut page, opening);
    }
    told.run(&mut page, reproduce);
    marking(&mut page, scenario);
    page.finish()
}

struct Told<'a> {
    scenario: &'a Scenario,
    change: &'a Change,
    kind: Kind,
}

impl Told<'_> {
    fn number(&self, reached: &Reached) -> String {
        written(self.kind, reached.value, reached.se)
    }

    /// A move of the measured number.
    fn moves(&self, by: f64) -> String {
        match self.kind {
            Kind::Plain => format!("{}{}", if by > 0.0 { "+" } else { "" }, significant(by)),
            _ => points(by),
        }
    }

    fn unit(&self) -> &'static str {
        match self.kind {
            Kind::Plain => "",
            _ => " points",
        }
    }

    /// Levers and strengths as a sentence.
    fn set(&self, set: &Pulled) -> String {
        let said = set.iter().filter_map(|(&k, &grade)| {
            Some(levers::said(
                self.scenario,
                self.change.levers.get(k)?,
                grade,
            ))
        });
        said.collect::<Vec<String>>().join("; and ")
    }

    fn sought(&self, page: &mut Page, sought: &Sought) {
        match &sought.cheapest {
            Some(cheapest) => self.cheapest(page, sought, cheapest),
            None => page.prose(&format!(
                "Nothing found reaches it. All {} levers together, each as far as it goes, make it \
                 {}.",
                self.change.levers.len(),
                self.number(&sought.all)
            )),
        }
        self.singles(page, sought);
        if !sought.pairs.is_empty() {
            page.heading("Pairs that reach it, the cheapest first");
            for pair in sought.pairs.iter().take(PAIRS) {
                page.item(
                    &format!("cost {}:", significant(pair.cost)),
                    &self.set(&pair.set),
                );
            }
            page.prose(
                "Those that cost least at full strength were weakened as far as the target allows; \
                 the others stand at full strength.",
            );
            if let Some(more) = sought.pairs.len().checked_sub(PAIRS + 1) {
                page.prose(&format!("And {} more, in the JSON.", more + 1));
            }
        }
        if let Some(joint) = &sought.joint {
            self.together(page, joint);
        }
        self.looked(page, sought);
    }

    fn cheapest(&self, page: &mut Page, sought: &Sought, cheapest: &Cheapest) {
        let lone = cheapest.set.set.len() == 1;
        let cost = significant(cheapest.set.cost);
        page.prose(&if lone {
            format!("The cheapest change found that reaches it is one lever, at a cost of {cost}:")
        } else {
            let levers = cheapest.set.set.len();
            format!(
                "The cheapest change found that reaches it is {levers} levers, at a cost of {cost}:"
            )
        });
        for (&k, &grade) in &cheapest.set.set {
            if let Some(lever) = self.change.levers.get(k) {
                let cost = significant(lever.costs(grade));
                let priced = if lever.priced {
                    ""
                } else {
                    ", nobody priced it"
                };
                page.item(
                    "-",
                    &format!(
                        "{}; cost {cost}{priced}",
                        levers::pulled(self.scenario, lever, grade)
                    ),
                );
            }
        }
        page.prose(&format!(
            "With it the number is {}.",
            self.number(&cheapest.reached)
        ));
        if cheapest.strengthened {
            page.prose(
                "The full size of the run asked for more than the search: strengths were raised, \
                 or levers added, until it held there.",
            );
        }
        let reaching = sought
            .singles
            .iter()
            .filter(|single| single.needs.is_some())
            .count();
        let none = match (reaching, sought.pairs.len()) {
            (0, 0)
                if sought
                    .sizes
                    .iter()
                    .all(|sizes| sizes.size > 2 || sizes.left == 0) =>
            {
                "No single lever reaches it, and no pair.".to_owned()
            }
            (0, 0) => "No single lever reaches it, and no pair that was looked at.".to_owned(),
            (0, pairs) => format!("No single lever reaches it; {pairs} pairs do."),
            (levers, _) => format!(
                "{levers} of {} levers reach it alone.",
                sought.singles.len()
            ),
        };
        page.prose(&none);
    }

    fn singles(&self, page: &mut Page, sought: &Sought) {
        let reaches = sought.singles.iter().any(|single| single.needs.is_some());
        page.heading(if reaches {
            "Each lever alone"
        } else {
            "No single lever reaches it; how far each gets"
        });
        let still = |moves: f64| moves == 0.0;
        for single in sought
            .singles
            .iter()
            .filter(|s| !still(s.moves) || s.needs.is_some())
        {
            let Some(lever) = self.change.levers.get(single.lever) else {
                continue;
            };
            let text = match single.needs {
                Some((grade, cost)) => format!(
                    "enough if {}; cost {}. Full strength moves the number by {}{}.",
                    levers::pulled(self.scenario, lever, grade),
                    significant(cost),
                    self.moves(single.moves),
                    self.unit()
                ),
                None => format!(
                    "{}{} if {}.",
                    self.moves(single.moves),
                    self.unit(),
                    levers::pulled(self.scenario, lever, lever.most)
                ),
            };
            page.item("-", &text);
        }
        let idle: Vec<&str> = sought
            .singles
            .iter()
            .filter(|single| still(single.moves) && single.needs.is_none())
            .filter_map(|single| self.change.levers.get(single.lever))
            .map(|lever| lever.id.as_str())
            .collect();
        if !idle.is_empty() {
            page.prose(&format!(
                "Alone these move nothing: {}.",
                safe(&idle.join(", "), 60 * NAME)
            ));
        }
    }

    fn together(&self, page: &mut Page, joint: &Joint) {
        page.heading("Together and alone");
        page.prose(&format!(
            "All {} levers at full strength move the number by {}{}; what each does alone adds up \
             to {}. The difference is what levers do for one another. Shares of the joint effect \
             (Shapley values, which add up to it):",
            self.change.levers.len(),
            self.moves(joint.gain),
            self.unit(),
            self.moves(joint.sum)
        ));
        let rows: Vec<Vec<String>> = joint
            .shares
            .iter()
            .map(|(kinds, share)| vec![levers::kinds(kinds), self.moves(*share)])
            .collect();
        let unit = match self.kind {
            Kind::Plain => "share",
            _ => "points",
        };
        page.table(&[words("levers"), numbers(unit)], &rows);
    }

    fn looked(&self, page: &mut Page, sought: &Sought) {
        page.heading("Where it was looked for");
        let [_, search] = &self.change.efforts;
        page.prose(&format!(
            "{} sets of levers were run, each on {} x {} settings with {} runs of chance; the \
             first figure above, all levers and the cheapest set are at the full size below.",
            self.change.tried, search.scrambles, search.points, search.paths
        ));
        for sizes in &sought.sizes {
            page.item("-", &counted(sizes));
        }
        page.prose(&match &sought.cheapest {
            Some(cheapest) if cheapest.proven => {
                "So no set costs less at full strength, among sets as strong as they can be; \
                 strengths were then lowered as far as the target allows, first together, then \
                 one by one."
                    .to_owned()
            }
            Some(_) => unproven(&sought.sizes),
            None => "A set misses the target wherever a larger one does.".to_owned(),
        });
        page.prose(&if sought.contrary == 0 {
            "That a larger set never does worse was taken for granted for sets not run, and held \
             for all that were."
                .to_owned()
        } else {
            format!(
                "That a larger set never does worse was taken for granted for sets not run; {} of \
                 those that were run miss the target although a part of them reaches it.",
                sought.contrary
            )
        });
    }

    fn run(&self, page: &mut Page, reproduce: &str) {
        let [effort, _] = &self.change.efforts;
        page.heading("Run");
        page.prose(&format!(
            "pourparler {}, seed {}, {} x {} settings, {} runs each. Every set of levers has the \
             same random numbers. Costs are those of [levers.ID] or --cost, 1 where nobody gave \
             one; half the strength costs half.",
            env!("CARGO_PKG_VERSION"),
            effort.seed,
            effort.scrambles,
            effort.points,
            effort.paths
        ));
        page.prose(&format!("scenario {}", safe(&self.scenario.name, NAME)));
        page.line(&format!("sha256 {}", self.scenario.sha256));
        page.prose("reproduce:");
        page.line(&safe(reproduce, 8 * NAME));
    }
}

/// What the search leaves open about the cheapest set.
fn unproven(sizes: &[Sizes]) -> String {
    let left: u64 = sizes.iter().map(|sizes| sizes.left).sum();
    let largest = sizes.iter().map(|sizes| sizes.size).max().unwrap_or(1);
    let unseen = match left {
        0 => String::new(),
        1 => "1 set was not looked at. ".to_owned(),
        left => format!("{left} sets were not looked at. "),
    };
    format!(
        "{unseen}Sets of more than {largest} levers were not gone through: of these one was tried, \
         all levers less those that can be spared, the dearest first. So the set above is the \
         cheapest found, and not shown to be the cheapest there is. Its strengths were lowered as \
         far as the target allows."
    )
}

/// What became of the sets of one size.
fn counted(sizes: &Sizes) -> String {
    let mut parts = vec![format!("{} run one by one", sizes.run)];
    let mut add = |count: u64, what: &str| {
        if count > 0 {
            parts.push(format!("{count} {what}"));
        }
    };
    add(sizes.bounded, "inside a larger set that misses the target");
    add(sizes.dear, "at least as dear as one that reaches it");
    add(
        sizes.left,
        &format!("not looked at, after {MOST_SETS} sets in all"),
    );
    format!(
        "Sets of {}: {} there are; {}.",
        sizes.size,
        sizes.all,
        parts.join(", ")
    )
}

/// The agreement solver's answer at the medians.
fn zone(page: &mut Page, opening: &ZoneOpening) {
    let found = &opening.agreements;
    page.heading("What would open the bargaining zone, at the medians");
    if found.open {
        page.prose("It is open there: some settlement gives both sides what they need.");
        return;
    }
    let [a, b] = [side(found, 0), side(found, 1)];
    let mut said = 0;
    let mut say = |how: String, opening: &Option<Opening>| {
        if let Some(opening) = opening {
            page.item("-", &conceded(found, &how, opening));
            said += 1;
        }
    };
    say("Both alike".to_owned(), &found.equal);
    say(capital(&format!("{a} alone")), &opening.alone[0]);
    say(capital(&format!("{b} alone")), &opening.alone[1]);
    say(
        "Cheapest at the costs of the floors".to_owned(),
        &opening.priced,
    );
    if said == 0 {
        page.prose(
            "No concession of the two sides opens it: red lines, vetoes or consents keep every \
             settlement shut.",
        );
    }
    singles(page, found);
}

fn conceded(found: &Agreements, how: &str, opening: &Opening) -> String {
    let given: Vec<String> = (0..2)
        .filter(|&index| opening.sides[index] > 0.0)
        .map(|index| {
            format!(
                "{} up {:.6}",
                side(found, index).that("gives"),
                opening.sides[index]
            )
        })
        .collect();
    let given = if given.is_empty() {
        "nobody gives up anything".to_owned()
    } else {
        given.join(", ")
    };
    format!(
        "{how}: {given}, for {}.",
        moved(found, opening.package, &opening.shares)
    )
}
