// Scenarios at the edges of the grammar, and one whose every text is hostile.

const head = (title, more = "") => `title = ${JSON.stringify(title)}
as_of = 2026-01-15
horizon = "180 days"
${more}
`;

const sides = (more = "") => `[parties.north]
side = "a"
${more}
[parties.south]
side = "b"
${more}
`;

const issue = (id, options, today, north, south) => `[issues.${id}]
options = [${options.map((option) => JSON.stringify(option)).join(", ")}]
status_quo = "${today}"
[parties.north.issues.${id}]
weight = 1
wants = "${north}"
[parties.south.issues.${id}]
weight = 1
wants = "${south}"
`;

const border = issue("border", ["river", "line", "ridge"], "line", "ridge", "river");
const contact = (more = "") => `[contact]
by = "south"
to = ["north"]
date = 2026-02-01
${more}
`;

const certain = `breach = 0.1
breach_loss = 0.3
optimism = 0
drift_sd = 0.01
collapse = 0.005
would_fight = 24
floor = FLOOR
floor_follows_war = 0
type_sd = 0
believed_bias = 0
`;
const certainRest = `[war]
front = 0
drift = 0
volatility = 0.05
discount = 0.01
[process]
rate = 20
[ladder]
up = 0.2
down = 0.5
hotline = 1
[audience]
belief = 0.1
spin = 0
half_life = 30
${contact(`confidentiality = 0.5
fidelity = 0.8
mandate = "commit"`)}`;

const agreed = issue("trade", ["closed", "open"], "closed", "open", "open");

const nasty = `<script>alert(1)</script> "quoted" & 'single' \u202eright-to-left\u202c =SUM(A1) 🕊️ ${"x".repeat(10_000)}`;
const text = JSON.stringify(nasty);

export const scenarios = {
  "one-issue-no-claims": head("One issue, no claims") + sides() + border + contact(),
  "ten-parties": head("Ten parties") + sides() + border + contact()
    + Array.from({ length: 8 }, (_, k) => `[parties.p${k}]\nname = "Party of the number ${k}, with a longer name"\nveto = 0.1\n[parties.p${k}.issues.border]\nwants = "line"\n`).join(""),
  "thirty-issues": head("Thirty issues") + sides()
    + Array.from({ length: 30 }, (_, k) => issue(`matter_${k}`, ["yes", "no"], "no", "yes", k % 2 ? "no" : "yes")).join("") + contact(),
  "no-uncertainty": head("No uncertainty") + sides(certain.replace("FLOOR", "0.2")) + border + certainRest,
  "open-zone": head("An open zone") + sides("floor = 0.1\n") + agreed + border + contact('mandate = "commit"'),
  "certain-settlement": head("Certain of a settlement") + sides(certain.replace("FLOOR", "0").replace("breach = 0.1", "breach = 0")) + agreed + certainRest.replace("rate = 20", "rate = 30"),
  "no-war": head("A crisis without a war", 'marking = "FOR OFFICIAL USE — <draft> \\"A\\""') + sides("no_agreement = \"0.2 .. 0.5\"\n") + border + contact(),
  "hostile": head(nasty, `marking = ${text}\nsummary = ${text}\n`)
    + sides(`name = ${text}\nabout = ${text}\n`)
    + border.replace("[issues.border]", `[issues.border]\nname = ${text}`)
    + `[topics.aims]\nname = ${text}\nkind = "politics"\nlistener = "south"\n`
    + `[steps.talks]\nname = ${text}\nhazard = "0.1 .. 0.4"\n`
    + `[[claims]]\nid = "C1"\ntext = ${text}\nkind = "prediction"\nsupported_if = "P(settlement) > 5%"\nrefuted_if = "P(settlement) < 1%"\nresolution = ${text}\n`
    + `[sources.s]\ntitle = ${text}\nurl = "javascript:alert(1)"\n`
    + contact(),
};
