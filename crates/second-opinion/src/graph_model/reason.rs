//! Verdicts in words: who has which move, who answers how, and what the mover thinks of the end.

use pourparler_scenario::words::capital;

use super::{Answered, Concept, Conflict, State, Step, Verdict};

/// What a verdict rests on, so that it is put in the right words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Basis {
    /// Preference by rank.
    #[default]
    Complete,
    /// Preference that is not known of some states.
    Unknown,
    /// Sanctions that hurt much.
    Strong,
    /// Preference by degrees and a threshold.
    Fuzzy,
    /// Attitudes.
    Attitudes,
}

/// What is said of a verdict on a decision maker or coalition under ordinary preference: one to a few
/// sentences.
#[must_use]
pub fn reason(
    conflict: &Conflict,
    concept: Concept,
    members: &[usize],
    state: State,
    verdict: &Verdict,
) -> String {
    reason_on(Basis::Complete, conflict, concept, members, state, verdict)
}

/// The same for a verdict that rests on something else.
#[must_use]
pub fn reason_on(
    basis: Basis,
    conflict: &Conflict,
    concept: Concept,
    members: &[usize],
    state: State,
    verdict: &Verdict,
) -> String {
    let words = Words {
        basis,
        conflict,
        members,
    };
    let how = match basis {
        Basis::Complete | Basis::Unknown => "",
        Basis::Strong => "strongly ",
        Basis::Fuzzy => "fuzzily ",
        Basis::Attitudes => "relationally ",
    };
    let (who, name) = (names(conflict, members), format!("{how}{}", concept.name()));
    let here = words.state(state);
    let has = plural(conflict, members, "has", "have");
    match verdict {
        Verdict::NoImprovement => {
            let gain = words.gain();
            format!("{here} is {name} stable for {who}, who {has} no move to a state {gain}.")
        }
        Verdict::Deterred(all) => {
            let each = all.iter().map(|answered| {
                let mut sentence = words.answered(state, answered, concept);
                if concept.escape() {
                    sentence += " and finds no way out of";
                }
                capital(&sentence) + "."
            });
            let each: Vec<String> = each.collect();
            format!("{here} is {name} stable for {who}. {}", each.join(" "))
        }
        Verdict::Unanswered { departure, escaped } => {
            let to = words.departure(state, *departure);
            let why = match (concept, escaped) {
                (Concept::Nash, _) => String::new(),
                (_, Some((answered, flight))) => format!(
                    "; {}, but {who} then {} to {}, {}",
                    words.answer(&answered.answer, answered.departure, concept),
                    plural(conflict, members, "goes on", "go on"),
                    words.state(*flight),
                    words.flight(),
                ),
                (Concept::Seq | Concept::Sseq, None) => {
                    "; no answer that its authors gain by spoils it".to_owned()
                }
                (Concept::Sim, None) => {
                    "; nothing the others would do at the same time spoils it".to_owned()
                }
                (_, None) => "; no answer of the others spoils it".to_owned(),
            };
            format!("{here} is not {name} stable for {who}: {to}{why}.")
        }
    }
}

struct Words<'a> {
    basis: Basis,
    conflict: &'a Conflict,
    members: &'a [usize],
}

impl Words<'_> {
    fn number(&self, state: State) -> String {
        let number = self.conflict.graph().number(state);
        number.map_or_else(|| "no state".to_owned(), |number| format!("state {number}"))
    }

    /// `State 5 (Withdraw)`: its number and the options taken.
    fn state(&self, state: State) -> String {
        let options = self.conflict.description().options.iter().enumerate();
        let taken = options.filter(|(k, _)| state >> k & 1 == 1);
        let taken: Vec<&str> = taken.map(|(_, option)| option.name.as_str()).collect();
        let what = if taken.is_empty() {
            "nothing".to_owned()
        } else {
            taken.join(", ")
        };
        format!("{} ({what})", self.number(state))
    }

    /// What makes a move worth making.
    fn gain(&self) -> &'static str {
        match self.basis {
            Basis::Complete | Basis::Strong => plural(
                self.conflict,
                self.members,
                "which it likes more",
                "which they like more",
            ),
            Basis::Unknown => "which it likes more, or whose worth to it is not known",
            Basis::Fuzzy => "which it is sure enough to like more",
            Basis::Attitudes => "which suits its attitudes",
        }
    }

    /// What makes a move out of an answer worth making.
    fn flight(&self) -> &'static str {
        match self.basis {
            Basis::Strong => "which it does not like greatly less than where it started",
            _ => self.gain(),
        }
    }

    /// `takes Blockade and drops Escalate`.
    fn changes(&self, movers: &[usize], from: State, to: State) -> String {
        let takes = plural(self.conflict, movers, "takes", "take");
        let drops = plural(self.conflict, movers, "drops", "drop");
        let options = self.conflict.description().options.iter().enumerate();
        let changed = options.filter(|(k, _)| (from ^ to) >> k & 1 == 1);
        let changes: Vec<String> = changed
            .map(|(k, option)| {
                let verb = if to >> k & 1 == 1 { takes } else { drops };
                format!("{verb} {}", self.option(movers, &option.name))
            })
            .collect();
        joined(&changes)
    }

    /// `Blockade`; `"attacks the weir"` where the name is that of its owner and what it does.
    fn option(&self, movers: &[usize], name: &str) -> String {
        let owner = match movers {
            [one] => self.conflict.name(*one),
            _ => "",
        };
        // A name that begins a sentence need not have the article it has within one.
        let bare = owner.strip_prefix("the ").unwrap_or(owner);
        let does = [owner, bare].into_iter().find_map(|owner| {
            let rest = name.strip_prefix(owner)?;
            rest.strip_prefix(' ')
        });
        does.map_or_else(
            || name.to_owned(),
            // What it does may quote an outcome.
            |does| format!("\"{}\"", does.replace('"', "'")),
        )
    }

    /// `US takes Blockade, to state 3, which it likes more`.
    fn departure(&self, state: State, departure: State) -> String {
        format!(
            "{} {} and so {} {}, {}",
            names(self.conflict, self.members),
            self.changes(self.members, state, departure),
            plural(self.conflict, self.members, "reaches", "reach"),
            self.number(departure),
            self.gain(),
        )
    }

    /// `USSR answers by state 9: takes Escalate`.
    fn answer(&self, steps: &[Step], departure: State, concept: Concept) -> String {
        let mut from = departure;
        let mut said = Vec::new();
        if concept == Concept::Sim {
            let movers: Vec<usize> = steps.iter().flat_map(|s| s.movers.clone()).collect();
            let end = steps.last().map_or(departure, |step| step.to);
            return format!(
                "{} at the same time {}, which makes {}",
                names(self.conflict, &movers),
                self.changes(&movers, departure, end),
                self.number(end)
            );
        }
        for step in steps {
            said.push(format!(
                "{} {}",
                names(self.conflict, &step.movers),
                self.changes(&step.movers, from, step.to)
            ));
            from = step.to;
        }
        format!(
            "{}, which makes {}",
            said.join(", then "),
            self.number(from)
        )
    }

    fn answered(&self, state: State, answered: &Answered, concept: Concept) -> String {
        let end = answered.answer.last().map_or(answered.departure, |s| s.to);
        let ranks = self.conflict.ranks();
        let like = |maker: usize, a: State| ranks[maker][a as usize];
        // A coalition is deterred by the member who does not gain.
        let mut losers = self.members.iter().copied();
        let loser = losers.find(|&maker| like(maker, end) <= like(maker, state));
        let loser = loser.unwrap_or(self.members[0]);
        let worse = like(loser, end) < like(loser, state);
        let (one, many, less) = match self.basis {
            Basis::Complete if worse => ("likes", "like", "less than"),
            Basis::Complete => ("likes", "like", "no better than"),
            Basis::Unknown => ("is", "are", "not known to like better than"),
            Basis::Strong => ("likes", "like", "greatly less than"),
            Basis::Fuzzy => ("is", "are", "not sure enough to like better than"),
            Basis::Attitudes => ("sets", "set", "by attitude no higher than"),
        };
        let likes = plural(self.conflict, &[loser], one, many);
        format!(
            "{}, but {}; this {} {likes} {less} {}",
            self.departure(state, answered.departure),
            self.answer(&answered.answer, answered.departure, concept),
            self.conflict.name(loser),
            self.number(state),
        )
    }
}

fn plural<'a>(conflict: &Conflict, members: &[usize], one: &'a str, many: &'a str) -> &'a str {
    match members {
        [maker] if !conflict.description().decision_makers[*maker].plural => one,
        _ => many,
    }
}

fn names(conflict: &Conflict, members: &[usize]) -> String {
    let names = members.iter().map(|&maker| conflict.name(maker).to_owned());
    joined(&names.collect::<Vec<_>>())
}

fn joined(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
