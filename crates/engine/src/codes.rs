//! The codes of what can be wrong with a contact and its world as written.

use pourparler_scenario::explain::Code;

/// No contact.
pub const NO_CONTACT: &str = "PP0901";
/// A contact outside the time that is looked at.
pub const CONTACT_DATE: &str = "PP0902";
/// An earlier contact that is not earlier.
pub const EARLIER: &str = "PP0903";
/// A dated event that is past.
pub const PAST_EVENT: &str = "PP0904";
/// A topic that does not say of what.
pub const TOPIC_OF: &str = "PP0905";
/// A patron that favours nobody in the war.
pub const FAVOURS: &str = "PP0906";
/// A floor that is several packages.
pub const FLOOR: &str = "PP0907";
/// Steps that wait for each other.
pub const STEP_CIRCLE: &str = "PP0908";
/// A rung above the ladder.
pub const RUNG: &str = "PP0909";
/// A correlation of something that is not uncertain.
pub const CORRELATION: &str = "PP0910";
/// Correlations that contradict each other.
pub const CORRELATIONS: &str = "PP0911";
/// More uncertain quantities than can be drawn.
pub const DIMENSIONS: &str = "PP0912";
/// A compound event that cannot be worked out.
pub const EVENT: &str = "PP0913";
/// More time steps than can be taken.
pub const STEPS: &str = "PP0914";
/// A front where there is none.
pub const FRONT: &str = "PP0915";
/// More texts than can be put on the table.
pub const TEXTS: &str = "PP0916";
/// A refusal that says nothing of a side's type.
pub const REFUSED: &str = "PP0917";
/// A spiral that runs away.
pub const SPIRAL: &str = "PP0918";

/// Explanations of the engine's codes.
pub const CODES: &[Code] = &[
    Code {
        code: NO_CONTACT,
        title: "no contact",
        idea: "The assessment compares the world with the contact to the world without it. It \
               needs to know who sends whom to whom, and when.",
        wrong: "[parties.north]\nside = \"a\"",
        right: "[contact]\nby = \"south\"\nto = [\"north\"]\ndate = 2026-02-01",
    },
    Code {
        code: CONTACT_DATE,
        title: "the contact lies outside the time that is looked at",
        idea: "The contact takes place between `as_of` and the end of the horizon. Meetings that \
               have taken place belong in `contact.earlier`.",
        wrong: "as_of = 2026-01-15\n[contact]\ndate = 2025-12-01",
        right: "as_of = 2026-01-15\n[contact]\ndate = 2026-02-01",
    },
    Code {
        code: EARLIER,
        title: "an earlier contact that is not earlier",
        idea: "What earlier meetings taught is worked out up to `as_of`; a later date would be \
               knowledge from the future.",
        wrong: "as_of = 2026-01-15\n[contact]\nearlier = [2026-01-20]",
        right: "as_of = 2026-01-15\n[contact]\nearlier = [2026-01-02]",
    },
    Code {
        code: PAST_EVENT,
        title: "a dated event that is past",
        idea: "Events move what will be; one before `as_of` is part of today's values.",
        wrong: "as_of = 2026-01-15\n[events.vote]\ndate = 2025-11-04",
        right: "as_of = 2026-01-15\n[events.vote]\ndate = 2026-11-03",
    },
    Code {
        code: TOPIC_OF,
        title: "a topic that does not say of what",
        idea: "A topic of kind `resolve` is about a party, one of kind `redline` or \
               `consequence` about a red line.",
        wrong: "[topics.will]\nkind = \"resolve\"\nlistener = \"north\"",
        right: "[topics.will]\nkind = \"resolve\"\nof = \"south\"\nlistener = \"north\"",
    },
    Code {
        code: FAVOURS,
        title: "a patron that favours no side",
        idea: "The patron's support moves the front, so it has to go to one of the two sides.",
        wrong: "[politics]\npatron = \"east\"\nfavours = \"east\"",
        right: "[politics]\npatron = \"east\"\nfavours = \"south\"",
    },
    Code {
        code: FLOOR,
        title: "a floor that is several packages",
        idea: "The floor is the utility of one package, the worst that the leader survives.",
        wrong: "worst_survivable = { border = [\"river\", \"ridge\"] }",
        right: "worst_survivable = { border = \"river\" }",
    },
    Code {
        code: STEP_CIRCLE,
        title: "steps that wait for each other",
        idea: "A step with `while` comes only while another lasts; a circle of them never starts.",
        wrong: "[steps.call]\nwhile = \"summit\"\n[steps.summit]\nwhile = \"call\"",
        right: "[steps.call]\n[steps.summit]\nwhile = \"call\"",
    },
    Code {
        code: RUNG,
        title: "a rung above the ladder",
        idea: "A crossing leads to a rung that `ladder.rungs` names.",
        wrong: "[ladder]\nrungs = [\"incident\", \"war\"]\n[redlines.river]\nrung = 3",
        right: "[ladder]\nrungs = [\"incident\", \"clash\", \"war\"]\n[redlines.river]\nrung = 3",
    },
    Code {
        code: CORRELATION,
        title: "a correlation of something that is not uncertain",
        idea: "Only quantities given as distributions, or left to a default prior, vary at all.",
        wrong: "[[correlations]]\nbetween = [\"parties.north.side\", \"war.drift\"]\nrank = 0.5",
        right: "[[correlations]]\nbetween = [\"parties.north.floor\", \"war.drift\"]\nrank = 0.5",
    },
    Code {
        code: CORRELATIONS,
        title: "correlations that contradict each other",
        idea: "If a moves with b and b with c, a cannot move against c at will: the matrix of all \
               correlations has to be positive definite.",
        wrong: "rank = 0.9  # a, b\nrank = 0.9  # b, c\nrank = -0.9 # a, c",
        right: "rank = 0.9  # a, b\nrank = 0.9  # b, c\nrank = 0.7  # a, c",
    },
    Code {
        code: DIMENSIONS,
        title: "more uncertain quantities than can be drawn",
        idea: "Each uncertain quantity of the file and its variants takes one dimension of the \
               Sobol sequence.",
        wrong: "a thousand options with an interval each",
        right: "the same, most of them certain",
    },
    Code {
        code: EVENT,
        title: "a compound event that cannot be worked out",
        idea: "Inside one P(..) at most twelve different outcomes can be combined.",
        wrong: "supported_if = \"P(a or b or c or d or e or f or g or h or i or j or k or l or m) > 0\"",
        right: "supported_if = \"P(a or b) > 0\"",
    },
    Code {
        code: STEPS,
        title: "more time steps than can be taken",
        idea: "Time runs in steps of a week, shorter ones where `run.step` says so; each step of \
               every run costs time and memory.",
        wrong: "horizon = \"100 years\"",
        right: "horizon = \"10 years\"",
    },
    Code {
        code: FRONT,
        title: "a front where there is none",
        idea: "A conflict without a front line gives `no_agreement` for both sides and says \
               nothing of a war: no [war], no patron who moves the front, no prospects.",
        wrong: "[parties.north]\nno_agreement = 0.4\n[war]\nfront = 0.1",
        right: "[parties.north]\nno_agreement = 0.4\n[parties.south]\nno_agreement = 0.3",
    },
    Code {
        code: TEXTS,
        title: "more texts than can be put on the table",
        idea: "Every text of the existing process is judged in every run of every arm. A rate is \
               of authorised texts that both sides have to answer, not of meetings or drafts.",
        wrong: "horizon = \"10 years\"\n[process]\nrate = 20",
        right: "horizon = \"10 years\"\n[process]\nrate = \"0.05 .. 0.5\"",
    },
    Code {
        code: REFUSED,
        title: "a refusal that tells nothing about a side",
        idea: "A refused text is one package that one of the two sides has turned down; it shows \
               how resolved that side at least is.",
        wrong: "[refused.draft]\npackage = { border = [\"river\", \"ridge\"] }\nby = \"envoy\"",
        right: "[refused.draft]\npackage = { border = \"river\" }\nby = \"north\"",
    },
    Code {
        code: SPIRAL,
        title: "a spiral that runs away",
        idea: "Where pressure answers pressure, less than all of it may come back, or the two \
               never settle: strength over (1 + strength times today's pressure), times the same \
               of the other line, halved, has to stay below 1.",
        wrong: "spiral = 5\npressure = 0.1",
        right: "spiral = 0.2\npressure = 2",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_once() {
        let all = [
            NO_CONTACT,
            CONTACT_DATE,
            EARLIER,
            PAST_EVENT,
            TOPIC_OF,
            FAVOURS,
            FLOOR,
            STEP_CIRCLE,
            RUNG,
            CORRELATION,
            CORRELATIONS,
            DIMENSIONS,
            EVENT,
            STEPS,
            FRONT,
            TEXTS,
            REFUSED,
            SPIRAL,
        ];
        let explained: Vec<&str> = CODES.iter().map(|c| c.code).collect();
        assert_eq!(explained, all);
    }
}
